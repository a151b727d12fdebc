"""One reading of AWS: what is asked, in which order and what beside what.

As few calls as the API allows, and none that would only be denied: outside the management account AWS tells a member
no more than which organization it is in.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from state.observed import (
    SECTIONS,
    AccountCreation,
    FeatureSet,
    Identity,
    Observed,
    Organization,
    Policy,
    Role,
    Scope,
    Section,
)
from state.observed.handshake import Handshake
from state.observed.identity_center import Center
from state.observed.policy_limits import PolicyLimits
from state.observed.readiness import Readiness
from state.observed.seen import Absent, Unknown
from state.observed.settings import Place, Setting
from state.observed.survey import Survey
from wizard.aws.account_access import readiness
from wizard.aws.calls import Calls
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.organization import read_organization, read_root, read_trusted_services
from wizard.aws.people import identity_center
from wizard.aws.policies import policies, policy_limits
from wizard.aws.roles import read_roles
from wizard.aws.sessions import read_identity
from wizard.aws.settings import own_setting, settings
from wizard.aws.side_by_side import SideBySide
from wizard.aws.surroundings import SurroundingsReading, received_invitations
from wizard.aws.survey import survey
from wizard.aws.tree import AccountPlacement, ListedAccount, listed_accounts, read_units
from wizard.aws.under_way import read_creations, read_handshakes
from wizard.errors import AwsError, CredentialsExpired, NoCredentials
from wizard.guardrails.trails import OWN_TRAILS

Result = TypeVar("Result")
Things = TypeVar("Things")
NEED_THE_ROOT = frozenset({Section.UNITS, Section.ACCOUNTS})


def read(
    calls: Calls,
    members: MemberAccounts,
    threads: Executor,
    sections: frozenset[Section],
    scope: Scope,
    previous: Observed,
    signed_in: Identity,
    now: datetime,
) -> Observed:
    """`previous` with the named sections read anew. Raises AwsError; then nothing of the reading is used."""
    with SideBySide(threads) as pool:
        return _Reading(calls, members, pool, sections, scope, previous, signed_in, now).observed()


class _Reading:
    """Conducted by the calling thread; only single calls and lists run in the pool, so that it cannot block itself."""

    def __init__(
        self,
        calls: Calls,
        members: MemberAccounts,
        pool: Executor,
        sections: frozenset[Section],
        scope: Scope,
        previous: Observed,
        signed_in: Identity,
        now: datetime,
    ) -> None:
        self._calls = calls
        self._members = members
        self._pool = pool
        self._sections = sections
        self._scope = scope
        self._previous = previous
        self._signed_in = signed_in
        self._now = now
        self._unseen = {field: why for field, why in previous.unseen if SECTIONS[field] not in sections}

    def _seen(self, field: str, look: Callable[[], Result], before: Result) -> Result:
        """What `look` gives. A field that cannot be looked at stays what it was, and is known to be unseen: that holds
        up only what depends on it."""
        try:
            return look()
        except (CredentialsExpired, NoCredentials):
            raise
        except AwsError as error:
            self._unseen[field] = Unknown(error.message, error.remedy, error.passing)
            return before

    def observed(self) -> Observed:
        """The whole reading, and what of it could not be seen. Raises AwsError when nobody tells who one is, or whether
        there is an organization."""
        seen = self._observed()
        return replace(seen, unseen=tuple(sorted(self._unseen.items())))

    def _observed(self) -> Observed:
        """Roles and settings of the caller's own account are read before there is an organization,
        so that what it has is known before anything is approved."""
        identity = self._start_identity()
        anew = Section.ORGANIZATION in self._sections
        organization = read_organization(self._calls) if anew else self._previous.organization
        seen = Observed(
            identity=identity.result() if identity else self._previous.identity or self._signed_in,
            organization=organization,
        )
        if self._scope.invited:
            return self._in_invited_account(seen)
        if organization is not None and not seen.in_management_account:
            return seen
        surroundings = self._start_surroundings(seen)
        roles = self._start_roles()
        seen = self._inside(seen) if organization is not None else self._before_there_is_one(seen)
        return replace(
            seen,
            roles=self._answered("roles", roles, self._previous.roles),
            surroundings=surroundings.result() if surroundings else self._previous.surroundings,
        )

    def _before_there_is_one(self, seen: Observed) -> Observed:
        return replace(seen, identity_center=self._identity_center(seen), settings=self._settings(seen))

    def _in_invited_account(self, seen: Observed) -> Observed:
        """What an invited account may read of itself, before it joins and after."""
        handshakes = self._start_received_invitations()
        roles = self._start_roles()
        trails = self._start_own_trails(seen)
        return replace(
            seen,
            settings=(trails.result(),) if trails else self._previous.settings,
            handshakes=self._answered("handshakes", handshakes, self._previous.handshakes),
            roles=self._answered("roles", roles, self._previous.roles),
        )

    def _answered(self, field: str, asked: Future[Things] | None, before: Things) -> Things:
        """The answer to what was asked, and what was known before where nothing was."""
        return before if asked is None else self._seen(field, asked.result, before)

    def _inside(self, seen: Observed) -> Observed:
        """The sections that only the management account may read. The lists run while the tree is walked."""
        creations = self._start_creations()
        handshakes = self._start_handshakes(seen.organization)
        accounts = self._start_accounts()
        services = self._start_trusted_services(seen.organization)
        root = self._previous.root
        if Section.ORGANIZATION in self._sections or (root is None and self._sections & NEED_THE_ROOT):
            root = self._seen("root", lambda: read_root(self._calls), root)
        if root is None and (why := self._unseen.get("root")) is not None:
            self._unseen |= dict.fromkeys(("accounts", "policies", "units"), why)  # a place is told by what it is in
        units = self._previous.units
        walked = Section.UNITS in self._sections
        if root and walked:
            units = self._seen("units", lambda: read_units(self._calls, self._pool, root), units)
        seen = replace(seen, root=root, units=units, accounts=self._previous.accounts)
        if root and accounts:
            without = seen
            seen = self._seen(
                "accounts",
                lambda: AccountPlacement(self._calls, self._pool, root, accounts.result()).shown_in(
                    without, units_are_new=walked
                ),
                without,
            )
        trusted = self._answered("trusted_services", services, self._previous.trusted_services)
        seen = replace(seen, readiness=self._readiness(seen), trusted_services=trusted)
        return replace(
            seen,
            identity_center=self._identity_center(seen),
            survey=self._survey(seen),
            policies=self._policies(seen),
            policy_limits=self._policy_limits(),
            settings=self._settings(seen),
            creations=self._answered("creations", creations, self._previous.creations),
            handshakes=self._answered("handshakes", handshakes, self._previous.handshakes),
        )

    def _readiness(self, seen: Observed) -> tuple[Readiness, ...]:
        if Section.READINESS not in self._sections:
            return self._previous.readiness
        return readiness(self._members, self._pool, self._scope, seen, self._previous, self._now)

    def _identity_center(self, seen: Observed) -> Center:
        """Only an organization with all features has one for its accounts (user guide, identity-center-and-orgs)."""
        scope, organization = self._scope.people, seen.organization
        if Section.IDENTITY_CENTER not in self._sections or scope is None:
            return self._previous.identity_center
        if organization is None or organization.feature_set != FeatureSet.ALL:
            return Absent()
        return identity_center(self._calls, self._pool, scope, self._signed_in)

    def _survey(self, seen: Observed) -> Survey:
        if Section.SURVEY not in self._sections:
            return self._previous.survey
        return survey(self._calls, self._members, self._pool, self._scope, seen)

    def _policies(self, seen: Observed) -> tuple[Policy, ...]:
        if Section.POLICIES not in self._sections:
            return self._previous.policies
        before = self._previous.policies
        return self._seen("policies", lambda: policies(self._calls, self._pool, self._scope, seen), before)

    def _policy_limits(self) -> tuple[tuple[str, PolicyLimits], ...]:
        """Once for all readings: they are raised by a request to AWS, if at all."""
        before = self._previous.policy_limits
        if Section.POLICIES not in self._sections or before or self._signed_in.partition != "aws":
            return before
        return policy_limits(self._calls, self._scope)

    def _settings(self, seen: Observed) -> tuple[Setting, ...]:
        """Whoever steps into an account for the first time looks around there, too."""
        if not self._sections & {Section.SETTINGS, Section.READINESS}:
            return self._previous.settings
        return settings(self._calls, self._members, self._pool, self._sections, self._scope, seen, self._previous)

    # Who, and which organization

    def _start_identity(self) -> Future[Identity] | None:
        if Section.IDENTITY not in self._sections:
            return None
        clients, before = self._calls.clients, self._signed_in

        def identity() -> Identity:
            read = read_identity(clients.reading("sts"), clients.reading("iam"))
            return replace(read, source=before.source, expires_at=before.expires_at)

        return self._pool.submit(identity)

    def _start_trusted_services(self, organization: Organization | None) -> Future[tuple[str, ...]] | None:
        """Which services act in the organization. Without all features there are none
        (API: organizations.EnableAWSServiceAccess)."""
        lacks_features = organization is not None and organization.feature_set != FeatureSet.ALL
        if Section.ORGANIZATION not in self._sections or lacks_features:
            return None
        return self._pool.submit(read_trusted_services, self._calls)

    def _start_surroundings(self, seen: Observed) -> SurroundingsReading | None:
        if Section.SURROUNDINGS not in self._sections:
            return None
        identity = seen.identity or self._signed_in
        home, owned = self._scope.home_region, seen.organization is not None
        return SurroundingsReading(self._calls, self._pool, identity, home, in_organization=owned)

    # The lists, which run while the tree is walked

    def _start_accounts(self) -> Future[list[ListedAccount]] | None:
        return self._pool.submit(listed_accounts, self._calls) if Section.ACCOUNTS in self._sections else None

    def _start_creations(self) -> Future[tuple[AccountCreation, ...]] | None:
        return self._pool.submit(read_creations, self._calls) if Section.CREATIONS in self._sections else None

    def _start_handshakes(self, organization: Organization | None) -> Future[tuple[Handshake, ...]] | None:
        """One list: of invitations, or of everything while the organization lacks features, for then it may be on its
        way to them (API: organizations.EnableAllFeatures)."""
        all_features = organization is None or organization.feature_set == FeatureSet.ALL
        if Section.HANDSHAKES not in self._sections or (all_features and not self._scope.invitations):
            return None
        return self._pool.submit(
            read_handshakes, self._calls, self._signed_in.account_id, only_invitations=all_features
        )

    def _start_received_invitations(self) -> Future[tuple[Handshake, ...]] | None:
        if Section.HANDSHAKES not in self._sections:
            return None
        return self._pool.submit(received_invitations, self._calls)

    def _start_own_trails(self, seen: Observed) -> Future[Setting] | None:
        """Of an account that has not joined: afterwards they cost."""
        if Section.SETTINGS not in self._sections or not self._scope.home_region or seen.organization is not None:
            return None
        account_id = (seen.identity or self._signed_in).account_id
        place = Place(account_id, account_id, "", self._scope.home_region)
        return self._pool.submit(own_setting, Calls(self._calls.clients, place.region), place, account_id, OWN_TRAILS)

    # Roles

    def _start_roles(self) -> Future[tuple[Role, ...]] | None:
        if Section.ROLES not in self._sections:
            return None
        return self._pool.submit(read_roles, self._calls, self._scope.role_names)
