"""What can be done about an invitation: send it again, take it back. Each takes a setup and gives another one."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from state.observed import Observed
from state.observed.handshake import HandshakeState
from state.saved.progress import ClaimStatus, ProgressLine
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


class Stage(StrEnum):
    """How far an invitation has come."""

    JOINED = "joined"
    OPEN = "open"
    """Its owner can accept it."""
    REFUSED = "refused"
    """Nothing comes of it before somebody here does something."""
    LEFT = "left"
    """The next run does what is to be done, or nothing is."""


def how_it_stands(invitation: Invitation, observed: Observed | None, seen: ProgressLine | None) -> tuple[Stage, str]:
    """An invitation's stage, and the same in a few words: by the last reading, or else as it was saved then."""
    if observed is None:
        return _as_saved(invitation, seen)
    handshake = observed.latest_invitation(invitation.account)
    if observed.account_called(invitation.account) is not None:
        return Stage.JOINED, "has joined"
    if invitation.withdrawn:
        open_ = handshake is not None and handshake.pending
        return Stage.LEFT, "to be withdrawn with the next run" if open_ else "withdrawn"
    if handshake is None:
        return Stage.LEFT, NOT_SENT
    if handshake.handshake_id == invitation.send_again_after:
        return Stage.LEFT, "to be sent again with the next run"
    words = ANSWERS.get(handshake.state, handshake.state)
    if handshake.pending:
        return Stage.OPEN, f"{words}, possible until {handshake.expires_at:%Y-%m-%d}"
    return (Stage.LEFT if handshake.state == HandshakeState.EXPIRED else Stage.REFUSED), words


NOT_SENT = "not sent yet"
ANSWERS: dict[str, str] = {
    HandshakeState.REQUESTED: "not answered yet",
    HandshakeState.OPEN: "not answered yet",
    HandshakeState.ACCEPTED: "accepted",
    HandshakeState.DECLINED: "declined",
    HandshakeState.EXPIRED: "ran out; the next run sends another",
    HandshakeState.CANCELED: "taken back",
}
"""What AWS calls a state, and what people do; another word of AWS's shows as it is."""


def _as_saved(invitation: Invitation, seen: ProgressLine | None) -> tuple[Stage, str]:
    match seen.status if seen is not None else ClaimStatus.LEFT:
        case ClaimStatus.DONE:
            return Stage.JOINED, "withdrawn" if invitation.withdrawn else "has joined, as last seen"
        case ClaimStatus.WAITING:
            return Stage.OPEN, "not answered yet, as last seen"
        case ClaimStatus.PROBLEM:
            return Stage.REFUSED, "needs you, as last seen"
        case _:
            return Stage.LEFT, "to be withdrawn with the next run" if invitation.withdrawn else NOT_SENT


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
