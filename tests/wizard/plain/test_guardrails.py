"""Guardrails one line at a time: the same questions as on the screen, and the same answers saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input

from state.setup import Setup
from state.setup.guardrails import Choice, Guardrails, Item
from tests.guardrail_answers import RESULT, TYPED, essential
from tests.rehearsing import rehearsals
from wizard.edits.guardrails import with_choice
from wizard.guardrails.base import Value
from wizard.guardrails.words import VALUES, WORDS, about
from wizard.plain import converse
from wizard.plain.conversation import Conversation
from wizard.plain.session import Session

LETTERS = dict(zip(Value, "cbrkdu", strict=True))
GUARDRAILS = "7"


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


def visit(home: Path, keyboard: PipeInput, *lines: str) -> Guardrails:
    """Type these lines, then leave; the guardrails as saved."""
    keyboard.send_text("".join(f"{line}\r" for line in (GUARDRAILS, *lines, "q")))
    assert converse(Session(Conversation(keyboard), rehearsals(home), "acme")) == 0
    return rehearsals(home).answers("acme").guardrails


def begun(home: Path, setup: Setup | None = None) -> Path:
    rehearsals(home).begin(setup or essential()).close()
    return home


def number_of(item: Item) -> str:
    return str(list(Item).index(item) + 1)


def test_the_same_answers_as_on_the_screen_have_the_same_result(tmp_path: Path, keyboard: PipeInput) -> None:
    typed = [line for value, texts in TYPED.items() for line in (LETTERS[value], *texts)]

    assert visit(begun(tmp_path), keyboard, "2", number_of(Item.DENY_LEAVING), "2", *typed, "") == RESULT


def test_every_protection_and_every_value_is_listed_with_how_it_stands(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    visit(begun(tmp_path), keyboard, "", "l", "")
    said = " ".join(capsys.readouterr().out.split())

    assert all(WORDS[item].title in said for item in Item)
    assert all(VALUES[value].title in said for value in Value)
    assert f"{WORDS[Item.BUDGET].title}: incomplete." in said
    assert "Costs: nothing beyond storage" in said


@pytest.mark.parametrize("item", [Item.AUDIT_TRAIL, Item.OBJECT_LOCK])
def test_a_protection_says_what_the_screen_says_before_it_is_chosen(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str], item: Item
) -> None:
    visit(begun(tmp_path), keyboard, "", number_of(item), "<", "")
    said = " ".join(capsys.readouterr().out.split())

    assert all(line in said for line in about(essential(), item))
    assert ("Take it back: what this program made" in said) is (item is Item.AUDIT_TRAIL)


def test_going_back_from_a_protection_leads_to_the_list_and_changes_nothing(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    assert visit(begun(tmp_path), keyboard, "", "1", "<", "b", "<", "c", "<", "") == Guardrails()
    assert capsys.readouterr().out.count("Back at the list of guardrails.") == 3


def test_what_was_taken_back_can_be_applied_again(tmp_path: Path, keyboard: PipeInput) -> None:
    setup = with_choice(essential(), Item.BUDGET, Choice.TAKE_BACK)

    assert visit(begun(tmp_path, setup), keyboard, "", number_of(Item.BUDGET), "1", "") == Guardrails()


def test_who_can_still_do_it_is_said_in_words(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    visit(begun(tmp_path), keyboard, "", "w", "data", "take the account", "delete logs", "every account", "", "")
    said = " ".join(capsys.readouterr().out.split())

    assert "Who can still take the account out of the organization? no: " in said
    assert "Statement DenyEmptyingTheDataBunker denies it." in said
    assert "Who can still enter every account? sts:AssumeRole: whoever may call it there" in said
