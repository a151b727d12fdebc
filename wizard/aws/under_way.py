"""Reading what is under way: accounts that AWS is creating, and invitations that wait for an answer."""

from __future__ import annotations

from state.observed import AccountCreation, CreationState
from state.observed.handshake import INVITE, Handshake
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.aws.organization import ORGANIZATIONS


def read_creations(calls: Calls) -> tuple[AccountCreation, ...]:
    """The accounts that AWS is creating, oldest first. Raises AwsError."""
    found = calls.ask_all(
        ORGANIZATIONS,
        "ListCreateAccountStatus",
        "CreateAccountStatuses",
        translate.account_creation,
        States=[CreationState.IN_PROGRESS.value],
    )
    return tuple(sorted(found, key=lambda one: (one.requested_at, one.create_account_request_id)))


def read_handshakes(calls: Calls, management_account_id: str, *, only_invitations: bool) -> tuple[Handshake, ...]:
    """The organization's handshakes, oldest first. Raises AwsError."""
    only = {"Filter": {"ActionType": INVITE}} if only_invitations else {}
    found = calls.ask_all(
        ORGANIZATIONS,
        "ListHandshakesForOrganization",
        "Handshakes",
        lambda answer: translate.handshake(answer, management_account_id),
        **only,
    )
    return tuple(sorted(found, key=lambda handshake: (handshake.requested_at, handshake.handshake_id)))
