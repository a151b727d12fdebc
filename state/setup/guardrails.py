"""Which protections the organization should have: three levels preset them, and each can be chosen on its own.

Nouns only: what each protection means and costs is told by `wizard.guardrails.words`, and what it takes by
`wizard.plan.claims`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Level(StrEnum):
    """A set of protections to begin with."""

    ESSENTIAL = "essential"
    """Costs nothing beyond storage, and gets in nobody's way."""
    STRICT = "strict"
    """Also what limits people: Regions, what is left of root users."""
    NONE = "none"


class Choice(StrEnum):
    """What is wanted of one protection. Words that no YAML reader takes for true or false."""

    APPLY = "apply"
    LEAVE = "leave"
    """Neither made nor removed: whatever AWS has of it stays."""
    TAKE_BACK = "take-back"
    """What the program made of it is removed again, as far as AWS lets one."""


class Item(StrEnum):
    """The protections, in the order they are told."""

    DENY_LEAVING = "deny-leaving"
    DENY_ROOT_USER = "deny-root-user"
    PROTECT_ACCESS_ROLES = "protect-access-roles"
    CENTRAL_ROOT_ACCESS = "central-root-access"
    ROOT_CREDENTIALS = "remove-root-credentials"
    MANAGEMENT_ROOT_USER = "management-root-user"
    AUDIT_TRAIL = "audit-trail"
    PROTECT_AUDIT_TRAIL = "protect-audit-trail"
    PROTECT_DATA_BUNKER = "protect-data-bunker"
    OBJECT_LOCK = "object-lock"
    BACKUPS = "backups"
    BLOCK_PUBLIC_ACCESS = "block-public-access"
    PUBLIC_BUCKETS = "public-buckets"
    EBS_ENCRYPTION = "ebs-encryption"
    INSTANCE_METADATA = "instance-metadata"
    PUBLIC_IMAGES = "public-images"
    PASSWORD_POLICY = "password-policy"  # noqa: S105 - the name of a protection
    ACCOUNT_ALIAS = "account-alias"
    SECURITY_CONTACT = "security-contact"
    NARROW_ACCESS_ROLES = "narrow-access-roles"
    ALLOWED_REGIONS = "allowed-regions"
    QUARANTINE = "quarantine"
    AI_OPT_OUT = "ai-opt-out"
    BUDGET = "budget"


_ESSENTIAL = frozenset(
    {
        Item.DENY_LEAVING,
        Item.DENY_ROOT_USER,
        Item.PROTECT_ACCESS_ROLES,
        Item.CENTRAL_ROOT_ACCESS,
        Item.MANAGEMENT_ROOT_USER,
        Item.AUDIT_TRAIL,
        Item.PROTECT_AUDIT_TRAIL,
        Item.PROTECT_DATA_BUNKER,
        Item.BACKUPS,
        Item.BLOCK_PUBLIC_ACCESS,
        Item.EBS_ENCRYPTION,
        Item.INSTANCE_METADATA,
        Item.PUBLIC_IMAGES,
        Item.PASSWORD_POLICY,
        Item.SECURITY_CONTACT,
        Item.BUDGET,
    }
)

PRESETS: dict[Level, frozenset[Item]] = {
    Level.NONE: frozenset(),
    Level.ESSENTIAL: _ESSENTIAL,
    Level.STRICT: _ESSENTIAL
    | {Item.ROOT_CREDENTIALS, Item.PUBLIC_BUCKETS, Item.ALLOWED_REGIONS, Item.QUARANTINE, Item.AI_OPT_OUT},
}
"""What each level applies. Object Lock, account aliases and narrowed access roles are in none: one cannot be undone,
one is public, and one takes people who have signed in before."""

IN_THE_BUNKER = frozenset({Item.AUDIT_TRAIL, Item.PROTECT_DATA_BUNKER, Item.OBJECT_LOCK, Item.BACKUPS})
"""What takes an account for it: without a data bunker in the setup, these are left out."""
CANNOT_TAKE_BACK: dict[Item, str] = {
    Item.ROOT_CREDENTIALS: "A root user's password and keys are gone once they are removed; AWS keeps no copy.",
    Item.MANAGEMENT_ROOT_USER: "Nothing is made for it: the root user's own hands do it, in the console.",
    Item.OBJECT_LOCK: "AWS lets nobody shorten the time for which what is written already is locked.",
    Item.BACKUPS: "AWS deletes no bucket that holds anything, and backups are never emptied by this program.",
}
"""Why nothing is taken back of these, as sentences. Of everything else, what the program made can go again."""
FOR_THE_WHOLE: dict[Item, str] = {
    Item.CENTRAL_ROOT_ACCESS: "It is one switch of the whole organization.",
    Item.MANAGEMENT_ROOT_USER: "It is about the management account alone.",
    Item.AUDIT_TRAIL: "One trail records every account of the organization.",
    Item.PROTECT_DATA_BUNKER: "It is about the data bunker's buckets alone.",
    Item.OBJECT_LOCK: "It is about the data bunker's logs alone.",
    Item.BACKUPS: "It is about the data bunker's bucket alone.",
    Item.QUARANTINE: "It holds in the unit Suspended alone: an account that shall not be bound is not put there.",
    Item.BUDGET: "It counts the bill of the whole organization.",
}
"""Guardrails that hold as a whole or not at all, and why, as sentences. All others can be given a scope."""
WITHOUT_EXCEPTIONS: dict[Item, str] = {
    Item.INSTANCE_METADATA: "A declarative policy holds in whole units; it has no condition to leave out an account.",
    Item.PUBLIC_IMAGES: "A declarative policy holds in whole units; it has no condition to leave out an account.",
    Item.PUBLIC_BUCKETS: "An S3 policy holds in whole units; it has no condition to leave out an account.",
    Item.AI_OPT_OUT: "Such a policy opts out whole units; it has no condition that could leave out an account.",
}
"""Guardrails that can be narrowed to units, but not be lifted from an account, and why."""
POLICIES_OF_THE_ROOT = frozenset(
    {
        Item.DENY_LEAVING,
        Item.DENY_ROOT_USER,
        Item.PROTECT_ACCESS_ROLES,
        Item.PROTECT_AUDIT_TRAIL,
        Item.INSTANCE_METADATA,
        Item.PUBLIC_IMAGES,
        Item.PUBLIC_BUCKETS,
        Item.ALLOWED_REGIONS,
        Item.AI_OPT_OUT,
    }
)
"""Guardrails that are policies at the root where nobody narrows them: they never bind the management account, and they
bind accounts that the setup does not name. What else can be given a scope is set in each account of the setup."""
MOST_LOCKED_DAYS = 3650
FEWEST_LOG_DAYS = 91
"""Colder storage comes first, after 90 days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom AWS writes to about security. AWS takes all of it or nothing (API: account.PutAlternateContact)."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    full_name: str = ""
    """A person's or a team's name."""
    title: str = ""
    """What they are, such as Security."""
    email: str = ""
    """Where AWS writes to; a mailbox that several people read."""
    phone: str = ""
    """With the country's code, such as +49 30 123456."""

    @property
    def given(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.full_name or self.title or self.email or self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailScope:
    """Where one protection holds, and for whom it does not."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    units: tuple[str, ...] = ()
    """Units that it holds in, with all that is below them, by their whole paths; none is the whole organization."""
    except_accounts: tuple[str, ...] = ()
    """Accounts in which it does not hold: by their name in the setup, as they are invited, by their id, or `the
    management account`."""

    @property
    def narrowed(self) -> bool:
        """Whether it holds in less than the whole organization."""
        return bool(self.units or self.except_accounts)


EVERYWHERE = GuardrailScope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrails:
    """The protections that are wanted."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    level: Level = Level.ESSENTIAL
    """essential, strict or none: what the protections are preset to."""
    choices: dict[Item, Choice] = field(default_factory=dict, hash=False)
    """Single protections that differ from the level: apply, leave or take-back."""
    scopes: dict[Item, GuardrailScope] = field(default_factory=dict, hash=False)
    """Protections that hold in some units only, or not in some accounts; all others hold everywhere."""
    allowed_regions: tuple[str, ...] = ()
    """Regions that may be used beside the home Region, once allowed-regions is applied."""
    object_lock_days: int = 365
    """For how many days nobody at all can delete an audit log, once object-lock is applied; 1 to 3650."""
    audit_log_days: int = 0
    """After how many days audit logs are deleted by themselves, 91 to 36500; 0 keeps them for ever."""
    audit_bucket_suffix: str = ""
    """What the name of the bucket of audit logs has more, where somebody else's account has the usual name already: up
    to 20 small letters and digits. A bucket that was made keeps its name."""
    backup_bucket_suffix: str = ""
    """The same for the bucket of backups."""
    security_contact: Contact = field(default_factory=Contact)
    """Whom AWS writes to about security; without one, no contact is set."""
    billing_contact: Contact = field(default_factory=Contact)
    """Whom AWS writes to about invoices and payments; left out, the root addresses. Set with the security contact."""
    operations_contact: Contact = field(default_factory=Contact)
    """Whom AWS writes to about outages and maintenance; left out, the root addresses. Set with the security contact."""
    monthly_budget_usd: int = 0
    """Above this amount in US dollars a month, somebody is written to; 0 for no budget. In China it is in yuan, and in
    the European Sovereign Cloud in euros: AWS bills in them there."""
    budget_email: str = ""
    """Who is written to then."""

    def choice(self, item: Item) -> Choice:
        """What is wanted of one protection: chosen on its own, or else as the level has it."""
        preset = Choice.APPLY if item in PRESETS[self.level] else Choice.LEAVE
        return self.choices.get(item, preset)

    def scope(self, item: Item) -> GuardrailScope:
        """Where one protection holds."""
        return self.scopes.get(item, EVERYWHERE)

    def applies(self, item: Item) -> bool:
        """Whether the protection is wanted and everything that it needs was given."""
        if self.choice(item) is not Choice.APPLY:
            return False
        if item is Item.BUDGET:
            return self.monthly_budget_usd > 0 and bool(self.budget_email)
        return item is not Item.SECURITY_CONTACT or self.security_contact.given
