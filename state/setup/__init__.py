"""What the team wants: organizational units, accounts to create, accounts to invite.

Plain frozen dataclasses: cheap to import before the first paint, and edited by replacement. Every text may be
empty or wrong while somebody is still typing; `state.setup.validation` says what is missing or wrong with a setup.
Field names are the keys of the setup file, and the docstrings below them the descriptions in its JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from state.setup.access import Access, Callers
from state.setup.guardrails import IN_THE_BUNKER, Guardrails, Item
from state.setup.people import (
    MANAGEMENT,
    AccountAssignment,
    Assignment,
    IdentityCenterWish,
    PermissionSet,
    Person,
    given_by,
)
from state.setup.ready_made_sets import READY_MADE

ROOT = "Root"
"""The path that stands for the organization's root in `organizational_unit`."""

DEFAULT_ORGANIZATION_ACCESS_ROLE = "OrganizationAccountAccessRole"
"""The name AWS itself gives the role when CreateAccount is not told another (API: organizations.CreateAccount)."""
ADMINISTRATOR_ACCESS = "AdministratorAccess"
"""AWS's own policy that allows everything."""


class Purpose(StrEnum):
    """What an account is for: it decides where logs and backups go, and who may use the role that leads into it."""

    SANDBOX = "sandbox"
    WORKLOAD = "workload"
    DATA_BUNKER = "data-bunker"
    SHARED_SERVICES = "shared-services"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAccount:
    """One account the organization should have: to be created, or known by its id since it exists."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    account_name: str
    """Shown in the console, 1 to 50 printable ASCII characters. Unique in a setup, though AWS does not insist:
    a CreateAccount whose answer was lost is found again by it."""
    email: str = ""
    """The root user's address and the account's identity: no two accounts in all of AWS share one, and a wrong
    one cannot be taken back. Left out, the setup's email_pattern gives it."""
    organizational_unit: str
    """Path of the organizational unit the account belongs in, such as Workloads/Production; Root for none."""
    purpose: Purpose = Purpose.OTHER
    """sandbox, workload, data-bunker, shared-services or other. The first account with the purpose data-bunker gets
    the buckets for logs and backups, and has callers of its own; the others differ in advice only."""
    organization_access_role: str = ""
    """The administrator role AWS makes in the new account. Left out, the setup's organization_access_role."""
    tags: dict[str, str] = field(default_factory=dict)
    """Tags given to the account when it is created."""
    account_id: str = ""
    """The 12-digit id, remembered once the account exists, together with its address: from then on it is this account
    and no other. Another address is then a question, and never a second account."""
    management_role: bool = True
    """Whether a role of the management account leads into it. An account that was there before may do without."""
    guardrails: bool = True
    """Whether what guardrails set inside of accounts is set in this one. The organization's policies bind it anyway."""

    @property
    def entered(self) -> bool:
        """Whether anybody has to be able to step into it for this setup."""
        return self.management_role or self.guardrails


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One account that exists already and should join the organization."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    account: str
    """The account's id (12 digits, in quotes) or its root user's email address. The id is safer: a mistyped
    address may be another company's account."""
    organizational_unit: str
    """Path of the organizational unit the account is moved to once it has joined; Root for none."""
    purpose: Purpose = Purpose.SANDBOX
    """sandbox, workload, data-bunker, shared-services or other."""
    send_again_after: str = ""
    """Id (h-…) of a declined or cancelled invitation after which a new one is wanted. Set by choosing Send again."""
    withdrawn: bool = False
    """Whether the invitation shall be taken back. Set by choosing Withdraw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Everything a team wants of its organization; the setup file is exactly this."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    name: str
    """The setup's name on this machine: lower-case letters, digits and hyphens, at most 40."""
    home_region: str
    """The AWS Region the team works in, such as eu-west-1."""
    email_pattern: str = ""
    """Makes an account's address from its name, such as aws+{account}@your-domain."""
    organization_access_role: str = DEFAULT_ORGANIZATION_ACCESS_ROLE
    """Name of the administrator role in each new account that does not name its own."""
    management_account_id: str = ""
    """The 12-digit id of the account that shall own the organization, remembered when it is first confirmed.
    Any other identity is refused."""
    organizational_units: tuple[str, ...] = ()
    """Paths, such as Workloads/Production. A path brings the units above it along."""
    organizational_unit_ids: dict[str, str] = field(default_factory=dict, hash=False)
    """Ids of the units that exist, by path. Learned from AWS, so that a unit that gets another name here gets it there
    too, and is not made a second time."""
    accounts: tuple[MemberAccount, ...] = ()
    """Accounts to create, and accounts that exist, known by their ids."""
    invitations: tuple[Invitation, ...] = ()
    """Existing accounts to invite."""
    access: Access = field(default_factory=Access)
    """Who may use the roles that lead into the accounts."""
    identity_center: IdentityCenterWish = field(default_factory=IdentityCenterWish)
    """How IAM Identity Center should be, where people are to sign in with it."""
    people: tuple[Person, ...] = ()
    """Who signs in. Nobody named, and nothing assigned: Identity Center is no business of this setup."""
    permission_sets: tuple[PermissionSet, ...] = ()
    """Permission sets of your own; one with the name of a ready-made one takes its place."""
    assignments: tuple[Assignment, ...] = ()
    """Which permission set is given to whom, in which accounts."""
    guardrails: Guardrails = field(default_factory=Guardrails)
    """Protections: a level, and single ones chosen on their own."""
    organization_as_it_is: bool = False
    """Whether an organization that was there before keeps its features and its types of policies, until a guardrail is
    chosen that needs more of it. Otherwise one with consolidated billing only is led to all features."""
    left_alone: dict[str, str] = field(default_factory=dict, hash=False)
    """What was in the organization already and is no business of this setup, by its id or what AWS knows it by, with
    its name: accounts, policies, trusted services, delegated administrators, trails, roles. Looked for by nobody, and
    no news to a check."""

    @property
    def data_bunker(self) -> MemberAccount | None:
        """The account for audit logs and backups: the first with that purpose."""
        return next((account for account in self.accounts if account.purpose is Purpose.DATA_BUNKER), None)

    def callers_of(self, purpose: Purpose) -> Callers:
        """Who may use the role that leads into an account with this purpose."""
        return self.access.of_the_data_bunker() if purpose is Purpose.DATA_BUNKER else self.access.callers

    def applies(self, item: Item) -> bool:
        """Whether a protection is wanted, and everything that it needs is there."""
        if item is Item.NARROW_ACCESS_ROLES and not self.another_way_in:
            return False
        return self.guardrails.applies(item) and (item not in IN_THE_BUNKER or self.data_bunker is not None)

    def email_of(self, account: MemberAccount) -> str:
        """The account's address: its own, or else the pattern's. Empty when there is neither."""
        if account.email or not self.email_pattern:
            return account.email
        return self.email_pattern.replace("{account}", mailbox_name(account.account_name))

    def organization_access_role_of(self, account: MemberAccount) -> str:
        """The name of the administrator role that AWS makes in the account."""
        return account.organization_access_role or self.organization_access_role

    @property
    def wants_identity_center(self) -> bool:
        """Whether anybody is to sign in with Identity Center."""
        return bool(self.people or self.assignments)

    def permission_set(self, name: str) -> PermissionSet | None:
        """The setup's permission set of this name, or else the ready-made one."""
        return next((each for each in (*self.permission_sets, *READY_MADE) if each.name == name), None)

    def administrators_in(self, account: str) -> tuple[AccountAssignment, ...]:
        """Who is given AdministratorAccess in the account by Identity Center; it is called as assignments call it."""
        wanted = (each for each in given_by(self.assignments).wanted if each.account == account)
        sets = {each.name for each in (*READY_MADE, *self.permission_sets) if ADMINISTRATOR_ACCESS in each.policies}
        return tuple(each for each in wanted if each.permission_set in sets)

    @property
    def another_way_in(self) -> bool:
        """Whether Identity Center makes administrators, of the management account and of any other."""
        members = {each.account for each in given_by(self.assignments).wanted} - {MANAGEMENT}
        return bool(self.administrators_in(MANAGEMENT)) and any(map(self.administrators_in, members))

    def unit_paths(self) -> tuple[str, ...]:
        """Every organizational unit, those implied by a longer path included, parents before children."""
        seen: dict[str, None] = {}
        for path in self.organizational_units:
            for ancestor in ancestors_and_self(path):
                seen.setdefault(ancestor)
        return tuple(seen)


def mailbox_name(account_name: str) -> str:
    """`account_name` as part of an address: lower case, runs of anything else than a-z, 0-9, '.', '_' a hyphen."""
    return re.sub(r"[^a-z0-9._]+", "-", account_name.lower()).strip("-")


def management_role_name(account_name: str) -> str:
    """Name of the role in the management account that leads into `account_name`'s organization access role.

    IAM takes letters, digits and `_+=,.@-` (API: iam.CreateRole); anything else becomes a hyphen.
    """
    return re.sub(r"[^A-Za-z0-9_+=,.@-]+", "-", account_name).strip("-") + "-access"


def is_account_id(text: str) -> bool:
    """Whether `text` has the form of an AWS account id: 12 digits."""
    return re.fullmatch(r"[0-9]{12}", text) is not None


def unit_names(path: str) -> tuple[str, ...]:
    """The names on the way to an organizational unit, from the top. `Root` gives none.

    A name may hold a slash of its own (API: organizations.OrganizationalUnitName takes any character): in a path it
    is written `\\/`, and a backslash `\\\\`; so two different units never have the same path. See `path_below`.
    """
    return () if path == ROOT else tuple(_unescaped(part) for part in _parts(path))


def path_below(above: str, name: str) -> str:
    """The path of the unit called `name` in the unit at `above`, or in the root."""
    escaped = name.replace("\\", "\\\\").replace("/", "\\/")
    if above == ROOT:
        return f"\\{escaped}" if escaped == ROOT else escaped
    return f"{above}/{escaped}"


def unit_name(path: str) -> str:
    """The last of the names on a path: what AWS calls the unit."""
    return _unescaped(_parts(path)[-1])


def parent_path(path: str) -> str:
    """The path of the unit above, or `Root`."""
    return "/".join(_parts(path)[:-1]) or ROOT


def ancestors_and_self(path: str) -> Iterator[str]:
    """`A/B/C` gives `A`, `A/B`, `A/B/C`."""
    parts = _parts(path)
    for length in range(1, len(parts) + 1):
        yield "/".join(parts[:length])


def _unescaped(part: str) -> str:
    return re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL)


def _parts(path: str) -> list[str]:
    """The names on the path as they are written in it: what a backslash stands before is no separator."""
    parts: list[str] = []
    for part, slash in re.findall(r"((?:[^/\\]|\\.?)*)(/|$)", path, flags=re.DOTALL):
        parts.append(part)
        if not slash:
            break
    return parts
