"""The writes that need somebody else's consent: invitations, and the switch to all features."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from state.changes.base import Change, Lane
from state.observed import FeatureSet, Observed, Organization, Section
from state.observed.handshake import ALL_FEATURES_ACTIONS, ENABLE_ALL_FEATURES, Handshake, HandshakeState

INVITATION_DAYS = 15
ALL_FEATURES_DAYS = 90
"""How long each can be accepted (API: organizations.Handshake; user guide, orgs_manage_org_support-all-features)."""

NEWEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InviteAccountToOrganization(Change):
    """API: organizations.InviteAccountToOrganization."""

    account: str
    """An account id, or the address of an account's root user."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.HANDSHAKES})
    undo = "CancelHandshake withdraws it until it is accepted."

    @property
    def title(self) -> str:
        return f"Invite account {self.account}"

    @property
    def consequence(self) -> str:
        return (
            f"Its owner has {INVITATION_DAYS} days to accept. From then on you pay its bill, and a Free plan there "
            "becomes a Paid plan and loses its credits."
        )

    def predict(self, observed: Observed) -> Observed:
        handshake = Handshake(f"<invitation of {self.account}>", HandshakeState.OPEN, self.account, NEWEST, NEWEST)
        return replace(observed, handshakes=(*observed.handshakes, handshake))


@dataclass(frozen=True, slots=True)
class CancelHandshake(Change):
    """API: organizations.CancelHandshake on the pending invitation of an account."""

    account: str
    """As it was invited: an id or an address."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.HANDSHAKES})
    undo = "InviteAccountToOrganization invites the account again."

    @property
    def title(self) -> str:
        return f"Withdraw the invitation of account {self.account}"

    def predict(self, observed: Observed) -> Observed:
        return _with_state(observed, observed.pending_invitation(self.account), HandshakeState.CANCELED)


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

    def predict(self, observed: Observed) -> Observed:
        organization = Organization("<id of the organization>", "", FeatureSet.ALL, self.management_account_id, "")
        accepted = _with_state(observed, observed.invitation_from(self.management_account_id), HandshakeState.ACCEPTED)
        return replace(accepted, organization=organization)


def _with_state(observed: Observed, handshake: Handshake | None, state: HandshakeState) -> Observed:
    handshakes = (replace(each, state=state) if each is handshake else each for each in observed.handshakes)
    return replace(observed, handshakes=tuple(handshakes))


@dataclass(frozen=True, slots=True)
class EnableAllFeatures(Change):
    """API: organizations.EnableAllFeatures, which asks every invited account for its consent."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.HANDSHAKES})
    undo = ""

    @property
    def title(self) -> str:
        return "Ask for all features"

    @property
    def detail(self) -> str:
        return "instead of consolidated billing"

    @property
    def consequence(self) -> str:
        return (
            f"Every invited account is asked and has {ALL_FEATURES_DAYS} days to approve; nobody can be invited "
            "meanwhile. With all features, policies of the organization can bind every account; there is no way back."
        )

    def predict(self, observed: Observed) -> Observed:
        asked = tuple(
            Handshake(
                f"<request to {account.account_id}>", HandshakeState.REQUESTED, account.account_id, NEWEST, NEWEST
            )
            for account in observed.invited_members
        )
        state = HandshakeState.REQUESTED if asked else HandshakeState.OPEN
        own = Handshake("<id of the request for all features>", state, "", NEWEST, NEWEST)
        added = (replace(each, action=ENABLE_ALL_FEATURES) for each in (own, *asked))
        return replace(observed, handshakes=(*observed.handshakes, *added))


@dataclass(frozen=True, slots=True)
class FinalizeAllFeatures(Change):
    """API: organizations.AcceptHandshake on the management account's own handshake, once everybody has approved.

    EnableAllFeatures calls it ENABLE_ALL_FEATURES and AcceptHandshake APPROVE_ALL_FEATURES; either is taken.
    """

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ORGANIZATION, Section.HANDSHAKES})
    undo = ""

    @property
    def title(self) -> str:
        return "Switch to all features"

    @property
    def consequence(self) -> str:
        return "From now on policies of the organization can bind every account. There is no way back."

    def predict(self, observed: Observed) -> Observed:
        if observed.organization is None:
            return observed
        return replace(
            observed,
            organization=replace(observed.organization, feature_set=FeatureSet.ALL),
            handshakes=tuple(_accepted(observed)),
        )


def _accepted(observed: Observed) -> Iterator[Handshake]:
    for each in observed.handshakes:
        finished = each.action in ALL_FEATURES_ACTIONS and each.pending
        yield replace(each, state=HandshakeState.ACCEPTED) if finished else each
