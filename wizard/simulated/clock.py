"""Time that passes when it is told to: a day of waiting costs nothing, or as little as `speed` says."""

from __future__ import annotations

import math
import threading
import time
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""When every rehearsal begins, so that two of them tell the same story."""


class SimulatedClock:
    """A `wizard.clock.Clock` that runs `speed` times as fast as the machine's during a sleep, else not at all."""

    def __init__(self, start: datetime = START, speed: float = math.inf) -> None:
        self.stopping = threading.Event()
        self.speed = speed
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The simulated time, in UTC."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass; sleepers side by side share the time. Setting `stopping` ends it early."""
        begun = self.now()
        passed = self._really_sleep(seconds)
        with self._lock:
            self._now = max(self._now, begun + timedelta(seconds=passed))

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def _really_sleep(self, seconds: float) -> float:
        """How many simulated seconds passed before the sleep was over or stopped."""
        if math.isinf(self.speed) or seconds <= 0:
            return 0.0 if self.stopping.is_set() else max(seconds, 0.0)
        begun = time.monotonic()
        if not self.stopping.wait(seconds / self.speed):
            return seconds
        return min(seconds, (time.monotonic() - begun) * self.speed)
