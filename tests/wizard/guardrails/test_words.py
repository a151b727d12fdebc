"""What people are told about guardrails, and what becomes of what they choose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.budgets import SetBudget
from state.changes.organization import EnablePolicyType
from state.changes.trails import CreateTrail
from state.observed import Account, AccountState, FeatureSet, Identity, Observed, Organization
from state.observed.settings import MANAGEMENT_ACCOUNT, NOTHING, Place, as_value
from state.setup import Purpose, Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, PRESETS, Choice, Guardrails, Item, Level
from state.setup.validation import problems_of
from tests.drafting import with_setting
from tests.rehearsing import apply_all, performed, signed_in, suggested
from wizard.audit.who_can import OF_THE_BUCKET, grouped, in_words, who_can
from wizard.claims.base import Needed, Satisfied, Verdict, Waiting
from wizard.claims.organization import PolicyTypeEnabled
from wizard.edits import guardrails as asked
from wizard.edits.guardrails import (
    choices_for,
    cycled,
    with_choice,
    with_level,
)
from wizard.edits.questions import all_answered
from wizard.guardrails import guardrail_claims
from wizard.guardrails.audit_trail import TRAIL
from wizard.guardrails.base import Value
from wizard.guardrails.budget import BudgetTakenBack, BudgetWarns
from wizard.guardrails.management_root_user import ACCESS_KEYS, MFA, ROOT_USER
from wizard.guardrails.words import (
    LEVELS,
    VALUES,
    WORDS,
    GuardrailStatus,
    about,
    costs,
    guardrail_status,
    lacking,
    value_words,
)
from wizard.pages import page_of
from wizard.plan.findings import findings

CONTACT = ("Anna", "Security", "security@acme.example", "+49 30 123456")
HOME = Place(MANAGEMENT_ACCOUNT, MANAGEMENT_ACCOUNT, "", "eu-west-1")

OWNER = "999988887777"
THERE = Observed(
    identity=Identity(OWNER, f"arn:aws:iam::{OWNER}:user/anna"),
    organization=Organization("o-acme", "arn:aws:organizations::o", FeatureSet.ALL, OWNER, "root@acme.example"),
    accounts=(Account(OWNER, "acme", "root@acme.example", AccountState.ACTIVE),),
)


def guarded(level: Level = Level.ESSENTIAL, **guardrails: Choice) -> Setup:
    chosen = {Item(name.replace("_", "-")): choice for name, choice in guardrails.items()}
    return replace(suggested(), guardrails=Guardrails(level=level, choices=chosen))


def without_bunker(setup: Setup) -> Setup:
    others = tuple(account for account in setup.accounts if account.purpose is not Purpose.DATA_BUNKER)
    return replace(setup, accounts=others)


# The catalogue


def test_every_protection_is_told_in_whole_sentences_and_fits_a_line() -> None:
    assert set(WORDS) == set(Item)
    for told in WORDS.values():
        assert len(told.title) <= 42
        assert all(text[0].isupper() and text.endswith(".") for text in (told.consequence, told.cost, told.undo))


def test_every_level_and_every_value_has_words() -> None:
    assert set(LEVELS) == set(Level)
    assert set(VALUES) == set(Value)
    assert all(value_words(guarded(), value) for value in Value)


@pytest.mark.parametrize("item", Item)
def test_what_cannot_be_taken_back_says_so_and_everything_else_says_how(item: Item) -> None:
    undo = about(guarded(), item)[-1]

    assert undo.startswith("It cannot be taken back." if item in CANNOT_TAKE_BACK else "To take it back:")


@pytest.mark.parametrize("item", [item for item in Item if item not in CANNOT_TAKE_BACK])
def test_taking_back_is_planned_for_whatever_can_be_taken_back(item: Item) -> None:
    untouched = {claim.key for claim in guardrail_claims(with_level(guarded(), Level.NONE))}
    taken_back = with_choice(with_level(guarded(), Level.NONE), item, Choice.TAKE_BACK)

    assert {claim.key for claim in guardrail_claims(taken_back)} > untouched


@pytest.mark.parametrize("item", CANNOT_TAKE_BACK)
def test_taking_back_what_cannot_be_is_a_serious_problem_of_the_guardrails_step(item: Item) -> None:
    setup = replace(guarded(), guardrails=Guardrails(choices={item: Choice.TAKE_BACK}))

    (problem,) = [each for each in problems_of(setup) if each.serious]

    assert problem.where == ("guardrails", "choices", item.value)
    assert page_of(problem.where) == "guardrails"
    assert CANNOT_TAKE_BACK[item] in problem.what


@pytest.mark.parametrize(("region", "currency"), [("eu-west-1", "USD"), ("cn-north-1", "CNY")])
def test_a_budget_is_counted_in_what_aws_bills_in(region: str, currency: str) -> None:
    claim = BudgetWarns(replace(HOME, region=region), 50, "money@acme.example")
    verdict = claim.assess(THERE)

    assert isinstance(verdict, Needed)
    assert verdict.change.request(THERE).parameters["Budget"]["BudgetLimit"] == {"Amount": "50", "Unit": currency}
    assert f"50 {currency} a month" in verdict.change.detail


def test_a_budget_is_taken_back_and_only_the_programs_own() -> None:
    ours, theirs = (
        with_setting(THERE, MANAGEMENT_ACCOUNT, SetBudget.name, as_value({name: {"amount": "50", "emails": []}}))
        for name in ("orgwizard-monthly", "theirs")
    )
    claim = BudgetTakenBack(HOME)

    assert claim.assess(ours) == Needed(SetBudget(HOME, NOTHING, "orgwizard-monthly"))
    assert isinstance(claim.assess(theirs), Satisfied)


# ClaimStatus


def test_a_protection_is_on_off_taken_back_or_incomplete() -> None:
    setup = guarded(deny_leaving=Choice.LEAVE, audit_trail=Choice.TAKE_BACK)

    stands = [
        guardrail_status(setup, item)
        for item in (Item.DENY_ROOT_USER, Item.DENY_LEAVING, Item.AUDIT_TRAIL, Item.BUDGET)
    ]

    assert stands == [
        GuardrailStatus.ON,
        GuardrailStatus.OFF,
        GuardrailStatus.TAKEN_BACK,
        GuardrailStatus.LACKING,
    ]


def test_what_lacks_something_says_what() -> None:
    setup = without_bunker(guarded())

    assert "contact" in lacking(setup, Item.SECURITY_CONTACT)
    assert "month" in lacking(setup, Item.BUDGET)
    assert "data bunker" in lacking(setup, Item.BACKUPS)
    assert not lacking(all_answered(setup, asked.CONTACT, CONTACT), Item.SECURITY_CONTACT)
    assert not lacking(with_level(setup, Level.NONE), Item.BACKUPS)


def test_the_costs_of_everything_stand_in_one_line() -> None:
    assert costs(guarded(Level.NONE)) == "Costs: nothing."
    assert costs(guarded()).startswith("Costs: nothing beyond storage, cents a month")
    assert "365 days" in costs(guarded(object_lock=Choice.APPLY))
    assert costs(without_bunker(guarded())) == "Costs: nothing."


# Editing


def test_a_choice_that_the_level_makes_anyway_is_not_written_down() -> None:
    setup = with_choice(guarded(), Item.BUDGET, Choice.LEAVE)

    assert setup.guardrails.choices == {Item.BUDGET: Choice.LEAVE}
    assert with_choice(setup, Item.BUDGET, Choice.APPLY).guardrails.choices == {}


@pytest.mark.parametrize("item", Item)
def test_going_round_through_the_choices_ends_where_it_began(item: Item) -> None:
    setup = guarded()
    seen = []
    for _ in choices_for(item):
        seen.append(setup.guardrails.choice(item))
        setup = cycled(setup, item)

    assert setup == guarded()
    assert set(seen) == set(choices_for(item))
    assert (Choice.TAKE_BACK in seen) is (item not in CANNOT_TAKE_BACK)


def test_another_level_and_back_loses_no_choice() -> None:
    setup = guarded(budget=Choice.LEAVE)

    assert with_level(with_level(setup, Level.NONE), Level.ESSENTIAL) == setup
    assert all(with_level(setup, level).guardrails.choice(Item.BUDGET) is Choice.LEAVE for level in PRESETS)


def test_values_are_taken_as_typed_and_what_is_no_number_changes_nothing() -> None:
    setup = all_answered(guarded(), asked.REGIONS, ["us-east-1,eu-central-1 us-east-1"])
    setup = all_answered(setup, (*asked.LOCKED_DAYS, *asked.LOCKED_DAYS), ["30", "many"])
    setup = all_answered(setup, (*asked.BUDGET, *asked.BUDGET), ["200", "a@acme.example", "lots", "b@acme.example"])

    assert setup.guardrails.allowed_regions == ("us-east-1", "eu-central-1")
    assert setup.guardrails.object_lock_days == 30
    assert (setup.guardrails.monthly_budget_usd, setup.guardrails.budget_email) == (200, "b@acme.example")


# What is told before


def told(setup: Setup, observed: Observed | None = None, *changes: CreateTrail) -> str:
    return " ".join(finding.what for finding in findings(setup, observed or Observed(), changes))


def test_what_is_left_out_for_want_of_an_answer_is_told_before_and_stops_nothing() -> None:
    setup = without_bunker(guarded())
    found = findings(setup, Observed(), ())

    assert not any(finding.serious for finding in found)
    assert "No account has the purpose data-bunker" in told(setup)
    assert WORDS[Item.AUDIT_TRAIL].title in told(setup)
    assert "no security contact" in told(setup)
    assert "no budget" in told(setup)


def test_nothing_is_told_of_what_was_given_or_is_not_wanted() -> None:
    given = all_answered(guarded(), (*asked.CONTACT, *asked.BUDGET), [*CONTACT, "200", "a@acme.example"])

    assert told(given) == ""
    assert told(without_bunker(guarded(Level.NONE))) == ""


def test_a_trail_that_is_there_costs_double_beside_a_new_one() -> None:
    trail = CreateTrail(HOME, NOTHING, TRAIL)
    there = with_setting(THERE, MANAGEMENT_ACCOUNT, CreateTrail.name, as_value({"old": {}}))

    assert "(old)" in told(guarded(Level.NONE), there, trail)
    assert told(guarded(Level.NONE), there) == ""
    assert told(guarded(Level.NONE), Observed(), trail) == ""


# Who can still do it


def test_who_can_is_asked_of_a_workload_and_of_the_data_bunker() -> None:
    tables = who_can(guarded())

    assert [table.account_name for table in tables] == ["production", "data-bunker"]
    assert not {answer.question for answer in tables[0].answers} & OF_THE_BUCKET
    assert {answer.question for answer in tables[1].answers} >= OF_THE_BUCKET


def test_with_no_guardrails_everybody_can_and_with_essential_nobody_leaves_or_empties_the_bunker() -> None:
    assert {in_words(answer) for table in who_can(guarded(Level.NONE)) for answer in table.answers} == {"yes"}

    closed = OF_THE_BUCKET | {"take the account out of the organization"}
    for table in who_can(guarded()):
        assert {in_words(answer) for answer in table.answers if answer.question in closed} == {"no"}


def test_only_policies_that_would_be_in_force_count() -> None:
    left_out = guarded(deny_leaving=Choice.LEAVE)
    leaving = [
        answer.allowed
        for table in who_can(left_out)
        for answer in table.answers
        if answer.question == "take the account out of the organization" and "administrator" in answer.who
    ]

    assert leaving
    assert all(leaving)


def test_a_region_that_is_allowed_is_not_asked_about_as_another() -> None:
    setup = all_answered(guarded(Level.STRICT), asked.REGIONS, ["us-west-2"])
    questions = {answer.question for table in who_can(setup) for answer in table.answers}

    assert "launch an instance in us-west-2" not in questions
    assert "launch an instance in eu-central-1" in questions


def test_answers_that_are_alike_share_a_line() -> None:
    (table, _) = who_can(guarded())
    lines = dict(grouped(table))["Who can still take the account out of the organization?"]

    assert len(lines) == 1
    assert lines[0].startswith("no: An administrator of the account, an administrator by Identity Center, ")
    assert lines[0].endswith("and the organization access role. Statement DenyLeaveAndClose denies it.")


def test_without_accounts_there_is_nobody_to_ask_about() -> None:
    assert who_can(replace(guarded(), accounts=())) == ()


def test_what_is_taken_back_after_it_was_applied_goes_and_then_there_is_nothing_to_do(tmp_path: Path) -> None:
    setup = all_answered(guarded(), (*asked.CONTACT, *asked.BUDGET), [*CONTACT, "200", "a@acme.example"])
    with signed_in(tmp_path, setup) as onboarding:
        apply_all(onboarding)
        for item in (Item.BUDGET, Item.AUDIT_TRAIL, Item.DENY_LEAVING):
            onboarding.answer(with_choice(onboarding.setup, item, Choice.TAKE_BACK))
        gone = [change.title.split()[0] for change in performed(apply_all(onboarding))]
        left = onboarding.plan().changes

    assert gone == ["Delete", "Delete", "Detach", "Delete"]
    assert not left


def test_the_root_user_is_asked_to_let_others_see_the_bill_which_no_api_tells() -> None:
    setup = replace(suggested(), guardrails=Guardrails(level=Level.ESSENTIAL))
    claims = [claim for claim in guardrail_claims(setup) if claim.key in (MFA, ACCESS_KEYS)]
    assert len(claims) == 2

    def verdicts(**has: bool) -> list[Verdict]:
        seen = with_setting(THERE, MANAGEMENT_ACCOUNT, ROOT_USER.setting, as_value(has))
        return [claim.assess(seen) for claim in claims]

    for verdict in verdicts(mfa=False, access_keys=True):
        assert isinstance(verdict, Waiting)
        assert "IAM user and role access to Billing information" in verdict.message
    assert "AWS does not tell" in next(
        each.evidence for each in verdicts(mfa=True, access_keys=False) if isinstance(each, Satisfied)
    )


@pytest.mark.parametrize(
    ("policy_type", "called"),
    [
        ("SERVICE_CONTROL_POLICY", "service control policies"),
        ("AISERVICES_OPT_OUT_POLICY", "AI services opt-out policies"),
        ("DECLARATIVE_POLICY_EC2", "declarative policies for EC2"),
        ("SOMETHING_NEW_POLICY", "something new policies"),
    ],
)
def test_policies_are_called_what_aws_calls_them(policy_type: str, called: str) -> None:
    assert EnablePolicyType(policy_type).title == f"Enable {called}"
    assert PolicyTypeEnabled(policy_type).title.casefold() == f"{called} are enabled".casefold()
