"""Reading the settings of accounts: as the claims about them say, in whichever account they are."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, TypeAlias

from state.observed import Observed, Scope, Section
from state.observed.seen import Absent, Known, Seen, Unknown
from state.observed.settings import (
    BREAK_GLASS,
    CALLER,
    CLOSED,
    GROUP_POLICY,
    MANAGEMENT_ACCOUNT,
    REGIONS,
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
from wizard.errors import AwsError, CredentialsExpired, DeniedByControlPolicy, NoCredentials, NotFound
from wizard.guardrails import READS
from wizard.guardrails.bucket_reads import bucket_setting_called

_Wanted: TypeAlias = tuple[Place, str, Reads[Any]]
"""What is to be read: the place, the account's id, and how."""


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
    return _Settings(calls, members, pool, seen, previous, anew=Section.SETTINGS in sections).read(scope)


def own_setting(calls: Calls, place: Place, account_id: str, reads: Reads[Any]) -> Setting:
    """A setting of the account that is signed in to, whichever that is. Raises AwsError as `settings` does."""

    def as_root(_task: str) -> Calls:
        return calls

    return _setting(place, account_id, Inside(place, account_id, calls, calls, as_root), reads, elsewhere=True)


class _Settings:
    """Conducted by the calling thread; only single readings run in the pool."""

    def __init__(
        self, calls: Calls, members: MemberAccounts, pool: Executor, seen: Observed, previous: Observed, *, anew: bool
    ) -> None:
        self._calls = calls
        self._members = members
        self._pool = pool
        self._seen = seen
        self._anew = anew
        self._known = {(setting.account_id, setting.name): setting for setting in previous.settings}
        self._entered_before = {setting.account_id for setting in previous.settings}

    def read(self, scope: Scope) -> tuple[Setting, ...]:
        """First what each account has once, the list of its Regions among it; then what each of those has."""
        places = [(place, _account_id(self._seen, place), names) for place, names in scope.settings]
        told = [
            (place, account_id, reads)
            for place, account_id, names in places
            if account_id
            for reads in map(_reads, names)
            if reads.available(self._seen, place)
        ]
        self._take(
            self._wanted((place, account_id, reads) for place, account_id, reads in told if not reads.in_each_region)
        )
        self._take(
            self._wanted(
                (replace(place, region=region), account_id, reads)
                for place, account_id, reads in told
                if reads.in_each_region
                for region in self._regions(account_id)
            ),
            elsewhere=True,
        )
        return tuple(sorted(self._known.values(), key=lambda setting: (setting.account_id, setting.name)))

    def _wanted(self, told: Iterable[_Wanted]) -> list[_Wanted]:
        """Of an account that was read before only what may be told now, unless everything is wanted anew. A Region that
        was enabled since is new."""
        wanted = []
        for place, account_id, reads in told:
            known = self._known.get((account_id, reads.name_in(place)))
            new = account_id not in self._entered_before or (known is None and reads.in_each_region)
            if self._anew or new or _may_be_told_now(known):
                wanted.append((place, account_id, reads))
        return wanted

    def _regions(self, account_id: str) -> list[str]:
        listed = self._known.get((account_id, REGIONS))
        return list(listed.content or ()) if listed else []

    def _take(self, wanted: list[_Wanted], *, elsewhere: bool = False) -> None:
        """Read them side by side. All doors are opened before: each account is entered once."""
        entered: dict[Place, Inside | Unknown] = {}
        for place, account_id, _ in wanted:
            if place not in entered:
                entered[place] = _entered(self._calls, self._members, place, account_id)

        def look(one: _Wanted) -> Setting:
            place, account_id, reads = one
            return _setting(place, account_id, entered[place], reads, elsewhere=elsewhere)

        for setting in self._pool.map(look, wanted):
            self._known[setting.account_id, setting.name] = setting


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


def _setting(place: Place, account_id: str, inside: Inside | Unknown, reads: Reads[Any], *, elsewhere: bool) -> Setting:
    """`elsewhere`, the account has answered already: credentials that a Region does not know are good, but for it
    (API: sts.SetSecurityTokenServicePreferences), and what a service control policy denies there is the Region."""
    seen: Seen[str]
    try:
        seen = inside if isinstance(inside, Unknown) else as_seen(as_value(reads.read(inside)))
    except NotFound:
        seen = Absent()
    except CredentialsExpired:
        raise
    except DeniedByControlPolicy as error:
        closed = elsewhere and reads.in_each_region
        seen = Known(as_value(CLOSED)) if closed else unknown(error, place)
    except NoCredentials as error:
        if not elsewhere:
            raise
        seen = unknown(error, place)
    except AwsError as error:
        seen = unknown(error, place)
    return Setting(account_id, reads.name_in(place), seen)


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
