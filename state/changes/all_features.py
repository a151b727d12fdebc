"""The writes that take an organization from consolidated billing to all features, with its members' consent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.base import SERVICE_LINKED_ROLE, Change, Lane
from state.changes.handshakes import NEWEST
from state.changes.request import Request
from state.observed import FeatureSet, Observed, Section
from state.observed.all_features import AllFeatures
from state.observed.draft import Draft
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

    def predict(self, draft: Draft) -> None:
        asked = [account.account_id for account in draft.invited_members]
        state = HandshakeState.REQUESTED if asked else HandshakeState.OPEN
        draft.put_handshake(_part_of_the_switch("<id of the request for all features>", state, ""))
        for account_id in asked:
            draft.put_handshake(_part_of_the_switch(f"<request to {account_id}>", HandshakeState.REQUESTED, account_id))


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

    def predict(self, draft: Draft) -> None:
        if draft.organization is None:
            return
        draft.put_organization(replace(draft.organization, feature_set=FeatureSet.ALL))
        for each in draft.handshakes:
            if each.action in ALL_FEATURES_ACTIONS and each.pending:
                draft.put_handshake(replace(each, state=HandshakeState.ACCEPTED))


def _part_of_the_switch(handshake_id: str, state: HandshakeState, target: str) -> Handshake:
    return Handshake(handshake_id, state, target, NEWEST, NEWEST, ENABLE_ALL_FEATURES)
