"""What a guardrail is: one value, from which its words, claims, readings, permissions and auditors' lines follow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from state.changes.base import Change
from state.changes.buckets import CreateBucket
from state.changes.settings import OneSetting
from state.errors import Advice
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, Place
from state.observed.stand_ins import account_id_of
from state.setup import MemberAccount, Setup, is_account_id
from state.setup.guardrails import Choice, Item
from state.setup.partitions import partition_of
from state.setup.scope_rules import Member, holds_for, members_of
from state.setup.text_rules import role_name_problem
from wizard.claims.base import Claim
from wizard.claims.reads import Reads
from wizard.edits.questions import Question
from wizard.guardrails.auditing import Audited
from wizard.policies.policy_text import AccessRole

FREE = "It costs nothing."
STORAGE = "nothing beyond storage, cents a month at first"


@dataclass(frozen=True, slots=True)
class Words:
    """One protection, for people."""

    title: str
    """A few words, at most 42 characters."""
    consequence: str
    """A whole sentence or two."""
    cost: str
    """A whole sentence."""
    undo: str
    """How what was made goes again, or what stays; for what cannot be taken back, why AWS does not let one."""


class Group(StrEnum):
    """What a guardrail is told with, in this order."""

    POLICIES = "Policies"
    ROOT_USERS = "Root users"
    DATA_BUNKER = "Data bunker"
    EACH_ACCOUNT = "Each account"
    MONEY = "Money"


class Value(StrEnum):
    """What some protections need to be told, in the order it is asked."""

    CONTACT = "value-contact"
    BUDGET = "value-budget"
    REGIONS = "value-regions"
    LOG_DAYS = "value-log-days"
    LOCKED_DAYS = "value-locked-days"
    BUCKETS = "value-buckets"


@dataclass(frozen=True, slots=True)
class ValueWords:
    """A value, for people."""

    value: Value
    title: str
    meaning: str
    """Whole sentences."""
    questions: tuple[Question, ...]
    """What is asked for it."""
    now: Callable[[Setup], str]
    """The value as it stands, in a few words."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is said of a protection that is wanted while nobody gave what it needs."""

    sentence: str
    """On the page of guardrails."""
    before: Advice
    """Before anything is changed: what follows, and where to give it."""


class Wanted:
    """A setup as guardrails see it: what is wanted, the accounts in which it is, and what was made for it before."""

    def __init__(self, setup: Setup, made: Collection[Change] = ()) -> None:
        self.setup = setup
        self.made = made
        """Every change that was ever performed for the setup, in order: what is ours where the setup wants it no
        longer."""
        role_name = setup.organization_access_role
        invited = [each for each in setup.invitations if not each.withdrawn]
        self.management = management_place(setup)
        self.created = tuple(place_of(setup, account) for account in setup.accounts if account.guardrails)
        self.invited = tuple(Place(each.account, each.account, role_name, setup.home_region) for each in invited)
        self.members = (*self.created, *self.invited)
        self.everywhere = (self.management, *self.members)
        self.bunker = place_of(setup, setup.data_bunker) if setup.data_bunker else None
        self.partition = partition_of(setup.home_region)

    def applies(self, item: Item) -> bool:
        """Whether the protection is wanted, and everything that it needs was given."""
        return self.setup.applies(item)

    def takes_back(self, item: Item) -> bool:
        """Whether what the program made of it shall go."""
        return self.setup.guardrails.choice(item) is Choice.TAKE_BACK

    @cached_property
    def access_roles(self) -> frozenset[AccessRole]:
        """The organization access roles: by name where it is the usual one, and where an account has one of another
        name, that one in this account only. Of one that somebody is still typing there is no policy yet."""
        setup, usual = self.setup, self.setup.organization_access_role
        others = {(setup.email_of(each), setup.organization_access_role_of(each)) for each in setup.accounts}
        apart = {(account_id_of(email), name) for email, name in others if name != usual and _whole(name)}
        return frozenset(({usual} if _whole(usual) else set()) | apart)

    def excepted(self, item: Item) -> tuple[str, ...]:
        """The ids, or what stands for them, of the accounts that the policy of a guardrail shall not bind."""
        named = self.setup.guardrails.scope(item).except_accounts
        return tuple(
            self._ids_by_name.get(each.lower(), each if is_account_id(each) else account_id_of(each)) for each in named
        )

    @cached_property
    def _ids_by_name(self) -> dict[str, str]:
        """Of accounts that are to be created, by what they are called, and by their ids."""
        return {
            name: account_id_of(self.setup.email_of(each))
            for each in self.setup.accounts
            for name in (each.account_name.lower(), each.account_id)
            if name
        }

    def holds_in(self, item: Item, place: Place) -> bool:
        """Whether the guardrail, once it is applied, holds in this account."""
        member = self._members.get(place.account.lower())
        return member is None or holds_for(self.setup.guardrails.scope(item), member)

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {name: member for member in members_of(self.setup) for name in member.names}

    def set_here(self, place: Place, change: type[OneSetting], off: str) -> frozenset[str]:
        """The names of what such changes set here for this setup, and none has taken back since: that is ours."""
        here = place.account.lower()
        last = {each.setting: each.value for each in self._made_by(change) if each.place.account.lower() == here}
        return frozenset(name for name, value in last.items() if value != off)

    def buckets_made_in(self, account: str) -> tuple[str, ...]:
        """What the buckets that were made in this account for this setup are called, before the account's id."""
        made = (each for each in self.made if isinstance(each, CreateBucket))
        return tuple(dict.fromkeys(each.bucket for each in made if each.place.account.lower() == account.lower()))

    def _made_by(self, change: type[OneSetting]) -> Iterator[OneSetting]:
        return (each for each in self.made if isinstance(each, change))


def _whole(role_name: str) -> bool:
    return role_name_problem(role_name) is None


def management_place(setup: Setup) -> Place:
    """The management account, where its own settings are."""
    return Place(MANAGEMENT_ACCOUNT, MANAGEMENT_ACCOUNT, "", setup.home_region)


def place_of(setup: Setup, account: MemberAccount) -> Place:
    """An account that the setup creates, where its settings are."""
    role_name = setup.organization_access_role_of(account)
    return Place(setup.email_of(account), account.account_name, role_name, setup.home_region)


def none(*_asked: object) -> tuple[()]:
    """What a guardrail that does not need something answers."""
    """Nothing, of whatever is asked."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """One protection. What is left out, it does not need."""

    item: Item
    group: Group
    words: Words
    before: tuple[Claim, ...] = ()
    """What the organization has to allow first."""
    applied: Callable[[Wanted], Iterable[Claim]] = none
    """What holds once it is applied."""
    taken_back: Callable[[Wanted], Iterable[Claim]] = none
    """What holds once it is taken back."""
    enters_members: bool = False
    """Whether something is set or removed inside of member accounts."""
    reads: tuple[Reads[Any], ...] = ()
    """The settings that its claims are about."""
    audited: tuple[Audited, ...] = ()
    """The auditors' lines that it answers."""
    units: tuple[str, ...] = ()
    """Paths of organizational units that are made for it."""
    needs: str = ""
    """What it takes beside the organization, as a sentence."""
    lacking: Lacking | None = None
    value: ValueWords | None = None
    """What it has to be told."""
    costs: Callable[[Setup], Iterable[str]] = none
    """What it adds to the costs while it is applied, in phrases."""
    warns: Callable[[Observed, Collection[Change]], Iterable[Advice]] = none
    """What somebody should know before those changes are made."""

    @property
    def needs_features(self) -> bool:
        """Whether it takes an organization with all features: what is set in accounts one by one does not."""
        alone = self.group in (Group.EACH_ACCOUNT, Group.MONEY) or self.item is Item.MANAGEMENT_ROOT_USER
        return bool(self.before) or not alone

    def claims(self, wanted: Wanted) -> Iterator[Claim]:
        """What is claimed of it, in order, beside `claims_in`."""
        if wanted.applies(self.item):
            yield from self.applied(wanted)
        elif wanted.takes_back(self.item):
            yield from self.taken_back(wanted)

    def claims_in(self, _wanted: Wanted, _place: Place) -> Iterable[Claim]:
        """What is claimed of it in one account, account by account."""
        return ()
