"""The three standard streams as they may really be: closed, full, no terminal, or with something typed ahead."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
import warnings
from contextlib import suppress
from typing import IO

from state.text.printable import printable, printable_lines

LOST: dict[str, str] = {}
"""Which of the streams could not be written, and why; '' for a reader that has gone. It stays so, like the streams."""


if sys.platform == "win32":
    TERMINAL_ERRORS: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    TERMINAL_ERRORS = (OSError, termios.error)
"""What a terminal raises that is gone or is none."""


def prepare() -> None:
    """Results that go to a file or a program are UTF-8 on every system. What a terminal's locale has no sign for is
    written as an escape: no name may end the program half-way through a line."""
    LOST.clear()
    warnings.simplefilter("ignore", append=True)  # libraries' notes to programmers, in the middle of a line or a screen
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if at_a_terminal(sys.stdout) else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def out(line: str) -> None:
    """One line of a result."""
    _write("standard output", sys.stdout, printable(line) + "\n")


def out_document(text: str) -> None:
    """A result with line breaks of its own, such as a file."""
    _write("standard output", sys.stdout, printable_lines(text if text.endswith("\n") else text + "\n"))


def narrate(line: str) -> None:
    """What goes on, for a person; never mixed with results."""
    _write("standard error", sys.stderr, printable(line) + "\n")


def _write(name: str, stream: IO[str] | None, text: str) -> None:
    """Write, and never break off what is under way: the first refusal is remembered, and the rest goes nowhere."""
    if name in LOST:
        return
    if stream is None:
        LOST[name] = "It is closed"
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError) as error:
        LOST[name] = "" if isinstance(error, BrokenPipeError) else getattr(error, "strerror", None) or str(error)
        with suppress(OSError, ValueError):  # what it still holds would be complained about at the very end
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def at_a_terminal(*streams: IO[str] | None) -> bool:
    """Whether there is a person at each of these. A stream that is closed has nobody."""
    try:
        return all(stream is not None and stream.isatty() for stream in streams)
    except ValueError:
        return False


def goes_into_a_file(stream: IO[str] | None) -> bool:
    """Whether what is written there stays on a disk."""
    try:
        return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def readable_within(number: int, seconds: float) -> bool:
    """Whether a file of this number has something to read by then. Never on Windows, which knows only of sockets."""
    if sys.platform == "win32":
        return False
    with suppress(OSError, ValueError):
        return bool(select.select([number], [], [], seconds)[0])
    return False


def forget_typed_ahead() -> None:
    """Throw away what was typed before a question stood: it cannot have been meant as the answer."""
    with suppress(*TERMINAL_ERRORS, ValueError):
        if sys.platform == "win32":
            import msvcrt

            while msvcrt.kbhit():
                msvcrt.getwch()
        else:
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
