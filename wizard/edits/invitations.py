"""What can be done about an invitation: send it again, take it back. Each takes a setup and gives another one."""

from __future__ import annotations

from dataclasses import replace

from state.observed import Observed
from state.observed.handshake import HandshakeState
from state.saved.progress import ProgressLine, Standing
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


def how_it_stands(invitation: Invitation, observed: Observed | None, seen: ProgressLine | None) -> str:
    """An invitation's standing in a few words: by the last reading, or else as it was saved at the last look."""
    if observed is None:
        return _as_saved(invitation, seen)
    handshake = observed.latest_invitation(invitation.account)
    if observed.account_called(invitation.account) is not None:
        return "has joined"
    if invitation.withdrawn:
        return "to be withdrawn with the next run" if handshake is not None and handshake.pending else "withdrawn"
    if handshake is None:
        return NOT_SENT
    if handshake.handshake_id == invitation.send_again_after:
        return "to be sent again with the next run"
    words = ANSWERS.get(handshake.state, handshake.state)
    return f"{words}, possible until {handshake.expires_at:%Y-%m-%d}" if handshake.pending else words


NOT_SENT = "not sent yet"
ANSWERS: dict[str, str] = {
    HandshakeState.REQUESTED: "not answered yet",
    HandshakeState.OPEN: "not answered yet",
    HandshakeState.ACCEPTED: "accepted",
    HandshakeState.DECLINED: "declined",
    HandshakeState.EXPIRED: "run out",
    HandshakeState.CANCELED: "taken back",
}
"""What AWS calls a state, and what people do; another word of AWS's shows as it is."""


def _as_saved(invitation: Invitation, seen: ProgressLine | None) -> str:
    standing = seen.standing if seen else Standing.LEFT
    if standing is Standing.DONE:
        return "withdrawn" if invitation.withdrawn else "has joined"
    if standing is Standing.WAITING:
        return "not answered yet when it was last looked at"
    if standing is Standing.PROBLEM and seen:
        return seen.sentence.rstrip(".")
    return "to be withdrawn with the next run" if invitation.withdrawn else NOT_SENT


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
