"""What a setup claims about the people who sign in, in order: the instance, what may be given, who, and what where."""

from __future__ import annotations

from collections.abc import Iterator

from state.changes.assignments import CreateAccountAssignment, DeleteAccountAssignment
from state.observed.identity_center import PeopleScope
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup import Setup
from state.setup.partitions import partition_of
from state.setup.people import MANAGEMENT, AccountAssignment, Person, given_by
from wizard.claims.assignments import AccessGiven, AccessTakenAway
from wizard.claims.base import Claim
from wizard.claims.first_sign_ins import PersonHasSignedIn, TemporaryAdministratorIsGone
from wizard.claims.identity_center import (
    BillIsShown,
    IdentityCenterEnabled,
    PermissionSetsAllowed,
    SignInSettingsMade,
)
from wizard.claims.people import GroupIsThere, PersonInGroup, PersonIsThere
from wizard.claims.permission_sets import PermissionSetIsThere
from wizard.edits.people import groups_of
from wizard.guardrails.base import management_place


def claims_about_the_center(setup: Setup) -> Iterator[Claim]:
    """What a person has to do in the console, which may take days. Nothing where nobody is to sign in with it."""
    if not setup.wants_identity_center:
        return
    wish = setup.identity_center
    yield IdentityCenterEnabled(wish.region or setup.home_region)
    yield SignInSettingsMade(wish.people_from, wish.settings_done)
    named = administrators_of(setup)
    if named:
        yield BillIsShown(tuple(each.user_name for each in named), wish.bill_shown)


def claims_about_people(setup: Setup) -> Iterator[Claim]:
    """Who there is, and who may do what where."""
    if not setup.wants_identity_center:
        return
    given = given_by(setup.assignments)
    if given.wanted:
        yield PermissionSetsAllowed()
    yield from _permission_sets(setup, given.wanted)
    people_from = setup.identity_center.people_from
    yield from (GroupIsThere(each, people_from) for each in groups_of(setup))
    yield from (PersonIsThere(each, people_from) for each in setup.people)
    for person in setup.people:
        yield from (PersonInGroup(person, group, people_from) for group in dict.fromkeys(person.groups))
    yield from (AccessGiven(CreateAccountAssignment(*_of(setup, each))) for each in given.wanted)
    yield from (AccessTakenAway(DeleteAccountAssignment(*_of(setup, each))) for each in given.withdrawn)
    named = administrators_of(setup)
    in_use = {each.principal for each in given.wanted}
    for person in setup.people:
        if in_use & {person.user_name, *person.groups}:
            yield PersonHasSignedIn(person, people_from, person in named)
    yield from temporary_administrator(setup)


def administrators_of(setup: Setup) -> tuple[Person, ...]:
    """The people who are named for the management account."""
    names = {each.principal for each in given_by(setup.assignments).wanted if each.account == MANAGEMENT}
    return tuple(each for each in setup.people if each.user_name in names)


def temporary_administrator(setup: Setup) -> tuple[TemporaryAdministratorIsGone, ...]:
    """What is claimed of the user for the beginning: nothing while nobody is named for the management account."""
    named = administrators_of(setup) if setup.wants_identity_center else ()
    return (TemporaryAdministratorIsGone(management_place(setup), named),) if named else ()


def _permission_sets(setup: Setup, wanted: tuple[AccountAssignment, ...]) -> Iterator[Claim]:
    managing = {each.permission_set for each in wanted if each.account == MANAGEMENT}
    for name in dict.fromkeys(each.permission_set for each in wanted):
        one = setup.permission_set(name)
        if one is not None:
            yield PermissionSetIsThere(one, partition_of(setup.home_region), name in managing)


def reference_of(setup: Setup, account: str) -> str:
    """What the rest of the program calls the account that an assignment names: its address, its id, or
    MANAGEMENT_ACCOUNT."""
    if account == MANAGEMENT:
        return MANAGEMENT_ACCOUNT
    created = (setup.email_of(each) for each in setup.accounts if each.account_name == account)
    return next(created, account)


def _of(setup: Setup, one: AccountAssignment) -> tuple[str, str, str, str, bool, str]:
    person = next((each for each in setup.people if each.user_name == one.principal and not one.is_group), None)
    email = person.address if person else ""
    return one.permission_set, reference_of(setup, one.account), one.account, one.principal, one.is_group, email


def access_key(setup: Setup, one: AccountAssignment) -> str:
    """The key of the claim that somebody has this access."""
    return AccessGiven(CreateAccountAssignment(*_of(setup, one))).key


def people_scope(setup: Setup) -> PeopleScope | None:
    """What has to be read of Identity Center; None where the setup is about nothing of it."""
    if not setup.wants_identity_center:
        return None
    given = given_by(setup.assignments)
    every = (*given.wanted, *given.withdrawn)
    people = [(each.user_name, each.address) for each in setup.people]
    people += [(each.principal, "") for each in every if not each.is_group]
    groups = {*groups_of(setup), *(each.principal for each in every if each.is_group)}
    return PeopleScope(
        setup.identity_center.region or setup.home_region,
        frozenset(each.permission_set for each in every),
        frozenset(groups),
        tuple(dict.fromkeys(people)),
        sign_ins=any(not each.signed_in for each in setup.people),
    )
