"""`make bench`: every figure against its floor in the same run, as a table and, in bench.json, as data. Never asserted.

With `--write` the README's table is this run's. Side by side on one machine only the ratios say much; the rest says how
long one waits on a machine like it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from state.saved.setups import SavedSetups
from state.setup.file import write_setup
from tests.benchmarks import accounts, size
from tests.benchmarks.processes import Process, in_turn, run, run_anew, until_shown
from tests.benchmarks.table import NONE, Row, as_markdown, for_readme, machine, row_of, write_into, write_json
from tests.screens.terminal.pseudo import ended, terminal, waiting_for_aws

PROGRAM = ("-m", "tests.benchmarks.programs")
PYTHON = ("-c", "pass")
WIZARD = ("-m", "wizard.cli", "--rehearse")
KEYS_LINE = "Leave"
"""What is written last of a frame: the line of keys is at the bottom."""
FILE = Path("bench.json")
README = Path(__file__).parents[2] / "README.md"
STARTS = 9
PORT = 5555
"""Of moto's server; see `peers`."""


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
        ours, floor = in_turn(WIZARD, (*PROGRAM, "empty_app"), place, 7, ways)
        yield row_of(what, "ms", processor(ours), ("a Textual app of one word", processor(floor)), aim)
    for number, aim in ((6, "1.4x"), (2000, "2x")):
        place = home / f"structure-{number}"
        place.mkdir()
        SavedSetups(place, rehearsal=True).create(accounts.setup_with(number))
        ways = (until_shown("Home Region"), until_shown("shown"))
        ours, floor = in_turn((*WIZARD, "bench"), (*PROGRAM, "empty_app"), place, 3, ways)
        what = f"Structure ready for keys, {number:,} accounts"
        yield row_of(what, "ms", processor(ours), ("a Textual app of one word", processor(floor)), aim)
    file = home / "acme.yaml"
    run(("-m", "wizard.cli", "new", "acme", "--output", str(file)), home)
    rehearsal = ("-m", "wizard.cli", "apply", str(file), "--rehearse", "--yes")
    ours, floor = in_turn(rehearsal, (*PROGRAM, "clients"), home, 2, (run_anew, run))
    clients = ("boto3's first three clients", processor(floor))
    yield row_of("rehearsal of the default setup, without screens", "ms", processor(ours), clients, "1.5x")


def processor(processes: list[Process]) -> list[float]:
    """Milliseconds of each."""
    return [1000 * each.processor_seconds for each in processes]


def typing(home: Path) -> Iterator[Row]:
    """From a key until what it changes is drawn."""
    empty = _numbers(run((*PROGRAM, "keys", "empty"), home))
    for case, what in (("8", "8 accounts"), ("2000", "2,000 accounts"), ("applying", "8 accounts, 24 being applied")):
        ours = _numbers(run((*PROGRAM, "keys", case), home))
        yield row_of(f"key to screen, {what}", "ms", ours, ("an Input in an empty app", empty), "1.5x")
    pages = _numbers(run((*PROGRAM, "pages", "24"), home))
    yield row_of("a page opens, 24 accounts, each of eleven", "ms", pages, NONE, "")
    opened, *filtered = _numbers(run((*PROGRAM, "review", "500"), home))
    yield row_of("Review of 2,000 changes opens", "ms", [opened], NONE, "300 ms")
    yield row_of("a key in its filter", "ms", filtered, ("an Input in an empty app", empty), "30 ms")


def _numbers(process: Process) -> list[float]:
    return [float(line) for line in process.told.split()]


def calling(home: Path) -> Iterator[Row]:
    """How often AWS is asked."""
    for number in (6, 24):
        calls, wall, least = accounts.at_published_rates(accounts.setup_with(number))
        made = 6.0 * number + 10
        what = f"calls for {number} accounts at AWS's published rates"
        yield row_of(
            what, "", [calls.total()], ("six for each account, and ten", [made]), "300" if number == 24 else ""
        )
        what = f"seconds for {number} accounts at those rates"
        yield row_of(what, "s", [wall], ("what the rates allow", [least]), "1.05x")
    calls, wall, least = accounts.at_published_rates(accounts.guarded(24))
    yield row_of("calls for 24 accounts at those rates, guardrails on", "", [calls.total()], NONE, "")
    what = "seconds for 24 accounts at those rates, guardrails on"
    yield row_of(what, "s", [wall], ("what the rates allow", [least]), "1.05x")
    ours, floor = (_on_moto(program, home) for program in ("unpaced", "boto3_script"))
    what, least_is = "seconds for 24 accounts at 50 ms a call, no rates", "a boto3 script with five threads"
    yield row_of(what, "s", [ours], (least_is, [floor]), "1.2x")
    again = float(accounts.with_nothing_to_do(24, home))
    yield row_of("calls for 24 accounts, nothing to do", "", [again], ("two for each, and twelve", [60.0]), "75")


def _on_moto(program: str, home: Path) -> float:
    """Seconds of one of the peers on moto's server, which is begun for it and answers after 50 ms."""
    access = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "any")
    environment = {**os.environ, **access, "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{PORT}"}
    environment |= {"AWS_DEFAULT_REGION": "eu-west-1", "ORGWIZARD_HOME": str(home), "HOME": str(home)}
    peers = [sys.executable, "-m", "tests.benchmarks.peers"]
    with subprocess.Popen(
        [*peers[:2], f"{peers[2]}.serve", "50"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(PORT)
            command = [*peers[:2], f"{peers[2]}.{program}", "24"]
            told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        finally:
            server.send_signal(signal.SIGINT)
    return float(told.split()[-2])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError


def growing(home: Path) -> Iterator[Row]:
    """What must grow with the accounts and no faster: for each, beside the same with the fewest."""
    few = 0.0
    for number in (6, 24, 100, 400):
        process = run((*PROGRAM, "apply", str(number)), home)
        each = 1000 * process.processor_seconds / number
        few = few or each
        what = f"apply of {number}, processor time for each"
        yield row_of(what, "ms", [each], ("the same for each of 6, start included", [few]), "linear")
    for number in (100, 2000, 10_000):
        file = home / f"{number}.yaml"
        file.write_text(write_setup(accounts.setup_with(number)))
        ours, floor = in_turn((*PROGRAM, "plan", str(file)), (*PROGRAM, "parse", str(file)), home, 1)
        yield row_of(
            f"plan of {number:,}", "ms", processor(ours), ("parsing and comparing", processor(floor)), "linear"
        )
        if number == 10_000:
            megabytes = [each.megabytes for each in ours]
            yield row_of("plan of 10,000, memory", "MB", megabytes, NONE, "400 MB")
    entered, listed = in_turn((*PROGRAM, "look", "entered"), (*PROGRAM, "look", "listed"), home, 1)
    what = "first look at 2,000 accounts"
    yield row_of(f"{what}, processor", "ms", processor(entered), ("entering none", processor(listed)), "2,500 ms")
    least = [each.megabytes for each in listed]
    yield row_of(f"{what}, memory", "MB", [each.megabytes for each in entered], ("entering none", least), "100 MB more")


def standing_still(home: Path) -> Iterator[Row]:
    """What is written while nothing happens, what an hour costs, what leaving takes, and what one entry of the journal
    does."""
    idle = home / "idle"
    idle.mkdir()
    child = terminal(idle)
    _read_for(child.fileno(), 3)
    yield row_of("written in 3 seconds of doing nothing", "bytes", [float(_read_for(child.fileno(), 3))], NONE, "0")
    child.close(force=True)
    leaving = [_leaving(home / f"leaving-{number}") for number in range(3)]
    yield row_of("from ^q to the end, while a call hangs", "s", leaving, NONE, "1.5 s")
    early, late, _ = _numbers(run((*PROGRAM, "hour"), home))
    what = "memory of a run of an hour, at its end"
    yield row_of(what, "MB", [late], ("the same after ten minutes", [early]), "no growth")
    megabytes, packages = size.ours()
    least, fewest = size.installed("textual", "boto3")
    yield row_of("installed size", "MB", [megabytes], ("textual and boto3", [least]), "")
    yield row_of("installed packages", "", [float(packages)], ("textual and boto3", [float(fewest)]), "")
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


def _leaving(home: Path) -> float:
    """Seconds from ^q until the process has ended, while a call is under way that nothing ever answers."""
    home.mkdir()
    with waiting_for_aws(home) as child:
        begun = time.perf_counter()
        child.send("\x11")
        ended(child)
        return time.perf_counter() - begun


def _read_for(descriptor: int, seconds: float) -> int:
    """How many bytes come from a terminal in that time."""
    import select

    until, count = time.monotonic() + seconds, 0
    while (left := until - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            count += len(os.read(descriptor, 65536))
    return count


def main() -> None:
    """Measure, print, and write the file; with `--write` the README's table too."""
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
    if "--write" in sys.argv[1:]:
        write_into(README, for_readme(rows, measured_on))
    print(f"\n{time.monotonic() - begun:.0f} seconds; the same as data in {FILE}.")


if __name__ == "__main__":
    main()
