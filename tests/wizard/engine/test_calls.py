"""How often AWS is asked, by operation: what grows with the accounts is known by name, and nothing else does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from state.setup import MemberAccount
from tests.rehearsing import small
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending

LOOKED_AT = ("GetAccountSummary", "ListRolePolicies", "GetRolePolicy")
"""Asked once for each account in a whole reading."""
MADE = ("CreateAccount", "MoveAccount", "CreateRole", "PutRolePolicy")
"""Sent once for each account in a whole run."""
PAGES = {"ListAccounts": {6: 2, 24: 3}, "ListRoots": {6: 2, 24: 2}, "ListOrganizationalUnitsForParent": {6: 3, 24: 3}}
"""The simulated AWS begins lists with an empty page, and has few things on each."""
ONCE = ("GetCallerIdentity", "ListAccountAliases", "DescribeOrganization", "ListAWSServiceAccessForOrganization")
LISTS = ("ListRoles", "ListCreateAccountStatus")


def stage_with(accounts: int, home: Path) -> Stage:
    names = (f"workload-{number:03d}" for number in range(accounts))
    wanted = tuple(MemberAccount(account_name=name, organizational_unit="Workloads") for name in names)
    stage = Stage(replace(small(), accounts=wanted, invitations=()), home)
    stage.world.climate.account_quota = accounts + 10
    return stage


@pytest.fixture(scope="module", params=[6, 24], ids=lambda accounts: f"{accounts} accounts")
def applied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, Stage, Counter[str]]:
    """The setup as it was applied, and what AWS was asked meanwhile."""
    stage = stage_with(request.param, tmp_path_factory.mktemp("calls"))
    approved = stage.plan().approved()
    stage.aws.calls.clear()
    assert ending_of(stage.run(approved)) is Ending.DONE
    return request.param, stage, Counter(stage.aws.calls)


def test_a_whole_run_makes_and_looks_at_each_account_once(applied: tuple[int, Stage, Counter[str]]) -> None:
    accounts, _, calls = applied

    assert {operation: calls[operation] for operation in (*MADE, *LOOKED_AT)} == dict.fromkeys(
        (*MADE, *LOOKED_AT), accounts
    )
    assert calls["AssumeRole"] <= accounts + 24, "an account that does not let anybody in yet is tried again"
    assert calls["ListCreateAccountStatus"] <= 16 * accounts + 60, "one poll for all creations that are in flight"
    assert calls["ListAccounts"] <= 4 * accounts + 20, "only when a creation has ended"
    grows = {*MADE, *LOOKED_AT, "AssumeRole", "ListCreateAccountStatus", "ListAccounts"}
    rest = {operation: count for operation, count in calls.items() if operation not in grows}
    assert max(rest.values()) <= 24, f"whatever the number of accounts: {rest}"


def test_a_run_with_nothing_to_do_asks_for_each_thing_once(applied: tuple[int, Stage, Counter[str]]) -> None:
    accounts, stage, _ = applied
    stage.look()
    stage.aws.calls.clear()

    assert ending_of(stage.run(frozenset())) is Ending.DONE

    assert Counter(stage.aws.calls) == Counter(
        {
            **dict.fromkeys(LOOKED_AT, accounts),
            **dict.fromkeys((*ONCE, *LISTS), 1),
            **{operation: pages[accounts] for operation, pages in PAGES.items()},
        }
    )
