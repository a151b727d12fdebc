"""The things that AWS tells of, each as AWS has it.

States, feature sets and the like are kept as the text AWS sent, so that a value nobody has heard of is shown raw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from state.observed.handshake import Handshake
from state.observed.seen import NOT_ASKED, Seen
from state.setup import ROOT


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
S3_POLICY = "S3_POLICY"
"""Of the types of policies (API: organizations.PolicyType), those that are told apart by name."""
_CALLED_OTHERWISE = {
    "AISERVICES_OPT_OUT_POLICY": "AI services opt-out policies",
    "DECLARATIVE_POLICY_EC2": "declarative policies for EC2",
}
"""Types of policies that are not called as they are written (Organizations user guide, orgs_manage_policies)."""
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
    def center_user(self) -> str:
        """The user of Identity Center whose session it is (its user guide, referencingpermissionsets); else empty."""
        return self.principal.rpartition("/")[2] if self.kind == "Identity Center role" else ""

    @property
    def permission_set(self) -> str:
        """The permission set of Identity Center that it is a session of; else empty."""
        role_name = self.principal.removeprefix("assumed-role/AWSReservedSSO_").partition("/")[0]
        return role_name.rpartition("_")[0] if self.kind == "Identity Center role" else ""

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
    """One of the account's roles that the setup is about (API: iam.GetRole, iam.GetAccountAuthorizationDetails)."""

    role_name: str
    trust_policy: str
    """The trust policy as canonical JSON; see `canonical`."""
    inline_policies: tuple[tuple[str, str], ...] = ()
    """(policy name, canonical JSON)."""
    attached_policies: tuple[str, ...] = ()
    """ARNs."""
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
    accounts: tuple[str, ...] = ()
    """The ids of accounts that it is attached straight to, as far as those were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a person should know before anything is changed: each known, known to be absent, or not seen and why.

    Absent is also what there is no need to ask: invitations of an account that is in an organization, and what exists
    in the partition `aws` only.
    """

    account_quota: Seen[int] = NOT_ASKED
    """How many accounts the organization may have (API: service-quotas.ListServiceQuotas, by the quota's name: sources
    differ on its code)."""
    account_plan: Seen[str] = NOT_ASKED
    """FREE or PAID (API: freetier.GetAccountPlanState). Absent for accounts that are older than plans."""
    invitations_received: Seen[tuple[Handshake, ...]] = NOT_ASKED
    """Invitations of this account into other organizations (API: organizations.ListHandshakesForAccount)."""
    root_access_keys: Seen[bool] = NOT_ASKED
    root_mfa: Seen[bool] = NOT_ASKED
    """Both of the root user of this account (API: iam.GetAccountSummary)."""
    iam_users: Seen[int] = NOT_ASKED
    buckets: Seen[int] = NOT_ASKED
    instances: Seen[int] = NOT_ASKED
    """What is in this account already (API: iam.GetAccountSummary, s3.ListBuckets, ec2.DescribeInstances in the home
    Region; not terminated ones). Absent once it owns an organization, when it is too late to choose another."""


NOTHING_AROUND = Surroundings()


def policies_of_type(policy_type: str) -> str:
    """What policies of this type are called, in the middle of a sentence."""
    plain = policy_type.lower().replace("_", " ").removesuffix("policy") + "policies"
    return _CALLED_OTHERWISE.get(policy_type, plain)
