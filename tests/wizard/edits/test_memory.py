"""An account once made is its id: nothing that is written later makes it a second time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.units import UpdateOrganizationalUnit
from state.setup import Setup
from tests.rehearsing import apply_all, signed_in
from tests.rehearsing import small as with_an_invitation
from wizard.claims.accounts import MemberAccountExists
from wizard.claims.base import Blocked
from wizard.edits import add_unit, move, rename_unit
from wizard.edits.memory import forget, with_memory_of


def small() -> Setup:
    """Two accounts, and nobody invited."""
    return replace(with_an_invitation(), invitations=())


def test_another_pattern_means_no_other_accounts(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        onboarding.answer(replace(onboarding.setup, email_pattern="other+{account}@bandwerk.example"))

        assert onboarding.plan().approved() == frozenset()


def test_a_file_with_another_pattern_means_no_other_accounts(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        onboarding.answers.propose(replace(small(), email_pattern="other+{account}@bandwerk.example"))
        onboarding.answers.keep_proposal()

        assert onboarding.plan().approved() == frozenset()
        assert all(account.account_id for account in onboarding.setup.accounts)


def test_another_address_of_an_account_that_exists_is_a_question(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        first = onboarding.setup.accounts[0]
        mistyped = replace(first, email="typo@bandwerk.example")
        onboarding.answer(replace(onboarding.setup, accounts=(mistyped, *onboarding.setup.accounts[1:])))
        plan = onboarding.plan()

    assert not [change for change in plan.approved() if isinstance(change, CreateAccount)]
    (blocked,) = [verdict for claim, verdict in plan.blocked if isinstance(claim, MemberAccountExists)]
    assert isinstance(blocked, Blocked)
    assert first.account_id in blocked.what
    assert first.email in blocked.remedy


def test_an_account_that_left_is_never_made_anew_by_itself(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        gone = replace(onboarding.setup.accounts[0], account_id="000011112222", email="gone@bandwerk.example")
        onboarding.answer(replace(onboarding.setup, accounts=(gone, *onboarding.setup.accounts[1:])))
        plan = onboarding.plan()

    assert not [change for change in plan.approved() if isinstance(change, CreateAccount)]
    assert any("which is not in the organization" in verdict.what for _, verdict in plan.blocked)


def test_what_was_learned_is_no_edit_and_outlives_undoing(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        onboarding.answer(replace(onboarding.setup, home_region="eu-central-1"))
        apply_all(onboarding)
        ids = [account.account_id for account in onboarding.setup.accounts]
        onboarding.answers.undo()

    assert onboarding.setup.home_region == small().home_region
    assert [account.account_id for account in onboarding.setup.accounts] == ids


@pytest.fixture
def learned() -> Setup:
    setup = small()
    known = replace(setup.accounts[0], account_id="111122223333", email=setup.email_of(setup.accounts[0]))
    return replace(setup, management_account_id="999988887777", accounts=(known, *setup.accounts[1:]))


def test_forgetting_gives_back_what_was_there_before(learned: Setup) -> None:
    assert forget(learned) == small()
    assert with_memory_of(small(), learned) == learned


def test_an_address_that_was_typed_is_not_forgotten(learned: Setup) -> None:
    typed = replace(learned.accounts[0], email="typed@bandwerk.example")
    setup = replace(learned, accounts=(typed, *learned.accounts[1:]))

    assert forget(setup).accounts[0].email == "typed@bandwerk.example"


def test_a_unit_that_is_renamed_here_is_renamed_at_aws_with_everything_in_it(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        onboarding.answer(add_unit(onboarding.setup, "Workloads/Production"))
        apply_all(onboarding)
        before = {unit.unit_id for unit in onboarding.look().units}
        onboarding.answer(rename_unit(onboarding.setup, "Workloads", "Products"))
        plan = onboarding.plan()
        assert plan.approved() == {UpdateOrganizationalUnit("Workloads", "Products")}
        apply_all(onboarding)
        observed = onboarding.look()

    assert {unit.unit_id for unit in observed.units} == before
    assert {unit.path for unit in observed.units} == {"Products", "Products/Production"}
    assert {account.unit_path for account in observed.accounts if account.joined_method == "CREATED"} == {"Products"}


def test_a_move_is_approved_with_where_it_comes_from(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        onboarding.answer(move(add_unit(onboarding.setup, "Sandbox"), "account", "0", "Sandbox"))
        moves = [change for change in onboarding.plan().approved() if isinstance(change, MoveAccount)]

    email = onboarding.setup.accounts[0].email
    assert moves == [MoveAccount(email, "Sandbox", "Workloads")]
    assert "What is attached to Workloads no longer holds" in moves[0].consequence
