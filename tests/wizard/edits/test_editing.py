"""Small edits of a setup, as both front ends make them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from state.setup import Invitation, MemberAccount, Setup
from wizard import edits as editing

SETUP = Setup(
    name="acme",
    home_region="eu-west-1",
    organizational_units=("Security", "Workloads/Production", "Workloads/Staging"),
    accounts=(
        MemberAccount(account_name="shop", organizational_unit="Workloads/Production"),
        MemberAccount(account_name="logs", organizational_unit="Security"),
    ),
    invitations=(Invitation(account="444455556666", organizational_unit="Workloads"),),
)


def test_a_renamed_unit_takes_everything_below_along() -> None:
    setup = editing.rename_unit(SETUP, "Workloads", "Products")

    assert setup.unit_paths() == ("Security", "Products", "Products/Production", "Products/Staging")
    assert setup.accounts[0].organizational_unit == "Products/Production"
    assert setup.invitations[0].organizational_unit == "Products"


def test_a_removed_unit_leaves_its_accounts_to_the_unit_above() -> None:
    setup = editing.remove_unit(SETUP, "Workloads/Production")

    assert setup.accounts[0].organizational_unit == "Workloads"
    assert "Workloads" in setup.unit_paths()
    assert editing.remove_unit(setup, "Workloads").accounts[0].organizational_unit == "Root"


def test_a_unit_is_not_confused_with_one_whose_name_begins_alike() -> None:
    setup = editing.add_unit(SETUP, "WorkloadsOld")

    assert "WorkloadsOld" in editing.remove_unit(setup, "Workloads").unit_paths()
    assert "WorkloadsOld" in editing.rename_unit(setup, "Workloads", "X").unit_paths()


def test_moving_a_unit_is_renaming_its_path() -> None:
    assert "Security/Production" in editing.move(SETUP, "unit", "Workloads/Production", "Security").unit_paths()
    assert "Production" in editing.move(SETUP, "unit", "Workloads/Production", "Root").unit_paths()


def test_accounts_and_invitations_are_moved_by_their_number() -> None:
    assert editing.move(SETUP, "account", "1", "Root").accounts[1].organizational_unit == "Root"
    assert editing.move(SETUP, "invitation", "0", "Security").invitations[0].organizational_unit == "Security"


@pytest.mark.parametrize(
    "line", ["blog, blog@acme.example, Workloads/Blog, workload", "blog;blog@acme.example;Workloads/Blog;workload"]
)
def test_a_pasted_line_becomes_an_account_and_its_unit(line: str) -> None:
    pasted = editing.paste_accounts(SETUP, line)

    assert pasted.added == 1
    assert pasted.setup.accounts[-1].email == "blog@acme.example"
    assert "Workloads/Blog" in pasted.setup.unit_paths()


def test_a_bad_line_says_its_number_and_the_rest_is_taken() -> None:
    pasted = editing.paste_accounts(SETUP, "\n# a comment\nshop\nblog\nnews, no address\ntea, , , potion")

    assert [rejected.line_number for rejected in pasted.rejected] == [3, 5, 6]
    assert [account.account_name for account in pasted.setup.accounts] == ["shop", "logs", "blog"]


def test_pasted_account_ids_may_be_written_with_hyphens() -> None:
    pasted = editing.paste_invitations(replace(SETUP, invitations=()), "1111-2222-3333\nowner@acme.example, Security")

    assert [each.account for each in pasted.setup.invitations] == ["111122223333", "owner@acme.example"]
    assert pasted.setup.invitations[0].organizational_unit == "Root"


def test_another_template_keeps_the_invitations_and_their_units() -> None:
    other = Setup(name="x", home_region="", organizational_units=("Only",))
    setup = editing.with_structure_of(SETUP, other)

    assert setup.invitations == SETUP.invitations
    assert set(setup.unit_paths()) == {"Only", "Workloads"}
    assert setup.accounts == ()
