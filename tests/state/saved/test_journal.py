"""The journal survives anything that can happen to a process or a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.another_version import ChangeOfAnotherVersion
from state.changes.base import Change
from state.changes.organization import CreateOrganization
from state.changes.units import CreateOrganizationalUnit
from state.errors import StateNotWritable, UnreadableState
from state.saved.journal import Journal, Known, Outcome
from state.saved.journal_line import line_of

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


def three_attempts(file: Path, setup_id: str = "") -> bytes:
    """What a journal of three attempts, the first one performed, looks like."""
    journal = Journal(file, known=Known(setup_id))
    journal.conclude(journal.receive(journal.intend(CREATE, NOON), "car-1", NOON), Outcome.PERFORMED, NOON)
    journal.intend(CreateOrganizationalUnit("Workloads/Ünïcode"), NOON)
    journal.intend(MoveAccount("a@b.cd", "Root"), NOON)
    return file.read_bytes()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "zeros": lambda data: bytes(len(data)),
    "zeros from the middle on": lambda data: data[: len(data) // 2] + bytes(len(data) // 2),
    "zeros behind the last line": lambda data: data + bytes(100),
    "line ends of another system": lambda data: data.replace(b"\n", b"\r"),
    "line ends of a third system": lambda data: data.replace(b"\n", b"\r\n"),
    "no line ends at all": lambda data: data.replace(b"\n", b" "),
    "no line end behind the first line": lambda data: data.replace(b"\n", b"", 1),
    "no line end between the last two lines": lambda data: b"".join(data.rpartition(b"\n{")[::2]),
    "garbage": lambda data: bytes(byte ^ 0x55 for byte in data),
    "garbage behind the last line": lambda data: data + b"GARBAGE",
    "other text": lambda _data: b"It is not a journal",
    "a number": lambda _data: b"7",
    "another encoding": lambda data: data.decode().encode("utf-16"),
    "a mark of the byte order": lambda data: b"\xef\xbb\xbf" + data,
    "one letter": lambda data: data.replace(b"data-bunker", b"data-bumker"),
    "one letter of the last line, which has lost its end": lambda data: data.replace(b"a@b.cd", b"a@b.ce")[:-1],
    "a line twice": lambda data: data + data.splitlines(keepends=True)[-1],
    "a line less": lambda data: b"".join(line for line in data.splitlines(keepends=True) if b"receipt" not in line),
    "a whole attempt less": lambda data: b"".join(
        line for line in data.splitlines(keepends=True) if b'"attempt": 2' not in line
    ),
    "two lines in each other's place": lambda data: b"".join(
        [*data.splitlines(keepends=True)[:-2], *data.splitlines(keepends=True)[:-3:-1]]
    ),
    "the first line less": lambda data: data.partition(b"\n")[2],
    "a check less": lambda data: re.sub(rb', "check": "[0-9a-f]{8}"\}\n$', b"}\n", data),
    "nested without an end": lambda data: data + b"[" * 100_000 + b"\n",
    "numbers without an end": lambda data: data + b'{"attempt": 1e999}\n',
    "its own beginning": lambda data: data + data,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_that_is_no_torn_last_line_is_reported_and_never_cut(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "journal.jsonl"
    damaged = DAMAGES[damage](three_attempts(file))
    file.write_bytes(damaged)

    with pytest.raises(UnreadableState) as refused:
        Journal(file)

    assert str(file) in refused.value.message
    assert "left as it was" in refused.value.remedy
    assert file.read_bytes() == damaged


@pytest.mark.parametrize(
    ("less", "told"),
    [
        (lambda _data: b"", "is empty"),
        (lambda data: data[:20], "is empty"),
        (lambda _data: None, "is gone"),
        (lambda data: b"".join(data.splitlines(keepends=True)[:4]), "has 1 attempts, and it had 3 before"),
    ],
)
def test_a_journal_that_has_less_than_it_had_is_reported(
    tmp_path: Path, less: Callable[[bytes], bytes | None], told: str
) -> None:
    file = tmp_path / "journal.jsonl"
    left = less(three_attempts(file))
    file.unlink()
    if left is not None:
        file.write_bytes(left)

    with pytest.raises(UnreadableState, match=told):
        Journal(file, known=Known(begun=True, attempts=3))

    assert (file.read_bytes() if file.exists() else None) == left


def test_a_journal_of_another_setup_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    three_attempts(file, "a" * 32)

    assert Journal(file, known=Known("a" * 32)).setup_id == "a" * 32
    with pytest.raises(UnreadableState, match="belongs to another setup"):
        Journal(file, known=Known("b" * 32))


def test_a_last_line_without_its_end_is_whole_when_its_check_says_so(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_bytes(three_attempts(file)[:-1])

    journal = Journal(file)
    journal.intend(CreateOrganization(), NOON)

    assert len(journal.attempts) == 4
    assert Journal(file).attempts == journal.attempts


def test_a_journal_of_the_first_format_is_read_and_goes_on_with_checked_lines(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    lines = re.sub(rb', "check": "[0-9a-f]{8}"', b"", three_attempts(file)).splitlines(keepends=True)
    file.write_bytes(b"".join([b'{"journal": 1}\n', *lines[1:]]) + b'{"attempt": 4, "at": "20')

    journal = Journal(file, known=Known("a" * 32))
    assert (len(journal.attempts), *journal.receipts) == (3, "car-1")
    journal.intend(CreateOrganization(), NOON)

    assert Journal(file).attempts == journal.attempts
    file.write_bytes(file.read_bytes().replace(b'CreateOrganization"', b'EnableAllFeatures"'))
    with pytest.raises(UnreadableState, match="Line 7"):
        Journal(file)


def test_an_attempt_whose_lines_are_gone_from_an_old_journal_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    lines = re.sub(rb', "check": "[0-9a-f]{8}"', b"", three_attempts(file)).splitlines(keepends=True)
    file.write_bytes(b"".join([b'{"journal": 1}\n', *(line for line in lines[1:] if b'"attempt": 2' not in line)]))

    with pytest.raises(UnreadableState, match="Line 5"):
        Journal(file)


@pytest.mark.parametrize("meanwhile", [lambda _data: b"", lambda data: data + b"x", lambda data: data[:-1]])
def test_a_journal_that_somebody_changes_while_it_is_open_is_not_written(
    tmp_path: Path, meanwhile: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "journal.jsonl"
    three_attempts(file)
    journal = Journal(file)
    changed = meanwhile(file.read_bytes())
    file.write_bytes(changed)

    with pytest.raises(UnreadableState, match="changed by another program"):
        journal.intend(CreateOrganization(), NOON)

    assert file.read_bytes() == changed


def test_half_a_character_from_aws_can_be_written_down(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.conclude(journal.intend(CREATE, NOON), Outcome.REFUSED, NOON, "half \ud83d of one")

    assert Journal(journal.file).attempts == journal.attempts


def test_a_newer_journal_is_reported_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text('{"journal": 3}\n')

    with pytest.raises(UnreadableState, match="newer"):
        Journal(file)

    assert file.read_text() == '{"journal": 3}\n'


def test_an_intent_that_cannot_be_written_is_an_error_before_aws_is_asked(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "gone" / "journal.jsonl")

    with pytest.raises(StateNotWritable, match="cannot be written"):
        journal.intend(CREATE, NOON)

    assert journal.attempts == ()


def of_another_version(file: Path, *, concluded: bool) -> bytes:
    """A journal as a version wrote it that knew one more kind of change, checks and all."""
    journal = Journal(file)
    kept = ChangeOfAnotherVersion.of({"kind": "PaintAccount", "place": {"account": "shop", "region": "eu-west-1"}})
    journal._append(line_of({"attempt": 1, "at": NOON.isoformat(), "intent": json.loads(kept.record)}))
    if concluded:
        journal._append(line_of({"attempt": 1, "at": NOON.isoformat(), "outcome": "performed", "note": ""}))
    return file.read_bytes()


def test_a_change_that_only_another_version_knows_is_kept_told_and_gone_on_from(tmp_path: Path) -> None:
    written = of_another_version(tmp_path / "journal.jsonl", concluded=True)

    journal = Journal(tmp_path / "journal.jsonl")
    journal.intend(CREATE, NOON)

    assert journal.performed[0].change.title == "PaintAccount in shop, by another version of orgwizard"
    assert not journal.performed[0].change.irreversible
    assert (tmp_path / "journal.jsonl").read_bytes().startswith(written)
    assert [each.number for each in Journal(tmp_path / "journal.jsonl").attempts] == [1, 2]


def test_what_another_version_has_under_way_is_left_to_it(tmp_path: Path) -> None:
    written = of_another_version(tmp_path / "journal.jsonl", concluded=False)

    with pytest.raises(UnreadableState, match="PaintAccount in shop") as raised:
        Journal(tmp_path / "journal.jsonl")

    assert "the version that began it" in raised.value.remedy
    assert (tmp_path / "journal.jsonl").read_bytes() == written
