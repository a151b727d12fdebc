"""Stopped at any moment, a run is picked up where it stood: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from state.changes import CreateAccount
from state.journal import Journal
from state.observed import Observed
from state.setup import Setup
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, signed_in, suggested
from wizard.onboarding import Onboarding


class Stopped(BaseException):
    """The process ended here."""


class StoppingJournal(Journal):
    """A journal whose process ends at the n-th entry: right after an intent, right before anything else."""

    def __init__(self, file: Path, entries: int) -> None:
        self.left = entries
        super().__init__(file)

    def _append(self, line: str) -> None:
        self.left -= 1
        if self.left < 0:
            if '"intent"' in line:
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


def comparable(observed: Observed) -> object:
    """The organization by its names: AWS's ids depend on the order in which it was asked."""
    names = {account.account_id: account.account_name for account in observed.accounts}

    def without_ids(policy: str) -> str:
        for account_id, name in names.items():
            policy = policy.replace(account_id, name)
        return policy

    return (
        sorted(unit.path for unit in observed.units),
        sorted(
            (account.account_name, account.email, account.state, account.unit_path) for account in observed.accounts
        ),
        [
            (role.role_name, [(name, without_ids(policy)) for name, policy in role.inline_policies])
            for role in observed.roles
        ],
        observed.root.policy_types if observed.root else None,
    )


def accounts_asked_for(onboarding: Onboarding) -> Counter[str]:
    attempts = Journal(onboarding.directory / "journal.jsonl").attempts
    return Counter(a.change.email for a in attempts if isinstance(a.change, CreateAccount) and a.receipt)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, object]:
    home = tmp_path_factory.mktemp("uninterrupted")
    entries = entries_of_a_whole_run(home)
    with signed_in(home, suggested(EXISTING_ACCOUNT)) as onboarding:
        return entries, comparable(onboarding.look())


PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_stopped_at_every_journal_entry_it_ends_in_the_same_organization(
    tmp_path: Path, uninterrupted: tuple[int, object], part: int
) -> None:
    entries, wanted = uninterrupted
    setup = suggested(EXISTING_ACCOUNT)
    for entry in range(part, entries, PARTS):
        home = tmp_path / str(entry)
        home.mkdir()
        stop_at(home, setup, entry)
        for _ in range(3):
            with signed_in(home, setup) as onboarding:
                told = ending(apply_all(onboarding))
                found = comparable(onboarding.look())
                asked = accounts_asked_for(onboarding)
            if told == "done":
                break
        assert told == "done", f"stopped at entry {entry}"
        assert found == wanted, f"stopped at entry {entry}"
        assert set(asked.values()) == {1}, f"stopped at entry {entry}"


def stop_at(home: Path, setup: Setup, entry: int) -> None:
    """Run until the n-th entry of the journal: right after an intent, so that AWS was not told, and right before a
    receipt or an outcome, so that AWS was told and nobody knows."""
    with signed_in(home, setup) as onboarding:
        onboarding._journal = StoppingJournal(onboarding.directory / "journal.jsonl", entry)
        with pytest.raises(Stopped):
            apply_twice(onboarding)


def apply_twice(onboarding: Onboarding) -> None:
    """The second time after the invitation was answered."""
    apply_all(onboarding)
    apply_all(onboarding)
