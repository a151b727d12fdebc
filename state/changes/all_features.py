"""The writes that take an organization from consolidated billing to all features, with its members' consent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from state.changes.base import SERVICE_LINKED_ROLE, Change, Lane
from state.changes.handshakes import NEWEST
from state.changes.request import Request
from state.observed import FeatureSet, Observed, Section
from state.observed.all_features import AllFeatures
from state.observed.handshake import ALL_FEATURES_ACTIONS, ENABLE_ALL_FEATURES, Handshake, HandshakeState
from state.page_key import PageKey

ALL_FEATURES_DAYS = 90
"""How long it can be approved (user guide, orgs_manage_org_support-all-features)."""


@dataclass(frozen=True, slots=True)
class EnableAllFeatures(Change):
    """API: organizations.EnableAllFeatures, which asks every invited account for its consent."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.HANDSHAKES})
    undo = ""
    needs = ("organizations:EnableAllFeatures",)
    page = PageKey.ORGANIZATION

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

    def request(self, _observed: Observed) -> Request:
        return Request("organizations", "EnableAllFeatures", {})

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
    needs = ("organizations:AcceptHandshake", SERVICE_LINKED_ROLE)
    page = PageKey.ORGANIZATION

    @property
    def title(self) -> str:
        return "Switch to all features"

    @property
    def consequence(self) -> str:
        return "From now on policies of the organization can bind every account. There is no way back."

    def request(self, observed: Observed) -> Request:
        final = AllFeatures.of(observed).final
        handshake_id = final.handshake_id if final else "<id of the request for all features>"
        return Request("organizations", "AcceptHandshake", {"HandshakeId": handshake_id})

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
