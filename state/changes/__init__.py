"""The writes to AWS, one frozen dataclass each.

A change refers by name, never by an id of AWS's: an organizational unit is its path, an account its address (or its id
where the account existed before). So it can be shown, compared, approved, journaled and repeated, and may mention
things that are not there yet. `predict` gives the reading that AWS would return afterwards; a plan needs no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from state.changes.access_roles import (
    AttachAdministratorAccess,
    CreateOrganizationAccessRole,
    administrator_access,
    trust_in_account,
)
from state.changes.base import Change, Lane
from state.changes.handshakes import (
    INVITATION_DAYS,
    AcceptHandshake,
    CancelHandshake,
    EnableAllFeatures,
    FinalizeAllFeatures,
    InviteAccountToOrganization,
)
from state.changes.policies import POLICY_CHANGES
from state.changes.settings import SETTING_CHANGES
from state.observed import (
    ENABLED,
    Account,
    AccountState,
    FeatureSet,
    Observed,
    Organization,
    OrganizationalUnit,
    Role,
    Root,
    Section,
    canonical,
)
from state.observed.settings import Place
from state.setup import ROOT

__all__ = [
    "INVITATION_DAYS",
    "KINDS",
    "AcceptHandshake",
    "AttachAdministratorAccess",
    "CancelHandshake",
    "Change",
    "CreateAccount",
    "CreateOrganization",
    "CreateOrganizationAccessRole",
    "CreateOrganizationalUnit",
    "CreateRole",
    "EnableAllFeatures",
    "EnablePolicyType",
    "FinalizeAllFeatures",
    "InviteAccountToOrganization",
    "Lane",
    "MoveAccount",
    "PutRolePolicy",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "administrator_access",
    "from_record",
    "permission_to_assume",
    "to_record",
    "trust_in_account",
    "trust_with_mfa",
]


@dataclass(frozen=True, slots=True)
class CreateOrganization(Change):
    """API: organizations.CreateOrganization with FeatureSet ALL."""

    lane = Lane.ORGANIZATION
    touches = frozenset(Section) - {Section.IDENTITY, Section.ROLES, Section.SURROUNDINGS}
    undo = ""

    @property
    def title(self) -> str:
        return "Create the organization"

    @property
    def detail(self) -> str:
        return "all features"

    @property
    def consequence(self) -> str:
        return (
            "The account you are signed in to becomes the management account for good and pays for every member. "
            "A Free plan becomes a Paid plan at once and its credits expire."
        )

    def predict(self, observed: Observed) -> Observed:
        account_id = observed.identity.account_id if observed.identity else ""
        organization = Organization("<id of the organization>", "", FeatureSet.ALL, account_id, "")
        management_account = Account(account_id, "", "", AccountState.ACTIVE, "INVITED")
        return replace(
            observed, organization=organization, root=Root("<id of the root>"), accounts=(management_account,)
        )


@dataclass(frozen=True, slots=True)
class EnablePolicyType(Change):
    """API: organizations.EnablePolicyType on the root."""

    policy_type: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ORGANIZATION})
    undo = "DisablePolicyType turns it off again, but every attachment of such a policy is lost."

    @property
    def title(self) -> str:
        return "Enable " + self.policy_type.lower().replace("_", " ").removesuffix("policy") + "policies"

    @property
    def detail(self) -> str:
        return "on the root"

    def predict(self, observed: Observed) -> Observed:
        if observed.root is None:
            return observed
        policy_types = (*observed.root.policy_types, (self.policy_type, ENABLED))
        return replace(observed, root=replace(observed.root, policy_types=policy_types))


@dataclass(frozen=True, slots=True)
class CreateOrganizationalUnit(Change):
    """API: organizations.CreateOrganizationalUnit."""

    path: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.UNITS})
    undo = "DeleteOrganizationalUnit removes it while it is empty."

    @property
    def title(self) -> str:
        return f"Create organizational unit {self.path}"

    def predict(self, observed: Observed) -> Observed:
        unit = OrganizationalUnit(f"<id of {self.path}>", self.path)
        return replace(observed, units=(*observed.units, unit))


@dataclass(frozen=True, slots=True)
class CreateAccount(Change):
    """API: organizations.CreateAccount. Asynchronous, and without any idempotency token."""

    account_name: str
    email: str
    organization_access_role: str
    tags: tuple[tuple[str, str], ...] = ()

    lane = Lane.CREATION
    touches = frozenset({Section.ACCOUNTS, Section.CREATIONS})
    undo = ""
    typical_seconds = 120

    @property
    def title(self) -> str:
        return f"Create account {self.account_name}"

    @property
    def detail(self) -> str:
        return self.email

    @property
    def consequence(self) -> str:
        return (
            "An account can only be closed, never deleted, and its address is used up for good. "
            f"AWS makes the administrator role {self.organization_access_role} in it."
        )

    def predict(self, observed: Observed) -> Observed:
        account = Account(
            f"<id of {self.account_name}>", self.account_name, self.email, AccountState.ACTIVE, "CREATED", ROOT
        )
        return replace(observed, accounts=(*observed.accounts, account))


@dataclass(frozen=True, slots=True)
class MoveAccount(Change):
    """API: organizations.MoveAccount."""

    account: str
    """An address, or the id of an account that existed before."""
    path: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ACCOUNTS})
    undo = "MoveAccount moves it back."

    @property
    def title(self) -> str:
        return f"Move {self.account} to {self.path}"

    @property
    def consequence(self) -> str:
        return "Policies of the new place apply at once."

    def predict(self, observed: Observed) -> Observed:
        moving = observed.account_called(self.account)
        accounts = tuple(
            replace(account, unit_path=self.path) if account is moving else account for account in observed.accounts
        )
        return replace(observed, accounts=accounts)


@dataclass(frozen=True, slots=True)
class CreateRole(Change):
    """API: iam.CreateRole in the management account."""

    role_name: str
    trust_policy: str
    """Canonical JSON."""
    description: str
    session_seconds: int = 3600
    """How long a session may last (API: iam.CreateRole, MaxSessionDuration)."""

    lane = Lane.IDENTITY
    touches = frozenset({Section.ROLES})
    undo = "DeleteRole removes it."

    @property
    def title(self) -> str:
        return f"Create role {self.role_name}"

    @property
    def detail(self) -> str:
        return "in the management account"

    def predict(self, observed: Observed) -> Observed:
        role = Role(self.role_name, self.trust_policy, session_seconds=self.session_seconds)
        return replace(observed, roles=(*observed.roles, role))


@dataclass(frozen=True, slots=True)
class UpdateAssumeRolePolicy(Change):
    """API: iam.UpdateAssumeRolePolicy of one of the program's roles in the management account."""

    role_name: str
    trust_policy: str
    """Canonical JSON."""

    lane = Lane.IDENTITY
    touches = frozenset({Section.ROLES})
    undo = "UpdateAssumeRolePolicy sets it back."

    @property
    def title(self) -> str:
        return f"Say anew who may use role {self.role_name}"

    @property
    def consequence(self) -> str:
        return "From now on those whom the setup names may use it, and nobody else."

    def predict(self, observed: Observed) -> Observed:
        return _with_role(observed, self.role_name, lambda role: replace(role, trust_policy=self.trust_policy))


@dataclass(frozen=True, slots=True)
class UpdateRole(Change):
    """API: iam.UpdateRole of one of the program's roles: shortens its sessions."""

    role_name: str
    description: str
    session_seconds: int

    lane = Lane.IDENTITY
    touches = frozenset({Section.ROLES})
    undo = "UpdateRole sets it back."

    @property
    def title(self) -> str:
        return f"Shorten the sessions of role {self.role_name}"

    @property
    def detail(self) -> str:
        return f"to {self.session_seconds // 3600} h"

    def predict(self, observed: Observed) -> Observed:
        return _with_role(observed, self.role_name, lambda role: replace(role, session_seconds=self.session_seconds))


@dataclass(frozen=True, slots=True)
class PutRolePolicy(Change):
    """API: iam.PutRolePolicy in the management account: `role_name` may assume one role in one account."""

    role_name: str
    policy_name: str
    account: str
    """The address, or the id, of the account that `assumed_role` is in."""
    assumed_role: str

    lane = Lane.IDENTITY
    touches = frozenset({Section.ROLES})
    undo = "DeleteRolePolicy removes it."

    @property
    def title(self) -> str:
        return f"Let {self.role_name} assume {self.assumed_role}"

    @property
    def detail(self) -> str:
        return f"in {self.account}"

    def document(self, observed: Observed) -> str:
        """The policy as canonical JSON, with the account's id as `observed` knows it."""
        account = observed.account_called(self.account)
        partition = observed.identity.partition if observed.identity else "aws"
        return permission_to_assume(partition, account.account_id if account else "", self.assumed_role)

    def predict(self, observed: Observed) -> Observed:
        policy = (self.policy_name, self.document(observed))
        return _with_role(
            observed, self.role_name, lambda role: replace(role, inline_policies=(*role.inline_policies, policy))
        )


def _with_role(observed: Observed, role_name: str, changed: Callable[[Role], Role]) -> Observed:
    roles = tuple(changed(role) if role.role_name == role_name else role for role in observed.roles)
    return replace(observed, roles=roles)


def permission_to_assume(partition: str, account_id: str, role_name: str) -> str:
    """A policy that allows `sts:AssumeRole` on exactly one role, as canonical JSON."""
    statement = {
        "Sid": "AssumeOrganizationAccessRole",
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": f"arn:{partition}:iam::{account_id}:role/{role_name}",
    }
    return canonical({"Version": "2012-10-17", "Statement": [statement]})


def trust_with_mfa(partition: str, account_id: str) -> str:
    """A trust policy for the account's own principals that signed in with MFA, as canonical JSON.

    The condition is false for sessions of Identity Center and of other roles
    (IAM user guide, id_credentials_mfa_configure-api-require).
    """
    statement = {
        "Sid": "PrincipalsOfThisAccountWithMFA",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account_id}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    }
    return canonical({"Version": "2012-10-17", "Statement": [statement]})


_KINDS: tuple[type[Change], ...] = (
    CreateOrganization,
    EnablePolicyType,
    CreateOrganizationalUnit,
    CreateAccount,
    InviteAccountToOrganization,
    CancelHandshake,
    AcceptHandshake,
    CreateOrganizationAccessRole,
    AttachAdministratorAccess,
    EnableAllFeatures,
    FinalizeAllFeatures,
    MoveAccount,
    CreateRole,
    UpdateAssumeRolePolicy,
    UpdateRole,
    PutRolePolicy,
    *POLICY_CHANGES,
    *SETTING_CHANGES,
)
KINDS: dict[str, type[Change]] = {kind.__name__: kind for kind in _KINDS}


def to_record(change: Change) -> dict[str, Any]:
    """The change as JSON-ready data: its kind, and its fields by name."""
    return {"kind": type(change).__name__, **asdict(change)}


def from_record(record: dict[str, Any]) -> Change:
    """The change that `to_record` wrote.

    Raises KeyError for a kind, and TypeError for fields, of another version of the program.
    """
    fields = {key: value for key, value in record.items() if key != "kind"}
    if "tags" in fields:
        fields["tags"] = tuple((key, value) for key, value in fields["tags"])
    if "place" in fields:
        fields["place"] = Place(**fields["place"])
    return KINDS[record["kind"]](**fields)
