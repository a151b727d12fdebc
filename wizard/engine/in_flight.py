"""What AWS works on: the requests that it took down and has yet to carry out, and when to ask how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from state.changes.accounts import CreateAccount
from state.changes.assignments import AssignmentChange
from state.changes.base import Change
from state.saved.journal import Attempt
from wizard.clock import Clock
from wizard.engine.limits import Limits

EVERY_ACCOUNT = ""


class InFlight:
    """Attempts by their receipts."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._attempts: dict[str, Attempt] = {}
        self._poll_at: datetime | None = None

    def __contains__(self, receipt: str) -> bool:
        return receipt in self._attempts

    def __iter__(self) -> Iterator[tuple[str, Attempt]]:
        """Receipts and attempts as they are now, whatever becomes of them meanwhile."""
        return iter(list(self._attempts.items()))

    @property
    def changes(self) -> list[Change]:
        """What AWS works on."""
        return [attempt.change for attempt in self._attempts.values()]

    @property
    def creations(self) -> int:
        """How many accounts AWS is creating."""
        return sum(isinstance(change, CreateAccount) for change in self.changes)

    @property
    def at_work(self) -> str:
        """What AWS works on, in a sentence."""
        names = sorted(each.account_name for each in self.changes if isinstance(each, CreateAccount))
        others = sorted(each.full_title for each in self.changes if not isinstance(each, CreateAccount))
        if names:
            return f"AWS is creating {', '.join(names)}."
        more = f", and {len(others) - 1} more" if len(others) > 1 else ""
        return f"AWS is carrying out: {others[0]}{more}."

    def put(self, receipt: str, attempt: Attempt) -> None:
        """AWS took it down; when nothing else is in flight, it is asked about after a while."""
        first = not self._attempts
        self._attempts[receipt] = attempt
        if first:
            self.asked()

    def put_from_before(self, attempt: Attempt) -> None:
        """AWS took it down in an earlier run: it is asked about at once."""
        self._attempts[attempt.receipt] = attempt

    def remove(self, receipt: str) -> Attempt:
        """It is not waited for any more."""
        return self._attempts.pop(receipt)

    def has_room_for(self, change: Change) -> bool:
        """Whether AWS may be asked for one more: so many at a time, and one in each account. What is done in every
        account has them all to itself (user guide of Identity Center, limits)."""
        if isinstance(change, CreateAccount):
            return self.creations < self._limits.creations_in_flight
        if change.proven:
            return not any(other.proven for other in self.changes)
        if change.follows is None:
            return True
        others = [other for other in self.changes if other.follows]
        if len(others) >= self._limits.requests_in_flight:
            return False
        rooms = {_room(other) for other in others}
        return not rooms or (_room(change) not in rooms and EVERY_ACCOUNT not in {*rooms, _room(change)})

    def asked(self) -> None:
        """Ask again later: the rarer as time goes by, so that finding out late never costs more than a small share of
        the whole."""
        now = self._clock.now()
        youngest = max((attempt.intended_at for attempt in self._attempts.values()), default=now)
        share = self._limits.poll_share * (now - youngest).total_seconds()
        self._poll_at = now + timedelta(seconds=max(self._limits.poll_every, share))

    def poll_in(self) -> float | None:
        """Seconds until AWS is asked how they stand; None when nothing is in flight."""
        if not self._attempts:
            return None
        return max(0.0, (self._poll_at - self._clock.now()).total_seconds()) if self._poll_at else 0.0

    def remove_overdue(self) -> list[Change]:
        """What AWS has worked on for so long that nobody waits for it in this run. A proof ends by itself."""
        overdue = self._clock.now() - timedelta(seconds=self._limits.creation_deadline)
        late = [
            receipt
            for receipt, attempt in self._attempts.items()
            if attempt.intended_at < overdue and not attempt.change.proven
        ]
        return [self.remove(receipt).change for receipt in late]


def _room(change: Change) -> str:
    """The account in which AWS is at work for it."""
    return change.account if isinstance(change, AssignmentChange) else EVERY_ACCOUNT
