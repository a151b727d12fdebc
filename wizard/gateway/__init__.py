"""All that is asked of AWS by one identity, once it is signed in. `wizard.aws` has the real thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from state.changes.base import Change
from state.observed import AccountCreation, Observed, Scope, Section
from state.observed.cloudtrail_event import CloudTrailEvent

READING_FOR_EXPORT = frozenset(Section)
"""All that can be read."""
READING_FOR_REVIEW = READING_FOR_EXPORT - {Section.SURVEY}
"""All that a plan goes by."""
EVERYTHING = READING_FOR_REVIEW - {Section.SURROUNDINGS}
"""All that claims look at."""


@dataclass(frozen=True, slots=True)
class RequestStatus:
    """How a request stands that AWS works on."""

    state: str
    """IN_PROGRESS, SUCCEEDED or FAILED (API: sso-admin.StatusValues)."""
    failure_reason: str = ""
    """AWS's own words."""


@dataclass(frozen=True, slots=True)
class SessionCredentials:
    """A session that somebody asked to be handed (API: sts.Credentials). In memory only; never in a text of ours."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    expires_at: datetime


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

    def follow_request(self, change: Change, receipt: str, observed: Observed) -> RequestStatus | None:
        """How a request stands that AWS took down for `change`; None when AWS no longer knows it."""
        ...

    def recorded_calls(self, event_name: str, region: str) -> tuple[CloudTrailEvent, ...]:
        """The latest calls of this operation in the account that is signed in to, the latest first, as CloudTrail's
        event history tells them in this Region (API: cloudtrail.LookupEvents)."""
        ...

    def session_through(self, role_arns: Sequence[str]) -> SessionCredentials:
        """A session of the last of these roles, each assumed from the one before, the first from whoever is signed in
        (API: sts.AssumeRole)."""
        ...

    def find_creations(self, account_name: str, since: datetime) -> tuple[AccountCreation, ...]:
        """Creations in any state of an account of this name, requested at `since` or later
        (API: ListCreateAccountStatus). Oldest first."""
        ...
