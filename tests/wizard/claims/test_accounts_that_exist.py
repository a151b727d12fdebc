"""An account that was there before: known by its id, and given a role or guardrails only where that is wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.base import Change
from state.setup import MemberAccount, Purpose, Setup
from state.setup.guardrails import Choice, Guardrails, Item, Level
from state.setup.validation import problems_of
from tests.stage import Stage
from wizard.edits.members import NO, YES, questions_about

SHOP = MemberAccount(
    account_name="shop-production",
    account_id="222222222222",
    email="aws+shop-production@acme.example",
    organizational_unit="Workloads/Production",
    management_role=False,
    guardrails=False,
)
PASSWORDS = Guardrails(level=Level.NONE, choices={Item.PASSWORD_POLICY: Choice.APPLY})


def setup_with(*accounts: MemberAccount, guardrails: Guardrails = PASSWORDS) -> Setup:
    units = tuple(dict.fromkeys(account.organizational_unit for account in accounts))
    return Setup(
        name="acme", home_region="eu-west-1", organizational_units=units, accounts=accounts, guardrails=guardrails
    )


def planned(home: Path, setup: Setup) -> list[Change]:
    plan = Stage(setup, home, "existing-organization").plan()
    assert not plan.blocked
    return [change for change, _ in (*plan.changes, *plan.later)]


def test_without_a_role_and_guardrails_nothing_is_done_about_it(tmp_path: Path) -> None:
    assert [change.title for change in planned(tmp_path, setup_with(SHOP)) if "shop" in change.full_title] == []


@pytest.mark.parametrize(
    ("role", "guardrails", "expected"),
    [(True, False, {"CreateRole", "PutRolePolicy"}), (False, True, {"UpdateAccountPasswordPolicy"})],
)
def test_it_is_given_either_by_itself(tmp_path: Path, role: bool, guardrails: bool, expected: set[str]) -> None:
    before = replace(
        SHOP,
        account_name="log-archive",
        account_id="111111111111",
        email="aws+log-archive@acme.example",
        organizational_unit="Security",
    )
    without = set(planned(tmp_path, setup_with(before)))
    after = replace(before, management_role=role, guardrails=guardrails)

    assert {
        type(change).__name__ for change in planned(tmp_path, setup_with(after)) if change not in without
    } == expected


def test_two_that_exist_may_share_a_name_until_both_get_a_role() -> None:
    twin = replace(SHOP, account_id="333333333333", email="other@acme.example", organizational_unit="Sandbox")

    def wrong(*accounts: MemberAccount) -> list[object]:
        return [problem.where for problem in problems_of(setup_with(*accounts)) if problem.serious]

    assert wrong(SHOP, twin) == []
    assert wrong(replace(SHOP, management_role=True), twin) == []
    assert wrong(*(replace(each, management_role=True) for each in (SHOP, twin))) == [("accounts", 1, "account_name")]
    assert wrong(SHOP, replace(twin, account_id="")) == [("accounts", 1, "account_name")]


def test_what_aws_calls_a_unit_that_exists_is_no_fault() -> None:
    strange = ("Sandbox", "SANDBOX", " odd ", "x" * 200)
    known = replace(setup_with(), organizational_units=strange, organizational_unit_ids=dict.fromkeys(strange, "ou-1"))

    assert [problem for problem in problems_of(known) if problem.serious] == []
    assert [problem for problem in problems_of(replace(known, organizational_unit_ids={})) if problem.serious]


def test_whether_it_gets_them_is_asked_of_an_account_that_exists_only() -> None:
    setup = setup_with(SHOP, replace(SHOP, account_id="", account_name="new"))
    keys = [[question.key for question in questions_about(setup, number)] for number in (0, 1)]
    question = questions_about(setup, 0)[-3]

    assert keys[0] == [*keys[1][:-1], "management_role", "guardrails", keys[1][-1]]
    assert question.now(setup) == NO
    assert question.answered(setup, YES).accounts[0] == replace(SHOP, management_role=True)


def test_an_organization_for_billing_only_is_left_so_until_a_guardrail_needs_more(tmp_path: Path) -> None:
    left = replace(setup_with(guardrails=Guardrails(level=Level.NONE)), organization_as_it_is=True)

    def titles(setup: Setup) -> list[str]:
        plan = Stage(setup, tmp_path, "consolidated-billing").plan()
        return [change.title for change, _ in plan.changes]

    assert titles(left) == []
    assert titles(replace(left, organization_as_it_is=False)) != []
    choices = {Item.DENY_LEAVING: Choice.APPLY}
    assert titles(replace(left, guardrails=Guardrails(level=Level.NONE, choices=choices))) != []


def test_a_guardrail_about_the_data_bunker_takes_that_somebody_can_step_into_it(tmp_path: Path) -> None:
    bunker = replace(
        SHOP,
        account_name="log-archive",
        account_id="111111111111",
        email="aws+log-archive@acme.example",
        organizational_unit="Security",
        purpose=Purpose.DATA_BUNKER,
    )
    choices = {Item.AUDIT_TRAIL: Choice.APPLY, Item.PROTECT_DATA_BUNKER: Choice.APPLY, Item.BACKUPS: Choice.APPLY}
    changes = planned(tmp_path, setup_with(bunker, guardrails=Guardrails(level=Level.NONE, choices=choices)))

    assert {"CreateTrail", "CreateBucket"} <= {type(change).__name__ for change in changes}
    assert "CreateRole" not in {type(change).__name__ for change in changes}
