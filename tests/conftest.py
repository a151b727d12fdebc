"""What the whole suite shares: how many runs the matrices made is said in the closing lines."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path

import pytest

from wizard.commands.wiring import GARBAGE

RUNS = "runs"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes directories of its own below it
if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK):
    # Thousands of entries are made durable; no test can tell whether they would outlive the machine.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))

gc.set_threshold(*GARBAGE)


def pytest_collection_finish() -> None:
    """What was imported stays until the end: no garbage is looked for in it."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what tests recorded with `record_property("runs", n)`, also when they ran in other processes."""
    runs: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        if report.when == "call":
            runs[report.nodeid.partition("::")[0]] += sum(int(n) for name, n in report.user_properties if name == RUNS)
    for file, count in sorted(runs.items()):
        if count:
            terminalreporter.write_line(f"{file}: {count} runs, each ended as it should")
