"""What AWS calls a handshake: something that needs another account's consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandshakeState(StrEnum):
    """Values of `Handshake.State`. REQUESTED and OPEN both mean that nobody has answered yet."""

    REQUESTED = "REQUESTED"
    OPEN = "OPEN"
    CANCELED = "CANCELED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"


INVITE = "INVITE"
ENABLE_ALL_FEATURES = "ENABLE_ALL_FEATURES"
APPROVE_ALL_FEATURES = "APPROVE_ALL_FEATURES"
ALL_FEATURES_ACTIONS = (APPROVE_ALL_FEATURES, ENABLE_ALL_FEATURES)
"""Values of `Handshake.Action`. AWS's documentation calls the final one of the switch to all features by either name
(API: organizations.EnableAllFeatures, organizations.AcceptHandshake)."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """API: organizations.Handshake: an invitation, or a part of the switch to all features."""

    handshake_id: str
    state: str
    target: str
    """The other account's id, or its address where the invitation was made by address. Empty for the handshake by
    which the management account finishes the switch to all features."""
    requested_at: datetime
    expires_at: datetime
    action: str = INVITE
    sender_id: str = ""
    """The account that owns the organization it comes from; empty where AWS does not tell."""

    @property
    def pending(self) -> bool:
        """Nobody has answered, and it has not run out."""
        return self.state in (HandshakeState.REQUESTED, HandshakeState.OPEN)
