"""What every write to AWS has in common; `state.changes` has them all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from state.observed import Observed, Section


class Lane(StrEnum):
    """What may run beside what."""

    ORGANIZATION = "organization"
    """Structural writes: one at a time, or AWS answers ConcurrentModificationException."""
    CREATION = "creation"
    """CreateAccount: asynchronous, up to five in flight."""
    IDENTITY = "identity"
    """Writes to IAM in the management account."""
    ACCOUNT = "account"
    """Writes inside of one account: one at a time there, side by side in different accounts."""


@dataclass(frozen=True, slots=True)
class Change(ABC):
    """One write to AWS."""

    lane: ClassVar[Lane]
    touches: ClassVar[frozenset[Section]]
    undo: ClassVar[str]
    """How it can be taken back, as a sentence. Empty when it cannot."""
    typical_seconds: ClassVar[int] = 2
    """How long it usually takes, for the progress display."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What will be done, in a few words: `Create account data-bunker`."""

    @property
    def detail(self) -> str:
        """What else the person who approves should see, in a few words; may be empty."""
        return ""

    @property
    def full_title(self) -> str:
        """The title with what tells the change apart from others like it: the same may be done in many accounts."""
        return self.title

    @property
    def consequence(self) -> str:
        """What follows that is not obvious, as whole sentences; may be empty."""
        return ""

    @property
    def irreversible(self) -> bool:
        """Whether nothing takes it back."""
        return not self.undo

    @abstractmethod
    def predict(self, observed: Observed) -> Observed:
        """The reading that AWS would return after this change."""
