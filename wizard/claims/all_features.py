"""The way of an organization from consolidated billing to all features: ask, wait for everybody's approval, switch.

One way only (user guide, manage-begin-all-features-standard-migration).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from state.changes.all_features import EnableAllFeatures, FinalizeAllFeatures
from state.observed import Observed
from state.observed.all_features import AllFeatures
from state.observed.draft import Draft
from state.observed.handshake import ALL_FEATURES_ACTIONS, HandshakeState
from wizard.claims.base import Blocked, Needed, Verdict, Waiting


def assess_all_features(observed: Observed, management_account_id: str) -> Verdict:
    """What an organization with consolidated billing only needs next."""
    switch = AllFeatures.of(observed)
    if switch.final is None:
        return Needed(EnableAllFeatures())
    if switch.refused:
        said = ", ".join(f"{each.target} ({each.state})" for each in switch.refused)
        return Blocked(
            f"Not every invited account has approved the switch to all features: {said}.",
            "Talk to the account's owner. Then cancel the request and begin again with "
            f"`aws organizations cancel-handshake --handshake-id {switch.final.handshake_id}`, or let the account "
            "leave the organization.",
        )
    if switch.silent:
        return _wait_for_owners(switch, management_account_id, switch.final.expires_at)
    return Needed(FinalizeAllFeatures())


def _wait_for_owners(switch: AllFeatures, management_account_id: str, until: datetime) -> Waiting:
    names = ", ".join(switch.silent)
    several = len(switch.silent) > 1
    return Waiting(
        f"{'Accounts' if several else 'Account'} {names} {'have' if several else 'has'} to approve the switch to all "
        "features.",
        on_whom=f"the owner{'s' if several else ''} of {names}",
        until=min([until, *(each.expires_at for each in switch.pending)]),
        message=approval_message(switch, management_account_id, until),
    )


def approval_message(switch: AllFeatures, management_account_id: str, until: datetime) -> str:
    """What to send to the owners of the invited accounts: why, until when, and two ways to approve."""
    handshakes = {each.target: each.handshake_id for each in switch.pending}
    commands = "\n".join(
        f"  account {account_id}: aws organizations accept-handshake --handshake-id {handshakes[account_id]}"
        if account_id in handshakes
        else f"  account {account_id}: aws organizations list-handshakes-for-account, then accept-handshake"
        for account_id in switch.silent
    )
    return (
        f"Please approve that our organization, which account {management_account_id} owns, gets all features, by "
        f"{until:%Y-%m-%d %H:%M} UTC.\n"
        "In the console: sign in to your account, open AWS Organizations, choose Invitations, then Accept.\n"
        f"Or with its credentials:\n{commands}\n"
        "From then on the organization can set policies that bind your account. This cannot be taken back."
    )


def approve_for_everybody(draft: Draft) -> None:
    """Write down that every owner has approved."""
    final = AllFeatures.of(draft).final
    if final is None:
        return
    for each in draft.handshakes:
        if each.action in ALL_FEATURES_ACTIONS and each.pending:
            state = HandshakeState.OPEN if each is final else HandshakeState.ACCEPTED
            draft.put_handshake(replace(each, state=state))
