"""Invitations are sent, answered, withdrawn and forgotten as AWS's are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import OTTO, Aws, refused
from wizard.simulated.operation import Caller

LEGACY = {"Type": "ACCOUNT", "Id": "444455556666"}


def invite(aws: Aws, target: dict[str, str] = LEGACY) -> dict[str, Any]:
    return dict(aws.organizations.invite_account_to_organization(Target=target, Notes="Welcome")["Handshake"])


def state(aws: Aws, handshake: dict[str, Any]) -> str:
    return str(aws.organizations.describe_handshake(HandshakeId=handshake["Id"])["Handshake"]["State"])


def test_an_invitation_is_open_for_fifteen_days(organization: Aws) -> None:
    handshake = invite(organization)

    assert (handshake["State"], handshake["Action"]) == ("OPEN", "INVITE")
    assert handshake["ExpirationTimestamp"] - handshake["RequestedTimestamp"] == timedelta(days=15)
    assert {party["Type"] for party in handshake["Parties"]} == {"ORGANIZATION", "ACCOUNT"}


def test_the_owner_accepts_after_eighteen_hours_and_the_account_joins_in_the_root(organization: Aws) -> None:
    handshake = invite(organization)
    organization.clock.advance(17 * 3600)
    assert state(organization, handshake) == "OPEN"

    organization.clock.advance(3600)

    assert state(organization, handshake) == "ACCEPTED"
    account = organization.organizations.describe_account(AccountId="444455556666")["Account"]
    assert (account["JoinedMethod"], account["Email"]) == ("INVITED", "owner@legacy.example")
    assert organization.organizations.list_parents(ChildId="444455556666")["Parents"][0]["Id"] == organization.root_id


def test_an_invited_account_gets_no_access_role_unless_its_owner_makes_it(organization: Aws) -> None:
    organization.simulated.world.climate.owner_makes_role = False
    invite(organization)
    organization.clock.advance(24 * 3600)

    with refused("NoSuchEntity"):
        organization.seen_by(OTTO).iam.get_role(RoleName="OrganizationAccountAccessRole")


@pytest.mark.parametrize(
    ("scenario", "ending"), [("invitation-declined", "DECLINED"), ("invitation-expires", "EXPIRED")]
)
def test_an_invitation_may_come_to_nothing(opening: Opening, scenario: str, ending: str) -> None:
    aws = opening(scenario)
    aws.organizations.create_organization()
    handshake = invite(aws)
    aws.clock.advance(16 * 86400)

    assert state(aws, handshake) == ending
    assert len(aws.all("list_accounts", "Accounts")) == 1


def test_finished_handshakes_are_shown_for_thirty_days(organization: Aws) -> None:
    handshake = invite(organization)
    organization.organizations.cancel_handshake(HandshakeId=handshake["Id"])

    assert [each["State"] for each in organization.all("list_handshakes_for_organization", "Handshakes")] == [
        "CANCELED"
    ]
    organization.clock.advance(31 * 86400)
    assert organization.all("list_handshakes_for_organization", "Handshakes") == []


def test_a_second_invitation_of_the_same_account_is_refused_while_the_first_is_open(organization: Aws) -> None:
    first = invite(organization)
    with refused("DuplicateHandshakeException"):
        invite(organization)
    with refused("DuplicateHandshakeException"):
        invite(organization, {"Type": "EMAIL", "Id": "Owner@legacy.example"})

    organization.organizations.cancel_handshake(HandshakeId=first["Id"])
    assert invite(organization)["Id"] != first["Id"]


def test_a_cancelled_invitation_cannot_be_accepted(organization: Aws) -> None:
    handshake = invite(organization)
    organization.organizations.cancel_handshake(HandshakeId=handshake["Id"])

    with refused("HandshakeAlreadyInStateException"):
        organization.organizations.cancel_handshake(HandshakeId=handshake["Id"])
    with refused("InvalidHandshakeTransitionException"):
        organization.seen_by(OTTO).organizations.accept_handshake(HandshakeId=handshake["Id"])


def test_the_invited_account_sees_the_invitation_and_may_answer_itself(organization: Aws) -> None:
    handshake = invite(organization, {"Type": "EMAIL", "Id": "owner@legacy.example"})
    otto = organization.seen_by(OTTO)

    assert [each["Id"] for each in otto.all("list_handshakes_for_account", "Handshakes")] == [handshake["Id"]]
    with refused("AccessDeniedException"):
        organization.organizations.accept_handshake(HandshakeId=handshake["Id"])
    otto.organizations.accept_handshake(HandshakeId=handshake["Id"])

    assert len(organization.all("list_accounts", "Accounts")) == 2
    with refused("AccessDeniedException"):
        otto.organizations.list_accounts()


def test_who_is_a_member_cannot_be_invited(organization: Aws) -> None:
    with refused("HandshakeConstraintViolationException", "ALREADY_IN_AN_ORGANIZATION"):
        invite(organization, {"Type": "ACCOUNT", "Id": "999988887777"})
    with refused("InvalidInputException", "INVALID_PARTY_TYPE_TARGET"):
        invite(organization, {"Type": "ORGANIZATION", "Id": "o-abcdefghij"})
    with refused("InvalidInputException", "INVALID_PATTERN_TARGET_ID"):
        invite(organization, {"Type": "ACCOUNT", "Id": "4444"})


def test_any_account_can_be_invited_so_that_any_setup_can_be_rehearsed(organization: Aws) -> None:
    invite(organization, {"Type": "ACCOUNT", "Id": "012345678901"})
    organization.clock.advance(24 * 3600)

    assert organization.organizations.describe_account(AccountId="012345678901")["Account"]["State"] == "ACTIVE"


PARTNER = Caller("arn:aws:iam::333333333333:user/paula")


def test_all_features_need_the_approval_of_every_invited_account(opening: Opening) -> None:
    aws = opening("consolidated-billing", all_features_answer="")
    own = aws.organizations.enable_all_features()["Handshake"]
    with refused("HandshakeConstraintViolationException", "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"):
        aws.organizations.enable_all_features()
    with refused("HandshakeConstraintViolationException", "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES"):
        invite(aws)
    with refused("InvalidHandshakeTransitionException"):
        aws.organizations.accept_handshake(HandshakeId=own["Id"])

    (request,) = aws.all("list_handshakes_for_organization", "Handshakes", Filter={"ParentHandshakeId": own["Id"]})
    assert {"Type": "ACCOUNT", "Id": "333333333333"} in request["Parties"]
    with refused("AccessDeniedException"):
        aws.organizations.accept_handshake(HandshakeId=request["Id"])
    assert state(aws, own) == "REQUESTED"
    aws.seen_by(PARTNER).organizations.accept_handshake(HandshakeId=request["Id"])
    assert state(aws, own) == "OPEN"
    aws.organizations.accept_handshake(HandshakeId=own["Id"])

    assert aws.organizations.describe_organization()["Organization"]["FeatureSet"] == "ALL"
    with refused("HandshakeConstraintViolationException", "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"):
        aws.organizations.enable_all_features()


def test_a_withdrawn_request_for_all_features_is_withdrawn_from_everybody_and_can_be_made_again(
    opening: Opening,
) -> None:
    aws = opening("consolidated-billing", all_features_answer="")
    own = aws.organizations.enable_all_features()["Handshake"]

    aws.organizations.cancel_handshake(HandshakeId=own["Id"])

    assert {each["State"] for each in aws.all("list_handshakes_for_organization", "Handshakes")} == {"CANCELED"}
    assert aws.organizations.enable_all_features()["Handshake"]["Id"] != own["Id"]


def test_an_invited_accounts_owner_approves_all_features_after_eighteen_hours(opening: Opening) -> None:
    aws = opening("consolidated-billing")
    own = aws.organizations.enable_all_features()["Handshake"]
    aws.clock.advance(18 * 3600)

    assert state(aws, own) == "OPEN"
