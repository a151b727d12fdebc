"""Another process of this machine that has a setup open, and another machine that says it has."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from state.saved.holder import Holder

NOON = datetime(2026, 11, 23, 12, 4, tzinfo=UTC)
ANNA = Holder("anna", "laptop-of-anna", 4711, NOON)
"""Nobody on this machine."""
OPEN_AND_WAIT = """
import sys
from datetime import datetime
from pathlib import Path
from state.saved.setups import SavedSetups
setup = SavedSetups(Path(sys.argv[1]), rehearsal=sys.argv[3] == "rehearsal").open(
    "acme", datetime.fromisoformat(sys.argv[2])
)
setup.note_applying(datetime.fromisoformat(sys.argv[2]))
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def applying_elsewhere(home: Path, *, rehearsal: bool) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the setup acme open and is applying it, since noon."""
    kind = "rehearsal" if rehearsal else "setup"
    command = [sys.executable, "-c", OPEN_AND_WAIT, str(home), NOON.isoformat(), kind]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def until_stopped(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Wait until the system shows the process as stopped; it was sent SIGSTOP."""
    deadline = time.monotonic() + 30
    while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < deadline, "it was never stopped"


def say_that_it_is_annas(directory: Path, holder: Holder = ANNA) -> None:
    """As if another machine had opened the setup in `directory`."""
    (directory / "holder.json").write_text(replace(holder, applying_since=NOON).as_json())
