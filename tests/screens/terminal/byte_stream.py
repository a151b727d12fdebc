"""Whatever a terminal may send, byte by byte, to the wizard in a real pseudo-terminal."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from random import Random

import pexpect
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from state.saved.setups import SavedSetups
from tests.screens.terminal.pseudo import ended, shown_by, terminal
from tests.screens.terminal.test_input_gate import REPORTS

LEAVING = ("\x11", "\x1b[113;5u")
"""Ctrl+Q, also as newer terminals tell it."""
MOMENT = 0.02
"""Seconds."""
KEYS = tuple(key for key in ANSI_SEQUENCES_KEYS if key not in LEAVING)
PASTE = "\x1b[200~pasted\x1b[31m\nlines\x1b[201~"


def piece(chance: Random) -> bytes:
    """A key, a report, a paste, or anything."""
    match chance.randrange(6):
        case 0 | 1:
            return chance.choice(KEYS).encode()
        case 2:
            return chance.choice(REPORTS).encode("utf-8", "replace")
        case 3:
            return PASTE.encode()
        case 4:
            return bytes(chance.choice(b" abcdeuijkmnwxyz0123456789,.-+@/?") for _ in range(chance.randint(1, 9)))
        case _:
            return bytes(chance.randrange(256) for _ in range(chance.randint(1, 12))).replace(b"\x11", b"")


def play(home: Path, seed: int, pieces: int) -> str:
    """Send so many pieces, cut anywhere, then end the program by a signal. Returns all that it wrote.

    Raises AssertionError when it ended before, wrote of an error of its own, or lost the setup.
    """
    chance = Random(seed)
    child = terminal(home)
    sent = 0
    while sent < pieces and child.isalive():
        data = piece(chance)
        cut = chance.randint(0, len(data))
        for part in filter(None, (data[:cut], data[cut:])):
            os.write(child.child_fd, part)
            read_what_is_there(child)
        if chance.random() < 0.05:
            child.setwinsize(chance.randint(1, 60), chance.randint(1, 200))
        sent += 1
    assert child.isalive() or child.exitstatus == 0, f"seed {seed}: {shown_by(child)[-2000:]}"
    if child.isalive():
        child.kill(signal.SIGTERM)
        assert ended(child) in (0, 128 + signal.SIGTERM), f"seed {seed}: {shown_by(child)[-2000:]}"
    shown = shown_by(child)
    assert "Traceback" not in shown, f"seed {seed}: {shown[-2000:]}"
    SavedSetups(home, rehearsal=True).read("acme")
    return shown


def read_what_is_there(child: pexpect.spawn[str]) -> None:
    """A program whose output nobody reads stands still. It gets a moment to answer."""
    try:
        while True:
            child.read_nonblocking(65536, timeout=MOMENT)
    except (pexpect.TIMEOUT, pexpect.EOF):
        return
