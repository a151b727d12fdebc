"""The changes that a run would make, found by predicting each change's effect on the reading.

There is no second planner: the same claims assess the predicted readings that assess the real ones in a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from state.changes.base import Change
from state.observed import Observed
from state.observed.draft import Draft
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.plan.assessment import Assessment
from wizard.plan.finding import Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do and why not more."""

    observed: Observed
    """The reading it was made from."""
    changes: tuple[tuple[Change, Observed], ...]
    """What would be done now, in order, each with the (predicted) reading it would start from."""
    later: tuple[tuple[Change, Observed], ...]
    """What would follow once the people it waits for have acted. Approving the plan approves these too."""
    verdicts: tuple[tuple[Claim, Verdict], ...]
    """Each claim against AWS as it is now: kept, needed, waiting, blocked, in the setup's order."""
    findings: tuple[Finding, ...] = ()
    """What somebody should know before approving."""

    def approved(self) -> frozenset[Change]:
        """Everything in the plan, for somebody who approves all of it."""
        return frozenset(change for change, _ in (*self.changes, *self.later))

    @property
    def kept(self) -> tuple[tuple[Claim, Satisfied], ...]:
        """Claims that hold already, with the evidence."""
        return tuple((claim, verdict) for claim, verdict in self.verdicts if isinstance(verdict, Satisfied))

    @property
    def waiting(self) -> tuple[tuple[Claim, Waiting], ...]:
        """Claims that wait for a person or for AWS as things are now."""
        return tuple((claim, verdict) for claim, verdict in self.verdicts if isinstance(verdict, Waiting))

    @property
    def blocked(self) -> tuple[tuple[Claim, Blocked], ...]:
        """Claims that nothing the program does can help."""
        return tuple((claim, verdict) for claim, verdict in self.verdicts if isinstance(verdict, Blocked))


def make_plan(claims: Sequence[Claim], observed: Observed) -> Plan:
    """What a run over `claims` would do, starting from `observed`."""
    assessment = Assessment(claims, Draft(observed))
    assessment.refresh()
    as_it_is = assessment.pairs()
    changes = _carry_through(assessment)
    assessment.draft.suppose_seen()
    return Plan(observed, changes, _once_answered(assessment), as_it_is)


def _once_answered(assessment: Assessment) -> tuple[tuple[Change, Observed], ...]:
    """What follows when everybody who is waited for has answered, and whoever has to answer then, and so on."""
    later = list(_carry_through(assessment))
    answered: set[str] = set()
    while True:
        waiting = [
            claim
            for claim, verdict in assessment.pairs()
            if isinstance(verdict, Waiting) and verdict.on_a_person and claim.key not in answered
        ]
        if not waiting:
            return tuple(later)
        for claim in waiting:
            answered.add(claim.key)
            claim.once_answered(assessment.draft)
        later += _carry_through(assessment)


def _carry_through(assessment: Assessment) -> tuple[tuple[Change, Observed], ...]:
    """Make changes in thought until no claim needs one that was not made already. What AWS works on gets done.

    It goes in rounds: what is needed as things are is made, then what is needed after that. So all changes of a round
    start from the same reading.
    """
    changes: list[tuple[Change, Observed]] = []
    made: set[Change] = set()
    awaited: set[str] = set()
    assessment.refresh()
    to_look_at: Sequence[int] = range(len(assessment.claims))
    while to_look_at:
        before = assessment.draft.observed()
        for number in to_look_at:
            claim, verdict = assessment.claims[number], assessment.verdicts[number]
            if isinstance(verdict, Needed):
                for change in (each for each in verdict.changes if each not in made):
                    changes.append((change, before))
                    made.add(change)
                    change.predict(assessment.draft)
            elif isinstance(verdict, Waiting) and verdict.look_again_after is not None and claim.key not in awaited:
                awaited.add(claim.key)
                claim.once_answered(assessment.draft)
        to_look_at = assessment.refresh()
    return tuple(changes)
