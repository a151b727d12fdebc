"""What a team takes away of its organization: everything that AWS told, and for what it did not tell, why.

Field names are the keys of the inventory file, and the docstrings below them the descriptions in its JSON Schema. There
are three answers to most questions: a value, null for what AWS says is not there, and `unknown` with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

VERSION = 2


class _Described:
    """Taken exactly, and described by docstrings."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True)
class Unseen(_Described):
    """Nobody could look, or nobody has looked yet. It stands for neither yes nor no."""

    unknown: str
    """Why, in a sentence or two."""


Tags: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationEntry(_Described):
    """The organization itself (API: organizations.Organization, organizations.Root)."""

    id: str
    arn: str
    feature_set: str
    management_account_id: str
    root_id: str | Unseen
    root_tags: Tags | Unseen | None
    policy_types: dict[str, str]
    """Status by type, of the policy types that are not off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry(_Described):
    """One organizational unit."""

    id: str
    name: str
    path: str
    """Names from the top, joined by slashes; a slash inside of a name is written with a backslash before it."""
    parent_id: str
    """The unit or root that it is in."""
    tags: Tags | Unseen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry(_Described):
    """One account of the organization, whether the setup names it or not."""

    id: str
    name: str
    email: str
    arn: str
    unit_path: str
    """Path of the unit that it is in; Root for none."""
    parent_id: str
    state: str
    """As AWS has it: ACTIVE, SUSPENDED, PENDING_CLOSURE, …"""
    joined_method: str | Unseen
    """As AWS has it: CREATED or INVITED."""
    joined_at: str | Unseen
    origin: Literal["management", "created", "invited", "adopted"] | Unseen
    """Whether this setup created or invited it, by its journal; adopted means that it was there before."""
    purpose: str | None
    """What the setup says it is for; null for an account that the setup does not name."""
    access_role: str | Unseen | None
    """The administrator role in it that the management account's roles lead to."""
    management_role: str | None
    """The role in the management account that leads to that."""
    alias: str | Unseen | None
    """The account's alias in its sign-in address."""
    tags: Tags | Unseen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationEntry(_Described):
    """An account that the setup invites and that has not joined."""

    account: str
    """Its id or its address."""
    unit_path: str
    handshake_id: str | None
    """Null while nobody was invited."""
    state: str | None
    requested_at: str | None
    expires_at: str | None
    """When AWS ends the invitation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStatement(_Described):
    """One statement of a role's trust policy, as the document has it."""

    sid: str | None
    effect: str
    principals: dict[str, list[str]]
    """By kind: AWS, Service, Federated; `*` for anybody."""
    narrowed_to: list[str]
    """Of those principals, only these ARNs or patterns of ARNs; empty for all of them."""
    actions: list[str]
    mfa: bool
    """Whether the statement holds only for callers who signed in with MFA."""
    condition: dict[str, Any] | None
    """The whole condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEntry(_Described):
    """A role on the way into an account."""

    account: str
    """Id of the account that the role is in."""
    name: str
    arn: str
    kind: Literal["management", "access"]
    """In the management account, leading into another; or in a member account, where one arrives."""
    leads_to: list[str]
    """ARNs that its own policies let it assume, as they are written."""
    trusts: list[TrustStatement] | Unseen
    trust_policy: dict[str, Any]
    """The whole document that `trusts` is read from."""
    inline_policies: dict[str, Any] | Unseen
    """Its own policies, by name."""
    session_seconds: int | Unseen
    attached_policies: list[str] | Unseen
    """ARNs of managed policies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEntry(_Described):
    """A policy of the organization, AWS's own too."""

    id: str
    arn: str
    name: str
    type: str
    description: str
    aws_managed: bool
    targets: list[str] | Unseen
    """Ids of the root, units and accounts that it is attached to."""
    document: dict[str, Any] | Unseen | None
    """Null for AWS's own, which nobody can change."""
    sha256: str | None
    """Of the document as JSON without white space and with sorted keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationEntry(_Described):
    """A member account that acts for services in the whole organization."""

    account: str
    services: list[str] | Unseen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry(_Described):
    """A trail of the whole organization (API: cloudtrail.Trail)."""

    name: str
    arn: str
    bucket: str
    key_prefix: str
    kms_key_id: str
    home_region: str
    multi_region: bool
    validated: bool
    """Whether its files can be proven unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentEntry(_Described):
    """Who has a permission set in an account."""

    account: str
    permission_set: str
    principal: str
    """A group's or a person's name."""
    principal_type: str
    """GROUP or USER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCenterEntry(_Described):
    """IAM Identity Center of the organization."""

    region: str
    start_url: str
    """Of the access portal, as AWS makes it; one with a name of your own leads to the same."""
    permission_sets: list[str]
    assignments: list[AssignmentEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketEntry(_Described):
    """A bucket of the data bunker."""

    name: str
    settings: dict[str, Any]
    """By aspect, such as versioning or encryption: a value, null, or unknown with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataBunkerEntry(_Described):
    """The account for audit logs and backups."""

    account: str | None
    """Its id; null while it does not exist."""
    name: str
    buckets: list[BucketEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailEntry(_Described):
    """A protection, and whether AWS shows it in force."""

    item: str
    title: str
    meaning: str
    """What it forbids or brings about."""
    chosen: str
    """What the setup wants: apply, leave or take-back."""
    standing: Literal["known", "absent", "waiting", "unknown"]
    """known: everything of it was seen in force. absent: something of it is not there."""
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEntry(_Described):
    """One setting of one account that the setup wants."""

    account: str
    check: str
    status: str
    """met, to do, waiting, blocked or unknown."""
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkEntry(_Described):
    """One line of a list that auditors go by."""

    benchmark: str
    item: str
    title: str
    status: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEntry(_Described):
    """Something that was done for this setup and that nothing takes back."""

    what: str
    at: str
    by: str | Unseen
    """The ARN of whoever was signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitEntry(_Described):
    """What is not finished, and whose move it is."""

    what: str
    because: str
    on_whom: str
    until: str | None
    message: str | None
    """A text to send to that person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory(_Described):
    """An organization as AWS told it, and how it stands against a setup."""

    version: int
    """Of this format."""
    rehearsal: bool
    """True means that all of it was made up: it was taken from a rehearsal, and no such account exists."""
    name: str
    """The setup's name."""
    partition: str
    home_region: str
    organization: OrganizationEntry | None
    units: list[UnitEntry]
    accounts: list[AccountEntry]
    invitations: list[InvitationEntry]
    roles: list[RoleEntry]
    policies: list[PolicyEntry] | Unseen | None
    trusted_access: list[str] | Unseen | None
    """Service principals that may act in the organization."""
    delegated_administrators: list[DelegationEntry] | Unseen | None
    root_features: list[str] | Unseen | None
    """Features of central root access that are on."""
    trails: list[TrailEntry] | Unseen | None
    identity_center: IdentityCenterEntry | Unseen | None
    data_bunker: DataBunkerEntry | None
    """Null where the setup has none."""
    security_contact: dict[str, Any] | Unseen | None
    """Whom AWS warns of trouble in the management account (API: account.AlternateContact)."""
    break_glass: list[CheckEntry]
    """Each IAM user for the day on which Identity Center does not work, by name, and whether it is ready."""
    guardrails: list[GuardrailEntry]
    baseline: list[CheckEntry]
    benchmarks: list[BenchmarkEntry]
    decisions: list[DecisionEntry]
    waits: list[WaitEntry]
    costs: str
    """What the chosen protections cost."""
    not_seen: dict[str, str]
    """Parts that could not be looked at as a whole, each with why: what stands in them is what was known before."""

    @property
    def management_account_id(self) -> str:
        """Empty where there is no organization."""
        return self.organization.management_account_id if self.organization else ""

    @property
    def members(self) -> list[AccountEntry]:
        """Every account but the management account, whatever its state."""
        return [account for account in self.accounts if account.id != self.management_account_id]

    @property
    def root_id(self) -> str:
        """Empty where nobody could read it."""
        root_id = self.organization.root_id if self.organization else ""
        return root_id if isinstance(root_id, str) else ""

    def account(self, account_id: str) -> AccountEntry | None:
        """The account with this id."""
        return next((account for account in self.accounts if account.id == account_id), None)

    def role_into(self, account: AccountEntry, kind: Literal["management", "access"]) -> RoleEntry | None:
        """The role on the way into this account: the one that leads there, or the one where one arrives."""
        where = self.management_account_id if kind == "management" else account.id
        name = account.management_role if kind == "management" else account.access_role
        return next((each for each in self.roles if (each.account, each.name, each.kind) == (where, name, kind)), None)
