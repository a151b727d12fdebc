"""Stopped at any moment, a run is picked up where it stood: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from state.changes import CreateAccount
from state.journal import Journal
from state.observed import Observed
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, signed_in, suggested
from wizard.onboarding import Onboarding


class Stopped(BaseException):
    """The process ended here."""


class StoppingJournal(Journal):
    """A journal whose process ends at the n-th entry: before it is durable, or right after."""

    def __init__(self, file: Path, entries: int, after: bool) -> None:
        self.left = entries
        self.after = after
        super().__init__(file)

    def _append(self, line: str) -> None:
        self.left -= 1
        if self.left < 0:
            if self.after:
                super()._append(line)
            raise Stopped
        super()._append(line)


def entries_of_a_whole_run(home: Path) -> int:
    setup = suggested(EXISTING_ACCOUNT)
    with signed_in(home, setup) as onboarding:
        apply_all(onboarding)
    with signed_in(home, setup) as onboarding:
        apply_all(onboarding)
        return len((onboarding.directory / "journal.jsonl").read_text().splitlines()) - 1


def comparable(observed: Observed) -> Observed:
    """Without the times and handshake ids that depend on when somebody came back."""
    return replace(observed, handshakes=())


def accounts_asked_for(onboarding: Onboarding) -> Counter[str]:
    attempts = Journal(onboarding.directory / "journal.jsonl").attempts
    return Counter(a.change.email for a in attempts if isinstance(a.change, CreateAccount) and a.receipt)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Observed]:
    home = tmp_path_factory.mktemp("uninterrupted")
    entries = entries_of_a_whole_run(home)
    with signed_in(home, suggested(EXISTING_ACCOUNT)) as onboarding:
        return entries, comparable(onboarding.look())


@pytest.mark.parametrize("after", [False, True], ids=["before it is durable", "right after"])
def test_stopped_at_every_journal_entry_it_ends_in_the_same_organization(
    tmp_path: Path, uninterrupted: tuple[int, Observed], after: bool
) -> None:
    entries, wanted = uninterrupted
    setup = suggested(EXISTING_ACCOUNT)
    for entry in range(entries):
        home = tmp_path / str(entry)
        home.mkdir()
        with signed_in(home, setup) as onboarding:
            onboarding._journal = StoppingJournal(onboarding.directory / "journal.jsonl", entry, after)
            with pytest.raises(Stopped):
                for _ in range(2):
                    apply_all(onboarding)
                    # An invitation is answered while nobody looks.
                    onboarding._realm.clock.sleep(24 * 3600)
        for _ in range(3):
            with signed_in(home, setup) as onboarding:
                told = ending(apply_all(onboarding))
            if told == "done":
                break
        with signed_in(home, setup) as onboarding:
            assert told == "done", f"stopped at entry {entry}"
            assert comparable(onboarding.look()) == wanted, f"stopped at entry {entry}"
            assert set(accounts_asked_for(onboarding).values()) == {1}, f"stopped at entry {entry}"
