"""One call to the simulated AWS, and the table of functions that answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from wizard.simulated.refusals import Refusal, constraint, invalid_input
from wizard.simulated.world import Account, Organization, World

Answer = dict[str, Any]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose credentials signed the call."""

    arn: str
    with_mfa: bool = False
    task: str = ""
    """The task policy of a root session, which is all that it may do (API: sts.AssumeRoot)."""
    long_term: bool = False
    """Whether these are a user's own keys, no session of any kind."""

    @property
    def account_id(self) -> str:
        """The account the principal belongs to."""
        return self.arn.split(":")[4]

    @property
    def principal(self) -> str:
        """`root`, `user/anna`, `assumed-role/Admin/anna`."""
        return self.arn.split(":", 5)[5]


NOBODY = Caller("arn:aws:iam:::nobody")
"""Who makes a call that is not signed."""
FORGER = Caller("arn:aws:iam:::forger")
"""Who signs with a secret that does not belong to the access key."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who asks what, when, of which world."""

    world: World
    now: datetime
    caller: Caller
    parameters: dict[str, Any]
    region: str = ""
    failure_reason: str = ""
    """Set by the weather: how the account creation that this call starts shall fail."""

    @property
    def account(self) -> Account:
        """The caller's account."""
        return self.world.accounts[self.caller.account_id]

    def shows(self, since: datetime | None) -> bool:
        """Whether lists have caught up with something that came into being at this moment."""
        return since is None or (self.now - since).total_seconds() >= self.world.climate.shown_after_seconds

    def organization(self) -> Organization:
        """The caller's organization; AWSOrganizationsNotInUseException for an account without one."""
        if not self.account.organization_id:
            raise Refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
        return self.world.organizations[self.account.organization_id]

    def managed(self) -> Organization:
        """The caller's organization, for the management account only (API: every operation says so)."""
        organization = self.organization()
        if organization.management_account_id != self.caller.account_id:
            raise Refusal("AccessDeniedException", "You don't have permissions to access this resource.")
        return organization

    def finalized(self) -> Organization:
        """The organization once it has finished initializing (API: organizations.FinalizingOrganizationException)."""
        organization = self.managed()
        if self.now < organization.finalized_at:
            raise Refusal(
                "FinalizingOrganizationException",
                "AWS Organizations couldn't perform the operation because your organization hasn't finished "
                "initializing. This can take up to an hour. Try again later.",
            )
        return organization

    def with_all_features(self) -> Organization:
        """The organization, if it has all features enabled."""
        organization = self.managed()
        if organization.feature_set != "ALL":
            raise constraint(
                "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "The organization does not have all features enabled."
            )
        return organization

    def trusted(self, organization: Organization, service_principal: str) -> bool:
        """Whether the service has trusted access, and has noticed."""
        since = organization.services.get(service_principal)
        seconds = self.world.climate.service_access_seconds
        return since is not None and (self.now - since).total_seconds() >= seconds

    def page(self, key: str, items: Sequence[Item], render: Callable[[Item], Any]) -> Answer:
        """One page of `items`. Pages are small, and the first may be empty though more follow (API: ListAccounts)."""
        token = self.parameters.get("NextToken")
        size = min(self.parameters.get("MaxResults") or self.world.climate.page_size, self.world.climate.page_size)
        if token is None and self.world.climate.empty_first_pages and items:
            return {key: [], "NextToken": "from-0"}
        start = _offset(token)
        answer: Answer = {key: [render(item) for item in items[start : start + size]]}
        if start + size < len(items):
            answer["NextToken"] = f"from-{start + size}"
        return answer


def _offset(token: str | None) -> int:
    if token is None:
        return 0
    digits = token.removeprefix("from-")
    if token == digits or not digits.isdigit():
        raise invalid_input("INVALID_NEXT_TOKEN", "The provided NextToken is not one of ours.")
    return int(digits)


@dataclass(frozen=True, slots=True)
class Operation:
    """A function that answers one operation of one service."""

    answer: Callable[[Call], Answer]
    writes: bool
    signed: bool = True
    """Whether it takes credentials; some operations take a token as a parameter instead."""


OPERATIONS: dict[tuple[str, str], Operation] = {}
"""By (service, operation)."""


def answers(
    service: str, operation: str, *, writes: bool = False, signed: bool = True
) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
    """Enter a function into the table."""

    def enter(function: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        OPERATIONS[service, operation] = Operation(function, writes, signed)
        return function

    return enter
