"""The changes that a run would make, found by predicting each change's effect on the reading.

There is no second planner: the same steps assess the predicted readings that assess the real ones in a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from state.changes import Change
from state.observed import Observed
from wizard.claims.base import ANOTHER_STEP, Blocked, Needed, Satisfied, Step, Verdict, Waiting
from wizard.plan.findings import Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do and why not more."""

    observed: Observed
    """The reading it was made from."""
    changes: tuple[tuple[Change, Observed], ...]
    """What would be done now, in order, each with the (predicted) reading it would start from."""
    later: tuple[tuple[Change, Observed], ...]
    """What would follow once the people it waits for have acted. Approving the plan approves these too."""
    verdicts: tuple[tuple[Step, Verdict], ...]
    """Each step against AWS as it is now: kept, needed, waiting, blocked, in the setup's order."""
    findings: tuple[Finding, ...] = ()
    """What somebody should know before approving."""

    def approved(self) -> frozenset[Change]:
        """Everything in the plan, for somebody who approves all of it."""
        return frozenset(change for change, _ in (*self.changes, *self.later))

    @property
    def kept(self) -> tuple[tuple[Step, Satisfied], ...]:
        """Steps that hold already, with the evidence."""
        return tuple((step, verdict) for step, verdict in self.verdicts if isinstance(verdict, Satisfied))

    @property
    def waiting(self) -> tuple[tuple[Step, Waiting], ...]:
        """Steps that wait for a person or for AWS as things are now."""
        return tuple((step, verdict) for step, verdict in self.verdicts if isinstance(verdict, Waiting))

    @property
    def blocked(self) -> tuple[tuple[Step, Blocked], ...]:
        """Steps that nothing the program does can help."""
        return tuple((step, verdict) for step, verdict in self.verdicts if isinstance(verdict, Blocked))


def make_plan(steps: Sequence[Step], observed: Observed) -> Plan:
    """What a run over `steps` would do, starting from `observed`."""
    changes, now = _predict(steps, observed)
    answered = now
    for step, verdict in assess_all(steps, now):
        if isinstance(verdict, Waiting) and verdict.on_a_person:
            answered = step.once_answered(answered)
    later, _ = _predict(steps, answered)
    return Plan(observed, tuple(changes), tuple(later), assess_all(steps, observed))


def assess_all(steps: Sequence[Step], observed: Observed) -> tuple[tuple[Step, Verdict], ...]:
    """Every step's verdict. A step whose requirements do not hold yet waits for them."""
    verdicts: dict[str, Verdict] = {}
    titles = {step.key: step.title for step in steps}
    for step in steps:
        missing = next((key for key in step.requires if not isinstance(verdicts.get(key), Satisfied)), None)
        if missing is None:
            verdicts[step.key] = step.assess(observed)
        else:
            verdicts[step.key] = Waiting(f"After: {titles[missing]}.", on_whom=ANOTHER_STEP)
    return tuple((step, verdicts[step.key]) for step in steps)


def _predict(steps: Sequence[Step], observed: Observed) -> tuple[list[tuple[Change, Observed]], Observed]:
    """Make changes in thought until no step needs one that was not made already. What AWS works on gets done."""
    changes: list[tuple[Change, Observed]] = []
    made: set[Change] = set()
    awaited: set[str] = set()
    while True:
        before = len(made) + len(awaited)
        for step, verdict in assess_all(steps, observed):
            if isinstance(verdict, Needed) and verdict.change not in made:
                changes.append((verdict.change, observed))
                made.add(verdict.change)
                observed = verdict.change.predict(observed)
            elif isinstance(verdict, Waiting) and verdict.look_again_after is not None and step.key not in awaited:
                awaited.add(step.key)
                observed = step.once_answered(observed)
        if len(made) + len(awaited) == before:
            return changes, observed
