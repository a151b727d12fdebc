"""What a claim makes of a reading. A claim that is content says why, so that "no change" is evidence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from state.changes.base import Change
from state.errors import Advice
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.observed.seen import Unknown
from state.page_key import PageKey
from wizard.errors import AWS

ANOTHER_CLAIM = "another claim"


@dataclass(frozen=True, slots=True)
class Satisfied:
    """The claim holds."""

    evidence: str


@dataclass(frozen=True, slots=True)
class Needed:
    """The claim would hold after this change, and those beside it."""

    change: Change
    also: tuple[Change, ...] = ()
    """What it takes more. None of them waits for another, so that what one meets holds up none of the rest."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of them."""
        return (self.change, *self.also)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody or something else has to move first."""

    reason: str
    on_whom: str = AWS
    """`AWS`, `ANOTHER_CLAIM`, or a person in words."""
    look_again_after: float | None = None
    """Seconds after which looking again makes sense; None when a person has to act, which ends a run."""
    until: datetime | None = None
    """When the wait is over for better or worse."""
    then_look_at: frozenset[Section] = frozenset()
    """Sections that tell whether it is over; empty for all in which AWS changes things at any time."""
    message: str = ""
    """Text to copy and send to the person who has to act."""

    @property
    def on_a_person(self) -> bool:
        """Whether somebody has to do something, which may take days."""
        return self.on_whom not in (AWS, ANOTHER_CLAIM)


@dataclass(frozen=True, slots=True)
class Blocked(Advice):
    """Nothing the program does can make the claim hold: why, and what a person can do."""


@dataclass(frozen=True, slots=True)
class NotSeen(Blocked):
    """Nobody could look: the claim may hold or not, and nothing is changed on a guess."""

    passing: bool = False
    """Whether looking again a little later may tell."""


Verdict = Satisfied | Needed | Waiting | Blocked


def not_seen(unknown: Unknown) -> NotSeen:
    """The verdict on what could not be looked at."""
    return NotSeen(f"It could not be seen: {unknown.what}", unknown.remedy, unknown.passing)


class Claim(ABC):
    """A claim about AWS that a setup makes. Pure: no client, console or clock in sight."""

    @property
    @abstractmethod
    def key(self) -> str:
        """Stable between runs of the same setup."""

    @property
    @abstractmethod
    def title(self) -> str:
        """The claim in a few words: `Account data-bunker exists`."""

    @property
    @abstractmethod
    def page(self) -> PageKey:
        """The page on which the answer is given that it comes from: what is wrong with it is corrected there."""

    @property
    def answer(self) -> tuple[str, ...]:
        """The place in the setup of the one answer that it comes from; empty where its page has several."""
        return ()

    @property
    def requires(self) -> tuple[str, ...]:
        """Keys of the claims that must be satisfied before this one means anything."""
        return ()

    @property
    def comes_after(self) -> tuple[str, ...]:
        """Keys of the claims that it may be waiting for: those that it requires, where it does not say more."""
        return self.requires

    @property
    def may_need(self) -> tuple[Change, ...]:
        """Changes that depend on what AWS has already, so that no plan from nothing shows them; see
        `wizard.audit.permissions`."""
        return ()

    @abstractmethod
    def assess(self, observed: Observed) -> Verdict:
        """What this claim makes of the reading."""

    def once_answered(self, draft: Draft) -> None:  # noqa: B027 - many claims wait for nobody
        """Write down what there is once whoever it waits for did what was asked; a plan uses it to see what follows."""
