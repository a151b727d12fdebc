"""The journal survives anything that can happen to a process or a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.base import Change
from state.changes.organization import CreateOrganization
from state.changes.units import CreateOrganizationalUnit
from state.errors import StateNotWritable, UnreadableState
from state.saved.journal import Journal, Outcome

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CREATE = CreateAccount("data-bunker", "aws+bunker@acme.example", "OrganizationAccountAccessRole", (("a", "b"),))


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    first = journal.receive(journal.intend(CREATE, NOON), "car-1", NOON)
    journal.conclude(first, Outcome.PERFORMED, NOON, "note")
    journal.intend(CreateOrganization(), NOON)

    again = Journal(tmp_path / "journal.jsonl")

    assert again.attempts == journal.attempts
    assert [attempt.change for attempt in again.open_attempts] == [CreateOrganization()]
    assert again.receipts == {"car-1"}


@given(cut=st.integers(min_value=0))
def test_a_line_torn_anywhere_costs_only_that_line(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    file = tmp_path_factory.mktemp("torn") / "journal.jsonl"
    journal = Journal(file)
    changes: list[Change] = [CREATE, CreateOrganizationalUnit("Workloads/Ünïcode"), MoveAccount("a@b.cd", "Root")]
    for change in changes:
        journal.intend(change, NOON)
    data = file.read_bytes()
    file.write_bytes(data[: cut % (len(data) + 1)])

    survivor = Journal(file)
    kept = [attempt.change for attempt in survivor.attempts]
    survivor.intend(CreateOrganization(), NOON)

    assert kept == changes[: len(kept)]
    assert [attempt.change for attempt in Journal(file).attempts] == [*kept, CreateOrganization()]


@pytest.mark.parametrize(
    "line",
    ["not json", '{"attempt": 1}', '{"attempt": 7, "at": "2026-11-23T12:00:00+00:00", "receipt": "car-1"}', "[]", "7"],
)
def test_a_damaged_line_is_reported_and_kept(tmp_path: Path, line: str) -> None:
    file = tmp_path / "journal.jsonl"
    Journal(file).intend(CREATE, NOON)
    with file.open("a") as stream:
        stream.write(line + "\n")
    before = file.read_bytes()

    with pytest.raises(UnreadableState, match="Line 3"):
        Journal(file)

    assert file.read_bytes() == before


def test_a_newer_journal_is_reported_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text('{"journal": 2}\n')

    with pytest.raises(UnreadableState, match="newer"):
        Journal(file)

    assert file.read_text() == '{"journal": 2}\n'


def test_an_intent_that_cannot_be_written_is_an_error_before_aws_is_asked(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "gone" / "journal.jsonl")

    with pytest.raises(StateNotWritable, match="cannot be written"):
        journal.intend(CREATE, NOON)

    assert journal.attempts == ()
