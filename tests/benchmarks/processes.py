"""Whole processes, run in turn so that a machine that gets slower is slower for both."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
COMPILED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Process:
    """What the system says of one that has ended."""

    processor_seconds: float
    wall_seconds: float
    megabytes: float
    """At its largest."""
    told: str
    """What it wrote."""


def run(arguments: Sequence[str], home: Path) -> Process:
    """`python ARGUMENTS …`, with everything saved below `home`. Raises RuntimeError when it fails."""
    told = home / "told.txt"
    wanted = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    begun = time.perf_counter()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        _environment(home),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, str(told), wanted, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, str(home / "complaints.txt"), wanted, 0o600),
        ],
    )
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{' '.join(arguments)} failed: {(home / 'complaints.txt').read_text()[-2000:]}")
    return Process(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, told.read_text())


def until_shown(words: str) -> Callable[[Sequence[str], Path], Process]:
    """As `run`, in a terminal of 120 by 40, until the words stand there one after the other; then it is ended."""

    def show(arguments: Sequence[str], home: Path) -> Process:
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        begun = time.perf_counter()
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            _environment(home) | {"TERM": "xterm-256color"},
            file_actions=[(os.POSIX_SPAWN_DUP2, its, each) for each in (0, 1, 2)],
            setsid=True,
        )
        os.close(its)
        told = b""
        while words.encode() not in told:
            try:
                told += os.read(ours, 65536)
            except OSError as error:  # it ended
                raise RuntimeError(f"{' '.join(arguments)} did not show {words}: {told[-2000:]!r}") from error
        wall = time.perf_counter() - begun
        os.kill(pid, signal.SIGKILL)
        _, _, usage = os.wait4(pid, 0)
        os.close(ours)
        return Process(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, told.decode(errors="replace"))

    return show


def _environment(home: Path) -> dict[str, str]:
    return {**COMPILED, "ORGWIZARD_HOME": str(home), "PYTHONPATH": str(ROOT)}


Way: TypeAlias = "Callable[[Sequence[str], Path], Process]"


def run_anew(arguments: Sequence[str], home: Path) -> Process:
    """As `run`, with nothing saved yet."""
    return run(arguments, Path(mkdtemp(dir=home)))


def in_turn(
    ours: Sequence[str], floor: Sequence[str], home: Path, runs: int, ways: tuple[Way, Way] = (run, run)
) -> tuple[list[Process], list[Process]]:
    """Each so many times, one after the other; where it is more than once, after one that does not count."""
    warm = int(runs > 1)
    pairs = [(ways[0](ours, home), ways[1](floor, home)) for _ in range(runs + warm)][warm:]
    return [mine for mine, _ in pairs], [least for _, least in pairs]
