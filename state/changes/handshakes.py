"""The writes about invitations: sent, withdrawn and accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from state.changes.base import SERVICE_LINKED_ROLE, Change, Lane
from state.changes.request import Request
from state.observed import FeatureSet, Observed, Organization, Section
from state.observed.draft import Draft
from state.observed.handshake import Handshake, HandshakeState
from state.page_key import PageKey
from state.setup import is_account_id

INVITATION_DAYS = 15
"""How long one can be accepted (API: organizations.Handshake)."""
INVITATION_NOTES = (
    "This invites your AWS account into our organization. Once you accept, our organization pays its bill and our "
    "policies apply to it. Please accept only if you know who is asking."
)
"""Goes into the mail that AWS sends to the invited account's owner; at most 1,024 characters
(API: organizations.InviteAccountToOrganization)."""
NEWEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InviteAccountToOrganization(Change):
    """API: organizations.InviteAccountToOrganization."""

    account: str
    """An account id, or the address of an account's root user."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.HANDSHAKES})
    undo = "CancelHandshake withdraws it until it is accepted."
    needs = ("organizations:InviteAccountToOrganization",)
    page = PageKey.INVITATIONS

    @property
    def title(self) -> str:
        return f"Invite account {self.account}"

    @property
    def consequence(self) -> str:
        return (
            f"Its owner has {INVITATION_DAYS} days to accept. From then on you pay its bill, and a Free plan there "
            "becomes a Paid plan and loses its credits."
        )

    def request(self, _observed: Observed) -> Request:
        kind = "ACCOUNT" if is_account_id(self.account) else "EMAIL"
        parameters = {"Target": {"Id": self.account, "Type": kind}, "Notes": INVITATION_NOTES}
        return Request("organizations", "InviteAccountToOrganization", parameters)

    def predict(self, draft: Draft) -> None:
        handshake_id = f"<invitation of {self.account}>"
        draft.put_handshake(Handshake(handshake_id, HandshakeState.OPEN, self.account, NEWEST, NEWEST))


@dataclass(frozen=True, slots=True)
class CancelHandshake(Change):
    """API: organizations.CancelHandshake on the pending invitation of an account."""

    account: str
    """As it was invited: an id or an address."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.HANDSHAKES})
    undo = "InviteAccountToOrganization invites the account again."
    needs = ("organizations:CancelHandshake",)
    page = PageKey.INVITATIONS

    @property
    def title(self) -> str:
        return f"Withdraw the invitation of account {self.account}"

    def request(self, observed: Observed) -> Request:
        pending = observed.pending_invitation(self.account)
        handshake_id = pending.handshake_id if pending else f"<invitation of {self.account}>"
        return Request("organizations", "CancelHandshake", {"HandshakeId": handshake_id})

    def predict(self, draft: Draft) -> None:
        pending = draft.pending_invitation(self.account)
        if pending is not None:
            draft.put_handshake(replace(pending, state=HandshakeState.CANCELED))


@dataclass(frozen=True, slots=True)
class AcceptHandshake(Change):
    """API: organizations.AcceptHandshake, with the invited account's own credentials."""

    account_id: str
    """The account that joins."""
    management_account_id: str
    """Whose invitation is accepted."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ORGANIZATION, Section.HANDSHAKES})
    undo = "LeaveOrganization takes the account out again, once it has a payment method and contact data of its own."
    needs = ("organizations:AcceptHandshake", SERVICE_LINKED_ROLE)
    page = PageKey.INVITATIONS

    @property
    def title(self) -> str:
        return f"Accept the invitation of account {self.account_id}"

    @property
    def detail(self) -> str:
        return f"into the organization of account {self.management_account_id}"

    @property
    def consequence(self) -> str:
        return (
            "From then on that organization pays the account's bill and its policies apply. A Free plan becomes a Paid "
            "plan and loses its credits."
        )

    def request(self, observed: Observed) -> Request:
        received = observed.invitation_from(self.management_account_id)
        handshake_id = received.handshake_id if received else f"<invitation of {self.account_id}>"
        return Request("organizations", "AcceptHandshake", {"HandshakeId": handshake_id})

    def predict(self, draft: Draft) -> None:
        received = draft.invitation_from(self.management_account_id)
        if received is not None:
            draft.put_handshake(replace(received, state=HandshakeState.ACCEPTED))
        draft.put_organization(
            Organization("<id of the organization>", "", FeatureSet.ALL, self.management_account_id, "")
        )
