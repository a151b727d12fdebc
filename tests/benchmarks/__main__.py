"""`make bench`: every figure against its floor in the same run, as a table and, in bench.json, as data. Never asserted.

Side by side on one machine only the ratios say much; the rest says how long one waits on a machine like it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from state.saved.setups import SavedSetups
from state.setup.file import write_setup
from tests.benchmarks import accounts
from tests.benchmarks.processes import Process, in_turn, run, until_shown
from tests.benchmarks.table import NONE, Row, as_markdown, machine, row_of, write_json
from tests.screens.terminal.pseudo import terminal

PROGRAM = ("-m", "tests.benchmarks.programs")
PYTHON = ("-c", "pass")
WIZARD = ("-m", "wizard.cli", "--rehearse")
KEYS_LINE = "Leave"
"""What is written last of a frame: the line of keys is at the bottom."""
FILE = Path("bench.json")
STARTS = 15


def starting(home: Path) -> Iterator[Row]:
    """What is waited for before anything can be done: processor time of whole processes."""
    for words, aim in (("--version", "2x"), ("--help", "6x"), ("list", "6x"), ("templates", "6x")):
        ours, floor = in_turn(("-m", "wizard.cli", words), PYTHON, home, STARTS)
        yield row_of(f"orgwizard {words}", "ms", processor(ours), ("python -c pass", processor(floor)), aim)
    for saved, words, what, aim in (
        (0, KEYS_LINE, "first paint, nothing saved", "1.15x"),
        (20, KEYS_LINE, "first paint, 20 saved", "1.2x"),
        (20, "bench-19", "20 saved setups listed", ""),
    ):
        place = home / f"{saved}-{words[-2:]}"
        place.mkdir()
        for number in range(saved):
            setup = accounts.setup_with(8)
            SavedSetups(place, rehearsal=True).create(replace(setup, name=f"bench-{number:02}"))
        ways = (until_shown(words), until_shown("shown"))
        ours, floor = in_turn(WIZARD, (*PROGRAM, "empty_app"), place, 9, ways)
        yield row_of(what, "ms", processor(ours), ("a Textual app of one word", processor(floor)), aim)


def processor(processes: list[Process]) -> list[float]:
    """Milliseconds of each."""
    return [1000 * each.processor_seconds for each in processes]


def typing(home: Path) -> Iterator[Row]:
    """From a key until what it changes is drawn."""
    empty = _numbers(run((*PROGRAM, "keys", "empty"), home))
    for case, what in (("8", "8 accounts"), ("2000", "2,000 accounts"), ("applying", "8 accounts, 24 being applied")):
        ours = _numbers(run((*PROGRAM, "keys", case), home))
        yield row_of(f"key to screen, {what}", "ms", ours, ("an Input in an empty app", empty), "1.5x")
    opened, *filtered = _numbers(run((*PROGRAM, "review", "500"), home))
    yield row_of("Review of 2,000 changes opens", "ms", [opened], NONE, "300 ms")
    yield row_of("a key in its filter", "ms", filtered, ("an Input in an empty app", empty), "30 ms")


def _numbers(process: Process) -> list[float]:
    return [float(line) for line in process.told.split()]


def calling(home: Path) -> Iterator[Row]:
    """How often AWS is asked."""
    for size in (6, 24):
        calls, wall, least = accounts.at_published_rates(size)
        made = 6.0 * size + 10
        what = f"calls for {size} accounts at AWS's published rates"
        yield row_of(what, "", [calls.total()], ("six for each account, and ten", [made]), "300" if size == 24 else "")
        what = f"seconds for {size} accounts at those rates"
        yield row_of(what, "s", [wall], ("what the rates allow", [least]), "1.05x")
    again = float(accounts.with_nothing_to_do(24, home))
    yield row_of("calls for 24 accounts, nothing to do", "", [again], ("two for each, and twelve", [60.0]), "75")


def growing(home: Path) -> Iterator[Row]:
    """What must grow with the accounts and no faster: for each, beside the same with the fewest."""
    few = 0.0
    for size in (6, 24, 100, 200):
        process = run((*PROGRAM, "apply", str(size)), home)
        each = 1000 * process.processor_seconds / size
        few = few or each
        what = f"apply of {size}, processor time for each"
        yield row_of(what, "ms", [each], ("the same for each of 6, start included", [few]), "linear")
    for size in (100, 500, 2000, 10_000):
        file = home / f"{size}.yaml"
        file.write_text(write_setup(accounts.setup_with(size)))
        ours, floor = in_turn((*PROGRAM, "plan", str(file)), (*PROGRAM, "parse", str(file)), home, 1)
        yield row_of(f"plan of {size:,}", "ms", processor(ours), ("parsing and comparing", processor(floor)), "linear")
        if size == 10_000:
            megabytes = [each.megabytes for each in ours]
            yield row_of("plan of 10,000, memory", "MB", megabytes, NONE, "400 MB")
    entered, listed = in_turn((*PROGRAM, "look", "entered"), (*PROGRAM, "look", "listed"), home, 1)
    what = "first look at 2,000 accounts"
    yield row_of(f"{what}, processor", "ms", processor(entered), ("entering none", processor(listed)), "2,500 ms")
    least = [each.megabytes for each in listed]
    yield row_of(f"{what}, memory", "MB", [each.megabytes for each in entered], ("entering none", least), "100 MB more")


def standing_still(home: Path) -> Iterator[Row]:
    """What is written while nothing happens, and what one entry of the journal costs."""
    idle = home / "idle"
    idle.mkdir()
    child = terminal(idle)
    _read_for(child.fileno(), 3)
    yield row_of("written in 3 seconds of doing nothing", "bytes", [float(_read_for(child.fileno(), 3))], NONE, "0")
    child.close(force=True)
    ours, floor = [], []
    from datetime import UTC, datetime

    from state.changes.organization import CreateOrganization
    from state.saved.journal import Journal

    journal, plain = Journal(home / "journal.jsonl"), (home / "plain").open("wb")
    with plain:
        for _ in range(50):
            begun = time.perf_counter()
            journal.intend(CreateOrganization(), datetime.now(UTC))
            ours.append(1000 * (time.perf_counter() - begun))
            begun = time.perf_counter()
            plain.write(bytes(200))
            plain.flush()
            os.fsync(plain.fileno())
            floor.append(1000 * (time.perf_counter() - begun))
    yield row_of("one entry of the journal", "ms", ours, ("one fsync", floor), "stated")


def _read_for(descriptor: int, seconds: float) -> int:
    """How many bytes come from a terminal in that time."""
    import select

    until, count = time.monotonic() + seconds, 0
    while (left := until - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            count += len(os.read(descriptor, 65536))
    return count


def main() -> None:
    """Measure, print, and write the file."""
    measured_on, begun = machine(), time.monotonic()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as directory:
        for measure in (starting, typing, calling, growing, standing_still):
            home = Path(directory) / measure.__name__
            home.mkdir()
            for row in measure(home):
                rows.append(row)
                sys.stderr.write(f"{row.what}: {row.ours:.3g} {row.unit} {row.ratio}\n")
    write_json(rows, measured_on, FILE)
    for line in as_markdown(rows, measured_on):
        print(line)
    print(f"\n{time.monotonic() - begun:.0f} seconds; the same as data in {FILE}.")


if __name__ == "__main__":
    main()
