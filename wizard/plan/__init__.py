"""The changes that a run would make, found by predicting each change's effect on the reading.

There is no second planner: the same claims assess the predicted readings that assess the real ones in a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from state.changes.base import Change
from state.observed import Observed
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, Satisfied, Verdict, Waiting
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
    changes, now = _predict(claims, observed)
    answered = now
    for claim, verdict in assess_all(claims, now):
        if isinstance(verdict, Waiting) and verdict.on_a_person:
            answered = claim.once_answered(answered)
    later, _ = _predict(claims, answered)
    return Plan(observed, tuple(changes), tuple(later), assess_all(claims, observed))


def assess_all(claims: Sequence[Claim], observed: Observed) -> tuple[tuple[Claim, Verdict], ...]:
    """Every claim's verdict. A claim whose requirements do not hold yet waits for them."""
    verdicts: dict[str, Verdict] = {}
    titles = {claim.key: claim.title for claim in claims}
    for claim in claims:
        missing = next((key for key in claim.requires if not isinstance(verdicts.get(key), Satisfied)), None)
        if missing is None:
            verdicts[claim.key] = claim.assess(observed)
        else:
            verdicts[claim.key] = Waiting(f"It waits for this: {titles[missing]}.", on_whom=ANOTHER_CLAIM)
    return tuple((claim, verdicts[claim.key]) for claim in claims)


def _predict(claims: Sequence[Claim], observed: Observed) -> tuple[list[tuple[Change, Observed]], Observed]:
    """Make changes in thought until no claim needs one that was not made already. What AWS works on gets done."""
    changes: list[tuple[Change, Observed]] = []
    made: set[Change] = set()
    awaited: set[str] = set()
    while True:
        before = len(made) + len(awaited)
        for claim, verdict in assess_all(claims, observed):
            if isinstance(verdict, Needed) and verdict.change not in made:
                changes.append((verdict.change, observed))
                made.add(verdict.change)
                observed = verdict.change.predict(observed)
            elif isinstance(verdict, Waiting) and verdict.look_again_after is not None and claim.key not in awaited:
                awaited.add(claim.key)
                observed = claim.once_answered(observed)
        if len(made) + len(awaited) == before:
            return changes, observed
