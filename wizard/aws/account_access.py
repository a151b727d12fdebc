"""Trying whether accounts can be used, by stepping into each through its organization access role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from datetime import datetime
from functools import partial

from state.observed import Account, AccountState, Observed, Scope
from state.observed.readiness import ITS_ROLE, Readiness, is_young
from state.setup import is_account_id
from state.setup.partitions import REGIONS_FOR_EVERYBODY
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.settings import services_used
from wizard.errors import AwsError, CredentialsExpired, NoCredentials, NotReadyYet

CHARACTERS_OF_A_REASON = 200
PAUSES = (2.0, 5.0)
"""Seconds before an account that is long set up is tried again: what fails there as a rule fails for a moment."""
PROBES = {"ec2": ("EC2", "GetEbsEncryptionByDefault"), "s3": ("S3", "ListBuckets")}
"""What a service is called, and a call to it that changes nothing. A young account is let in by each at its own time;
in others, what a service does not tell is unknown, and everything else goes on."""
ALSO = {"s3control": "s3"}
"""Services that come with another."""


def readiness(
    members: MemberAccounts, pool: Executor, scope: Scope, seen: Observed, previous: Observed, now: datetime
) -> tuple[Readiness, ...]:
    """One entry for each account of the scope that exists. What was ready before is not tried again, nor what will not
    become so by itself.

    Raises AwsError only when the caller's own credentials are no longer good.
    """
    used = services_used(scope)

    def tried(account: Account, role_name: str, services: frozenset[str]) -> Readiness:
        before = previous.readiness_of(account.account_id)
        if before is not None and (before.ready or before.final):
            return before
        return _Door(members, account.account_id, role_name, scope.home_region, services).tried(is_young(account, now))

    existing = _existing(scope, seen)
    found = pool.map(lambda one: tried(one[0], one[2], used.get(one[1], frozenset())), existing)
    return tuple(sorted(found, key=lambda each: each.account_id))


def _existing(scope: Scope, seen: Observed) -> Iterator[tuple[Account, str, str]]:
    for reference, role_name in scope.enter:
        account = seen.account_called(reference)
        if account is not None and account.state == AccountState.ACTIVE and is_account_id(account.account_id):
            yield account, reference, role_name


class _Door:
    """The way into one account."""

    def __init__(
        self, members: MemberAccounts, account_id: str, role_name: str, region: str, services: frozenset[str]
    ) -> None:
        self._members = members
        self._account_id = account_id
        self._role_name = role_name
        self._region = region
        self._probes = sorted({ALSO.get(service, service) for service in services} & PROBES.keys())

    def tried(self, young: bool) -> Readiness:
        """Each capability in turn, up to the first that does not work. A young account is tried again by whoever waits
        for it; in another, what fails for a moment is tried again right away."""
        for pause in () if young else PAUSES:
            found = self._try(young)
            if found.ready or found.final:
                return found
            self._members.sleep(pause)
        return self._try(young, last=True)

    def _try(self, young: bool, last: bool = False) -> Readiness:
        probes = self._probes if young else ()
        for what, needed, works in self._capabilities(probes):
            try:
                works()
            except (CredentialsExpired, NoCredentials):
                raise
            except AwsError as error:
                if not needed and not isinstance(error, NotReadyYet):
                    continue  # the service knows the account; what else is wrong with it is told where it is needed
                not_ready = isinstance(error, NotReadyYet)
                final = not young and not (error.passing and not (not_ready and last))
                remedy = error.remedy if not_ready else ""
                return Readiness(self._account_id, what, _in_short(error.message), final, remedy, young)
        names = ", ".join(("IAM", *(PROBES[service][0] for service in probes)))
        why = f"Its role can be assumed; {names} and the Region {self._region} answer."
        return Readiness(self._account_id, why=why)

    def _capabilities(self, probes: Iterable[str]) -> Iterator[tuple[str, bool, Callable[[], None]]]:
        """What has to work, whether any trouble means that it does not, and how to find out."""
        yield ITS_ROLE, True, self._enter
        if self._region not in REGIONS_FOR_EVERYBODY:  # elsewhere the role was assumed in the Region itself
            yield f"the Region {self._region}", True, lambda: self._ask("sts", "GetCallerIdentity")
        yield "IAM", True, lambda: self._ask("iam", "GetAccountSummary")
        for service in probes:
            name, operation = PROBES[service]
            yield name, False, partial(self._ask, service, operation)

    def _enter(self) -> None:
        self._members.enter(self._account_id, self._role_name, self._region)

    def _ask(self, service: str, operation: str) -> None:
        inside = self._members.enter(self._account_id, self._role_name, self._region)
        inside.glances().ask(service, operation, lambda _answer: None)


def _in_short(message: str) -> str:
    return message if len(message) <= CHARACTERS_OF_A_REASON else f"{message[:CHARACTERS_OF_A_REASON]} […]."
