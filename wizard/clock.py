"""Time is an argument: the engine is handed one of these and never asks the machine."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> datetime:
        """The time, in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return when `seconds` have passed, or earlier when the run is being stopped."""
        ...


class SystemClock:
    """The machine's own time. Setting `stopping` ends a sleep at once."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def now(self) -> datetime:
        """The machine's time, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Sleep, unless told to stop."""
        self.stopping.wait(seconds)
