"""Whole processes, run in turn so that a machine that gets slower is slower for both."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
        {**COMPILED, "ORGWIZARD_HOME": str(home), "PYTHONPATH": str(ROOT)},
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


def in_turn(ours: Sequence[str], floor: Sequence[str], home: Path, runs: int) -> tuple[list[Process], list[Process]]:
    """Each so many times, one after the other, after one that does not count."""
    run(ours, home)
    run(floor, home)
    pairs = [(run(ours, home), run(floor, home)) for _ in range(runs)]
    return [mine for mine, _ in pairs], [least for _, least in pairs]
