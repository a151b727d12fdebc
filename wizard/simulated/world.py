"""Everything AWS would remember: accounts and their IAM, organizations, handshakes, account creations, the weather.

Plain mutable data. What happens with time carries the moment it happens at, and `passing_time.catch_up` makes it so
when the world is next looked at; nothing runs in the background.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from wizard.simulated.identity_center import Center
from wizard.simulated.settings import (
    AlternateContact,
    Bucket,
    Budget,
    Group,
    PasswordPolicy,
    PublicAccessBlock,
    RegionSettings,
    Trail,
    UserDetail,
)
from wizard.simulated.signing_in import DeviceGrant, Identity, LongTermKey, Portal
from wizard.simulated.weather import Climate, Rule

PARTITION = "aws"


@dataclass(slots=True)
class Role:
    """API: iam.Role, with the policies in it."""

    role_name: str
    role_id: str
    trust_policy: str
    created_at: datetime
    description: str = ""
    path: str = "/"
    max_session_seconds: int = 3600
    inline_policies: dict[str, str] = field(default_factory=dict)
    attached_policies: dict[str, str] = field(default_factory=dict)
    """ARN by name."""
    tags: dict[str, str] = field(default_factory=dict)
    last_used_at: datetime | None = None


@dataclass(slots=True)
class Account:
    """An AWS account, inside or outside of an organization. Its IAM goes with it."""

    account_id: str
    account_name: str
    email: str
    created_at: datetime
    state: str = "ACTIVE"
    organization_id: str = ""
    parent_id: str = ""
    joined_method: str = ""
    joined_at: datetime | None = None
    closed_at: datetime | None = None
    """When PENDING_CLOSURE becomes CLOSED."""
    address_asked: str = ""
    """The new address for its root user, to which a code was sent."""
    usable_at: datetime | None = None
    """Before this moment AssumeRole into it is refused, although its creation has succeeded."""
    plan_type: str = ""
    """FREE, PAID, or empty where AWS has no plan on record."""
    account_alias: str = ""
    root_mfa: bool = True
    root_access_keys: bool = False
    root_password: bool = True
    """Accounts that an organization creates have none (UG: orgs_manage_accounts_access)."""
    root_certificates: bool = False
    users: list[str] = field(default_factory=list)
    user_details: dict[str, UserDetail] = field(default_factory=dict)
    """By user, where there is more to it than a name."""
    groups: dict[str, Group] = field(default_factory=dict)
    """By lower-cased name."""
    mfa_devices: dict[str, list[str]] = field(default_factory=dict)
    """Serial numbers by user, where a user has others than one authenticator app."""
    roles: dict[str, Role] = field(default_factory=dict)
    """By lower-cased name: names are unique without regard to case (IAM: reference_iam-quotas)."""
    tags: dict[str, str] = field(default_factory=dict)
    password_policy: PasswordPolicy | None = None
    public_access_block: PublicAccessBlock | None = None
    regions: dict[str, RegionSettings] = field(default_factory=dict)
    opted_in: list[str] = field(default_factory=list)
    """The Regions beyond those that every account has."""
    contacts: dict[str, AlternateContact] = field(default_factory=dict)
    """By type: BILLING, OPERATIONS, SECURITY."""
    trails: list[Trail] = field(default_factory=list)
    budgets: dict[str, Budget] = field(default_factory=dict)


@dataclass(slots=True)
class Creation:
    """API: organizations.CreateAccountStatus, and what AWS knows beyond it."""

    create_account_request_id: str
    organization_id: str
    account_name: str
    email: str
    role_name: str
    requested_at: datetime
    ready_at: datetime
    account_id: str
    failure_reason: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    settled: bool = False


@dataclass(slots=True)
class Handshake:
    """API: organizations.Handshake."""

    handshake_id: str
    action: str
    organization_id: str
    target_type: str
    target: str
    requested_at: datetime
    expires_at: datetime
    state: str = "OPEN"
    notes: str = ""
    answer: str = ""
    """What the other side will do at `answer_at`: ACCEPTED, DECLINED, or nothing."""
    answer_at: datetime | None = None
    finished_at: datetime | None = None
    tags: dict[str, str] = field(default_factory=dict)
    parent_handshake_id: str = ""
    """Of a request for all features: the management account's handshake that waits for the answer."""


@dataclass(slots=True)
class Unit:
    """API: organizations.OrganizationalUnit."""

    unit_id: str
    unit_name: str
    parent_id: str
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Policy:
    """API: organizations.Policy."""

    policy_id: str
    policy_name: str
    policy_type: str
    description: str
    content: str
    aws_managed: bool = False
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Organization:
    """API: organizations.Organization and everything under it."""

    organization_id: str
    root_id: str
    management_account_id: str
    feature_set: str
    created_at: datetime
    finalized_at: datetime
    """Until then creations and invitations answer FinalizingOrganizationException."""
    policy_types: dict[str, datetime] = field(default_factory=dict)
    """The moment PENDING_ENABLE becomes ENABLED, by type."""
    services: dict[str, datetime] = field(default_factory=dict)
    """Service principals with trusted access, and since when."""
    units: dict[str, Unit] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    attachments: list[tuple[str, str]] = field(default_factory=list)
    """(policy id, target id)."""
    root_tags: dict[str, str] = field(default_factory=dict)
    root_features: list[str] = field(default_factory=list)
    """API: iam.ListOrganizationsFeatures."""
    delegations: dict[str, dict[str, datetime]] = field(default_factory=dict)
    """Service principals that an account acts for, and since when, by its id (API: ListDelegatedAdministrators)."""

    def ancestors(self, parent_id: str) -> list[str]:
        """From the root down to `parent_id`."""
        chain = [parent_id]
        while chain[0] in self.units:
            chain.insert(0, self.units[chain[0]].parent_id)
        return chain

    def has_parent(self, parent_id: str) -> bool:
        """Whether `parent_id` is this organization's root or one of its units."""
        return parent_id == self.root_id or parent_id in self.units


GLOBAL_REGION = "us-east-1"
"""Where the events of services without a Region are told."""


@dataclass(slots=True)
class Event:
    """A write that was carried out, as CloudTrail's event history tells it."""

    event_name: str
    service: str
    account_id: str
    region: str
    by: str
    """The caller's ARN."""
    at: datetime
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """All of AWS, as far as one rehearsal goes."""

    scenario: str
    time: datetime
    climate: Climate = field(default_factory=Climate)
    rules: list[Rule] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    access_keys: dict[str, LongTermKey] = field(default_factory=dict)
    """By access key id."""
    portal: Portal = field(default_factory=Portal)
    begun_at: datetime | None = None
    """When the rehearsal began; None in a world saved by an earlier version."""
    centers: list[Center] = field(default_factory=list)
    """The organization's Identity Center, and instances of single accounts."""
    grants: dict[str, DeviceGrant] = field(default_factory=dict)
    """By device code."""
    tokens: dict[str, datetime] = field(default_factory=dict)
    """Access tokens of the portal, and when each runs out."""
    codes_used: dict[str, datetime] = field(default_factory=dict)
    """When the code of an MFA device was last used, by serial number."""
    accounts: dict[str, Account] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    creations: dict[str, Creation] = field(default_factory=dict)
    handshakes: dict[str, Handshake] = field(default_factory=dict)
    used_emails: list[str] = field(default_factory=list)
    """Lower-cased addresses of accounts elsewhere, or long gone."""
    buckets: dict[str, Bucket] = field(default_factory=dict)
    """By name, which is unique in the partition."""
    used_bucket_names: list[str] = field(default_factory=list)
    """Names of buckets in accounts elsewhere; a question mark stands for any character, such as one of an id."""
    used_aliases: list[str] = field(default_factory=list)
    """Aliases of accounts elsewhere."""
    events: list[Event] = field(default_factory=list)
    """The latest last."""
    ids_given: int = 0

    def new_id(self, alphabet: str, length: int) -> str:
        """The next id: looks random, and is the same in every rehearsal that did the same before."""
        self.ids_given += 1
        number = int.from_bytes(hashlib.sha256(f"{self.scenario}:{self.ids_given}".encode()).digest(), "big")
        letters = []
        for _ in range(length):
            number, index = divmod(number, len(alphabet))
            letters.append(alphabet[index])
        return "".join(letters)

    def hexadecimal(self, length: int) -> str:
        """The next id of hexadecimal digits."""
        return self.new_id(HEXADECIMAL, length)

    def unique_id(self) -> str:
        """The next id in the form of a UUID."""
        digits = self.hexadecimal(32)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def new_center(self, owner_id: str, region: str, moment: datetime) -> Center:
        """Somebody enabled an Identity Center at this moment."""
        center = Center(f"ssoins-{self.hexadecimal(16)}", f"d-{self.hexadecimal(10)}", owner_id, region, moment, moment)
        self.centers.append(center)
        return center

    def account_with_email(self, email: str) -> Account | None:
        """The account anywhere in AWS with this address, closed ones included; AWS compares without case."""
        wanted = email.lower()
        return next((account for account in self.accounts.values() if account.email.lower() == wanted), None)

    def members(self, organization_id: str) -> Iterator[Account]:
        """Every account of the organization, management account and closed ones included, in order of joining."""
        return (account for account in self.accounts.values() if account.organization_id == organization_id)

    def all_features_request(self, organization_id: str) -> Handshake | None:
        """The organization's pending handshake that ends in all features."""
        return next(
            (
                each
                for each in self.handshakes.values()
                if each.organization_id == organization_id
                and each.action != "INVITE"
                and each.target_type == "ORGANIZATION"
                and each.state in ("REQUESTED", "OPEN")
            ),
            None,
        )

    def children(self, handshake_id: str) -> list[Handshake]:
        """The requests for all features that belong to the management account's handshake."""
        return [each for each in self.handshakes.values() if each.parent_handshake_id == handshake_id]

    def open_handshakes(self, organization_id: str) -> Iterator[Handshake]:
        """The organization's invitations that nobody has answered."""
        return (
            handshake
            for handshake in self.handshakes.values()
            if handshake.organization_id == organization_id
            and handshake.action == "INVITE"
            and handshake.state in ("REQUESTED", "OPEN")
        )


LOWER = "0123456789abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
HEXADECIMAL = "0123456789abcdef"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
