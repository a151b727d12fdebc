"""What every write to AWS has in common; `state.changes` has them all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from state.changes.request import Follows, Request
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.page_key import PageKey

SERVICE_LINKED_ROLE = "iam:CreateServiceLinkedRole"
"""AWS makes AWSServiceRoleForOrganizations in the caller's name (API: organizations.CreateOrganization)."""

SECRET = {"secret": True}
"""Of a field that is for one call alone: it is kept in no record."""


class Lane(StrEnum):
    """What may run beside what."""

    ORGANIZATION = "organization"
    """Structural writes: one at a time, or AWS answers ConcurrentModificationException."""
    CREATION = "creation"
    """CreateAccount: asynchronous, up to five in flight."""
    IDENTITY = "identity"
    """Writes to IAM and Identity Center in the management account."""
    ACCOUNT = "account"
    """Writes inside of one account: one at a time there, side by side in different accounts."""


@dataclass(frozen=True, slots=True)
class Change(ABC):
    """One write to AWS: a kind that can be made, or, with `ABC` among its bases, what several kinds share."""

    lane: ClassVar[Lane]
    touches: ClassVar[frozenset[Section]]
    undo: ClassVar[str]
    """How it can be taken back, as a sentence. Empty when it cannot."""
    needs: ClassVar[tuple[str, ...]]
    """The IAM actions that it takes in the management account (service authorization reference; user guide,
    orgs_reference_iam-permissions). Of several operations, each has its own."""
    page: ClassVar[PageKey]
    """Where the answer is given that leads to it."""
    before_accounts: ClassVar[bool] = False
    """Whether accounts that are made afterwards come out otherwise, so that it goes before them."""
    after_accounts: ClassVar[bool] = False
    """Whether it binds accounts, so that it waits while one is still being made or set up."""
    follows: ClassVar[Follows | None] = None
    """How AWS is asked what became of it, where the answer to the call is not the end of it."""
    proven: ClassVar[bool] = False
    """Whether it may shut somebody out, so that the door is opened anew after it, and put back where that fails."""
    typical_seconds: ClassVar[int] = 2
    """How long it usually takes, for the progress display."""

    def __init_subclass__(cls) -> None:
        """Raises TypeError for a kind that lacks something: it would only be missed while somebody's run is under way.

        A dataclass with slots is made twice, so that `super` would not know it; nothing stands above that could care.
        """
        missing = [] if ABC in cls.__bases__ else sorted({*_without_value(cls), *_without_body(cls)})
        if missing:
            raise TypeError(f"{cls.__name__} is a change without {', '.join(missing)}")

    @property
    @abstractmethod
    def title(self) -> str:
        """What will be done, in a few words: `Create account data-bunker`."""

    @property
    def answer(self) -> tuple[str, ...]:
        """The place in the setup of the one answer that leads to it; empty where its page has several."""
        return ()

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

    @property
    def followed(self) -> bool:
        """Whether what became of it is asked for afterwards."""
        return self.follows is not None or self.proven

    @property
    def loosens(self) -> bool:
        """Whether something is protected less afterwards: whoever approves it sees it marked."""
        return False

    @property
    def needed_actions(self) -> tuple[str, ...]:
        """Of `needs`, the IAM actions that this very change takes."""
        return self.needs

    @abstractmethod
    def request(self, observed: Observed) -> Request:
        """The one call that makes it, with ids from `observed` and placeholders for those that AWS has yet to give."""

    @abstractmethod
    def predict(self, draft: Draft) -> None:
        """Write down what AWS would tell after this change."""


def _without_value(kind: type) -> set[str]:
    """Class variables that are declared and never given."""
    declared = {name for each in kind.__mro__ for name, hint in _hints(each) if hint.startswith("ClassVar")}
    return {name for name in declared if not hasattr(kind, name)}


def _hints(kind: type) -> list[tuple[str, str]]:
    return [(name, str(hint)) for name, hint in vars(kind).get("__annotations__", {}).items()]


def _without_body(kind: type) -> set[str]:
    """Abstract methods and properties. ABC refuses them, too, but not before the first is made."""
    return {name for name in dir(kind) if getattr(getattr(kind, name, None), "__isabstractmethod__", False)}
