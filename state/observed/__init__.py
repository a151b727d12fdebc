"""What AWS said: frozen readings with look-ups. Nothing here is a wish; see `state.setup` for those.

States, feature sets and the like are kept as the text AWS sent, so that a value nobody has heard of is shown raw.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from state.observed.handshake import INVITE
from state.observed.handshake import Handshake as Handshake
from state.observed.readiness import Readiness
from state.observed.settings import MANAGEMENT_ACCOUNT, Place, Setting, as_seen
from state.setup import ROOT, is_account_id


class Section(StrEnum):
    """The parts a reading is kept in; after a change only what it touched is read again."""

    IDENTITY = "identity"
    ORGANIZATION = "organization"
    UNITS = "units"
    ACCOUNTS = "accounts"
    CREATIONS = "creations"
    HANDSHAKES = "handshakes"
    ROLES = "roles"
    READINESS = "readiness"
    """Whether the accounts can be stepped into; needs the accounts."""
    POLICIES = "policies"
    """Policies of the organization that are in force where the setup wants some; needs the units."""
    SETTINGS = "settings"
    """Settings inside of accounts; needs to know which can be stepped into."""
    SURROUNDINGS = "surroundings"
    """What only a review needs: quota, plan, the root user. Each of it may stay unknown."""


class AccountState(StrEnum):
    """Values of `Account.State` that decide something (API: organizations.Account)."""

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"


class CreationState(StrEnum):
    """Values of `CreateAccountStatus.State`."""

    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class FeatureSet(StrEnum):
    """Values of `Organization.FeatureSet`."""

    ALL = "ALL"
    CONSOLIDATED_BILLING = "CONSOLIDATED_BILLING"


SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
CONTROL_TOWER = "controltower.amazonaws.com"
ENABLED = "ENABLED"
INVITED = "INVITED"
"""Value of `Account.JoinedMethod`: the account existed before."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the credentials belong to (API: sts.GetCallerIdentity, iam.ListAccountAliases)."""

    account_id: str
    arn: str
    account_alias: str = ""
    source: str = field(default="", compare=False)
    """Where the credentials came from, in words: `Profile acme-root`. Never a secret."""
    expires_at: datetime | None = field(default=None, compare=False)
    """When the credentials run out, in UTC; None when they do not, or nobody knows. They may be renewed before."""
    mfa_devices: tuple[str, ...] = field(default=(), compare=False)
    """Serial numbers of the user's MFA devices (API: iam.ListMFADevices), where signing in with a code is possible and
    was not done: long-term keys of an IAM user. Else empty."""

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn`, `aws-us-gov`, …; every ARN the program builds starts with the caller's."""
        return self.arn.split(":")[1]

    @property
    def principal(self) -> str:
        """The last part of the ARN: `root`, `user/anna`, `assumed-role/Admin/anna`."""
        return self.arn.split(":", 5)[5]

    @property
    def session_name(self) -> str:
        """What the program's sessions in other accounts are called, so that their trails tell who was at work:
        `orgwizard-anna` (API: sts.AssumeRole, RoleSessionName: 2 to 64 letters, digits and _+=,.@-)."""
        return re.sub(r"[^A-Za-z0-9_+=,.@-]+", "-", f"orgwizard-{self.principal.rpartition('/')[2]}")[:64]

    @property
    def kind(self) -> str:
        """What kind of principal this is, in words."""
        if self.principal == "root":
            return "root user"
        if self.principal.startswith("user/"):
            return "IAM user"
        if self.principal.startswith("assumed-role/AWSReservedSSO_"):
            return "Identity Center role"
        if self.principal.startswith("assumed-role/"):
            return "role"
        return self.principal.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Organization:
    """API: organizations.DescribeOrganization. AWS's `Master…` fields are called management here."""

    organization_id: str
    arn: str
    feature_set: str
    management_account_id: str
    management_account_email: str


@dataclass(frozen=True, slots=True)
class Root:
    """API: organizations.ListRoots. An organization has exactly one."""

    root_id: str
    policy_types: tuple[tuple[str, str], ...] = ()
    """(type, status) of the policy types that are not off, such as (SERVICE_CONTROL_POLICY, ENABLED)."""

    def policy_type_status(self, policy_type: str) -> str | None:
        """`ENABLED`, `PENDING_ENABLE`, … or None when the type is off."""
        return dict(self.policy_types).get(policy_type)


@dataclass(frozen=True, slots=True)
class OrganizationalUnit:
    """API: organizations.ListOrganizationalUnitsForParent, with its place in the tree as a path."""

    unit_id: str
    path: str
    """See `state.setup.unit_names` for names with a slash in them."""
    parent_id: str = ""
    """The unit or root that it is in; empty in a prediction."""


@dataclass(frozen=True, slots=True)
class Account:
    """API: organizations.ListAccounts, with the path of the unit it sits in."""

    account_id: str
    account_name: str
    email: str
    state: str
    joined_method: str = "CREATED"
    unit_path: str = ROOT
    arn: str = ""
    joined_at: datetime | None = None
    """When it was created or joined; None where AWS does not say."""


@dataclass(frozen=True, slots=True)
class AccountCreation:
    """API: organizations.CreateAccountStatus. It carries no email; only the name tells whose it is."""

    create_account_request_id: str
    account_name: str
    state: str
    requested_at: datetime
    account_id: str = ""
    failure_reason: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """One of the account's roles that the setup is about (API: iam.GetRole, iam.GetRolePolicy)."""

    role_name: str
    trust_policy: str
    """The trust policy as canonical JSON; see `canonical`."""
    inline_policies: tuple[tuple[str, str], ...] = ()
    """(policy name, canonical JSON)."""
    attached_policies: tuple[str, ...] = ()
    """ARNs (API: iam.ListAttachedRolePolicies). Read in an invited account only."""
    session_seconds: int = 3600
    """How long a session may last."""

    def inline_policy(self, policy_name: str) -> str | None:
        """The named inline policy as canonical JSON, or None."""
        return dict(self.inline_policies).get(policy_name)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of the organization (API: organizations.DescribePolicy, organizations.ListPoliciesForTarget)."""

    policy_id: str
    policy_name: str
    policy_type: str
    content: str
    """Canonical JSON; empty for AWS's own, which nobody can change."""
    paths: tuple[str, ...] = ()
    """Where it is attached, as far as the setup is about those places: `Root` or paths of units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a person should know before anything is changed. None: AWS would not tell, or there was no need to ask."""

    account_quota: int | None = None
    """How many accounts the organization may have (API: service-quotas.GetServiceQuota, L-E619E033)."""
    account_plan: str | None = None
    """FREE or PAID (API: freetier.GetAccountPlanState)."""
    invitations_received: tuple[Handshake, ...] | None = None
    """Invitations of this account into other organizations (API: organizations.ListHandshakesForAccount)."""
    root_access_keys: bool | None = None
    root_mfa: bool | None = None
    """Both of the root user of this account (API: iam.GetAccountSummary)."""


@dataclass(frozen=True)
class Scope:
    """Which of the many things in an account are the setup's business, so that only those are read."""

    role_names: frozenset[str] = frozenset()
    """Roles of the account that is signed in to: as a rule the management account."""
    invitations: bool = True
    """Whether anybody is invited at all; if not, invitations are not asked for."""
    enter: tuple[tuple[str, str], ...] = ()
    """(address or id, organization access role) of the accounts that somebody may want to step into."""
    home_region: str = ""
    """The Region that has to answer there."""
    policies: tuple[tuple[str, frozenset[str]], ...] = ()
    """(policy type, paths) of the places where the setup wants policies."""
    settings: tuple[tuple[Place, tuple[str, ...]], ...] = ()
    """(place, names) of the settings that the setup is about."""
    invited: bool = False
    """Whether the reading is made with an invited account's own credentials: the invitations it received, and its
    roles with the policies attached to them."""


@dataclass(frozen=True, kw_only=True)
class Observed:
    """One reading of AWS. No organization: everything but `identity` and `roles` is empty."""

    identity: Identity | None = None
    organization: Organization | None = None
    root: Root | None = None
    trusted_services: tuple[str, ...] = ()
    """Service principals with trusted access (API: organizations.ListAWSServiceAccessForOrganization). Empty also where
    that may not be read."""
    units: tuple[OrganizationalUnit, ...] = ()
    accounts: tuple[Account, ...] = ()
    """Every account of the organization: also the management account, suspended and closed ones."""
    creations: tuple[AccountCreation, ...] = ()
    """Account creations in progress; finished ones show as accounts, or are asked for one by one."""
    handshakes: tuple[Handshake, ...] = ()
    """Invitations and, while the organization is on its way to all features, the requests for that. Of the last 30
    days, answered ones included, oldest first."""
    readiness: tuple[Readiness, ...] = ()
    """Of the accounts that the setup is about and that exist."""
    roles: tuple[Role, ...] = field(default=())
    policies: tuple[Policy, ...] = ()
    settings: tuple[Setting, ...] = ()
    surroundings: Surroundings = Surroundings()

    @property
    def in_management_account(self) -> bool:
        """Whether the caller's account is the one that owns the organization."""
        return (
            self.identity is not None
            and self.organization is not None
            and self.identity.account_id == self.organization.management_account_id
        )

    @property
    def names_being_created(self) -> frozenset[str]:
        """Account names of the creations in progress."""
        return frozenset(creation.account_name for creation in self.creations)

    def unit_at(self, path: str) -> OrganizationalUnit | None:
        """The organizational unit at `path`; AWS's names are case-sensitive and unique among siblings."""
        return self._units_by_path.get(path)

    def unit_with_id(self, unit_id: str) -> OrganizationalUnit | None:
        """The organizational unit with this id, wherever it is and whatever it is called."""
        return next((unit for unit in self.units if unit.unit_id == unit_id), None) if unit_id else None

    def parent_id(self, path: str) -> str | None:
        """The id of the unit at `path`, or of the root for `Root`; None when it is not there (yet)."""
        if path == ROOT:
            return self.root.root_id if self.root else None
        unit = self.unit_at(path)
        return unit.unit_id if unit else None

    def account_with_email(self, email: str) -> Account | None:
        """The organization's account with this address; AWS compares addresses without case."""
        return self._accounts_by_email.get(email.lower())

    def account_with_id(self, account_id: str) -> Account | None:
        """The organization's account with this id."""
        return self._accounts_by_id.get(account_id)

    def account_called(self, reference: str) -> Account | None:
        """The organization's account that `reference`, an id, an address or MANAGEMENT_ACCOUNT, means."""
        if reference == MANAGEMENT_ACCOUNT:
            return self.account_with_id(self.organization.management_account_id if self.organization else "")
        return self.account_with_id(reference) if is_account_id(reference) else self.account_with_email(reference)

    @property
    def invited_members(self) -> tuple[Account, ...]:
        """Active members that have joined by invitation: those that have to approve the switch to all features."""
        owner = self.organization.management_account_id if self.organization else ""
        return tuple(
            account
            for account in self.accounts
            if account.joined_method == INVITED and account.account_id != owner and account.state == AccountState.ACTIVE
        )

    @property
    def invitations(self) -> tuple[Handshake, ...]:
        """Invitations into the organization, answered ones included, oldest first."""
        return tuple(handshake for handshake in self.handshakes if handshake.action == INVITE)

    def latest_invitation(self, target: str) -> Handshake | None:
        """The newest invitation sent to this id or address."""
        return self._latest_invitations.get(target.lower())

    def pending_invitation(self, target: str) -> Handshake | None:
        """The newest invitation sent to this id or address, if nobody has answered it yet."""
        latest = self.latest_invitation(target)
        return latest if latest is not None and latest.pending else None

    def invitation_from(self, sender_id: str) -> Handshake | None:
        """Of invitations received: the newest from the organization that this account owns, a pending one first."""
        received = [each for each in self.invitations if each.sender_id == sender_id]
        return max(received, key=lambda each: (each.pending, each.requested_at), default=None)

    def readiness_of(self, account_id: str) -> Readiness | None:
        """What came of stepping into this account; None when nobody tried."""
        return self._readiness_by_id.get(account_id)

    def role_named(self, role_name: str) -> Role | None:
        """The management account's role; IAM's names are unique without regard to case."""
        return self._roles_by_name.get(role_name.lower())

    def setting(self, account: str, name: str) -> Setting | None:
        """A setting of the account that this id, address or MANAGEMENT_ACCOUNT means; None when it was not read."""
        found = self.account_called(account)
        return self._settings_by_place.get((found.account_id, name)) if found else None

    def with_setting(self, account: str, name: str, value: str) -> Observed:
        """The reading with another value of a setting, in an account that is there."""
        found = self.account_called(account)
        if found is None:
            return self
        changed = Setting(found.account_id, name, as_seen(value))
        others = (one for one in self.settings if (one.account_id, one.name) != (found.account_id, name))
        return replace(self, settings=(*others, changed))

    def policy_named(self, policy_type: str, policy_name: str) -> Policy | None:
        """The organization's policy with this name; names are unique within a type."""
        return self._policies_by_name.get((policy_type, policy_name))

    @cached_property
    def _settings_by_place(self) -> dict[tuple[str, str], Setting]:
        return {(setting.account_id, setting.name): setting for setting in self.settings}

    @cached_property
    def _policies_by_name(self) -> dict[tuple[str, str], Policy]:
        return {(policy.policy_type, policy.policy_name): policy for policy in self.policies}

    @cached_property
    def _units_by_path(self) -> dict[str, OrganizationalUnit]:
        return {unit.path: unit for unit in self.units}

    @cached_property
    def _latest_invitations(self) -> dict[str, Handshake]:
        in_order = sorted(self.invitations, key=lambda handshake: handshake.requested_at)
        return {handshake.target.lower(): handshake for handshake in in_order}

    @cached_property
    def _readiness_by_id(self) -> dict[str, Readiness]:
        return {each.account_id: each for each in self.readiness}

    @cached_property
    def _roles_by_name(self) -> dict[str, Role]:
        return {role.role_name.lower(): role for role in self.roles}

    @cached_property
    def _accounts_by_email(self) -> dict[str, Account]:
        return {account.email.lower(): account for account in self.accounts}

    @cached_property
    def _accounts_by_id(self) -> dict[str, Account]:
        return {account.account_id: account for account in self.accounts}


def canonical(document: Mapping[str, Any]) -> str:
    """A policy document as text that is equal exactly when the JSON is."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"))
