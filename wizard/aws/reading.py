"""One reading of AWS: what is asked, in which order and what beside what.

As few calls as the API allows, and none that would only be denied: outside the management account AWS tells a member
no more than which organization it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from state.observed import (
    SECTIONS,
    Account,
    AccountCreation,
    CreationState,
    FeatureSet,
    Identity,
    Observed,
    Organization,
    OrganizationalUnit,
    Policy,
    Role,
    Root,
    Scope,
    Section,
)
from state.observed.handshake import INVITE, Handshake
from state.observed.identity_center import Center
from state.observed.readiness import Readiness
from state.observed.seen import Absent, Unknown
from state.observed.settings import Setting
from state.observed.survey import Survey
from state.setup import ROOT
from wizard.aws import translate
from wizard.aws.account_access import readiness
from wizard.aws.calls import Calls
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.people import identity_center
from wizard.aws.policies import policies
from wizard.aws.sessions import read_identity
from wizard.aws.settings import settings
from wizard.aws.side_by_side import SideBySide
from wizard.aws.surroundings import SurroundingsReading, received_invitations
from wizard.aws.survey import survey
from wizard.errors import AwsError, CredentialsExpired, NoCredentials, NotFound

Result = TypeVar("Result")
Things = TypeVar("Things")
ORGANIZATIONS = "organizations"
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
        organization = self._organization() if Section.ORGANIZATION in self._sections else self._previous.organization
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
        return replace(
            seen,
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
            root = self._seen("root", self._root, root)
        if root is None and (why := self._unseen.get("root")) is not None:
            self._unseen |= dict.fromkeys(("accounts", "policies", "units"), why)  # a place is told by what it is in
        units = self._previous.units
        if root and Section.UNITS in self._sections:
            units = self._seen("units", lambda: self._units(root), units)
        seen = replace(seen, root=root, units=units, accounts=self._previous.accounts)
        if root and accounts:
            without = seen
            seen = self._seen("accounts", lambda: self._with_accounts(without, root, accounts.result()), without)
        trusted = self._answered("trusted_services", services, self._previous.trusted_services)
        seen = replace(seen, readiness=self._readiness(seen), trusted_services=trusted)
        return replace(
            seen,
            identity_center=self._identity_center(seen),
            survey=self._survey(seen),
            policies=self._policies(seen),
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

    def _organization(self) -> Organization | None:
        def understand(answer: Mapping[str, Any]) -> Organization:
            return translate.organization(answer["Organization"])

        try:
            return self._calls.ask(ORGANIZATIONS, "DescribeOrganization", understand)
        except NotFound:
            return None

    def _root(self) -> Root | None:
        """None where AWS shows none yet; there is never more than one."""
        return next(iter(self._calls.ask_all(ORGANIZATIONS, "ListRoots", "Roots", translate.root)), None)

    def _start_trusted_services(self, organization: Organization | None) -> Future[tuple[str, ...]] | None:
        """Which services act in the organization. Without all features there are none
        (API: organizations.EnableAWSServiceAccess)."""
        lacks_features = organization is not None and organization.feature_set != FeatureSet.ALL
        if Section.ORGANIZATION not in self._sections or lacks_features:
            return None

        def services() -> tuple[str, ...]:
            found = self._calls.ask_all(
                ORGANIZATIONS,
                "ListAWSServiceAccessForOrganization",
                "EnabledServicePrincipals",
                lambda answer: str(answer["ServicePrincipal"]),
            )
            return tuple(sorted(found))

        return self._pool.submit(services)

    def _start_surroundings(self, seen: Observed) -> SurroundingsReading | None:
        if Section.SURROUNDINGS not in self._sections:
            return None
        identity = seen.identity or self._signed_in
        home, owned = self._scope.home_region, seen.organization is not None
        return SurroundingsReading(self._calls, self._pool, identity, home, in_organization=owned)

    # Organizational units

    def _units(self, root: Root) -> tuple[OrganizationalUnit, ...]:
        """The tree, level by level."""
        found: list[OrganizationalUnit] = []
        level = self._units_below(root.root_id, ROOT)
        while level:
            found += level
            below = self._pool.map(lambda unit: self._units_below(unit.unit_id, unit.path), level)
            level = [unit for units in below for unit in units]
        return tuple(sorted(found, key=lambda unit: unit.path))

    def _units_below(self, parent_id: str, parent_path: str) -> list[OrganizationalUnit]:
        return self._calls.ask_all(
            ORGANIZATIONS,
            "ListOrganizationalUnitsForParent",
            "OrganizationalUnits",
            lambda answer: translate.organizational_unit(answer, parent_path, parent_id),
            ParentId=parent_id,
        )

    # Accounts, and where they sit

    def _start_accounts(self) -> Future[list[tuple[Account, str | None]]] | None:
        """Each account with its parent's id, where AWS sent its path."""
        if Section.ACCOUNTS not in self._sections:
            return None
        return self._pool.submit(
            self._calls.ask_all,
            ORGANIZATIONS,
            "ListAccounts",
            "Accounts",
            lambda answer: (translate.account(answer, ""), translate.parent_id_in(answer)),
        )

    def _with_accounts(self, seen: Observed, root: Root, listed: list[tuple[Account, str | None]]) -> Observed:
        """`seen` with the accounts in their units. An account in a unit nobody knew makes the units be read anew."""
        accounts = self._placed(root, seen.units, listed)
        if Section.UNITS not in self._sections and any(self._nowhere(seen, account) for account in accounts):
            seen = replace(seen, units=self._units(root))
            accounts = self._placed(root, seen.units, listed)
        return replace(seen, accounts=tuple(sorted(accounts, key=lambda account: account.account_id)))

    def _nowhere(self, seen: Observed, account: Account) -> bool:
        return account.unit_path != ROOT and seen.unit_at(account.unit_path) is None

    def _placed(
        self, root: Root, units: tuple[OrganizationalUnit, ...], listed: list[tuple[Account, str | None]]
    ) -> list[Account]:
        """The accounts with their unit's path; a unit that is not known (any more) shows as its id."""
        parents = {account.account_id: parent_id for account, parent_id in listed if parent_id is not None}
        if len(parents) < len(listed):
            parents = self._parents(root, units)
        paths = {root.root_id: ROOT, **{unit.unit_id: unit.path for unit in units}}
        places = ((account, parents.get(account.account_id, "")) for account, _ in listed)
        return [replace(account, unit_path=paths.get(parent_id, parent_id)) for account, parent_id in places]

    def _parents(self, root: Root, units: tuple[OrganizationalUnit, ...]) -> dict[str, str]:
        """Account id to parent id, asked for parent by parent: for an AWS that sends no paths."""

        def inside(parent_id: str) -> list[tuple[str, str]]:
            return self._calls.ask_all(
                ORGANIZATIONS,
                "ListAccountsForParent",
                "Accounts",
                lambda answer: (answer["Id"], parent_id),
                ParentId=parent_id,
            )

        return dict(
            pair
            for pairs in self._pool.map(inside, [root.root_id, *(unit.unit_id for unit in units)])
            for pair in pairs
        )

    # What is under way

    def _start_creations(self) -> Future[tuple[AccountCreation, ...]] | None:
        if Section.CREATIONS not in self._sections:
            return None

        def creations() -> tuple[AccountCreation, ...]:
            found = self._calls.ask_all(
                ORGANIZATIONS,
                "ListCreateAccountStatus",
                "CreateAccountStatuses",
                translate.account_creation,
                States=[CreationState.IN_PROGRESS.value],
            )
            return tuple(sorted(found, key=lambda one: (one.requested_at, one.create_account_request_id)))

        return self._pool.submit(creations)

    def _start_handshakes(self, organization: Organization | None) -> Future[tuple[Handshake, ...]] | None:
        """One list: of invitations, or of everything while the organization lacks features, for then it may be on its
        way to them (API: organizations.EnableAllFeatures)."""
        all_features = organization is None or organization.feature_set == FeatureSet.ALL
        if Section.HANDSHAKES not in self._sections or (all_features and not self._scope.invitations):
            return None
        management_account_id = self._signed_in.account_id
        only = {"Filter": {"ActionType": INVITE}} if all_features else {}

        def handshakes() -> tuple[Handshake, ...]:
            found = self._calls.ask_all(
                ORGANIZATIONS,
                "ListHandshakesForOrganization",
                "Handshakes",
                lambda answer: translate.handshake(answer, management_account_id),
                **only,
            )
            return tuple(sorted(found, key=lambda handshake: (handshake.requested_at, handshake.handshake_id)))

        return self._pool.submit(handshakes)

    def _start_received_invitations(self) -> Future[tuple[Handshake, ...]] | None:
        if Section.HANDSHAKES not in self._sections:
            return None
        return self._pool.submit(received_invitations, self._calls)

    # Roles

    def _start_roles(self) -> Future[tuple[Role, ...]] | None:
        """The roles with the wanted names. IAM's names differ by more than case. What is in all of them is told at
        once; but not how long a session may last, and roles made seconds ago are not known everywhere at IAM
        (API: iam.RoleDetail)."""
        if Section.ROLES not in self._sections:
            return None
        wanted = {role_name.lower() for role_name in self._scope.role_names}

        def listed(operation: str, key: str, **parameters: Any) -> list[Mapping[str, Any]]:
            every = self._calls.ask_all("iam", operation, key, lambda answer: answer, MaxItems=1000, **parameters)
            return [role for role in every if role["RoleName"].lower() in wanted]

        def roles() -> tuple[Role, ...]:
            found = listed("ListRoles", "Roles") if wanted else []
            inside = listed("GetAccountAuthorizationDetails", "RoleDetailList", Filter=["Role"]) if found else []
            details = {detail["RoleName"]: detail for detail in inside}
            read = (translate.role(role, details.get(role["RoleName"], {})) for role in found)
            return tuple(sorted(read, key=lambda role: role.role_name))

        return self._pool.submit(roles)
