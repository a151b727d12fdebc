"""A second person: who has a setup open, when somebody else may take over, and that two never write."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from state.errors import SetupInUse
from state.saved.holder import on_a_share, this_process
from state.saved.journal import Journal
from state.saved.setups import SavedSetups
from state.setup import Setup
from tests.elsewhere import ANNA, NOON, applying_elsewhere, say_that_it_is_annas, until_stopped
from tests.rehearsing import apply_all, signed_in, small
from tests.stage import WRITES
from wizard.engine.events import ChangeStarted
from wizard.simulated.rehearsal import Rehearsal

ACME = Setup(name="acme", home_region="eu-west-1")
on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows what a process does")


@pytest.fixture
def saved(tmp_path: Path) -> SavedSetups:
    setups = SavedSetups(tmp_path, rehearsal=False)
    setups.create(ACME)
    return setups


@pytest.fixture
def shared(saved: SavedSetups) -> SavedSetups:
    """The same, on a share that reaches further than its locks."""
    return SavedSetups(saved.home, rehearsal=False, shared=True)


def test_it_is_told_that_somebody_is_applying_and_since_when(saved: SavedSetups) -> None:
    with applying_elsewhere(saved.home, rehearsal=False) as other, pytest.raises(SetupInUse) as refused:
        saved.open("acme", NOON)

    assert f"(process {other.pid}) has been applying acme since {NOON.astimezone():%Y-%m-%d %H:%M}." in str(
        refused.value
    )
    assert f"`kill {other.pid}`" in refused.value.remedy


def test_a_process_that_runs_is_never_taken_over(saved: SavedSetups) -> None:
    with applying_elsewhere(saved.home, rehearsal=False) as other:
        with pytest.raises(SetupInUse) as refused:
            saved.take_over("acme", NOON)
        assert other.poll() is None

    assert not refused.value.can_be_taken_over


@on_linux
def test_a_process_that_is_stopped_is_ended_by_whoever_takes_over(saved: SavedSetups) -> None:
    with applying_elsewhere(saved.home, rehearsal=False) as other:
        other.send_signal(signal.SIGSTOP)
        until_stopped(other)
        with pytest.raises(SetupInUse) as refused:
            saved.open("acme", NOON)
        assert refused.value.can_be_taken_over
        assert "Ctrl+Z" in refused.value.remedy

        with saved.take_over("acme", NOON) as opened:
            opened.save(replace(ACME, home_region="eu-central-1"))
        assert other.wait(30) == -signal.SIGKILL


@on_linux
def test_another_process_that_got_the_number_of_the_last_holder_is_left_alone(saved: SavedSetups) -> None:
    command = [sys.executable, "-c", "import signal; signal.pause()"]
    with subprocess.Popen(command) as bystander, applying_elsewhere(saved.home, rehearsal=False):
        bystander.send_signal(signal.SIGSTOP)
        until_stopped(bystander)
        say_that_it_is_annas(saved.directory_of("acme"), replace(this_process(NOON), pid=bystander.pid))
        with pytest.raises(SetupInUse) as refused:
            saved.take_over("acme", NOON)
        assert bystander.poll() is None
        bystander.kill()

    assert not refused.value.can_be_taken_over


def test_where_the_lock_can_be_trusted_a_name_that_was_left_behind_keeps_nobody_out(saved: SavedSetups) -> None:
    saved.open("acme", NOON).close()
    say_that_it_is_annas(saved.directory_of("acme"))

    assert saved.hold("acme") is None
    saved.open("acme", NOON).close()


def test_on_a_network_share_another_machines_name_counts_until_somebody_takes_over(shared: SavedSetups) -> None:
    shared.open("acme", NOON).close()
    say_that_it_is_annas(shared.directory_of("acme"))

    with pytest.raises(SetupInUse) as refused:
        shared.open("acme", NOON)
    assert "anna on laptop-of-anna" in refused.value.message
    assert "network share" in refused.value.remedy
    assert refused.value.can_be_taken_over

    shared.take_over("acme", NOON).close()
    assert shared.hold("acme") is None
    shared.open("acme", NOON).close()


def test_after_a_crash_on_this_machine_a_share_is_no_obstacle(shared: SavedSetups) -> None:
    with applying_elsewhere(shared.home, rehearsal=False) as other:
        other.kill()
        other.wait()

        shared.open("acme", NOON).close()


def test_whoever_was_taken_over_saves_nothing_more_and_leaves_the_new_name_alone(saved: SavedSetups) -> None:
    opened = saved.open("acme", NOON)
    say_that_it_is_annas(opened.directory)

    with pytest.raises(SetupInUse, match=r"anna on laptop-of-anna .* has taken over acme"):
        opened.save(replace(ACME, home_region="eu-central-1"))
    opened.close()

    assert saved.read("acme") == ACME
    assert "anna" in (opened.directory / "holder.json").read_text()


def test_a_run_that_was_taken_over_asks_aws_for_nothing_more(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        rehearsal = onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        approved = onboarding.plan().approved()
        events = onboarding.apply(approved)
        begun = [event for event in (next(events) for _ in range(40)) if isinstance(event, ChangeStarted)]
        assert begun != []
        say_that_it_is_annas(onboarding.directory)
        before = {operation: rehearsal.aws.calls[operation] for operation in WRITES}
        entries = Journal(onboarding.directory / "journal.jsonl").attempts

        with pytest.raises(SetupInUse):
            list(events)
        assert {operation: rehearsal.aws.calls[operation] for operation in WRITES} == before
        assert Journal(onboarding.directory / "journal.jsonl").attempts == entries


def test_a_run_says_that_it_is_under_way_only_while_it_is(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        holder = onboarding.directory / "holder.json"
        assert '"applying_since": null' in holder.read_text()
        events = onboarding.apply(onboarding.plan().approved())
        next(events)
        assert isinstance(events, Generator)
        assert '"applying_since": "' in holder.read_text()
        events.close()
        assert '"applying_since": null' in holder.read_text()
        apply_all(onboarding)
        assert '"applying_since": null' in holder.read_text()


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        ("/dev/sda1 / ext4 rw 0 0", False),
        ("/dev/sda1 / ext4 rw 0 0\nfiler:/home /home nfs4 rw 0 0", True),
        ("filer:/ / nfs rw 0 0\n/dev/sdb1 /home ext4 rw 0 0", False),
        ("/dev/sda1 / ext4 rw 0 0\nfiler:/h /homes nfs4 rw 0 0", False),
        ("", False),
    ],
)
def test_a_share_is_told_by_the_file_system_that_a_place_lies_in(tmp_path: Path, mounts: str, expected: bool) -> None:
    file = tmp_path / "mounts"
    file.write_text(mounts)

    assert on_a_share(Path("/home/anna/.local/share/orgwizard"), file) is expected


def test_where_the_system_tells_of_no_mounts_its_lock_is_trusted(tmp_path: Path) -> None:
    assert ANNA.on_this_host is False
    assert not on_a_share(Path("/home/anna"), tmp_path / "none")
