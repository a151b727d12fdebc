"""Every edit of the answers can be taken back, in the order they were made, on whichever page and face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from state.saved.setups import SavedSetups
from state.setup import Invitation, MemberAccount, Setup
from state.setup.access import Access, Callers
from state.setup.file import from_template
from state.setup.guardrails import Choice, Item, Level
from tests.rehearsing import EXISTING_ACCOUNT, rehearsals, signed_in, small, suggested
from wizard import edits as editing
from wizard.edits.guardrails import BUDGET, with_choice, with_level
from wizard.edits.history import MOST_EDITS, Edit
from wizard.edits.questions import all_answered

ONE_MORE = MemberAccount(account_name="staging", organizational_unit="Workloads")
EDITS: dict[str, Callable[[Setup], Setup]] = {
    "Added: unit Tests": lambda setup: editing.add_unit(setup, "Tests"),
    "Renamed or moved: unit Workloads to Products; moved: account shop and account bank; "
    f"moved: invitation of {EXISTING_ACCOUNT}": lambda setup: editing.rename_unit(setup, "Workloads", "Products"),
    "Added: account staging": lambda setup: editing.add_account(setup, ONE_MORE),
    "Removed: account shop": lambda setup: editing.remove_account(setup, 0),
    "Changed: account shop (address)": lambda setup: editing.replace_account(
        setup, 0, replace(setup.accounts[0], email="else@acme.example")
    ),
    "Changed: account shop (name)": lambda setup: editing.replace_account(
        setup, 0, replace(setup.accounts[0], account_name="store")
    ),
    "Moved: account shop": lambda setup: editing.move(setup, "account", "0", "Root"),
    "Added: invitation of 111122223333": lambda setup: editing.add_invitation(
        setup, Invitation(account="111122223333", organizational_unit="Root")
    ),
    "Changed: home Region": lambda setup: replace(setup, home_region="eu-central-1"),
    "Changed: who may enter the accounts": lambda setup: replace(
        setup, access=Access(callers=Callers(users=("anna",)))
    ),
    "Changed: level of the guardrails to strict": lambda setup: with_level(setup, Level.STRICT),
    "Guardrail ebs encryption: apply": lambda setup: with_choice(setup, Item.EBS_ENCRYPTION, Choice.APPLY),
    "Changed: what the guardrails need": lambda setup: all_answered(setup, BUDGET, ("100", "money@acme.example")),
}
"""What is said of an edit, and the edit."""


@pytest.mark.parametrize("words", EDITS)
def test_an_edit_says_what_it_did_and_is_undone_and_redone_also_in_the_file(words: str, tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(small())
    after = EDITS[words](small())
    onboarding.answer(after)

    undone = onboarding.answers.undo()
    assert undone is not None
    assert undone.words == words
    assert onboarding.setup == SavedSetups(tmp_path, rehearsal=True).read("acme") == small()
    assert onboarding.answers.redo() is not None
    assert onboarding.setup == SavedSetups(tmp_path, rehearsal=True).read("acme") == after
    onboarding.close()


def test_another_template_is_one_edit(tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(suggested(EXISTING_ACCOUNT))
    onboarding.answer(editing.with_structure_of(onboarding.setup, from_template("minimal", "acme")))
    assert onboarding.setup != suggested(EXISTING_ACCOUNT)

    onboarding.answers.undo()
    assert onboarding.setup == suggested(EXISTING_ACCOUNT)
    onboarding.close()


def test_edits_are_undone_one_after_the_other_and_a_new_one_ends_redoing(tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(small())
    for path in ("One", "Two", "Three"):
        onboarding.answer(editing.add_unit(onboarding.setup, path))

    assert [edit.words for edit in (onboarding.answers.undo(), onboarding.answers.undo()) if edit] == [
        "Added: unit Three",
        "Added: unit Two",
    ]
    onboarding.answer(editing.add_unit(onboarding.setup, "Four"))
    assert onboarding.answers.redo() is None
    assert onboarding.setup.organizational_units == ("Workloads", "One", "Four")
    onboarding.close()


def test_one_can_go_back_fifty_edits_and_no_further(tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(small())
    for number in range(MOST_EDITS + 3):
        onboarding.answer(editing.add_unit(onboarding.setup, f"Unit{number}"))

    assert sum(onboarding.answers.undo() is not None for _ in range(MOST_EDITS + 3)) == MOST_EDITS == 50
    assert onboarding.answers.undo() is None
    assert onboarding.setup.organizational_units == ("Workloads", "Unit0", "Unit1", "Unit2")
    onboarding.close()


def test_the_account_that_somebody_confirmed_is_not_undone(tmp_path: Path) -> None:
    with signed_in(tmp_path, small(), confirm=False) as onboarding:
        onboarding.answer(editing.add_unit(onboarding.setup, "One"))
        onboarding.confirm_identity()
        confirmed = onboarding.setup.management_account_id

        assert onboarding.answers.last_edit == Edit(small(), editing.add_unit(small(), "One"))
        onboarding.answers.undo()
        assert confirmed
        assert onboarding.setup == replace(small(), management_account_id=confirmed)
