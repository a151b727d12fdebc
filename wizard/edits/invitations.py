"""What can be done about an invitation: send it again, take it back. Each takes a setup and gives another one."""

from __future__ import annotations

from dataclasses import replace

from state.observed import Observed
from state.observed.handshake import HandshakeState
from state.setup import Invitation, Setup


def invitation_of(setup: Setup, account: str) -> Invitation | None:
    """The setup's invitation of this id or address."""
    return next((each for each in setup.invitations if each.account.lower() == account.lower()), None)


def can_send_again(setup: Setup, observed: Observed, account: str) -> bool:
    """Whether the last invitation came to nothing, or is about to be withdrawn, and the account has not joined."""
    invitation, latest = invitation_of(setup, account), observed.latest_invitation(account)
    if invitation is None or observed.account_called(account) is not None:
        return False
    refused = latest is not None and latest.state in (HandshakeState.DECLINED, HandshakeState.CANCELED)
    return invitation.withdrawn or (refused and not _wanted_after(invitation, observed))


def send_again(setup: Setup, observed: Observed, account: str) -> Setup:
    """The account shall be invited, whatever came of earlier invitations."""
    latest = observed.latest_invitation(account)
    after = latest.handshake_id if latest is not None and not latest.pending else ""
    return _with(setup, account, withdrawn=False, send_again_after=after)


def sent_again(setup: Setup, observed: Observed, account: str) -> bool:
    """Whether the new invitation that was wanted has been sent since."""
    invitation, latest = invitation_of(setup, account), observed.latest_invitation(account)
    if invitation is None or latest is None or not invitation.send_again_after:
        return False
    return latest.handshake_id != invitation.send_again_after


def can_withdraw(setup: Setup, observed: Observed, account: str) -> bool:
    """Whether there is a pending invitation that nobody has asked to take back."""
    invitation = invitation_of(setup, account)
    return invitation is not None and not invitation.withdrawn and observed.pending_invitation(account) is not None


def withdraw(setup: Setup, account: str) -> Setup:
    """The account shall not be invited any more; a pending invitation is taken back by the next run."""
    return _with(setup, account, withdrawn=True, send_again_after="")


def _wanted_after(invitation: Invitation, observed: Observed) -> bool:
    """Whether the next run sends a new invitation as it is."""
    latest = observed.latest_invitation(invitation.account)
    return latest is not None and latest.handshake_id == invitation.send_again_after


def _with(setup: Setup, account: str, *, withdrawn: bool, send_again_after: str) -> Setup:
    invitations = (
        replace(each, withdrawn=withdrawn, send_again_after=send_again_after)
        if each.account.lower() == account.lower()
        else each
        for each in setup.invitations
    )
    return replace(setup, invitations=tuple(invitations))
