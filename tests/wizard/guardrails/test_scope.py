"""Each guardrail holds where the setup wants it, for whom it wants it; what that leaves open is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from state.changes.account_settings import PutPublicAccessBlock, UpdateAccountPasswordPolicy
from state.changes.policies import AttachPolicy, DetachPolicy, UpdatePolicy
from state.observed import SERVICE_CONTROL_POLICY, Observed, Policy
from state.setup import ROOT, Invitation, Setup
from state.setup.file import parse_setup, write_setup
from state.setup.guardrails import FOR_THE_WHOLE, POLICIES_OF_THE_ROOT, Choice, GuardrailScope, Item, Level
from state.setup.validation import problems_of
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.rehearsing import performed
from tests.stage import Stage, ending_of
from wizard.audit.who_can import who_can
from wizard.edits import rename_unit, replace_account
from wizard.edits.guardrails import scope_questions
from wizard.edits.members import exceptions_of_invitation
from wizard.engine.events import Ending
from wizard.guardrails import GUARDRAILS, guardrail_claims, policies_of
from wizard.guardrails.base import Wanted
from wizard.guardrails.in_each_account import InEachAccount
from wizard.guardrails.policies import PolicyGuardrail, PolicyInForce
from wizard.plan.findings import findings

POLICIES = (Item.DENY_LEAVING, Item.PROTECT_ACCESS_ROLES, Item.DENY_ROOT_USER)
SETTINGS = (Item.BLOCK_PUBLIC_ACCESS, Item.PASSWORD_POLICY)
LEGACY = "444455556666"


def scoped(
    scopes: dict[Item, GuardrailScope] | None = None,
    choice: Choice = Choice.APPLY,
    items: tuple[Item, ...] = POLICIES,
) -> Setup:
    return bunker_and_shop(replace(guardrails(Level.NONE, dict.fromkeys(items, choice)), scopes=scopes or {}))


def excepted(*accounts: str) -> GuardrailScope:
    return GuardrailScope(except_accounts=accounts)


def test_one_guardrail_holds_in_units_and_another_at_the_root_and_both_go_again(tmp_path: Path) -> None:
    narrow = {Item.DENY_LEAVING: GuardrailScope(units=("Workloads", "Security"))}
    stage = quick(Stage(scoped(narrow), tmp_path))
    events = stage.run()

    assert ending_of(events) is Ending.DONE
    attached = {(each.policy_name, each.path) for each in performed(events) if isinstance(each, AttachPolicy)}
    assert attached == {
        ("orgwizard-deny-leaving", "Workloads"),
        ("orgwizard-deny-leaving", "Security"),
        ("orgwizard-protect-access-roles", ROOT),
        ("orgwizard-deny-root-user", ROOT),
    }
    assert stage.plan().approved() == frozenset()
    stage.want(scoped(narrow, choice=Choice.TAKE_BACK))
    assert ending_of(stage.run()) is Ending.DONE
    (organization,) = stage.world.organizations.values()
    assert not [each for each in organization.policies.values() if each.policy_name.startswith("orgwizard-")]


def test_narrowing_a_policy_to_a_unit_attaches_it_there_before_it_leaves_the_root(tmp_path: Path) -> None:
    stage = quick(Stage(scoped(items=(Item.DENY_LEAVING,)), tmp_path))
    stage.run()
    stage.want(scoped({Item.DENY_LEAVING: GuardrailScope(units=("Workloads",))}, items=(Item.DENY_LEAVING,)))

    planned = [change for change, _ in stage.plan().changes]
    assert planned == [
        AttachPolicy(SERVICE_CONTROL_POLICY, "orgwizard-deny-leaving", "Workloads"),
        DetachPolicy(SERVICE_CONTROL_POLICY, "orgwizard-deny-leaving", ROOT),
    ]
    assert [change.loosens for change in planned] == [False, True]
    assert ending_of(stage.run()) is Ending.DONE
    assert stage.plan().approved() == frozenset()


def test_an_exception_that_is_added_later_lifts_only_what_was_ours_and_is_marked(tmp_path: Path) -> None:
    items = (*SETTINGS, Item.DENY_LEAVING)
    stage = quick(Stage(scoped(items=items), tmp_path))
    stage.run()
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None
    stage.want(scoped(dict.fromkeys(items, excepted("production")), items=items))
    changes = stage.plan().approved()

    assert {type(each) for each in changes} == {PutPublicAccessBlock, UpdateAccountPasswordPolicy, UpdatePolicy}
    assert all(each.loosens for each in changes)
    assert [each.frees for each in changes if isinstance(each, UpdatePolicy)] == ["production"]
    assert ending_of(stage.run()) is Ending.DONE
    assert stage.plan().approved() == frozenset()
    seen = {(each.account_id, each.name) for each in stage.look().settings if each.content is not None}
    assert not {(shop.account_id, name) for name in ("public-access-block", "password-policy")} & seen
    # The same value where the journal knows nothing of it is somebody else's.
    stage.want(scoped(items=items))
    stage.run()
    stage.journal_file.unlink()
    stage.want(scoped(dict.fromkeys(SETTINGS, excepted("production")), items=items))
    assert not any(isinstance(each, PutPublicAccessBlock) for each in stage.plan().approved())


def test_the_exception_is_sent_with_the_id_of_the_account_and_with_that_guardrail_only(tmp_path: Path) -> None:
    stage = quick(Stage(scoped({Item.DENY_LEAVING: excepted("production", "123456789012")}), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    (organization,) = stage.world.organizations.values()
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None

    ours = {each.policy_name: json.loads(each.content) for each in organization.policies.values() if each.content}
    (statement,) = ours["orgwizard-deny-leaving"]["Statement"]
    assert set(statement["Condition"]["StringNotEquals"]["aws:PrincipalAccount"]) == {shop.account_id, "123456789012"}
    assert "aws:PrincipalAccount" not in json.dumps(ours["orgwizard-deny-root-user"])
    assert stage.plan().approved() == frozenset()


def test_accounts_outside_of_the_units_and_exceptions_are_named() -> None:
    def told(setup: Setup) -> str:
        return " ".join(each.what for each in findings(setup, Observed(), ()) if "Left open" in each.what)

    assert "data-bunker and any account that joins outside of Workloads" in told(
        scoped({Item.DENY_LEAVING: GuardrailScope(units=("Workloads",))})
    )
    both = dict.fromkeys((Item.DENY_LEAVING, Item.DENY_ROOT_USER), excepted("production"))
    assert "in production, as the setup has it: Accounts cannot leave or close; Accounts' root users" in told(
        scoped(both)
    )
    assert not told(scoped())


def test_an_excepted_account_can_what_others_cannot_and_who_can_says_so_by_account() -> None:
    setup = replace(
        scoped({Item.DENY_LEAVING: excepted(LEGACY)}, items=(Item.DENY_LEAVING,)),
        invitations=(Invitation(account=LEGACY, organizational_unit="Workloads"),),
    )

    def leaves(setup: Setup, account: str) -> set[bool | None]:
        (table,) = [each for each in who_can(setup) if each.account_name == account]
        return {each.allowed for each in table.answers if "out of the organization" in each.question}

    assert leaves(setup, LEGACY) == {True}
    assert leaves(setup, "data-bunker") == leaves(scoped(), "production") == {False}


def test_a_policy_of_others_that_binds_everybody_is_kept_and_told() -> None:
    setup = scoped({Item.DENY_LEAVING: excepted("123456789012")}, items=(Item.DENY_LEAVING,))
    (plain,) = [placed for item, placed in policies_of(scoped()) if item is Item.DENY_LEAVING]
    theirs = Policy("p-1", "ConsoleDefault", SERVICE_CONTROL_POLICY, plain.text.content, (ROOT,))
    observed = Observed(policies=(theirs,))
    (claim,) = [each for each in guardrail_claims(setup) if isinstance(each, PolicyInForce)]

    assert "ConsoleDefault" in str(claim.assess(observed))
    told = " ".join(each.what for each in findings(setup, observed, ()))
    assert "Policy ConsoleDefault, which this setup did not make, binds 123456789012 all the same" in told


def test_scopes_follow_a_unit_and_an_account_that_are_renamed() -> None:
    setup = scoped({Item.DENY_LEAVING: GuardrailScope(units=("Workloads",), except_accounts=("production",))})
    setup = rename_unit(setup, "Workloads", "Products")
    setup = replace_account(setup, 1, replace(setup.accounts[1], account_name="shop"))

    assert setup.guardrails.scope(Item.DENY_LEAVING) == GuardrailScope(units=("Products",), except_accounts=("shop",))
    assert not [each for each in problems_of(setup) if each.serious]


def test_everything_wrong_with_scopes_is_told_at_once_and_by_line() -> None:
    setup = scoped(
        {
            Item.DENY_LEAVING: GuardrailScope(units=("Nowhere", "Security"), except_accounts=("nobody", "production")),
            Item.DENY_ROOT_USER: excepted("the management account"),
            Item.AI_OPT_OUT: excepted("production"),
            Item.BUDGET: GuardrailScope(units=("Workloads",)),
            Item.EBS_ENCRYPTION: excepted("production", "Production", "123456789012"),
        }
    )
    setup = replace(setup, management_account_id="999988887777")
    text = write_setup(setup)
    parsed = parse_setup(text, "acme.yaml")
    lines = text.splitlines()

    assert parsed.setup == setup
    told = {lines[each.line - 1].strip(): each.what for each in parsed.serious_problems}
    assert "no such unit" in told["- Nowhere"]
    assert "no such account" in told["- nobody"]
    assert "in none of the units" in told["- production"] or "cannot be lifted" in str(told)
    assert "never holds in the management account" in told["- the management account"]
    assert "named before" in told["- Production"]
    assert "none is known by this id" in told["- '123456789012'"]
    assert "cannot be given a scope" in told["budget:"]
    assert len(parsed.serious_problems) == 8


def test_what_can_be_given_a_scope_is_what_can_be_narrowed() -> None:
    for each in GUARDRAILS:
        asked = scope_questions(each.item)
        assert bool(asked) is (each.item not in FOR_THE_WHOLE)
        one_by_one = {Item.ROOT_CREDENTIALS, Item.NARROW_ACCESS_ROLES}
        narrow = isinstance(each, InEachAccount) or each.item in {*POLICIES_OF_THE_ROOT, *one_by_one}
        assert narrow is bool(asked), each.item
        placed = each.policy(Wanted(bunker_and_shop())) if isinstance(each, PolicyGuardrail) else None
        assert (placed is not None and placed.path == ROOT) is (each.item in POLICIES_OF_THE_ROOT)


def test_a_wrong_key_or_guardrail_in_scopes_is_named() -> None:
    text = write_setup(scoped()) + "  scopes:\n    deny-leaving:\n      unit: [Workloads]\n    deny-living: {}\n"
    told = [str(each) for each in parse_setup(text, "acme.yaml").problems]

    assert any("'unit'" in each and "units" in each for each in told)
    assert any("'deny-living'" in each and "deny-leaving" in each for each in told)


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


def test_the_account_in_use_is_excepted_where_it_is_invited() -> None:
    setup = replace(scoped(), invitations=(Invitation(account=LEGACY, organizational_unit="Workloads"),))
    question = exceptions_of_invitation(0)
    narrowed = question.answered(setup, "block-public-access, Deny-Root-User")

    assert question.now(narrowed) == "deny-root-user, block-public-access"
    assert set(narrowed.guardrails.scopes) == {Item.BLOCK_PUBLIC_ACCESS, Item.DENY_ROOT_USER}
    assert question.answered(narrowed, "") == setup
    assert "block-public-access if that is meant" in str(question.problem(setup, "block-public-acces"))
