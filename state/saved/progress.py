"""Where a setup stood when somebody last looked: what the start screen and `status` show without asking AWS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from state.page_key import PageKey


class ClaimStatus(StrEnum):
    """How one claim stands."""

    DONE = "done"
    WAITING = "waiting"
    LATER = "later"
    """Nobody can do it yet: it comes after something that waits for a person."""
    LEFT = "left"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One claim's status, in a sentence."""

    key: str
    title: str
    status: ClaimStatus
    sentence: str
    page: PageKey | None = None
    """Where the answer behind it is given; None in files of older versions, which did not keep it."""
    whose_move: str = ""
    """Who has to act where something waits or failed: `you`, `AWS`, or a person in words; empty for nobody."""
    message: str = ""
    """Text to copy and send to that person."""


@dataclass(frozen=True, slots=True)
class Progress:
    """All claims' statuses at one moment."""

    at: datetime
    lines: tuple[ProgressLine, ...]
    answers: str = ""
    """The answers that AWS was compared with, as the text of their setup file; empty in files of older versions."""
    attempts: int = 0
    """How many attempts the journal had then: a journal that has fewer later has lost some."""
    run_since: datetime | None = None
    """When a run began that had not come to its end then: it was under way, or something cut it short."""

    def count(self, status: ClaimStatus) -> int:
        """How many claims stand so."""
        return sum(line.status is status for line in self.lines)
