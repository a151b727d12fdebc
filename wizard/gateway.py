"""What the engine needs of AWS, and what the front ends need to get there. `wizard.aws` has the real thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from state.changes import Change
from state.observed import AccountCreation, Identity, Observed, Scope, Section
from wizard.clock import Clock

READING_FOR_REVIEW = frozenset(Section)
"""All that can be read."""
EVERYTHING = READING_FOR_REVIEW - {Section.SURROUNDINGS}
"""All that steps look at."""


class Gateway(Protocol):
    """One signed-in identity's way to AWS. Every method may raise `wizard.errors.AwsError`."""

    def observe(self, sections: frozenset[Section], scope: Scope, previous: Observed) -> Observed:
        """`previous` with the named sections read anew."""
        ...

    def perform(self, change: Change, observed: Observed) -> str:
        """Make one change, sending it exactly once. Returns the receipt to follow, or '' when it is made at once.

        `observed` supplies the ids that the change's names stand for.
        """
        ...

    def follow(self, receipt: str) -> AccountCreation | None:
        """How the account creation stands; None when AWS no longer knows it (API: DescribeCreateAccountStatus)."""
        ...

    def find_creations(self, account_name: str, since: datetime) -> tuple[AccountCreation, ...]:
        """Creations in any state of an account of this name, requested at `since` or later
        (API: ListCreateAccountStatus). Oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class CredentialSource:
    """Somewhere that credentials may be found on this machine. Found without the network and without secrets."""

    key: str
    """`profile:acme-root`, `environment`, `rehearsal`: how the choice is remembered."""
    title: str
    """`Profile acme-root`."""
    hint: str
    """Where it comes from and when it fits, one line."""
    preferred: bool = False
    """Whether the person asked for it, or boto3 itself would use it when told nothing."""


class Realm(Protocol):
    """Where a setup is carried out: AWS itself, or a rehearsal of it."""

    @property
    def rehearsal(self) -> bool:
        """Whether AWS is a simulated one."""
        ...

    @property
    def clock(self) -> Clock:
        """The time there."""
        ...

    def credential_sources(self) -> Iterable[CredentialSource]:
        """What could be signed in with, most likely first. Needs no network."""
        ...

    def sign_in(self, source: CredentialSource, home_region: str) -> tuple[Identity, Gateway]:
        """Use `source` and ask AWS who that is. Raises `wizard.errors.AwsError`."""
        ...

    def come_back(self) -> None:
        """Somebody returns after a run that ended in waiting. A rehearsal lets the time pass in between."""
        ...

    def start(self) -> None:
        """A run begins, perhaps after one that was stopped: the clock sleeps again."""
        ...

    def stop(self) -> None:
        """End any sleep of the clock at once, because the run is being stopped."""
        ...
