"""Where a setup stood when somebody last looked: what the start screen and `status` show without asking AWS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """How one step stands."""

    DONE = "done"
    WAITING = "waiting"
    LEFT = "left"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One step's standing, in a sentence."""

    key: str
    title: str
    standing: Standing
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps' standings at one moment."""

    at: datetime
    lines: tuple[ProgressLine, ...]
    attempts: int = 0
    """How many attempts the journal had then: a journal that has fewer later has lost some."""

    def count(self, standing: Standing) -> int:
        """How many steps stand so."""
        return sum(line.standing is standing for line in self.lines)
