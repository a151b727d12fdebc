"""A saved setup is open in one process at a time, and no kill, damage or full disk loses or changes what was saved."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from state.changes.organization import CreateOrganization
from state.errors import EditedElsewhere, OrgwizardError, SetupInUse, StateNotWritable, UnknownSetup, UnreadableState
from state.saved.locations import home, write_atomically
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from state.saved.setups import SavedSetups
from state.setup import Setup
from tests.samples import THOROUGH

NOON = datetime(2026, 11, 23, 12, 4, tzinfo=UTC)
ACME = Setup(name="acme", home_region="eu-west-1")
CHANGED = Setup(name="acme", home_region="eu-central-1")
PROGRESS = Progress(NOON, (ProgressLine("organization", "The organization exists", ClaimStatus.DONE, "It is o-1."),))

EVERY = 1 if THOROUGH else 5
"""Of the calls that change a file, before this many-th it is killed."""

OPEN_AND_WAIT = """
import sys
from datetime import datetime
from pathlib import Path
from state.saved.setups import SavedSetups
setup = SavedSetups(Path(sys.argv[1]), rehearsal=False).open("acme", datetime.fromisoformat(sys.argv[2]))
print("open", flush=True)
sys.stdin.read()
"""
DIE_BEFORE_EACH_CALL = """
import io, os, signal, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from state.setup import Setup
from state.saved.setups import SavedSetups

CHANGING = ("mkdir", "open", "write", "flush", "fsync", "replace", "rename", "chmod", "close", "unlink", "rmdir")
homes, what = Path(sys.argv[1]), sys.argv[2]
acme = Setup(name="acme", home_region="eu-west-1")

def make_or_save(left):
    saved = SavedSetups(homes / str(left), rehearsal=False)
    if what == "save":
        saved.create(acme)
        opened = saved.open("acme", datetime.now(UTC))

    def count(frame, event, function):
        nonlocal left
        if event == "c_call":
            of_a_file = isinstance(getattr(function, "__self__", None), io.BufferedWriter)
            of_the_system = function.__module__ == os.name and function.__name__ in CHANGING
            if of_a_file or of_the_system:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    if what == "create":
        saved.create(acme)
    else:
        opened.save(replace(acme, home_region="eu-central-1"))
    sys.setprofile(None)
    os._exit(0)

for moment in range(1, 80, int(sys.argv[3])):
    child = os.fork() or make_or_save(moment)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended != -signal.SIGKILL:
        sys.exit(ended)
sys.exit("never came to the end")
"""


@pytest.fixture
def saved(tmp_path: Path) -> SavedSetups:
    """One saved setup, acme."""
    setups = SavedSetups(tmp_path / "home", rehearsal=False)
    setups.create(ACME)
    return setups


def mode(path: Path) -> int:
    """Who may do what with it."""
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def another_process_with_acme_open(setups: SavedSetups) -> Iterator[subprocess.Popen[str]]:
    """A real process that has acme open until it is killed."""
    arguments = [sys.executable, "-c", OPEN_AND_WAIT, str(setups.home), NOON.isoformat()]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


def test_what_is_saved_is_there_when_it_is_opened_again(saved: SavedSetups) -> None:
    with saved.open("acme", NOON) as opened:
        assert (opened.name, opened.setup, opened.progress) == ("acme", ACME, None)
        opened.save(CHANGED)
        opened.save_progress(PROGRESS)
        assert (opened.setup, opened.progress) == (CHANGED, PROGRESS)

    with saved.open("acme", NOON) as again:
        assert (again.setup, again.progress) == (CHANGED, PROGRESS)


def test_nobody_else_can_read_what_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path / "new" / "home"))
    before = os.umask(0)
    try:
        setups = SavedSetups(home(), rehearsal=False)
        setups.create(ACME)
        with setups.open("acme", NOON) as opened:
            opened.save(CHANGED)
            opened.save_progress(PROGRESS)
            opened.journal.intend(CreateOrganization(), NOON)
            everything = [home(), *home().rglob("*")]
            names = {path.name for path in everything}
            too_open = [path for path in everything if mode(path) != (0o700 if path.is_dir() else 0o600)]
        discarded = setups.discard("acme", NOON)
    finally:
        os.umask(before)

    assert names >= {"setup.yaml", "progress.json", "journal.jsonl", "lock", "holder.json"}
    assert too_open == []
    assert mode(discarded.parent) == 0o700


def test_a_setup_open_elsewhere_is_refused_with_who_where_and_since_when(saved: SavedSetups) -> None:
    with another_process_with_acme_open(saved) as other:
        with pytest.raises(SetupInUse) as refused:
            saved.open("acme", NOON)
        with pytest.raises(SetupInUse):
            saved.discard("acme", NOON)
        (summary,) = saved.summaries()

    assert f"(process {other.pid}) has had acme open since {NOON.astimezone():%Y-%m-%d %H:%M}" in refused.value.message
    assert summary.holder is not None
    assert (summary.holder.pid, summary.holder.since, summary.trouble) == (other.pid, NOON, "")


def test_a_killed_process_holds_nothing(saved: SavedSetups) -> None:
    with another_process_with_acme_open(saved) as other:
        other.kill()
        other.wait()
        assert (saved.directory / "acme" / "holder.json").exists()

        assert saved.summaries()[0].holder is None
        saved.open("acme", NOON).close()


def test_a_setup_is_open_only_once_in_the_same_process_too(saved: SavedSetups) -> None:
    with saved.open("acme", NOON), pytest.raises(SetupInUse):
        saved.open("acme", NOON)

    saved.open("acme", NOON).close()


def test_what_is_closed_can_no_longer_be_saved(saved: SavedSetups) -> None:
    opened = saved.open("acme", NOON)
    opened.close()
    opened.close()

    with pytest.raises(StateNotWritable):
        opened.save(CHANGED)


@pytest.mark.parametrize("what", ["create", "save"])
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_and_nothing_in_the_way(tmp_path: Path, what: str) -> None:
    """Each in a process of its own, killed one call later than the one before; the last comes to its end."""
    subprocess.run([sys.executable, "-c", DIE_BEFORE_EACH_CALL, str(tmp_path), what, str(EVERY)], check=True)
    found: list[Setup | None] = []
    for each in sorted(tmp_path.iterdir(), key=lambda each: int(each.name)):
        setups = SavedSetups(each, rehearsal=False)
        assert not any(summary.trouble for summary in setups.summaries())
        if setups.exists("acme"):
            with setups.open("acme", NOON) as opened:
                found.append(opened.setup)
                opened.save(CHANGED)
        else:
            found.append(None)
            setups.create(ACME)

    old, new = (None, ACME) if what == "create" else (ACME, CHANGED)
    assert set(found) == {old, new}
    assert found[0] == old
    assert found[-1] == new


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("setup.yaml", "version: 1\nname: [acme\n"),
        ("setup.yaml", "version: 1\nname: acme\nhome_region: x\nunheard_of: 1\n"),
        ("setup.yaml", ""),
        ("setup.yaml", "version: 2\nname: acme\n"),
        ("progress.json", "{"),
        ("progress.json", "[]"),
        ("progress.json", '{"version": 2, "at": "2026-11-23T12:04:00+00:00", "lines": []}'),
        ("progress.json", '{"version": 1, "at": "noon", "lines": []}'),
        ("progress.json", "[" * 100_000),
        ("progress.json", '{"version": Infinity, "at": "2026-11-23T12:04:00+00:00", "lines": []}'),
        ("progress.json", '{"version": 1e999, "at": "2026-11-23T12:04:00+00:00", "lines": []}'),
        ("progress.json", '{"version": 1, "at": "2026-11-23T12:04:00", "lines": []}'),
        ("progress.json", '{"version": 1, "at": "0001-01-01T00:00:00+14:00", "lines": []}'),
        ("progress.json", '{"version": 1, "at": "2026-11-23T12:04:00+00:00", "lines": [], "attempts": 1}'),
        ("journal.jsonl", ""),
        ("journal.jsonl", "\0" * 300),
        ("journal.jsonl", '{"journal": 2, "setup": "' + "0" * 32 + '"}\n'),
        ("journal.jsonl", "[" * 100_000 + "\n"),
    ],
)
def test_a_damaged_or_newer_file_is_reported_listed_and_left_as_it_is(
    saved: SavedSetups, file: str, content: str
) -> None:
    damaged = saved.directory / "acme" / file
    damaged.write_text(content)

    with pytest.raises(UnreadableState) as refused:
        saved.open("acme", NOON)
    (summary,) = saved.summaries()

    assert str(damaged) in refused.value.message or "journal" in refused.value.message
    assert summary.trouble == f"{refused.value.message} {refused.value.remedy}"
    assert damaged.read_text() == content
    assert (saved.discard("acme", NOON) / file).read_text() == content


def test_a_damaged_journal_and_a_missing_setup_are_listed_with_their_trouble(saved: SavedSetups) -> None:
    saved.create(Setup(name="other", home_region=""))
    (saved.directory / "acme" / "journal.jsonl").write_text("junk\n")
    (saved.directory / "other" / "setup.yaml").rename(saved.directory / "other" / "elsewhere.yaml")

    troubles = {summary.name: summary.trouble for summary in saved.summaries()}

    assert "journal.jsonl" in troubles["acme"]
    assert "It is not there" in troubles["other"]
    with pytest.raises(OrgwizardError, match="already"):
        saved.create(Setup(name="other", home_region=""))


def test_one_setup_that_cannot_be_read_hides_no_other(saved: SavedSetups) -> None:
    for name in ("pipe", "directory", "year"):
        saved.create(Setup(name=name, home_region=""))
    (saved.directory / "pipe" / "progress.json").unlink(missing_ok=True)
    os.mkfifo(saved.directory / "pipe" / "progress.json")
    (saved.directory / "directory" / "journal.jsonl").unlink()
    (saved.directory / "directory" / "journal.jsonl").mkdir()
    os.utime(saved.directory / "year" / "setup.yaml", (10**11, 10**11))
    (saved.directory / "loop").symlink_to(saved.directory / "loop")

    troubles = {summary.name: summary.trouble for summary in saved.summaries()}

    assert "progress.json" in troubles.pop("pipe")
    assert "journal.jsonl" in troubles.pop("directory")
    assert "loop" in troubles.pop("loop")
    assert troubles == {"acme": "", "year": ""}


def test_a_journal_that_is_gone_or_another_setups_is_reported(saved: SavedSetups) -> None:
    saved.create(Setup(name="other", home_region=""))
    (saved.directory / "other" / "journal.jsonl").replace(saved.directory / "acme" / "journal.jsonl")

    with pytest.raises(UnreadableState, match="belongs to another setup"):
        saved.open("acme", NOON)
    with pytest.raises(UnreadableState, match="is gone"):
        saved.open("other", NOON)


def test_attempts_that_were_there_when_progress_was_saved_are_missed(saved: SavedSetups) -> None:
    journal = saved.directory / "acme" / "journal.jsonl"
    before = journal.read_bytes()
    with saved.open("acme", NOON) as opened:
        opened.journal.intend(CreateOrganization(), NOON)
        opened.save_progress(PROGRESS)
    journal.write_bytes(before)

    with pytest.raises(UnreadableState, match="has 0 attempts, and it had 1 before"):
        saved.open("acme", NOON)


@pytest.mark.parametrize("attempted", [True, False])
def test_a_setup_of_an_older_orgwizard_gets_an_id_when_it_is_opened(saved: SavedSetups, attempted: bool) -> None:
    directory = saved.directory / "acme"
    (directory / "id").unlink()
    (directory / "journal.jsonl").unlink()
    intent = '{"attempt": 1, "at": "2026-11-23T12:04:00+00:00", "intent": {"kind": "CreateOrganization"}}'
    if attempted:
        (directory / "journal.jsonl").write_text(f'{{"journal": 1}}\n{intent}\n')

    for _ in range(2):
        with saved.open("acme", NOON) as opened:
            assert len(opened.journal.attempts) == attempted
            assert opened.journal.setup_id == (directory / "id").read_text().strip()
    (directory / "journal.jsonl").unlink()
    with pytest.raises(UnreadableState, match="is gone"):
        saved.open("acme", NOON)


def test_an_empty_journal_beside_progress_is_reported_for_a_setup_of_an_older_orgwizard_too(
    saved: SavedSetups,
) -> None:
    with saved.open("acme", NOON) as opened:
        opened.save_progress(PROGRESS)
    (saved.directory / "acme" / "id").unlink()
    (saved.directory / "acme" / "journal.jsonl").write_text("")

    with pytest.raises(UnreadableState, match="is empty"):
        saved.open("acme", NOON)


def test_answers_that_somebody_edits_while_they_are_open_are_never_overwritten(saved: SavedSetups) -> None:
    file = saved.directory / "acme" / "setup.yaml"
    with saved.open("acme", NOON) as opened:
        opened.save(CHANGED)
        file.write_text(file.read_text() + "# by hand\n")
        by_hand = file.read_text()
        with pytest.raises(EditedElsewhere, match="changed by another program"):
            opened.save(ACME)
        assert (opened.setup, file.read_text()) == (CHANGED, by_hand)

    with saved.open("acme", NOON) as opened:
        opened.save(ACME)


def test_what_others_could_read_is_closed_to_them_when_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path / "home"))
    SavedSetups(home(), rehearsal=False).create(ACME)
    everything = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    for path in everything:
        path.chmod(0o777 if path.is_dir() else 0o666)

    setups = SavedSetups(home(), rehearsal=False)
    with setups.open("acme", NOON):
        assert [path for path in everything if mode(path) & 0o077] == []


def test_a_home_that_holds_what_is_not_ours_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))
    (tmp_path / "letters").mkdir()
    tmp_path.chmod(0o755)

    assert mode(home()) == 0o755


@pytest.mark.parametrize(
    ("chosen", "told"),
    [("~nobody-at-all/x", "no home directory"), ("x" * 300, "cannot be made"), ("/dev/null/x", "File exists")],
)
def test_a_home_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch, chosen: str, told: str) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", chosen)

    with pytest.raises(StateNotWritable, match=told):
        home()


def test_setups_are_listed_latest_first_and_what_is_not_ours_is_not(saved: SavedSetups) -> None:
    for number, name in enumerate(("older", "newer")):
        saved.create(Setup(name=name, home_region=""))
        moment = (NOON + timedelta(days=number)).timestamp()
        os.utime(saved.directory / name / "setup.yaml", (moment, moment))
    with saved.open("newer", NOON) as opened:
        opened.save_progress(PROGRESS)
    os.utime(saved.directory / "acme" / "setup.yaml", (0, 0))
    (saved.directory / "Not Ours").mkdir()
    (saved.directory / "a-file").write_text("")
    (saved.directory / "an-empty-directory").mkdir()

    listed = saved.summaries()

    assert [summary.name for summary in listed] == ["newer", "older", "acme"]
    assert (listed[0].saved_at, listed[0].progress, listed[0].rehearsal) == (NOON + timedelta(days=1), PROGRESS, False)
    assert listed[1].progress is None


def test_nothing_saved_is_nothing_listed(tmp_path: Path) -> None:
    assert SavedSetups(tmp_path / "nowhere", rehearsal=False).summaries() == ()
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_read_is_not_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "setups").write_text("")

    (listed,) = SavedSetups(tmp_path, rehearsal=False, shared=False).summaries()

    assert f"The directory {tmp_path}/setups cannot be read: Not a directory." in listed.trouble


def test_rehearsals_and_real_setups_never_meet(saved: SavedSetups) -> None:
    rehearsals = SavedSetups(saved.home, rehearsal=True)
    assert not rehearsals.exists("acme")
    rehearsals.create(CHANGED)

    with saved.open("acme", NOON) as real, rehearsals.open("acme", NOON) as rehearsed:
        assert (real.setup, rehearsed.setup) == (ACME, CHANGED)
        assert rehearsed.world_file.parent == saved.home / "rehearsals" / "acme"
    assert [summary.rehearsal for summary in rehearsals.summaries()] == [True]


def test_a_name_that_is_taken_is_not_overwritten(saved: SavedSetups) -> None:
    with pytest.raises(OrgwizardError, match="already"):
        saved.create(CHANGED)

    with saved.open("acme", NOON) as opened:
        assert opened.setup == ACME


def test_discarding_moves_aside_and_never_deletes(saved: SavedSetups) -> None:
    rehearsals = SavedSetups(saved.home, rehearsal=True)
    rehearsals.create(ACME)
    first = saved.discard("acme", NOON)
    saved.create(CHANGED)
    second = saved.discard("acme", NOON)
    rehearsed = rehearsals.discard("acme", NOON)

    assert first == saved.home / "discarded" / "acme-20261123T120400Z-setup"
    assert len({first, second, rehearsed}) == 3
    assert "eu-west-1" in (first / "setup.yaml").read_text()
    assert "eu-central-1" in (second / "setup.yaml").read_text()
    assert not saved.exists("acme")
    assert saved.summaries() == ()


@pytest.mark.parametrize("name", ["", ".", "..", "../acme", "/etc", "acme/../acme", "ACME", "a\x00b", "acme\n"])
def test_no_name_leads_out_of_the_directory(saved: SavedSetups, name: str) -> None:
    for act in (saved.exists, lambda name: saved.open(name, NOON), lambda name: saved.discard(name, NOON)):
        with pytest.raises(UnknownSetup):
            act(name)
    with pytest.raises(UnknownSetup):
        saved.create(Setup(name=name, home_region=""))


def test_a_name_nobody_saved_is_unknown(saved: SavedSetups) -> None:
    with pytest.raises(UnknownSetup):
        saved.open("other", NOON)
    with pytest.raises(UnknownSetup):
        saved.discard("other", NOON)
    assert not (saved.directory / "other").exists()


def test_a_disk_that_refuses_is_said_so_and_what_was_saved_stays(saved: SavedSetups, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateNotWritable):
        SavedSetups(tmp_path / "file" / "home", rehearsal=False).create(ACME)

    target = saved.directory / "acme" / "progress.json"
    target.mkdir()
    with pytest.raises(StateNotWritable):
        write_atomically(target, "x")
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "id",
        "journal.jsonl",
        "progress.json",
        "setup.yaml",
        "written",
    ]


def test_the_home_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path / "chosen"))
    assert home() == tmp_path / "chosen"

    monkeypatch.setenv("ORGWIZARD_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home().name == "orgwizard"
    assert tmp_path in home().parents
