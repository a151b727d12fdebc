"""What AWS said: frozen readings with look-ups. Nothing here is a wish; see `state.setup` for those."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol, TypeVar

from state.observed.facts import (
    CONTROL_TOWER,
    ENABLED,
    INVITED,
    NOTHING_AROUND,
    S3_POLICY,
    SERVICE_CONTROL_POLICY,
    Account,
    AccountCreation,
    AccountState,
    CreationState,
    FeatureSet,
    Identity,
    Organization,
    OrganizationalUnit,
    Policy,
    Role,
    Root,
    Surroundings,
)
from state.observed.handshake import INVITE, Handshake
from state.observed.identity_center import NOT_LOOKED_AT, Center, PeopleScope
from state.observed.policy_limits import PolicyLimits, documented
from state.observed.readiness import Readiness
from state.observed.seen import Unknown
from state.observed.settings import MANAGEMENT_ACCOUNT, Place, Setting
from state.observed.survey import NOTHING_SURVEYED, Survey
from state.setup import ROOT, is_account_id

__all__ = [
    "CONTROL_TOWER",
    "ENABLED",
    "INVITED",
    "S3_POLICY",
    "SECTIONS",
    "SERVICE_CONTROL_POLICY",
    "Account",
    "AccountCreation",
    "AccountState",
    "CreationState",
    "FeatureSet",
    "Handshake",
    "Identity",
    "Observed",
    "Organization",
    "OrganizationalUnit",
    "Policy",
    "Role",
    "Root",
    "Scope",
    "Section",
    "Surroundings",
    "canonical",
    "latest_of_each",
]


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
    IDENTITY_CENTER = "identity center"
    """Who signs in, and with which permissions in which account, where the setup is about that."""
    SURROUNDINGS = "surroundings"
    """What only a review needs: quota, plan, the root user. Each of it may stay unknown."""
    SURVEY = "survey"
    """What only an export needs: the whole organization, whatever of it the setup names. Each may stay unknown."""


SECTIONS = {
    "root": Section.ORGANIZATION,
    "trusted_services": Section.ORGANIZATION,
    "units": Section.UNITS,
    "accounts": Section.ACCOUNTS,
    "creations": Section.CREATIONS,
    "handshakes": Section.HANDSHAKES,
    "roles": Section.ROLES,
    "policies": Section.POLICIES,
}
"""The fields of a reading that may stay unseen as a whole, and the section that each is read with. Readiness, settings
and surroundings say of each thing in them whether it was seen."""


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
    policy_accounts: tuple[str, ...] = ()
    """Addresses or ids of the accounts of which it is looked at what service control policies are attached to them."""
    settings: tuple[tuple[Place, tuple[str, ...]], ...] = ()
    """(place, names) of the settings that the setup is about."""
    people: PeopleScope | None = None
    """What of Identity Center the setup is about; None where it is about nothing of it."""
    invited: bool = False
    """Whether the reading is made with an invited account's own credentials: the invitations it received, and its
    roles with the policies attached to them."""


Called = TypeVar("Called", contravariant=True)
Thing = TypeVar("Thing", covariant=True)


class Index(Protocol[Called, Thing]):
    """Finds one thing of many by what it is called."""

    def get(self, called: Called, /) -> Thing | None:
        """The thing, if it is there."""
        ...


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
    roles: tuple[Role, ...] = ()
    policies: tuple[Policy, ...] = ()
    policy_limits: tuple[tuple[str, PolicyLimits], ...] = ()
    """By type, where it was read; see `limits_of`."""
    settings: tuple[Setting, ...] = ()
    identity_center: Center = NOT_LOOKED_AT
    """The organization's, with its people and what they may do."""
    surroundings: Surroundings = NOTHING_AROUND
    survey: Survey = NOTHING_SURVEYED
    unseen: tuple[tuple[str, Unknown], ...] = ()
    """Fields that could not be looked at, each with why. What stands in them is no more than what was known before."""

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
        return self._units_by_id.get(unit_id) if unit_id else None

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

    def looked_at_in_vain(self, fields: Iterable[str]) -> Unknown | None:
        """Why one of these fields could not be looked at; None when all of them were seen."""
        return next((why for field, why in self.unseen if field in fields), None)

    def setting(self, account: str, name: str) -> Setting | None:
        """A setting of the account that this id, address or MANAGEMENT_ACCOUNT means; None when it was not read."""
        found = self.account_called(account)
        return self._settings_by_place.get((found.account_id, name)) if found else None

    def policy_named(self, policy_type: str, policy_name: str) -> Policy | None:
        """The organization's policy with this name; names are unique within a type."""
        return self._policies_by_name.get((policy_type, policy_name))

    def limits_of(self, policy_type: str) -> PolicyLimits:
        """How many policies of this type fit where, and how long each may be."""
        return dict(self.policy_limits).get(policy_type) or documented(policy_type)

    @cached_property
    def _settings_by_place(self) -> Index[tuple[str, str], Setting]:
        return {(setting.account_id, setting.name): setting for setting in self.settings}

    @cached_property
    def _policies_by_name(self) -> Index[tuple[str, str], Policy]:
        return {(policy.policy_type, policy.policy_name): policy for policy in self.policies}

    @cached_property
    def _units_by_id(self) -> Index[str, OrganizationalUnit]:
        return {unit.unit_id: unit for unit in self.units}

    @cached_property
    def _units_by_path(self) -> Index[str, OrganizationalUnit]:
        return {unit.path: unit for unit in self.units}

    @cached_property
    def _latest_invitations(self) -> Index[str, Handshake]:
        return latest_of_each(self.invitations)

    @cached_property
    def _readiness_by_id(self) -> Index[str, Readiness]:
        return {each.account_id: each for each in self.readiness}

    @cached_property
    def _roles_by_name(self) -> Index[str, Role]:
        return {role.role_name.lower(): role for role in self.roles}

    @cached_property
    def _accounts_by_email(self) -> Index[str, Account]:
        return {account.email.lower(): account for account in self.accounts}

    @cached_property
    def _accounts_by_id(self) -> Index[str, Account]:
        return {account.account_id: account for account in self.accounts}


def latest_of_each(invitations: Iterable[Handshake]) -> dict[str, Handshake]:
    """The newest invitation sent to each address or id."""
    in_order = sorted(invitations, key=lambda handshake: handshake.requested_at)
    return {handshake.target.lower(): handshake for handshake in in_order}


def canonical(document: Mapping[str, Any]) -> str:
    """A policy document as text that is equal exactly when the JSON is."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"))
