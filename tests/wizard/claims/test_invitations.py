"""Invitations are sent again, taken back, and explained to the other side."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from state.changes.access_roles import trust_in_account
from state.changes.handshakes import CancelHandshake, InviteAccountToOrganization
from state.observed import Account, Identity, Observed, Organization
from state.observed.handshake import Handshake
from state.saved.progress import ClaimStatus, ProgressLine
from state.setup import Invitation, Setup
from state.setup.file import parse_setup, write_setup
from state.setup.validation import problems_of
from tests.drafting import after
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, performed, signed_in, suggested
from wizard.claims.base import Blocked, Needed, Satisfied, Waiting
from wizard.claims.invitations import InvitationWithdrawn, acceptance_message
from wizard.edits.invitations import can_send_again, can_withdraw, how_it_stands, send_again, withdraw
from wizard.plan.claims import claims_of

OWNER = "999988887777"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SETUP = Setup(
    name="acme",
    home_region="eu-west-1",
    invitations=(
        Invitation(account=EXISTING_ACCOUNT, organizational_unit="Root"),
        Invitation(account="Root@Example.com", organizational_unit="Root"),
    ),
)
STANDING = Observed(
    identity=Identity(OWNER, f"arn:aws:iam::{OWNER}:user/anna"),
    organization=Organization("o-1", "", "ALL", OWNER, ""),
)


def invited(*states: str, account: str = EXISTING_ACCOUNT) -> Observed:
    handshakes = (
        Handshake(f"h-{number}", state, account, NOON + timedelta(days=number), NOON + timedelta(days=number + 15))
        for number, state in enumerate(states)
    )
    return replace(STANDING, handshakes=tuple(handshakes))


def joined() -> Observed:
    account = Account(EXISTING_ACCOUNT, "legacy", "owner@legacy.example", "ACTIVE", "INVITED")
    return replace(invited("ACCEPTED"), accounts=(account,))


def test_a_refused_invitation_can_be_sent_again_once_for_each_refusal() -> None:
    again = send_again(SETUP, invited("DECLINED"), EXISTING_ACCOUNT)

    assert can_send_again(SETUP, invited("DECLINED"), EXISTING_ACCOUNT)
    assert again.invitations[0].send_again_after == "h-0"
    assert again.invitations[1] == SETUP.invitations[1]
    assert not can_send_again(again, invited("DECLINED"), EXISTING_ACCOUNT)
    assert can_send_again(again, invited("DECLINED", "DECLINED"), EXISTING_ACCOUNT)


@pytest.mark.parametrize(
    ("observed", "words"),
    [
        (STANDING, "not sent yet"),
        (invited("OPEN"), "not answered yet, possible until 2026-01-"),
        (invited("DECLINED"), "declined"),
        (invited("SOMETHING_NEW"), "SOMETHING_NEW"),
        (joined(), "has joined"),
    ],
)
def test_how_an_invitation_stands_is_said_in_a_few_words(observed: Observed, words: str) -> None:
    assert how_it_stands(SETUP.invitations[0], observed, None)[1].startswith(words)


def test_what_is_to_be_done_about_an_invitation_is_said_before_it_is_done() -> None:
    again = send_again(SETUP, invited("DECLINED"), EXISTING_ACCOUNT).invitations[0]
    less = withdraw(SETUP, EXISTING_ACCOUNT).invitations[0]

    assert how_it_stands(again, invited("DECLINED"), None)[1] == "to be sent again with the next run"
    assert how_it_stands(less, invited("OPEN"), None)[1] == "to be withdrawn with the next run"
    assert how_it_stands(less, invited("CANCELED"), None)[1] == "withdrawn"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ClaimStatus.DONE, "has joined, as last seen"),
        (ClaimStatus.WAITING, "not answered yet, as last seen"),
        (ClaimStatus.PROBLEM, "needs you, as last seen"),
        (ClaimStatus.LEFT, "not sent yet"),
    ],
)
def test_without_a_reading_what_was_saved_at_the_last_one_is_said(status: ClaimStatus, words: str) -> None:
    seen = ProgressLine("account:1", "Account has joined", status, "The invitation is DECLINED.")

    assert how_it_stands(SETUP.invitations[0], None, seen)[1] == words


@pytest.mark.parametrize("observed", [STANDING, invited("OPEN"), joined()])
def test_there_is_nothing_to_send_again_while_an_invitation_may_still_be_accepted(observed: Observed) -> None:
    assert not can_send_again(SETUP, observed, EXISTING_ACCOUNT)


def test_an_address_means_the_same_in_any_case() -> None:
    observed = invited("OPEN", account="root@example.com")

    assert can_withdraw(SETUP, observed, "root@EXAMPLE.com")
    assert withdraw(SETUP, "root@EXAMPLE.com").invitations[1].withdrawn


def test_a_pending_invitation_is_withdrawn_and_may_be_sent_again_later() -> None:
    less = withdraw(SETUP, EXISTING_ACCOUNT)
    claim = InvitationWithdrawn(EXISTING_ACCOUNT)

    assert can_withdraw(SETUP, invited("OPEN"), EXISTING_ACCOUNT)
    assert not can_withdraw(less, invited("OPEN"), EXISTING_ACCOUNT)
    assert not can_withdraw(SETUP, invited("DECLINED"), EXISTING_ACCOUNT)
    assert claim in claims_of(less)
    assert claim.assess(invited("OPEN")) == Needed(CancelHandshake(EXISTING_ACCOUNT))
    assert isinstance(claim.assess(after(invited("OPEN"), CancelHandshake(EXISTING_ACCOUNT))), Satisfied)
    assert isinstance(claim.assess(STANDING), Satisfied)
    again = send_again(less, invited("CANCELED"), EXISTING_ACCOUNT)
    assert not again.invitations[0].withdrawn
    assert again.invitations[0].send_again_after == "h-0"


def test_who_has_joined_already_is_not_quietly_thrown_out() -> None:
    verdict = InvitationWithdrawn(EXISTING_ACCOUNT).assess(joined())

    assert isinstance(verdict, Blocked)
    assert "remove it from the organization" in verdict.remedy


def test_a_withdrawn_invitation_is_kept_in_the_file_and_asks_for_nothing_else() -> None:
    setup = replace(suggested(EXISTING_ACCOUNT), management_account_id=OWNER)
    less = withdraw(setup, EXISTING_ACCOUNT)

    assert parse_setup(write_setup(less), "acme.yaml").setup == less
    assert {claim.key for claim in claims_of(less) if EXISTING_ACCOUNT in claim.key} == {
        f"withdrawn:{EXISTING_ACCOUNT}"
    }


def test_to_withdraw_and_to_send_again_at_once_is_a_problem() -> None:
    both = replace(SETUP.invitations[0], withdrawn=True, send_again_after="h-examplehandshakeid1")

    wheres = [problem.where for problem in problems_of(replace(SETUP, invitations=(both,)))]

    assert ("invitations", 0, "withdrawn") in wheres


def test_an_invitation_goes_out_is_taken_back_and_goes_out_again(tmp_path: Path) -> None:
    with signed_in(tmp_path, suggested(EXISTING_ACCOUNT), "invitation-unanswered") as onboarding:
        assert ending(apply_all(onboarding)) == "waiting"

        onboarding.answer(withdraw(onboarding.setup, EXISTING_ACCOUNT))
        taken_back = apply_all(onboarding)
        assert performed(taken_back) == [CancelHandshake(EXISTING_ACCOUNT)]
        assert ending(taken_back) == "done"
        assert onboarding.plan().changes == ()

        assert onboarding.observed is not None
        onboarding.answer(send_again(onboarding.setup, onboarding.observed, EXISTING_ACCOUNT))
        sent = apply_all(onboarding)
        assert performed(sent) == [InviteAccountToOrganization(EXISTING_ACCOUNT)]
        assert ending(sent) == "waiting"


def test_the_message_names_the_role_that_the_setup_wants() -> None:
    setup = replace(SETUP, organization_access_role="Administration")
    claim = next(claim for claim in claims_of(setup) if claim.key == f"account:{EXISTING_ACCOUNT}")

    verdict = claim.assess(invited("OPEN"))

    assert isinstance(verdict, Waiting)
    assert "--role-name Administration" in verdict.message


def test_the_message_says_how_to_accept_and_how_to_make_the_access_role() -> None:
    observed = invited("OPEN")
    message = acceptance_message(observed.handshakes[0], observed, "Administration")
    commands = [shlex.split(line) for line in message.splitlines() if line.startswith("  aws ")]

    assert [" ".join(words[1:3]) for words in commands] == [
        "iam create-role",
        "iam attach-role-policy",
        "organizations accept-handshake",
    ], "the role first: the organization's policies may not let anybody make it afterwards"
    trust = commands[0][commands[0].index("--assume-role-policy-document") + 1]
    assert json.loads(trust) == json.loads(trust_in_account("aws", OWNER))
    assert all("Administration" in words for words in commands[:2])
    assert "2026-01-16 12:00 UTC" in message
    assert len(message) < 2000
