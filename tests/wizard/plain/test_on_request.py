"""Plain mode says little by itself and everything when asked: lists, groups, details; edits are taken back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input

from state.errors import WrongInput
from state.setup import Setup
from tests.guardrail_answers import essential
from tests.rehearsing import EXISTING_ACCOUNT, rehearsals, small, suggested
from wizard.plain import converse
from wizard.plain.conversation import Conversation, picked
from wizard.plain.session import Session

SIGN_IN = ("2", "1", "y")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


class Visit:
    """One visit to the setup acme, with these lines typed; then left."""

    def __init__(self, home: Path, keyboard: PipeInput, *lines: str, scenario: str = "") -> None:
        keyboard.send_text("".join(line + "\r" for line in (*lines, "q")))
        self.status = converse(Session(Conversation(keyboard), rehearsals(home, scenario), "acme"))
        self.setup = rehearsals(home).answers("acme")


def begun(home: Path, setup: Setup, scenario: str = "") -> None:
    rehearsals(home, scenario).begin(setup).close()


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


# Answers


NAMES = ("production", "staging", "shared-services", "prod-eu")


@pytest.mark.parametrize(
    ("text", "number"), [("2", 1), ("Staging", 1), ("st", 1), ("services", 2), ("production", 0), ("prod-", 3)]
)
def test_a_line_of_a_list_is_chosen_by_number_name_beginning_or_part(text: str, number: int) -> None:
    assert picked(text, NAMES) == number


@pytest.mark.parametrize(
    ("text", "words"), [("prod", "production, prod-eu"), ("nothing", "not in the list"), ("5", "1 to 4")]
)
def test_what_means_no_line_or_several_is_said(text: str, words: str) -> None:
    with pytest.raises(WrongInput) as caught:
        picked(text, NAMES)
    assert words in str(caught.value.advice)


def test_a_list_is_read_and_searched_when_asked_and_not_again_after_each_action(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, suggested())
    Visit(tmp_path, keyboard, "5", "", "l", "/staging", "production", "<", "")

    said = told(capsys)
    assert said.count("aws+sandbox@acme.example") == 1
    assert said.count("4 staging: aws+staging@acme.example") == 2
    assert said.count("3 production: aws+production@acme.example") == 1


def test_a_bare_number_for_a_name_is_asked_about(tmp_path: Path, keyboard: PipeInput) -> None:
    begun(tmp_path, small())

    assert (
        Visit(tmp_path, keyboard, "5", "2", "n", "", "").setup.organization_access_role
        == "OrganizationAccountAccessRole"
    )
    assert Visit(tmp_path, keyboard, "5", "2", "y", "").setup.organization_access_role == "2"


def test_half_a_contact_is_not_taken_and_what_was_typed_is_offered_again(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, essential())
    visit = Visit(
        tmp_path, keyboard, "7", "", "c", "Anna", "", "<", "<", "c", "", "Security", "a@acme.example", "+49 30 1", ""
    )

    said = told(capsys)
    assert "The contact's title is missing." in said
    assert "Name (now Anna" in said
    contact = visit.setup.guardrails.security_contact
    assert (contact.full_name, contact.title, contact.phone) == ("Anna", "Security", "+49 30 1")


def test_the_budget_is_kept_when_one_goes_back_from_its_address(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, essential())
    visit = Visit(tmp_path, keyboard, "7", "", "b", "200", "<", "", "money@acme.example", "")

    assert "Dollars a month (now 200" in told(capsys)
    assert visit.setup.guardrails.monthly_budget_usd == 200


def test_callers_that_are_no_names_are_not_taken(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, small())
    visit = Visit(tmp_path, keyboard, "5", "", "w", "nope!!", "anna", "", "", "", "", "", "", "2", "")

    assert "'nope!!' is not the name of one of the users." in told(capsys)
    assert visit.setup.access.callers.users == ("anna",)
    assert visit.setup.access.session_hours == 2


# Undo


def test_an_edit_is_taken_back_at_a_list_at_a_question_and_between_pages(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, suggested())
    visit = Visit(
        tmp_path, keyboard,
        "1", "eu-central-1", "undo", "", "", "", "Security", "2", "undo", "",
            "5", "", "sandbox", "remove", "", "undo", "redo",
    )  # fmt: skip

    said = told(capsys)
    assert "Taken back: Changed: home Region." in said
    assert "Removed: unit Security; moved: account data-bunker. undo takes it back." in said
    assert "Taken back: Removed: unit Security; moved: account data-bunker." in said
    assert "Made again: Removed: account sandbox." in said
    assert visit.setup.home_region == "eu-west-1"
    assert "Security" in visit.setup.unit_paths()
    assert len(visit.setup.accounts) == len(suggested().accounts) - 1


def test_another_structure_replaces_an_open_one_and_is_taken_back(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, suggested(EXISTING_ACCOUNT))
    visit = Visit(tmp_path, keyboard, "1", "", "", "t", "Minimal", "undo", "t", "Suggested", "")

    assert "undo takes it back." in told(capsys)
    assert visit.setup == suggested(EXISTING_ACCOUNT)


# Review


def test_review_counts_first_and_tells_groups_changes_and_reasons_when_asked(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, small())
    Visit(tmp_path, keyboard, *SIGN_IN, "8", "accounts", "1", "", "/invite", "f", "n", "k", "p", "c", "acmee", "acme")

    said = told(capsys)
    assert re.search(r"changes would be made, usually in \d+ to \d+ min\.", said)
    assert said.count("Costs: nothing.") == 1
    assert "Organization: 1 change." in said
    assert "Accounts & roles: 8 changes." in said
    assert "It cannot be undone. It takes organizations:CreateAccount" in said
    assert said.count("aws organizations create-account --email aws+shop") == 2
    assert f"Invite account {EXISTING_ACCOUNT}" in said
    assert "iam:CreateRole" in said
    assert "'acmee' is not in the list." in said
    assert said.count("Comparing the setup with AWS") == 1
    assert "Approved." in said


def test_every_change_can_be_heard_before_it_is_approved(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, small())
    onboarding = rehearsals(tmp_path).resume("acme")
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    changes = onboarding.plan().approved()
    onboarding.close()
    Visit(tmp_path, keyboard, *SIGN_IN[:2], "8", "l", "")

    said = told(capsys)
    assert all(change.full_title in said for change in changes)


# Apply and Finish


def test_what_failed_is_told_once_with_whose_move_it_is_and_leads_to_its_page(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, small(), "email-taken")
    visit = Visit(tmp_path, keyboard, *SIGN_IN, "8", "acme", "", "", "5", "", "", scenario="email-taken")

    said = told(capsys)
    assert visit.status == 1
    assert said.count("Your move: Choose another email address") == 1
    assert "Enter for 5 Accounts & roles" in said
    assert "shop: Problem: An AWS account with this email address exists already" in said


def test_the_message_to_send_and_how_an_invitation_stands_are_there_after_a_restart(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, small())
    first = Visit(tmp_path, keyboard, *SIGN_IN, "8", "acme", "", "")
    said = told(capsys)
    assert first.status == 3
    assert f"Their move (the owner of {EXISTING_ACCOUNT})." in said
    assert "aws iam create-role" not in said

    Visit(tmp_path, keyboard, "4", "", "10", "m", "s", "d", "e", "shop", "", "n", "")
    said = told(capsys)
    assert f"{EXISTING_ACCOUNT}: not answered yet" in said
    assert "aws organizations accept-handshake --handshake-id" in said
    assert f"Their move (the owner of {EXISTING_ACCOUNT})." in said
    assert "sign in on page 2, Sign in, then go to page 3, Organization." in said
    assert "Organization o-" in said
    assert "Role shop-access in account 999988887777 leads to role OrganizationAccountAccessRole" in said
    assert "orgwizard apply acme --rehearse" in said


def test_the_text_for_entering_an_account_is_read_to_be_copied(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, replace(small(), invitations=()))
    Visit(tmp_path, keyboard, *SIGN_IN, "8", "acme", "", "", "10", "e", "bank", "", "")

    shown = capsys.readouterr().out
    assert "[profile acme-bank]\n" in shown
    assert "aws sts get-caller-identity --profile acme-bank\n" in shown


def test_an_invitation_is_accepted_here_with_the_accounts_own_credentials(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, small(), "invitation-unanswered")
    Visit(
        tmp_path, keyboard, *SIGN_IN, "8", "acme", "", "",
        "4", EXISTING_ACCOUNT, "accept", "Otto", "y", "acme", "l", "",
        scenario="invitation-unanswered",
    )  # fmt: skip

    said = told(capsys)
    assert f"Signed in for this: Account {EXISTING_ACCOUNT}" in said
    assert "The account has joined." in said
    assert f"1 {EXISTING_ACCOUNT}: has joined" in said


# Words


def test_a_screen_reader_gets_a_sentence_in_one_line(
    keyboard: PipeInput, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCESSIBLE", "1")
    sentence = "A sentence that is much longer than any terminal is wide. " * 5

    Conversation(keyboard).say(sentence)

    assert capsys.readouterr().out == sentence + "\n"


def strings(module: Path) -> Iterator[str]:
    """The texts of a module, with what is filled in left open; not what is said of its own code."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    said_of_code = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said_of_code:
            yield node.value


def sentences(folder: str) -> set[str]:
    texts = (text for module in (ROOT / folder).rglob("*.py") for text in strings(module))
    parts = (part.strip() for text in texts for part in re.split(r"(?<=[.:?])\s+", text))
    return {part for part in parts if part.count(" ") >= 7}


def test_no_long_sentence_is_written_once_for_each_face() -> None:
    assert sentences("wizard/plain") & sentences("screens") == set()


def test_no_page_is_called_by_a_number_that_somebody_typed() -> None:
    numbered = [text for module in (ROOT / "wizard/plain").glob("*.py") for text in strings(module)]

    assert [text for text in numbered if re.search(r"\b(page|step) [0-9]", text, re.IGNORECASE)] == []


def test_problems_of_the_answers_are_left_open_and_said(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path, replace(small(), home_region=""))
    Visit(tmp_path, keyboard, "1", "", "", "")

    assert "Left open: The home Region is missing." in told(capsys)
