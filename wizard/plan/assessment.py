"""How every claim stands on what is known of AWS, kept up to date as that is written on."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from state.observed import Observed
from state.observed.draft import Draft, Key
from wizard.claims.base import ANOTHER_CLAIM, Claim, Satisfied, Verdict, Waiting, not_seen


class Assessment:
    """The claims' verdicts on a draft. A claim is assessed again only when something that it looked at was written, or
    when a claim that it requires came to hold or ceased to: whatever the number of accounts, most changes matter to a
    handful of claims."""

    def __init__(self, claims: Iterable[Claim], draft: Draft) -> None:
        self.claims = tuple(claims)
        self.draft = draft
        self.verdicts: list[Verdict] = []
        """In the order of the claims, as of the last `refresh`."""
        self.assessed = 0
        """How often a claim was assessed."""
        self._titles = {claim.key: claim.title for claim in self.claims}
        self._requires = _earlier_claims(self.claims)
        self._required_by: list[list[int]] = [[] for _ in self.claims]
        for number, required in enumerate(self._requires):
            for _, other in required:
                if other is not None:
                    self._required_by[other].append(number)
        self._looked_at: list[set[Key]] = [set() for _ in self.claims]
        self._lookers: dict[Key, set[int]] = {}

    def refresh(self) -> list[int]:
        """Assess what may have changed. The numbers of the claims that have another verdict now, in order."""
        changed: list[int] = []
        waiting = self._outdated()
        heapq.heapify(waiting)
        last = -1
        while waiting:
            number = heapq.heappop(waiting)
            if number == last:
                continue
            last = number
            before = self.verdicts[number] if number < len(self.verdicts) else None
            verdict = self._assess(number)
            if before is None:
                self.verdicts.append(verdict)
            self.verdicts[number] = verdict
            if verdict != before:
                changed.append(number)
            if isinstance(verdict, Satisfied) is not isinstance(before, Satisfied):
                for other in self._required_by[number]:
                    heapq.heappush(waiting, other)
        return changed

    def pairs(self) -> tuple[tuple[Claim, Verdict], ...]:
        """Each claim with its verdict."""
        return tuple(zip(self.claims, self.verdicts, strict=True))

    def _outdated(self) -> list[int]:
        """Claims that looked at what was written since; at first, all."""
        written = self.draft.notes.written
        if len(self.verdicts) < len(self.claims):
            outdated = set(range(len(self.claims)))
        else:
            outdated = {number for key in written for number in self._lookers.get(key, ())}
        written.clear()
        return list(outdated)

    def _assess(self, number: int) -> Verdict:
        """One claim's verdict. It waits for claims that it requires and that do not hold yet; and whatever it makes of
        something that could not be looked at, it is not known."""
        for key in self._looked_at[number]:
            self._lookers[key].discard(number)
        asked = self.draft.notes.asked
        asked.clear()
        verdict: Verdict | None = self._waiting_for_another(number)
        if verdict is None:
            self.assessed += 1
            verdict = self.claims[number].assess(self.draft)
            if (hidden := self.draft.not_seen(frozenset(asked))) is not None:
                verdict = not_seen(hidden)
        self._looked_at[number] = set(asked)
        for key in asked:
            self._lookers.setdefault(key, set()).add(number)
        return verdict

    def _waiting_for_another(self, number: int) -> Waiting | None:
        for key, other in self._requires[number]:
            if other is None or not isinstance(self.verdicts[other], Satisfied):
                return Waiting(f"It waits for this: {self._titles[key]}.", on_whom=ANOTHER_CLAIM)
        return None


def assess_all(claims: Iterable[Claim], observed: Observed) -> tuple[tuple[Claim, Verdict], ...]:
    """Each claim's verdict on what is known."""
    assessment = Assessment(claims, Draft(observed))
    assessment.refresh()
    return assessment.pairs()


def _earlier_claims(claims: Sequence[Claim]) -> list[list[tuple[str, int | None]]]:
    """For each claim the keys and numbers of those that it requires; no number for one that does not come before it."""
    numbers: dict[str, int] = {}
    required: list[list[tuple[str, int | None]]] = []
    for number, claim in enumerate(claims):
        required.append([(key, numbers.get(key)) for key in claim.requires])
        numbers[claim.key] = number
    return required
