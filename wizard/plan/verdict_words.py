"""How a step stood when somebody last looked, as it is saved."""

from __future__ import annotations

from state.saved.progress import Standing
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict


def standing_of(verdict: Verdict) -> tuple[Standing, str]:
    """The standing, and the sentence that goes with it."""
    match verdict:
        case Satisfied(evidence):
            return Standing.DONE, evidence
        case Needed(change):
            return Standing.LEFT, f"{change.title}."
        case Blocked(reason):
            return Standing.PROBLEM, reason
        case _:
            return (Standing.WAITING if verdict.on_a_person else Standing.LEFT), verdict.reason
