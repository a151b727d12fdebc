"""The ordered table of everything a setup claims about AWS."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from state.changes.accounts import CreateAccount
from state.changes.base import Change
from state.observed import SERVICE_CONTROL_POLICY, Scope
from state.observed.stand_ins import MANAGEMENT_ACCOUNT_ID
from state.setup import Invitation, MemberAccount, Setup, management_role_name
from state.setup.partitions import partition_of
from wizard.claims.accounts import AccountInUnit, MemberAccountExists
from wizard.claims.base import Claim
from wizard.claims.break_glass import BreakGlassUserIsReady
from wizard.claims.callers import CallerExists, callers_named
from wizard.claims.invitations import InvitationAccepted, InvitationWithdrawn
from wizard.claims.organization import OrganizationExists, PolicyTypeEnabled
from wizard.claims.readiness import AccountIsReady, InvitedAccountIsReady, ready_key
from wizard.claims.roles import GroupMayEnter, ManagementRoleExists
from wizard.claims.settings import AccountIsTagged
from wizard.claims.units import OrganizationalUnitExists
from wizard.guardrails import GUARDRAILS, guardrail_claims, units_for_guardrails, with_guardrails
from wizard.guardrails.asked import with_asked
from wizard.guardrails.base import management_place, place_of
from wizard.guardrails.second_trails import with_own_trails
from wizard.plan.people import (
    claims_about_people,
    claims_about_the_center,
    people_scope,
    temporary_administrator,
)
from wizard.policies.trusts import permission_for_callers


def claims_of(setup: Setup, made: Collection[Change] = ()) -> tuple[Claim, ...]:
    """The setup's claims in the order they are told. Invitations come early: people take days. `made` are the changes
    ever performed for it; see `guardrail_claims`."""
    guarding = guardrail_claims(setup, made)
    return (
        *_about_the_organization(setup),
        *(InvitationAccepted(each, setup.organization_access_role) for each in joining(setup)),
        *(InvitationWithdrawn(each.account) for each in setup.invitations if each.withdrawn),
        *claims_about_the_center(setup),
        *_about_accounts(setup),
        *_about_roles(setup),
        *groups_that_enter(setup),
        *break_glass_users(setup),
        *_about_readiness(setup, guarding),
        *tagged_accounts(setup),
        *claims_about_people(setup),
        *guarding,
    )


def _about_the_organization(setup: Setup) -> Iterator[Claim]:
    as_it_is = leaves_the_organization(setup)
    yield OrganizationExists(setup.management_account_id, as_it_is)
    if not as_it_is:
        yield PolicyTypeEnabled(SERVICE_CONTROL_POLICY)
    for path in (*setup.unit_paths(), *units_for_guardrails(setup)):
        yield OrganizationalUnitExists(path, setup.organizational_unit_ids.get(path, ""))


def _about_accounts(setup: Setup) -> Iterator[Claim]:
    for account in setup.accounts:
        yield MemberAccountExists(creation_of(setup, account), account.account_id)
    for account in setup.accounts:
        yield AccountInUnit(setup.email_of(account), account.account_name, account.organizational_unit)
    for each in joining(setup):
        yield AccountInUnit(each.account, each.account, each.organizational_unit)


def _about_roles(setup: Setup) -> Iterator[Claim]:
    hours = setup.access.session_hours
    yield from callers_that_enter(setup)
    for account in setup.accounts:
        if account.management_role:
            email, role_name = setup.email_of(account), setup.organization_access_role_of(account)
            yield ManagementRoleExists(account.account_name, email, role_name, setup.callers_of(account.purpose), hours)
    for each in joining(setup):
        callers = setup.callers_of(each.purpose)
        yield ManagementRoleExists(each.account, each.account, setup.organization_access_role, callers, hours)


def _about_readiness(setup: Setup, guarding: tuple[Claim, ...]) -> Iterator[Claim]:
    for account in entered_accounts(setup, guarding):
        yield AccountIsReady(account.account_name, setup.email_of(account), setup.organization_access_role_of(account))
    for each in joining(setup):
        yield InvitedAccountIsReady(each.account, setup.organization_access_role)


def joining(setup: Setup) -> tuple[Invitation, ...]:
    """The invitations that stand."""
    return tuple(each for each in setup.invitations if not each.withdrawn)


def entered_accounts(setup: Setup, guarding: tuple[Claim, ...]) -> tuple[MemberAccount, ...]:
    """The accounts that somebody has to be able to step into: for themselves, or because a guardrail elsewhere takes
    it, such as one about the data bunker."""
    taken = {key for claim in guarding for key in claim.requires}
    return tuple(each for each in setup.accounts if each.entered or ready_key(setup.email_of(each)) in taken)


def leaves_the_organization(setup: Setup) -> bool:
    """Whether an organization that was there before is left as it is: nothing that is wanted needs more of it."""
    wanted = (guardrail for guardrail in GUARDRAILS if setup.applies(guardrail.item))
    return setup.organization_as_it_is and not any(guardrail.needs_features for guardrail in wanted)


def titles_of_members(setup: Setup) -> tuple[str, ...]:
    """What the accounts that roles lead into are called: by name, or as they are invited."""
    invited = (each.account for each in joining(setup))
    return (*(account.account_name for account in setup.accounts if account.management_role), *invited)


def groups_that_enter(setup: Setup) -> tuple[GroupMayEnter, ...]:
    """Each group that the setup names, with the roles that it is for."""
    roles: dict[str, list[str]] = {}
    members = [(account.account_name, account.purpose) for account in setup.accounts if account.management_role]
    members += [(each.account, each.purpose) for each in joining(setup)]
    for title, purpose in members:
        for group in setup.callers_of(purpose).groups:
            roles.setdefault(group, []).append(management_role_name(title))
    partition = partition_of(setup.home_region)
    return tuple(
        GroupMayEnter(management_place(setup), group, permission_for_callers(partition, MANAGEMENT_ACCOUNT_ID, names))
        for group, names in roles.items()
    )


def callers_that_enter(setup: Setup) -> tuple[CallerExists, ...]:
    """Each user and role that the setup lets into an account."""
    purposes = [account.purpose for account in setup.accounts if account.management_role]
    purposes += [each.purpose for each in joining(setup)]
    named = (each for purpose in purposes for each in callers_named(setup.callers_of(purpose)))
    return tuple(CallerExists(management_place(setup), kind, name) for kind, name in dict.fromkeys(named))


def break_glass_users(setup: Setup) -> tuple[BreakGlassUserIsReady, ...]:
    """Each user for emergencies, with every access role that there may be."""
    names = {setup.organization_access_role_of(each) for each in setup.accounts}
    roles = tuple(sorted(names | ({setup.organization_access_role} if joining(setup) or not names else set())))
    place, partition = management_place(setup), partition_of(setup.home_region)
    return tuple(BreakGlassUserIsReady(place, name, partition, roles) for name in setup.access.break_glass)


def tagged_accounts(setup: Setup) -> tuple[AccountIsTagged, ...]:
    """The accounts that the setup has tags for."""
    return tuple(
        AccountIsTagged(place_of(setup, account), tuple(sorted(account.tags.items())))
        for account in setup.accounts
        if account.tags
    )


def creation_of(setup: Setup, account: MemberAccount) -> CreateAccount:
    """The change that would create `account`."""
    return CreateAccount(
        account.account_name,
        setup.email_of(account),
        setup.organization_access_role_of(account),
        tuple(sorted(account.tags.items())),
    )


def scope_of(setup: Setup, made: Collection[Change] = ()) -> Scope:
    """What has to be read beside the organization itself."""
    role_names = frozenset(management_role_name(title) for title in titles_of_members(setup))
    guarding = guardrail_claims(setup, made)
    entered = entered_accounts(setup, guarding)
    created = ((setup.email_of(account), setup.organization_access_role_of(account)) for account in entered)
    invited = ((each.account, setup.organization_access_role) for each in joining(setup))
    scope = Scope(
        role_names,
        invitations=bool(setup.invitations),
        enter=(*created, *invited),
        home_region=setup.home_region,
        people=people_scope(setup),
    )
    enters: tuple[Claim, ...] = (*callers_that_enter(setup), *groups_that_enter(setup))
    named: tuple[Claim, ...] = (*enters, *break_glass_users(setup), *temporary_administrator(setup))
    scope = with_guardrails(scope, (*named, *tagged_accounts(setup), *guarding))
    return with_own_trails(with_asked(scope, setup), setup)
