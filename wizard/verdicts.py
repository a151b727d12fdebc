"""What a step makes of a reading. A step that is content says why, so that "no change" is evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from state.changes import Change
from state.observed import Observed


@dataclass(frozen=True, slots=True)
class Satisfied:
    """The claim holds."""

    evidence: str


@dataclass(frozen=True, slots=True)
class Needed:
    """The claim would hold after this change."""

    change: Change


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody or something else has to move first."""

    reason: str
    on_whom: str = "AWS"
    look_again_after: float | None = None
    """Seconds after which looking again makes sense; None when a person has to act, which ends a run."""
    until: datetime | None = None
    """When the wait is over for better or worse."""
    message: str = ""
    """Text to copy and send to the person who has to act."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nothing the program does can make the claim hold."""

    reason: str
    remedy: str


Verdict = Satisfied | Needed | Waiting | Blocked


class Step:
    """A claim about AWS that a setup makes. Pure: no client, console or clock in sight.

    `key` is stable between runs of the same setup; `requires` names the steps that must be satisfied first.
    """

    key: str
    title: str
    requires: tuple[str, ...] = ()

    def assess(self, observed: Observed) -> Verdict:
        """What this step makes of the reading."""
        raise NotImplementedError

    def once_answered(self, observed: Observed) -> Observed:
        """The reading after the person it is waiting for did what was asked; used to plan what follows."""
        return observed
