"""A question is asked once, and its answer is judged as the same one in a file would be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from state.setup import Setup
from state.setup.guardrails import Level
from state.setup.validation import problems_of
from tests.rehearsing import small
from wizard.edits import access, add_account, guardrails, replace_account, structure
from wizard.edits.members import ORGANIZATION_ACCESS_ROLE, account_questions, invitation_questions, questions_about
from wizard.edits.questions import Question, all_answered

EVERY = (
    *structure.QUESTIONS,
    ORGANIZATION_ACCESS_ROLE,
    *account_questions(0),
    *invitation_questions(0),
    *access.QUESTIONS,
    *guardrails.CONTACT,
    *guardrails.BUDGET,
    *guardrails.REGIONS,
    *guardrails.LOCKED_DAYS,
)
WRONG = {
    "home_region": "Frankfurt",
    "email_pattern": "aws@acme",
    "organization_access_role": "a role",
    "account_name": "",
    "email": "no address",
    "account": "12345",
    "callers-users": "anna, nope!!",
    "callers-groups": "nope!!",
    "callers-roles": "nope!!",
    "callers-permission-sets": "nope!!",
    "data-bunker-users": "nope!!",
    "data-bunker-permission-sets": "nope!!",
    "break-glass": "anna, nope!!",
    "session-hours": "13",
    "amount": "lots",
    "regions": "us-east-1 nowhere",
    "days": "0",
}
"""What no setup may hold, by the question it is typed at."""


def question(key: str, number: int = 0) -> Question:
    return next(each for each in (*EVERY, *account_questions(number)) if each.key == key)


def test_every_question_has_a_short_label_and_says_in_whole_sentences_what_it_is_for() -> None:
    for each in EVERY:
        assert 0 < len(each.label) <= 16, each.key
        assert each.hint.endswith("."), each.key


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.key)
def test_the_answer_as_it_stands_changes_nothing_when_it_is_given_again(each: Question) -> None:
    assert each.answered(small(), each.now(small())) == small()


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_is_told_at_its_question(key: str) -> None:
    fault = question(key).problem(small(), WRONG[key])

    assert fault is not None
    assert fault.what.endswith(".")
    assert fault.remedy.endswith(".")


def test_what_a_question_says_is_what_is_said_of_a_file() -> None:
    wrong = question("home_region").answered(small(), "Frankfurt")
    said = {(problem.what, problem.remedy) for problem in problems_of(wrong)}

    fault = question("home_region").problem(small(), "Frankfurt")
    assert fault is not None
    assert (fault.what, fault.remedy) in said


@pytest.mark.parametrize("number", [0, 1])
def test_an_address_that_another_account_has_is_told_whichever_of_the_two_is_asked_about(number: int) -> None:
    other = small().email_of(small().accounts[1 - number])

    fault = account_questions(number)[1].problem(small(), other.upper())

    assert fault is not None
    assert "used twice" in fault.what


def test_a_problem_elsewhere_that_was_there_before_is_not_told_again() -> None:
    twice = add_account(small(), replace(small().accounts[0], email="x@acme.example"))

    assert account_questions(1)[1].problem(twice, "fine@acme.example") is None


def test_a_pattern_that_gives_two_accounts_one_address_is_told() -> None:
    setup = add_account(small(), replace(small().accounts[0], account_name="Shop 2", email="aws+shop@other.example"))

    fault = question("email_pattern").problem(setup, "aws+{account}@other.example")

    assert fault is not None
    assert "used twice" in fault.what


def test_account_ids_are_taken_as_the_console_shows_them() -> None:
    asked = invitation_questions(0)[0]

    assert asked.problem(small(), "1111-2222-3333") is None
    assert asked.answered(small(), "1111-2222-3333").invitations[0].account == "111122223333"


def test_a_contact_is_given_whole_or_not_at_all() -> None:
    name, title, *_ = guardrails.CONTACT
    guarded = replace(small(), guardrails=replace(small().guardrails, level=Level.ESSENTIAL))
    half = name.answered(guarded, "Anna")

    assert title.problem(guarded, "") is None
    assert title.problem(half, "") is not None


def test_several_answers_make_one_setup() -> None:
    setup: Setup = all_answered(small(), guardrails.BUDGET, ("200", "money@acme.example"))

    assert (setup.guardrails.monthly_budget_usd, setup.guardrails.budget_email) == (200, "money@acme.example")


def test_tags_are_asked_of_an_account_that_is_there_already() -> None:
    setup = small()
    tags = questions_about(setup, 0)[-1]
    tagged = tags.answered(setup, "owner=anna, cost-center = 42,")

    assert tagged.accounts[0].tags == {"owner": "anna", "cost-center": "42"}
    assert tags.now(tagged) == "cost-center=42, owner=anna"
    assert tags.answered(tagged, tags.now(tagged)) == tagged
    assert tags.problem(setup, "owner=anna") is None
    assert "'anna' is no tag" in str(tags.problem(setup, "anna"))
    assert tags.problem(setup, "aws:owner=anna") is not None


def test_tags_that_only_a_file_can_write_are_left_alone() -> None:
    setup = small()
    account = replace(setup.accounts[0], tags={"team": "one, two"})

    asked = questions_about(replace_account(setup, 0, account), 0)

    assert "tags" not in [question.key for question in asked]
