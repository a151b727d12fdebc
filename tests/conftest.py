"""What the whole suite shares: how many runs the matrices made is said in the closing lines."""

from __future__ import annotations

from collections import Counter

import pytest

RUNS = "runs"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what tests recorded with `record_property("runs", n)`, also when they ran in other processes."""
    runs: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        if report.when == "call":
            runs[report.nodeid.partition("::")[0]] += sum(int(n) for name, n in report.user_properties if name == RUNS)
    for file, count in sorted(runs.items()):
        if count:
            terminalreporter.write_line(f"{file}: {count} runs, each ended as it should")
