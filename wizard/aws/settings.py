"""Reading the settings of accounts: as the claims about them say, in whichever account they are."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

from state.observed import Observed, Scope, Section
from state.observed.seen import Absent, Seen, Unknown
from state.observed.settings import (
    BREAK_GLASS,
    CALLER,
    GROUP_POLICY,
    MANAGEMENT_ACCOUNT,
    Place,
    Setting,
    as_seen,
    as_value,
)
from state.observed.stand_ins import account_id_of, filled
from state.setup import is_account_id
from wizard.aws.calls import Calls
from wizard.aws.member_accounts import MemberAccounts
from wizard.claims.break_glass import break_glass_user
from wizard.claims.callers import caller_called
from wizard.claims.reads import Inside, Reads, unknown
from wizard.claims.roles import group_permission
from wizard.claims.settings import TAGS
from wizard.errors import AwsError, CredentialsExpired, NoCredentials, NotFound
from wizard.guardrails import READS
from wizard.guardrails.bucket_reads import bucket_setting_called


def settings(
    calls: Calls,
    members: MemberAccounts,
    pool: Executor,
    sections: frozenset[Section],
    scope: Scope,
    seen: Observed,
    previous: Observed,
) -> tuple[Setting, ...]:
    """The settings that the setup is about, of every account that can be stepped into.

    With the section SETTINGS all are read anew; with READINESS those of accounts that were not read before, and those
    that were not told for a passing reason. Raises AwsError only where the credentials are no longer good: a setting
    that is not told says so.
    """
    before: dict[str, dict[str, Setting]] = {}
    for setting in previous.settings:
        before.setdefault(setting.account_id, {})[setting.name] = setting
    wanted: list[tuple[Place, str, Inside | Unknown, Reads[Any]]] = []
    for place, names in scope.settings:
        account_id = _account_id(seen, place)
        known = before.get(account_id, {})
        everything = Section.SETTINGS in sections or not known
        to_read = [name for name in names if everything or _may_be_told_now(known.get(name))]
        if account_id and to_read:
            inside = _entered(calls, members, place, account_id)
            told = (reads for reads in map(_reads, to_read) if reads.available(seen, place))
            wanted += [(place, account_id, inside, reads) for reads in told]
    read = list(pool.map(lambda one: _setting(*one), wanted))
    anew = {(setting.account_id, setting.name) for setting in read}
    kept = [setting for setting in previous.settings if (setting.account_id, setting.name) not in anew]
    return tuple(sorted([*kept, *read], key=lambda setting: (setting.account_id, setting.name)))


def services_used(scope: Scope) -> dict[str, frozenset[str]]:
    """By the account's reference: the services that its settings are read from."""
    used: dict[str, set[str]] = {}
    for place, names in scope.settings:
        calls = (call for name in names for call in _reads(name).calls)
        used.setdefault(place.account, set()).update(call.partition(":")[0] for call in calls)
    return {account: frozenset(services) for account, services in used.items()}


def _may_be_told_now(setting: Setting | None) -> bool:
    return setting is not None and isinstance(setting.seen, Unknown) and setting.seen.passing


def _account_id(seen: Observed, place: Place) -> str:
    """The id of an account that can be entered now; else ''. Before there is an organization, only one's own can."""
    if seen.organization is None:
        return seen.identity.account_id if place.account == MANAGEMENT_ACCOUNT and seen.identity else ""
    account_id = filled(account_id_of(place.account), seen)
    if not is_account_id(account_id):
        return ""
    readiness = seen.readiness_of(account_id)
    ready = place.account == MANAGEMENT_ACCOUNT or (readiness is not None and readiness.ready)
    return account_id if ready else ""


def _entered(calls: Calls, members: MemberAccounts, place: Place, account_id: str) -> Inside | Unknown:
    """A way in, or why there is none at the moment: it may have been shut since somebody tried."""
    own = Calls(calls.clients, place.region)
    if place.account != MANAGEMENT_ACCOUNT:
        try:
            own = members.enter(account_id, place.role_name, place.region)
        except (CredentialsExpired, NoCredentials):
            raise
        except AwsError as error:
            return unknown(error, place)
    return Inside(place, account_id, own, calls, lambda task: members.enter_as_root(account_id, task, place.region))


def _setting(place: Place, account_id: str, inside: Inside | Unknown, reads: Reads[Any]) -> Setting:
    seen: Seen[str]
    try:
        seen = inside if isinstance(inside, Unknown) else as_seen(as_value(reads.read(inside)))
    except NotFound:
        seen = Absent()
    except (CredentialsExpired, NoCredentials):
        raise
    except AwsError as error:
        seen = unknown(error, place)
    return Setting(account_id, reads.setting, seen)


def _reads(name: str) -> Reads[Any]:
    """How the setting is read; those of groups, callers and buckets bear their names."""
    if name.startswith(CALLER):
        kind, _, caller = name.removeprefix(CALLER).partition(":")
        return caller_called(kind, caller)
    if name.startswith(BREAK_GLASS):
        return break_glass_user(name.removeprefix(BREAK_GLASS))
    if name.startswith(GROUP_POLICY):
        return group_permission(name.removeprefix(GROUP_POLICY))
    return _READS.get(name) or bucket_setting_called(name)


_READS: dict[str, Reads[Any]] = {reads.setting: reads for reads in (*READS, TAGS)}
