"""Which accounts a protection holds for, and what is wrong with the scopes of a setup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from state.errors import Advice
from state.setup import ROOT, Setup, ancestors_and_self, is_account_id
from state.setup.guardrails import FOR_THE_WHOLE, POLICIES_OF_THE_ROOT, WITHOUT_EXCEPTIONS, GuardrailScope, Item
from state.setup.people import MANAGEMENT
from state.setup.text_rules import Where, quoted

MEMBERS_ONLY = POLICIES_OF_THE_ROOT | {Item.ROOT_CREDENTIALS, Item.NARROW_ACCESS_ROLES}
"""What never holds in the management account."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the organization, as scopes name it."""

    title: str
    names: frozenset[str]
    """All that it can be called by, in lower case."""
    unit: str
    """Path of its unit; Root for none."""
    settings: bool = True
    """Whether anything is set inside of it at all."""

    @property
    def is_management(self) -> bool:
        """Whether it is the management account."""
        return self.title == MANAGEMENT


def members_of(setup: Setup) -> tuple[Member, ...]:
    """The management account, the accounts of the setup, and those that are invited."""
    management = Member(MANAGEMENT, _names(MANAGEMENT, setup.management_account_id), ROOT)
    accounts = (
        Member(
            each.account_name,
            _names(each.account_name, each.account_id, setup.email_of(each)),
            each.organizational_unit,
            each.guardrails,
        )
        for each in setup.accounts
    )
    invited = (Member(each.account, _names(each.account), each.organizational_unit) for each in setup.invitations)
    return (management, *accounts, *invited)


def _names(*names: str) -> frozenset[str]:
    return frozenset(name.lower() for name in names if name)


def holds_for(scope: GuardrailScope, member: Member) -> bool:
    """Whether a protection of this scope holds in the account."""
    return _in_units(scope, member) and not any(each.lower() in member.names for each in scope.except_accounts)


def left_out_of(setup: Setup, item: Item) -> tuple[str, ...]:
    """The accounts in which the protection does not hold although it holds elsewhere, by title."""
    scope, outside = setup.guardrails.scope(item), item in MEMBERS_ONLY
    known = [each for each in members_of(setup) if not (outside and each.is_management)]
    left = [each.title for each in known if not holds_for(scope, each)]
    others = (each for each in scope.except_accounts if not any(each.lower() in one.names for one in known))
    return (*left, *(each for each in others if is_account_id(each)))


def _in_units(scope: GuardrailScope, member: Member) -> bool:
    return not scope.units or (member.unit != ROOT and not {*ancestors_and_self(member.unit)}.isdisjoint(scope.units))


def scope_faults(setup: Setup) -> Iterator[tuple[Where, Advice]]:
    """Units and accounts that there are; exceptions that except something; no scope for what has none."""
    members, paths = members_of(setup), setup.unit_paths()
    for item, scope in setup.guardrails.scopes.items():
        where: Where = ("guardrails", "scopes", item.value)
        if item in FOR_THE_WHOLE and scope.narrowed:
            what = f"{item.value} cannot be given a scope. {FOR_THE_WHOLE[item]}"
            yield where, Advice(what, "Take it out of scopes, or write `leave` in choices to do without it.")
            continue
        for number, path in enumerate(scope.units):
            if path not in paths:
                what = f"{item.value} shall hold in {quoted(path)}, and the setup has no such unit."
                remedy = "Write the whole path of a unit of the setup, or no unit for the whole organization."
                yield (*where, "units", number), Advice(what, remedy)
        if item in WITHOUT_EXCEPTIONS and scope.except_accounts:
            what = f"{item.value} cannot be lifted from an account. {WITHOUT_EXCEPTIONS[item]}"
            yield (*where, "except_accounts"), Advice(what, "Name the units that it shall hold in instead.")
            continue
        for number in range(len(scope.except_accounts)):
            fault = _exception_fault(setup, item, number, members)
            if fault is not None:
                yield (*where, "except_accounts", number), fault


def _exception_fault(setup: Setup, item: Item, number: int, members: tuple[Member, ...]) -> Advice | None:
    """What is wrong with one exception: nobody is called so, or it excepts nothing."""
    scope = setup.guardrails.scope(item)
    name = scope.except_accounts[number]
    found = next((each for each in members if name.lower() in each.names), None)
    if found is None:
        return _stranger_fault(setup, item, name)
    if any(each.lower() in found.names for each in scope.except_accounts[:number]):
        return _for_nothing(item, name, "it is named before.")
    if found.is_management and item in MEMBERS_ONLY:
        return _for_nothing(item, name, "it never holds in the management account.")
    if not _in_units(scope, found):
        return _for_nothing(item, name, "the account is in none of the units that it holds in.")
    if not found.settings and item not in MEMBERS_ONLY:
        return _for_nothing(item, name, "nothing is set inside of that account anyway.")
    return None


def _stranger_fault(setup: Setup, item: Item, name: str) -> Advice | None:
    """An account beside the setup can be bound by policies only. Before anybody signed in, an id may be that of the
    management account."""
    if is_account_id(name) and (item in POLICIES_OF_THE_ROOT or not setup.management_account_id):
        return None
    if is_account_id(name):
        return _for_nothing(item, name, "it is set in accounts of the setup only, and none is known by this id.")
    what = f"{item.value} shall not hold in {quoted(name)}, and the setup has no such account."
    return Advice(what, "Write the name of an account of the setup, or its id, or `the management account`.")


def _for_nothing(item: Item, name: str, why: str) -> Advice:
    return Advice(f"The exception of {quoted(name)} from {item.value} excepts nothing: {why}", "Take it out.")
