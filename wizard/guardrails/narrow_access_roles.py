"""Access roles let in named callers only. Off unless chosen; account by account, a sandbox first."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from state.changes.access_roles import UpdateAccessRoleTrust, trust_in_account
from state.errors import Advice
from state.observed.settings import Place
from state.observed.stand_ins import MANAGEMENT_ACCOUNT_ID
from state.setup import Purpose, management_role_name
from state.setup.guardrails import Item
from state.setup.people import MANAGEMENT, AccountAssignment
from wizard.claims.access_roles import (
    ANOTHER_WAY,
    CALLERS,
    TRUST,
    AccessRoleNarrowed,
    AccessRoleOpenedAgain,
    AnotherWayInUsed,
    LetIn,
    NobodyElseUsesTheRole,
    narrowed_key,
)
from wizard.claims.base import Claim
from wizard.guardrails.base import FREE, Group, Guardrail, Lacking, Wanted, Words

_ORDER = (Purpose.SANDBOX, Purpose.OTHER, Purpose.SHARED_SERVICES, Purpose.WORKLOAD, Purpose.DATA_BUNKER)
"""What is tried first where something may go wrong."""
_TAKEN_BACK = (
    "AWS's own trust is written again, by whoever the role still lets in. If it lets in nobody: detach "
    "orgwizard-protect-access-roles, enter the account by Identity Center with AdministratorAccess, and write the "
    "management account into the trust of the role."
)


def _places(wanted: Wanted) -> Iterator[tuple[Place, str, Purpose]]:
    """Each account: where it is, what assignments call it, and what it is for."""
    setup = wanted.setup
    purposes = {setup.email_of(each): each.purpose for each in setup.accounts}
    purposes |= {each.account: each.purpose for each in setup.invitations}
    for place in wanted.members:
        yield place, place.account_title, purposes[place.account]


def _in_order(wanted: Wanted) -> list[tuple[Place, str]]:
    """Accounts that have an administrator by Identity Center, those first in which little depends on it."""
    held = (one for one in _places(wanted) if wanted.holds_in(Item.NARROW_ACCESS_ROLES, one[0]))
    every = sorted(held, key=lambda one: (_ORDER.index(one[2]), "prod" in one[1].lower()))
    return [(place, title) for place, title, _ in every if wanted.setup.administrators_in(title)]


def _narrowed(wanted: Wanted) -> Iterator[Claim]:
    setup, first = wanted.setup, ""
    led = {setup.email_of(each): each.management_role for each in setup.accounts}
    managing = _sets(setup.administrators_in(MANAGEMENT))
    for place, title in _in_order(wanted):
        given = setup.administrators_in(title)
        people = tuple(dict.fromkeys(each.principal for each in given))
        roles = (management_role_name(title),) if led.get(place.account, True) else ()
        let_in = LetIn(wanted.partition, roles, managing, setup.access.break_glass)
        yield AnotherWayInUsed(place, _sets(given), people)
        yield NobodyElseUsesTheRole(place, let_in)
        yield AccessRoleNarrowed(place, let_in, first)
        first = first or narrowed_key(place.account)
    yield from _opened_again(wanted, [place for place, _ in _in_order(wanted)])


def _sets(given: tuple[AccountAssignment, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.permission_set for each in given))


def _opened_again(wanted: Wanted, narrowed: Collection[Place] = ()) -> Iterator[Claim]:
    """Those that this setup narrowed, or in which it is to be taken back, whoever narrowed them."""
    usual = trust_in_account(wanted.partition, MANAGEMENT_ACCOUNT_ID)
    everywhere = wanted.takes_back(Item.NARROW_ACCESS_ROLES)
    for place in wanted.members:
        held = everywhere and wanted.holds_in(Item.NARROW_ACCESS_ROLES, place)
        if place not in narrowed and (held or wanted.set_here(place, UpdateAccessRoleTrust, usual)):
            yield AccessRoleOpenedAgain(place, wanted.partition)


GUARDRAIL = Guardrail(
    item=Item.NARROW_ACCESS_ROLES,
    group=Group.EACH_ACCOUNT,
    words=Words(
        "Access roles let in named callers",
        "Not everybody in the management account who may assume roles, but its administrators by Identity Center, "
        "the account's own role, and break-glass users with MFA. Done only once somebody has entered the account by "
        "Identity Center, one account at a time; accounts without such administrators, as a rule the data bunker, "
        "stay as they are.",
        FREE,
        _TAKEN_BACK,
    ),
    applied=_narrowed,
    taken_back=_opened_again,
    enters_members=True,
    reads=(TRUST, ANOTHER_WAY, CALLERS),
    needs="It needs administrators by Identity Center, in the management account and in others.",
    lacking=Lacking(
        "Nothing is narrowed: Identity Center makes no administrators, in the management account and in another.",
        Advice(
            "The access roles stay as they are: nobody is given AdministratorAccess by Identity Center both in the "
            "management account and in another, so that they would be the only way in.",
            "Give it on the page People, or turn the guardrail off.",
        ),
    ),
)
