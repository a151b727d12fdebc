"""What a run tells as it goes, in the past tense. Both front ends drain the same events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from state.changes.base import Change
from state.errors import OrgwizardError
from state.observed import Identity, Observed
from wizard.claims.base import Claim, Verdict


class Ending(StrEnum):
    """How a run ended."""

    DONE = "done"
    """Every claim is satisfied."""
    WAITING = "waiting"
    """A person has to act; everything that does not wait for that is done. Come back later."""
    FAILED = "failed"
    """Something was refused or is blocked; everything that does not wait for that is done."""
    UNAPPROVED = "unapproved"
    """AWS moved since the review: something is needed now that nobody approved. It was not done."""


@dataclass(frozen=True, slots=True)
class Looked:
    """AWS was read."""

    observed: Observed


@dataclass(frozen=True, slots=True)
class Assessed:
    """A claim's verdict is new, or differs from the last one told."""

    claim: Claim
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ChangeStarted:
    """The change is about to be made: nothing has been sent yet. Not asking for the next event stops here."""

    change: Change


@dataclass(frozen=True, slots=True)
class ChangeRequested:
    """AWS took an asynchronous change and works on it."""

    change: Change
    receipt: str


@dataclass(frozen=True, slots=True)
class ChangePerformed:
    """The change was made."""

    change: Change
    note: str = ""
    """Says so when an earlier try turned out to have made it."""


@dataclass(frozen=True, slots=True)
class ChangeFailed:
    """The change was refused; what depends on it is left, the rest goes on."""

    change: Change
    error: OrgwizardError


@dataclass(frozen=True, slots=True)
class ChangeHeldUp:
    """The change was refused until a person has done something; the rest goes on, and a later run asks again."""

    change: Change
    error: OrgwizardError


@dataclass(frozen=True, slots=True)
class RetryPlanned:
    """AWS asked to come back later. `change` is None when a reading is tried again."""

    change: Change | None
    error: OrgwizardError
    again_at: datetime


@dataclass(frozen=True, slots=True)
class WaitStarted:
    """Nothing can be done for `seconds`; `reason` is a sentence. Stopping here loses nothing."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The last event of every run that was not stopped."""

    ending: Ending
    verdicts: tuple[tuple[Claim, Verdict], ...]
    failures: tuple[ChangeFailed, ...] = field(default=())
    performed: frozenset[Change] = frozenset()
    left: frozenset[Change] = frozenset()
    """What was approved and was not made in this run."""
    identity: Identity | None = None
    """Who asked AWS for it."""


Event = (
    Looked
    | Assessed
    | ChangeStarted
    | ChangeRequested
    | ChangePerformed
    | ChangeFailed
    | ChangeHeldUp
    | RetryPlanned
    | WaitStarted
    | RunEnded
)
