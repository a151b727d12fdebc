"""The default structure, from nothing to an organization, on the simulated AWS."""

from __future__ import annotations

import json
from pathlib import Path

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.roles import CreateRole, PutRolePolicy
from state.setup.file import parse_setup
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, exported, performed, signed_in, started, suggested


def test_every_unit_account_and_role_is_where_it_belongs(tmp_path: Path) -> None:
    setup = suggested()
    with signed_in(tmp_path, setup) as onboarding:
        assert ending(apply_all(onboarding)) == "done"
        observed = onboarding.look()

    assert {unit.path for unit in observed.units} == set(setup.unit_paths())
    for account in setup.accounts:
        found = observed.account_with_email(setup.email_of(account))
        assert found is not None
        assert found.account_name == account.account_name
        assert found.unit_path == account.organizational_unit
    assert {role.role_name for role in observed.roles} == {f"{a.account_name}-access" for a in setup.accounts}
    assert len(observed.accounts) == len(setup.accounts) + 1


def test_a_plan_names_exactly_what_is_then_done(tmp_path: Path) -> None:
    with signed_in(tmp_path, suggested()) as onboarding:
        plan = onboarding.plan()
        events = list(onboarding.apply(plan.approved()))

    planned = [change for change, _ in plan.changes]
    assert sorted(map(repr, started(events))) == sorted(map(repr, planned))
    assert sorted(map(repr, performed(events))) == sorted(map(repr, planned))


def test_applied_again_there_is_nothing_to_do(tmp_path: Path) -> None:
    with signed_in(tmp_path, suggested()) as onboarding:
        apply_all(onboarding)
        assert onboarding.plan().approved() == frozenset()
        again = apply_all(onboarding)

    assert started(again) == []
    assert ending(again) == "done"


def test_the_exported_setup_applied_again_plans_nothing(tmp_path: Path) -> None:
    with signed_in(tmp_path, suggested()) as onboarding:
        apply_all(onboarding)
        onboarding.answer(parse_setup(exported(onboarding, "setup"), "exported").sound("exported"))

        assert onboarding.plan().approved() == frozenset()


def test_the_inventory_tells_what_exists_in_a_stable_order(tmp_path: Path) -> None:
    with signed_in(tmp_path, suggested()) as onboarding:
        apply_all(onboarding)
        text = exported(onboarding, "inventory")
        assert exported(onboarding, "inventory") == text
    document = json.loads(text)

    assert [account["id"] for account in document["accounts"]] == sorted(a["id"] for a in document["accounts"])
    assert {account["purpose"] for account in document["accounts"]} >= {"management", "data-bunker", "workload"}
    assert sum(role["kind"] == "management" for role in document["roles"]) == len(suggested().accounts)


def test_an_invited_account_is_waited_for_and_moved_once_it_has_joined(tmp_path: Path) -> None:
    setup = suggested(EXISTING_ACCOUNT)
    with signed_in(tmp_path, setup) as onboarding:
        plan = onboarding.plan()
        first = list(onboarding.apply(plan.approved()))
        assert ending(first) == "waiting"
    with signed_in(tmp_path, setup) as onboarding:
        later = apply_all(onboarding)
        assert ending(later) == "done"
        joined = onboarding.look().account_with_id(EXISTING_ACCOUNT)

    assert [change for change, _ in plan.later] == started(later)
    assert [type(change) for change in started(later)] == [MoveAccount, CreateRole, PutRolePolicy]
    assert joined is not None
    assert joined.unit_path == "Sandbox"


def test_nothing_is_done_that_was_not_approved(tmp_path: Path) -> None:
    with signed_in(tmp_path, suggested()) as onboarding:
        approved = frozenset(c for c in onboarding.plan().approved() if not isinstance(c, CreateAccount))
        events = list(onboarding.apply(approved))

    assert ending(events) == "unapproved"
    assert frozenset(started(events)) <= approved
    assert not [change for change in started(events) if isinstance(change, CreateAccount)]
