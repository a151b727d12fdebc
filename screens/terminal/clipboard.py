"""Copies text to where the person can paste it, and says which way it took."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from state.saved.locations import write_atomically
from wizard.machine.clipboards import routes


def copied(text: str, hand_over: Callable[[str], None], kept_in: Path | None) -> str:
    """Copy by the first way that works, and keep the text in a file too; which way it was, in words.

    `hand_over` gives it to the terminal. Raises StateNotWritable when it is copied and cannot be kept.
    """
    used = copy_by_program(text)
    if not used:
        hand_over(text)
        used = "Handed to your terminal's clipboard, if it takes it."
    if kept_in is None:
        return used
    write_atomically(kept_in, text + "\n")
    return f"{used} It is also in {kept_in}"


def copy_by_program(text: str) -> str:
    """Try tmux, then the desktop's tool. Returns what was used in words, or '' when there was none."""
    for said, command in routes(os.environ):
        if _fed(command, text):
            return said
    return ""


def _fed(command: tuple[str, ...], text: str) -> bool:
    """Whether the program took the text. xclip stays behind to serve it, so its output must not be waited for."""
    path = shutil.which(command[0])
    if path is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the text goes to standard input
            [path, *command[1:]],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
