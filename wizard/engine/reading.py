"""The reading that a run works with: taken patiently, in parts, and no more often than it tells something new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from state.changes.base import Change
from state.observed import Observed, Scope, Section
from wizard.claims.base import Claim, Needed, Verdict, Waiting
from wizard.clock import Clock
from wizard.engine.events import Assessed, Event, Looked, RetryPlanned
from wizard.engine.limits import Limits
from wizard.engine.pace import Jitter, pause
from wizard.errors import AwsError
from wizard.gateway import Gateway
from wizard.plan import assess_all
from wizard.refusals.retries import UNHEARD

HOLDS_IDS = frozenset({Section.ORGANIZATION, Section.UNITS, Section.ACCOUNTS, Section.POLICIES})
"""The sections that a later change's ids come from."""
PLACES = frozenset({Section.ORGANIZATION, Section.UNITS})
"""The sections whose ids a reading of the others starts from; a predicted id would lead nowhere."""


@dataclass
class Reading:
    """What is known of AWS. After a change its prediction stands in until the section is read again."""

    claims: Sequence[Claim]
    scope: Scope
    gateway: Gateway
    clock: Clock
    limits: Limits
    jitter: Jitter

    observed: Observed = field(default_factory=Observed)
    stale: frozenset[Section] = frozenset()
    """Sections that are partly predicted."""
    held_up: dict[type[Change], Waiting] = field(default_factory=dict)
    """Kinds of change that AWS takes only after a person has done something."""
    _told: dict[str, Verdict] = field(default_factory=dict)
    _assessed: tuple[Observed, tuple[tuple[Claim, Verdict], ...]] | None = None

    def verdicts(self) -> tuple[tuple[Claim, Verdict], ...]:
        """Every claim's verdict on what is known."""
        if self._assessed is None or self._assessed[0] is not self.observed:
            given = assess_all(self.claims, self.observed)
            self._assessed = (self.observed, tuple((claim, self._unless_held_up(verdict)) for claim, verdict in given))
        return self._assessed[1]

    def hold_up(self, kind: type[Change], waiting: Waiting) -> Iterator[Event]:
        """AWS would refuse every change of this kind; whoever needs one waits."""
        self.held_up[kind] = waiting
        self._assessed = None
        yield from self._tell_news()

    def _unless_held_up(self, verdict: Verdict) -> Verdict:
        return self.held_up.get(type(verdict.change), verdict) if isinstance(verdict, Needed) else verdict

    def expect(self, change: Change) -> None:
        """AWS said that it made `change`: go on as if that had been seen."""
        self.observed = change.predict(self.observed)
        self.stale |= change.touches

    def look(self, sections: frozenset[Section]) -> Iterator[Event]:
        """Read AWS, and tell the verdicts that are new.

        A reading has its own patience: that it fails never makes a write be sent again. Raises AwsError.
        """
        sections |= self.stale & PLACES
        since, tries = self.clock.now(), 0
        while True:
            try:
                self.observed = self.gateway.observe(sections, self.scope, self.observed)
                break
            except AwsError as error:
                retry = error.retry or (UNHEARD if error.outcome_unknown else None)
                waited = (self.clock.now() - since).total_seconds()
                if retry is None or waited > min(retry.budget, self.limits.reading_patience):
                    raise
                again_in = pause(retry, tries, self.jitter)
                tries += 1
                yield RetryPlanned(None, error, self.clock.now() + timedelta(seconds=again_in))
                self.clock.sleep(again_in)
        self.stale -= sections
        yield Looked(self.observed)
        yield from self._tell_news()

    def _tell_news(self) -> Iterator[Event]:
        for claim, verdict in self.verdicts():
            if self._told.get(claim.key) != verdict:
                self._told[claim.key] = verdict
                yield Assessed(claim, verdict)
