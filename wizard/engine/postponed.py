"""What AWS asked to be tried again, and when each change may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from state.changes.accounts import CreateAccount
from state.changes.base import Change
from wizard.clock import Clock
from wizard.engine.pace import Jitter, Pace, pause
from wizard.errors import Retry

Key = Change | type[Change]
"""One change, or all of a kind: AWS would give the others the same answer."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a change has to wait, and why."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Postponed:
    since: datetime
    again_at: datetime
    tries: int
    why: str


class Postponed:
    """Kept for one run: the patience for an answer begins anew with the next one."""

    def __init__(self, clock: Clock, jitter: Jitter, pace: Pace) -> None:
        """`pace` keeps the published rate of CreateAccount."""
        self._clock = clock
        self._jitter = jitter
        self._pace = pace
        self._by_key: dict[Key, _Postponed] = {}

    def postpone(self, key: Key, retry: Retry) -> datetime | None:
        """When it is tried again; None when its patience is spent."""
        now = self._clock.now()
        before = self._by_key.get(key) or _Postponed(now, now, 0, "")
        if (now - before.since).total_seconds() > retry.budget or before.tries >= retry.tries > 0:
            return None
        again_at = now + timedelta(seconds=pause(retry, before.tries, self._jitter))
        self._by_key[key] = _Postponed(before.since, again_at, before.tries + 1, retry.why)
        return again_at

    def forget(self, *keys: Key) -> None:
        """AWS took it."""
        for key in keys:
            self._by_key.pop(key, None)

    def delay(self, change: Change) -> Delay:
        """Until AWS may be asked for it: because of an earlier answer, or of a published rate."""
        found = [each for key in (change, type(change)) if (each := self._by_key.get(key)) is not None]
        again_at = max((each.again_at for each in found), default=self._clock.now())
        postponed = max(0.0, (again_at - self._clock.now()).total_seconds())
        paced = self._pace.delay() if isinstance(change, CreateAccount) else 0.0
        if postponed > paced:
            return Delay(postponed, found[0].why)
        return Delay(paced, "AWS takes only so many a minute")

    def being_asked(self, change: Change) -> None:
        """AWS is asked for it now."""
        if isinstance(change, CreateAccount):
            self._pace.take()
