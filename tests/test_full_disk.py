"""A disk that takes no more, by the system's own limit on the size of files: the run stops before the next call."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from screens.app import OrgwizardApp
from state.errors import StateNotWritable
from state.saved.journal import Journal, Outcome
from tests.command_line import ROOT, orgwizard
from tests.rehearsing import rehearsals, small
from tests.samples import sample
from tests.screens.faces import LARGE, SMALL, in_sight, sign_in_beforehand, until
from tests.stage import Stage, done_once, ending_of
from wizard.engine.events import Ending
from wizard.onboarding import Onboardings
from wizard.simulated.rehearsal import Rehearsal


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes; what would is written in part, or not at all."""
    before, caching = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # Python keeps what it could write of a module, and stumbles over it later
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = caching


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, ...]:
    """Of the journal, from nothing to nearly all of it: in and between its lines."""
    stage = Stage(small(), tmp_path_factory.mktemp("whole"))
    stage.run()
    whole = stage.journal_file.stat().st_size
    return tuple(range(0, whole - 100, whole // 12))


def test_a_run_stops_before_it_sends_what_it_cannot_write_down(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    stage = Stage(small(), tmp_path)
    for size in sizes:
        stage.enter(stage.beginning)
        approved = stage.plan().approved()
        with files_of_at_most(size), pytest.raises(StateNotWritable) as stopped:
            stage.run(approved)

        assert stopped.value.message.endswith("cannot be written: File too large.")
        assert "free some space" in stopped.value.remedy
        intents = Journal(stage.journal_file).attempts
        assert sum(stage.sent().values()) <= len(intents), size
        assert [ending_of(events) for events in stage.runs()] == [Ending.WAITING, Ending.DONE], size
        assert set(done_once(stage.world).values()) == {1}
        after = Journal(stage.journal_file).attempts
        vanished = sum(attempt.outcome is Outcome.VANISHED for attempt in after)
        assert sum(stage.sent().values()) == len(after) - vanished, size


@pytest.mark.parametrize("blocks", sample([1, 4, 8], 3, 1))
def test_headless_it_says_which_file_and_what_to_do_and_later_goes_on(tmp_path: Path, blocks: int) -> None:
    file = tmp_path / "acme.yaml"
    template = ("new", "acme", "--template", "minimal", "--home-region", "eu-west-1", "--output", str(file))
    orgwizard(tmp_path, *template, "--email-pattern", "aws+{account}@acme.example")

    full = in_a_process(tmp_path, "apply", str(file), "--rehearse", "--yes", blocks=blocks)
    again = orgwizard(tmp_path, "apply", str(file), "--rehearse", "--yes")

    assert full.returncode == 1
    assert "cannot be written: File too large." in full.stderr
    assert full.stderr.endswith("or point ORGWIZARD_HOME elsewhere; then start again.\n")
    assert "Traceback" not in full.stderr
    assert again.returncode == 0, again.stderr


def in_a_process(home: Path, *words: str, blocks: int = 0) -> subprocess.CompletedProcess[str]:
    """The command, with files of at most so many KiB."""
    limit = f"ulimit -f {blocks}; " if blocks else ""
    return subprocess.run(
        ["/bin/bash", "-c", f'{limit}exec "$0" -m wizard.cli "$@"', sys.executable, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "ORGWIZARD_HOME": str(home / "state"),
            "PYTHONDONTWRITEBYTECODE": "1",  # as above
        },
        timeout=60,
        check=False,
    )


def test_a_place_that_is_no_directory_is_told_and_never_used(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    told = in_a_process(tmp_path, "apply", "acme", "--rehearse", "--yes")

    assert told.returncode == 1
    assert "cannot be made" in told.stderr
    assert "point ORGWIZARD_HOME elsewhere" in told.stderr
    assert (tmp_path / "state").read_text() == "a file"


def in_memory(home: Path) -> Onboardings:
    """Rehearsals whose AWS needs no disk."""
    return Onboardings(home, True, lambda _rehearsal, _world_file: Rehearsal())


async def test_in_the_wizard_an_answer_that_cannot_be_saved_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    rehearsals(tmp_path).begin(small()).close()
    app = OrgwizardApp(in_memory(tmp_path), "acme")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.onboarding is not None)
        await pilot.pause()
        assert app.onboarding is not None
        with files_of_at_most(0):
            app.answer(replace(app.onboarding.setup, home_region="eu-central-1"))
            await pilot.pause()
        assert "cannot be written" in in_sight(app, "#message-text")
        assert StateNotWritable.remedy in in_sight(app, "#message-text")
        assert app.onboarding.setup == small()


@pytest.mark.parametrize("size", sample([SMALL, LARGE], 2))
async def test_in_the_wizard_a_run_that_cannot_be_written_down_is_not_begun(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    tmp_path = tmp_path / "a-directory-whose-name-is-long" / "as-those-of-machines-that-run-tests-are"
    rehearsals(tmp_path).begin(small()).close()
    onboardings = in_memory(tmp_path)
    app = OrgwizardApp(onboardings, onboarding=onboardings.resume("acme"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        sign_in_beforehand(app)
        assert app.onboarding is not None
        rehearsal = app.onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        app.plan = app.onboarding.plan()
        app.go_to("apply")
        with files_of_at_most(0):
            before = Counter(rehearsal.aws.calls)
            app.start_run(app.plan)
            await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
            await pilot.pause()

        assert "cannot be written: File too large." in in_sight(app, "#status")
        assert StateNotWritable.remedy in in_sight(app, "#status")
        assert rehearsal.aws.calls == before
