"""Trying whether accounts can be used, by stepping into each through its organization access role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from datetime import datetime

from state.observed import INVITED, Account, AccountState, Observed, Scope
from state.observed.partitions import REGIONS_FOR_EVERYBODY
from state.observed.readiness import ITS_ROLE, SET_UP_WITHIN, Readiness
from state.setup import is_account_id
from wizard.aws.calls import Glances
from wizard.aws.member_accounts import MemberAccounts
from wizard.errors import AwsError, CredentialsExpired, NoCredentials

CHARACTERS_OF_A_REASON = 200


def readiness(
    members: MemberAccounts, pool: Executor, scope: Scope, seen: Observed, previous: Observed, now: datetime
) -> tuple[Readiness, ...]:
    """One entry for each account of the scope that exists. What was ready before is not tried again, nor what will not
    become so by itself.

    Raises AwsError only when the caller's own credentials are no longer good.
    """
    tried = pool.map(lambda pair: _of(members, scope, previous, now, *pair), _existing(scope, seen))
    return tuple(sorted(tried, key=lambda each: each.account_id))


def _existing(scope: Scope, seen: Observed) -> Iterator[tuple[Account, str]]:
    for reference, role_name in scope.enter:
        account = seen.account_called(reference)
        if account is not None and account.state == AccountState.ACTIVE and is_account_id(account.account_id):
            yield account, role_name


def _of(
    members: MemberAccounts,
    scope: Scope,
    previous: Observed,
    now: datetime,
    account: Account,
    role_name: str,
) -> Readiness:
    before = previous.readiness_of(account.account_id)
    if before is not None and (before.ready or before.final):
        return before
    return _try(members, account.account_id, role_name, scope, _being_set_up(account, now))


def _being_set_up(account: Account, now: datetime) -> bool:
    """Whether AWS may still be at work there. An invited account was in use before it joined."""
    if account.joined_method == INVITED or account.joined_at is None:
        return False
    return now - account.joined_at <= SET_UP_WITHIN


def _try(members: MemberAccounts, account_id: str, role_name: str, scope: Scope, being_set_up: bool) -> Readiness:
    """Each capability in turn, up to the first that does not work."""
    entered: list[Glances] = []

    def assume() -> None:
        entered.append(members.enter(account_id, role_name, scope.home_region).glances())

    def in_region() -> None:
        if scope.home_region not in REGIONS_FOR_EVERYBODY:  # elsewhere the role was assumed in the Region itself
            entered[0].ask("sts", "GetCallerIdentity", lambda _answer: None)

    def in_iam() -> None:
        entered[0].ask("iam", "GetAccountSummary", lambda _answer: None)

    attempts: tuple[tuple[str, Callable[[], None]], ...] = (
        (ITS_ROLE, assume),
        (f"the Region {scope.home_region}", in_region),
        ("IAM", in_iam),
    )
    for what, attempt in attempts:
        try:
            attempt()
        except (CredentialsExpired, NoCredentials) as error:
            if not entered:
                raise
            return Readiness(account_id, what, _in_short(error.message), not being_set_up)
        except AwsError as error:
            passing = being_set_up or error.retry is not None or error.outcome_unknown
            return Readiness(account_id, what, _in_short(error.message), not passing)
    return Readiness(account_id, why=f"Its role can be assumed; IAM and the Region {scope.home_region} answer.")


def _in_short(message: str) -> str:
    return message if len(message) <= CHARACTERS_OF_A_REASON else f"{message[:CHARACTERS_OF_A_REASON]} […]."
