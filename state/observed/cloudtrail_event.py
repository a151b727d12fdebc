"""One call as CloudTrail's event history has it: when it was made and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CloudTrailEvent:
    """One write that AWS carried out (API: cloudtrail.Event)."""

    event_name: str
    """The operation: `MoveAccount`."""
    at: datetime
    by: str
    """The ARN of whoever made the call, or the service; empty where the event does not say."""
    text: str
    """The event as JSON: the ids that it is about are somewhere in it."""
