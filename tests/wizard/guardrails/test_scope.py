"""Policies hold where the setup wants them, for whom it wants them; what that leaves open is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from state.changes.policies import AttachPolicy
from state.observed import Observed
from state.setup import ROOT, Setup
from state.setup.guardrails import Choice, Item, Level
from state.setup.validation import problems_of
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.rehearsing import performed
from tests.stage import Stage, ending_of
from wizard.audit.who_can import who_can
from wizard.engine.events import Ending
from wizard.guardrails import policies_of
from wizard.plan.findings import findings

POLICIES = (Item.DENY_LEAVING, Item.PROTECT_ACCESS_ROLES, Item.DENY_ROOT_USER)


def scoped(units: tuple[str, ...] = (), excepted: tuple[str, ...] = (), choice: Choice = Choice.APPLY) -> Setup:
    chosen = guardrails(Level.NONE, dict.fromkeys(POLICIES, choice))
    return bunker_and_shop(replace(chosen, policy_units=units, excepted_accounts=excepted))


def test_policies_are_attached_to_the_chosen_units_and_go_from_them_again(tmp_path: Path) -> None:
    stage = quick(Stage(scoped(("Workloads", "Security")), tmp_path))
    events = stage.run()

    assert ending_of(events) is Ending.DONE
    attached = [each for each in performed(events) if isinstance(each, AttachPolicy)]
    assert {each.path for each in attached} == {"Workloads", "Security"}
    assert len(attached) == 2 * len(POLICIES)
    assert stage.plan().approved() == frozenset()
    stage.want(scoped(("Workloads", "Security"), choice=Choice.TAKE_BACK))
    assert ending_of(stage.run()) is Ending.DONE
    (organization,) = stage.world.organizations.values()
    assert not [each for each in organization.policies.values() if each.policy_name.startswith("orgwizard-")]


def test_accounts_outside_of_the_units_and_exceptions_are_named() -> None:
    told = [each.what for each in findings(scoped(("Workloads",)), Observed(), ())]
    assert [text for text in told if "do not bind data-bunker" in text]
    told = [each.what for each in findings(scoped((), ("production",)), Observed(), ())]
    assert [text for text in told if "binds production" in text and "Accounts cannot leave or close" in text]
    assert not [each for each in findings(scoped(), Observed(), ()) if "bind" in each.what]


def test_an_excepted_account_can_what_others_cannot_and_who_can_says_so_by_account() -> None:
    setup = scoped((), ("production",))

    def leaves(setup: Setup, account: str) -> set[bool | None]:
        (table,) = [each for each in who_can(setup) if each.account_name == account]
        return {each.allowed for each in table.answers if "out of the organization" in each.question}

    assert leaves(setup, "production") == {True}
    assert leaves(setup, "data-bunker") == leaves(scoped(), "data-bunker") == leaves(scoped(), "production") == {False}


def test_the_exception_is_sent_with_the_id_of_the_account(tmp_path: Path) -> None:
    stage = quick(Stage(scoped((), ("production", "123456789012")), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    (organization,) = stage.world.organizations.values()
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None

    ours = [each for each in organization.policies.values() if each.policy_name.startswith("orgwizard-")]
    assert len(ours) == len(POLICIES)
    for policy in ours:
        for statement in json.loads(policy.content)["Statement"]:
            ids = statement["Condition"]["StringNotEquals"]["aws:PrincipalAccount"]
            assert set(ids) == {shop.account_id, "123456789012"}
    assert stage.plan().approved() == frozenset()


def test_an_access_role_of_another_name_is_protected_in_its_own_account_only() -> None:
    plain = scoped()
    shop = replace(plain.accounts[1], organization_access_role="Administrator")
    setup = replace(plain, accounts=(plain.accounts[0], shop))
    (placed,) = [placed for item, placed in policies_of(setup) if item is Item.PROTECT_ACCESS_ROLES]

    protected = placed.text.document["Statement"][0]["Resource"]
    assert "arn:aws:iam::*:role/Administrator" not in protected
    assert "arn:aws:iam::<id of account aws+production@acme.example>:role/Administrator" in protected
    assert "arn:aws:iam::*:role/OrganizationAccountAccessRole" in protected
    assert placed.path == ROOT


def test_a_unit_or_an_account_that_is_not_there_is_a_problem() -> None:
    where = {each.where[:2] for each in problems_of(scoped(("Nowhere",), ("nobody",)))}

    assert {("guardrails", "policy_units"), ("guardrails", "excepted_accounts")} <= where
