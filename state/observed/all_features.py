"""How far an organization with consolidated billing is on its way to all features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from state.observed import Observed
from state.observed.handshake import (
    ALL_FEATURES_ACTIONS,
    APPROVE_ALL_FEATURES,
    ENABLE_ALL_FEATURES,
    Handshake,
    HandshakeState,
)


@dataclass(frozen=True, slots=True)
class AllFeatures:
    """The handshakes of one switch to all features (API: organizations.EnableAllFeatures)."""

    final: Handshake | None
    """The pending handshake that the management account accepts at the end; None while nothing was asked for."""
    asked: tuple[Handshake, ...]
    """What the invited accounts were asked with that, one each, answered or not."""
    silent: tuple[str, ...]
    """Ids of invited accounts that have yet to approve."""
    refused: tuple[Handshake, ...]
    """Requests that were declined or ran out."""

    @classmethod
    def of(cls, observed: Observed) -> AllFeatures:
        """As `observed` has it. AWS's documentation calls the final handshake by either of two names."""
        switching = [each for each in observed.handshakes if each.action in ALL_FEATURES_ACTIONS]
        finals = [each for each in switching if not each.target and each.pending]
        final = max(finals, key=lambda each: (each.action == APPROVE_ALL_FEATURES, each.requested_at), default=None)
        if final is None:
            return cls(None, (), (), ())
        asked = _latest(each for each in switching if each.target)
        refused = tuple(each for each in asked if each.state in (HandshakeState.DECLINED, HandshakeState.EXPIRED))
        return cls(final, asked, _silent(observed, final, asked), refused)

    @property
    def pending(self) -> tuple[Handshake, ...]:
        """Requests that nobody has answered yet."""
        return tuple(each for each in self.asked if each.pending)


def _latest(requests: Iterable[Handshake]) -> tuple[Handshake, ...]:
    """The newest request to each account."""
    in_order = sorted(requests, key=lambda each: each.requested_at)
    return tuple({each.target: each for each in in_order}.values())


def _silent(observed: Observed, final: Handshake, asked: tuple[Handshake, ...]) -> tuple[str, ...]:
    """Who was asked and has not answered; and, unless AWS says that all have, invited members whose request does not
    show (yet). OPEN and APPROVE_ALL_FEATURES both mean that everybody has approved."""
    unanswered = [each.target for each in asked if each.pending]
    everybody = final.action == APPROVE_ALL_FEATURES or final.state == HandshakeState.OPEN
    if not everybody and final.action == ENABLE_ALL_FEATURES:
        shown = {each.target for each in asked}
        unanswered += [each.account_id for each in observed.invited_members if each.account_id not in shown]
    return tuple(unanswered)
