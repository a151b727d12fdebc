"""How long to wait: after a refusal, and before a call, so that a published rate is kept without being told off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom

from wizard.clock import Clock
from wizard.engine.limits import Limits, Rate
from wizard.errors import Retry

Jitter = Callable[[float, float], float]
"""Some number between two."""
uniform: Jitter = SystemRandom().uniform


@dataclass(frozen=True, slots=True)
class Timing:
    """How a run keeps time."""

    clock: Clock
    limits: Limits
    jitter: Jitter = uniform


def pause(retry: Retry, tries: int, jitter: Jitter) -> float:
    """Seconds until the next try: anywhere between `base` and the doubled step, never beyond `cap`."""
    return jitter(retry.base, max(retry.base, min(retry.cap, retry.base * 2 ** min(tries + 1, 16))))


class Pace:
    """A token bucket on an injected clock. Tells how long to wait before the next call of one operation."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock
        self._tokens = float(rate.burst)
        self._as_of = clock.now()

    def delay(self) -> float:
        """Seconds until a call may be made; 0 when it may be made now."""
        missing = 1 - self._refilled()
        return max(0.0, missing / self._rate.per_second) if missing > 1e-9 else 0.0

    def take(self) -> None:
        """A call is being made."""
        self._tokens = self._refilled() - 1
        self._as_of = self._clock.now()

    def _refilled(self) -> float:
        passed = (self._clock.now() - self._as_of).total_seconds()
        return min(float(self._rate.burst), self._tokens + passed * self._rate.per_second)
