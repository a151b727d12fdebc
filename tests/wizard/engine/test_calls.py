"""How often AWS is asked, by operation: what grows with the accounts is known by name, and nothing else does."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from state.saved.journal import Journal
from state.setup import MemberAccount
from tests.rehearsing import small
from tests.samples import THOROUGH
from tests.stage import Stage, ending_of
from wizard.engine import run
from wizard.engine.events import Assessed, Ending, Looked

MADE = ("CreateAccount", "MoveAccount", "CreateRole", "PutRolePolicy")
"""Sent once for each account in a whole run."""
LOOKED_AT = "GetAccountSummary"
"""Asked once inside of each account, to see whether it can be used."""
PAGES = {
    "ListAccounts": {6: 2, 24: 3, 100: 7},
    "ListRoots": {6: 2, 24: 2, 100: 2},
    "ListOrganizationalUnitsForParent": {6: 3, 24: 3, 100: 3},
}
"""The simulated AWS begins lists with an empty page, and has few things on each."""
ONCE = (
    *("GetCallerIdentity", "ListAccountAliases", "DescribeOrganization", "ListAWSServiceAccessForOrganization"),
    *("ListRoles", "GetAccountAuthorizationDetails", "ListCreateAccountStatus"),
)


def stage_with(accounts: int, home: Path) -> Stage:
    names = (f"workload-{number:03d}" for number in range(accounts))
    wanted = tuple(MemberAccount(account_name=name, organizational_unit="Workloads") for name in names)
    stage = Stage(replace(small(), accounts=wanted, invitations=()), home)
    stage.world.climate.account_quota = accounts + 10
    return stage


@pytest.fixture(
    scope="module", params=[6, 24, *([100] if THOROUGH else [])], ids=lambda accounts: f"{accounts} accounts"
)
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

    assert {operation: calls[operation] for operation in (*MADE, LOOKED_AT)} == dict.fromkeys(
        (*MADE, LOOKED_AT), accounts
    )
    assert calls["AssumeRole"] <= accounts + 24, "an account that does not let anybody in yet is tried again"
    assert calls["ListCreateAccountStatus"] <= 16 * accounts + 60, "one poll for all creations that are in flight"
    pages = PAGES["ListAccounts"][accounts]
    assert calls["ListAccounts"] <= pages * accounts + 12, "only when a creation has ended, and then each page"
    grows = {*MADE, LOOKED_AT, "AssumeRole", "ListCreateAccountStatus", "ListAccounts"}
    rest = {operation: count for operation, count in calls.items() if operation not in grows}
    assert max(rest.values()) <= 12, f"whatever the number of accounts: {rest}"


@pytest.mark.parametrize(("accounts", "most"), [(6, 80), (24, 240)])
def test_while_only_the_pace_of_aws_holds_it_up_a_run_asks_for_little_more_than_it_makes(
    accounts: int, most: int, tmp_path: Path
) -> None:
    stage = stage_with(accounts, tmp_path)
    climate = stage.world.climate
    climate.creation_seconds, climate.usable_after_seconds, climate.empty_first_pages = (4, 9), 2, False
    approved = stage.plan().approved()
    stage.aws.calls.clear()

    events = stage.run(approved)

    assert ending_of(events) is Ending.DONE
    assert stage.aws.calls.total() <= most, stage.aws.calls
    assert stage.aws.calls["ListCreateAccountStatus"] <= accounts + 8, "about one poll for each account"
    told = Counter(type(event) for event in events)
    assert told[Looked] <= 2 * accounts + 8, "two readings for each account: how it comes on, and that it is there"
    assert told[Assessed] <= 12 * accounts + 30, "a claim is told again only when it stands otherwise"


def test_twice_the_accounts_are_about_twice_the_work(tmp_path: Path) -> None:
    sizes = (6, 24, 48)  # the first makes what is kept for all
    _, few, many = (_calls_of_functions(accounts, tmp_path / str(accounts)) for accounts in sizes)

    assert many <= 2.8 * few, "the list of accounts has a page more for each twenty"


def _calls_of_functions(accounts: int, home: Path) -> int:
    """Work as no clock tells it, in the thread that conducts the run."""
    home.mkdir()
    stage, called = stage_with(accounts, home), 0
    climate = stage.world.climate
    climate.creation_seconds, climate.usable_after_seconds, climate.empty_first_pages = (4, 9), 2, False
    approved = stage.plan().approved()

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(count)
    try:
        assert ending_of(stage.run(approved)) is Ending.DONE
    finally:
        sys.setprofile(None)
    return called


def test_a_run_with_nothing_to_do_asks_for_each_thing_once(applied: tuple[int, Stage, Counter[str]]) -> None:
    accounts, stage, _ = applied
    stage.look()
    stage.aws.calls.clear()

    assert ending_of(stage.run(frozenset())) is Ending.DONE

    assert Counter(stage.aws.calls) == Counter(
        {
            LOOKED_AT: accounts,
            **dict.fromkeys(ONCE, 1),
            **{operation: pages[accounts] for operation, pages in PAGES.items()},
        }
    )


def test_a_run_that_changes_nothing_goes_by_what_was_read_seconds_ago(
    applied: tuple[int, Stage, Counter[str]],
) -> None:
    _, stage, _ = applied
    seen = stage.look()
    stage.aws.calls.clear()
    journal = Journal(stage.journal_file)

    events = list(run(stage.claims, stage.scope, stage.gateway, journal, stage.aws.clock, frozenset(), seen=seen))

    assert ending_of(events) is Ending.DONE
    assert stage.aws.calls.total() == 0


def test_what_was_read_before_is_read_again_before_anything_is_changed(tmp_path: Path) -> None:
    stage = stage_with(1, tmp_path)
    seen, approved = stage.look(), stage.plan().approved()
    stage.run(approved)
    sent = stage.sent()
    journal = Journal(stage.journal_file)

    events = list(run(stage.claims, stage.scope, stage.gateway, journal, stage.aws.clock, approved, seen=seen))

    assert ending_of(events) is Ending.DONE
    assert stage.sent() == sent, "the reading is of before it was done, and nothing is done twice"
