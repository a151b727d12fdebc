"""Who is on the team, and what each of them may do in which account: IAM Identity Center, as the setup wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

MANAGEMENT = "the management account"
"""Stands for the management account wherever access to an account is given."""


class PeopleFrom(StrEnum):
    """Where the people and groups of Identity Center are kept."""

    DIRECTORY = "directory"
    """Identity Center's own directory: people and groups are made there."""
    IDENTITY_PROVIDER = "identity-provider"
    """Another provider sends them: they are found there by name, and waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCenterWish:
    """How the team's Identity Center should be."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    region: str = ""
    """The Region that it is enabled in, for good. Left out, the home Region. One that is enabled elsewhere is taken as
    it is."""
    people_from: PeopleFrom = PeopleFrom.DIRECTORY
    """directory, or identity-provider where another provider sends people and groups."""
    settings_done: str = ""
    """The day, such as 2026-11-30, on which somebody said that the sign-in settings are made. AWS has no call that
    tells it."""
    bill_shown: str = ""
    """The day on which somebody said that the root user lets others see the bill (Activate IAM access). AWS has no
    call that tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person who signs in."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    user_name: str
    """What the person types at the sign-in, better their email address. It cannot be changed later."""
    email: str = ""
    """Where AWS writes to when the password is set. Left out, the user name, where that is an address."""
    name: str = ""
    """The person's name as the portal shows it. Left out, the part of the address before the @."""
    groups: tuple[str, ...] = ()
    """Groups that the person is in."""
    signed_in: str = ""
    """The first day, such as 2026-11-30, on which the person is known to have signed in. The program writes it where
    AWS tells; where AWS does not, somebody does."""

    @property
    def address(self) -> str:
        """Where AWS writes to; empty when nobody said."""
        return self.email or (self.user_name if "@" in self.user_name else "")

    @property
    def display_name(self) -> str:
        """The name, or what stands for it."""
        return self.name.strip() or self.user_name.partition("@")[0]

    @property
    def names(self) -> tuple[str, str]:
        """Given name and family name, which Identity Center insists on (API: identitystore.CreateUser)."""
        words = self.display_name.split() or [self.user_name]
        return " ".join(words[:-1]) or words[0], words[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionSet:
    """What somebody may do, to be given in any number of accounts."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    name: str
    """1 to 32 letters, digits and _+=,.@-; it cannot be changed later."""
    description: str = ""
    """What it is for, in a sentence."""
    session_hours: int = 1
    """How long somebody works with it before signing in again, 1 to 12 hours."""
    policies: tuple[str, ...] = ()
    """AWS's own policies by name, with the path in front where there is one: ReadOnlyAccess, job-function/Billing."""
    inline_policy: str = ""
    """A policy of your own, as JSON."""
    opens: str = ""
    """The address in the console that it begins at; left out, the console's own first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One permission set, given to people and groups in some accounts."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    permission_set: str
    """One of `permission_sets`, or a ready-made one: OrganizationAdministrator, AdministratorAccess, DeveloperAccess,
    ReadOnly, SecurityAudit, Billing."""
    accounts: tuple[str, ...] = ()
    """Names of accounts, invited ones as they are invited, or `the management account`."""
    people: tuple[str, ...] = ()
    """User names."""
    groups: tuple[str, ...] = ()
    """Groups; never in the management account, where access is given to named people only."""
    withdrawn: bool = False
    """Whether the access shall be taken away again."""


@dataclass(frozen=True, slots=True, order=True)
class AccountAssignment:
    """One permission set for one person or group in one account (API: sso-admin.AccountAssignment)."""

    account: str
    """As the assignment names it."""
    permission_set: str
    principal: str
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """All access that a list of assignments gives, each once, and what it takes away."""

    wanted: tuple[AccountAssignment, ...] = field(default=())
    withdrawn: tuple[AccountAssignment, ...] = field(default=())


def given_by(assignments: tuple[Assignment, ...]) -> Given:
    """What the assignments come to. What one gives and another takes away is given."""
    wanted = dict.fromkeys(each for one in assignments if not one.withdrawn for each in _accesses(one))
    withdrawn = dict.fromkeys(each for one in assignments if one.withdrawn for each in _accesses(one))
    return Given(tuple(wanted), tuple(each for each in withdrawn if each not in wanted))


def _accesses(one: Assignment) -> Iterator[AccountAssignment]:
    for account in one.accounts:
        yield from (AccountAssignment(account, one.permission_set, name) for name in one.people)
        yield from (AccountAssignment(account, one.permission_set, name, is_group=True) for name in one.groups)
