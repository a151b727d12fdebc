"""Units and accounts of an organization that exists, as a setup that asks for nothing more than there is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from state.observed import INVITED, Account, AccountState, Observed, Role
from state.observed.seen import value_of
from state.observed.survey import Tags
from state.setup import (
    Invitation,
    MemberAccount,
    Purpose,
    Setup,
    ancestors_and_self,
    mailbox_name,
    management_role_name,
)
from state.setup.access import Access, Callers
from wizard.adoption.purposes import purposes_of
from wizard.claims.base import Satisfied
from wizard.claims.roles import POLICY_NAME, ManagementRoleExists
from wizard.policies.trusts import callers_of

_ASSUMED = re.compile(r'"Resource":"arn:[^:"]+:iam::(\d{12}):role/([^"]+)"')
LONGEST_SESSION_HOURS = 12


@dataclass(frozen=True, slots=True)
class LeadsIn:
    """A role of the management account, made as this program makes them, that leads into one account."""

    role: Role
    title: str
    """What the account is called that it is named after: its name, its id or its address."""
    access_role: str
    """The role that it may assume there."""


def members(observed: Observed) -> tuple[Account, ...]:
    """The active accounts beside the management account, unit by unit."""
    owner = observed.organization.management_account_id if observed.organization else ""
    active = (each for each in observed.accounts if each.state == AccountState.ACTIVE and each.account_id != owner)
    return tuple(sorted(active, key=lambda each: (each.unit_path, each.account_name, each.account_id)))


def role_names(observed: Observed) -> frozenset[str]:
    """What this program would have called the roles into the accounts."""
    return frozenset(management_role_name(title) for account in members(observed) for title in _titles(account))


def _titles(account: Account) -> tuple[str, ...]:
    return account.account_name, account.account_id, account.email


def as_it_is(setup: Setup, observed: Observed) -> Setup:
    """`setup` with every unit and every active account, none of which is given anything."""
    accounts, organization = members(observed), observed.organization
    purposes = purposes_of(accounts)
    paths = [unit.path for unit in observed.units]
    implied = {above for path in paths for above in ancestors_and_self(path) if above != path}
    return replace(
        setup,
        email_pattern=_pattern(accounts) or setup.email_pattern,
        management_account_id=organization.management_account_id if organization else "",
        organizational_units=tuple(path for path in paths if path not in implied),
        organizational_unit_ids={unit.path: unit.unit_id for unit in observed.units},
        accounts=tuple(
            MemberAccount(
                account_name=account.account_name,
                email=account.email,
                organizational_unit=account.unit_path,
                purpose=purposes[account.account_id],
                account_id=account.account_id,
                management_role=False,
                guardrails=False,
            )
            for account in accounts
        ),
    )


def _pattern(accounts: Collection[Account]) -> str:
    """What makes most of the addresses from the accounts' names; '' where nothing does."""
    found: Counter[str] = Counter()
    for account in accounts:
        name = mailbox_name(account.account_name)
        if name and account.email.count(name) == 1:
            found[account.email.replace(name, "{account}")] += 1
    pattern, times = next(iter(found.most_common(1)), ("", 0))
    return pattern if times * 2 > len(accounts) else ""


def roles_found(observed: Observed) -> dict[str, LeadsIn]:
    """The roles that lead into accounts, by the account's id."""
    found: dict[str, LeadsIn] = {}
    for account in members(observed):
        for title in _titles(account):
            role = observed.role_named(management_role_name(title))
            leads_to = _ASSUMED.search(role.inline_policy(POLICY_NAME) or "") if role else None
            if role is not None and leads_to is not None and leads_to[1] == account.account_id:
                found.setdefault(account.account_id, LeadsIn(role, title, leads_to[2]))
    return found


def with_roles(setup: Setup, observed: Observed) -> Setup:
    """`setup` with the roles that lead into its accounts, as far as they are exactly what it would make."""
    found = roles_found(observed)
    if not found:
        return setup
    names = Counter(each.access_role for each in found.values())
    usual = names.most_common(1)[0][0]
    setup = replace(setup, organization_access_role=usual, access=_access(setup, observed, found))
    return replace(setup, accounts=tuple(_with_role(setup, observed, each, found) for each in setup.accounts))


def _access(setup: Setup, observed: Observed, found: dict[str, LeadsIn]) -> Access:
    """Whom most of the roles trust, and for how long at most."""
    bunker = setup.data_bunker.account_id if setup.data_bunker else ""
    partition = observed.identity.partition if observed.identity else "aws"
    owner = setup.management_account_id
    trusted = {key: callers_of(each.role.trust_policy, partition, owner) for key, each in found.items()}
    usual = Counter(
        callers for account_id, callers in trusted.items() if callers is not None and account_id != bunker
    ).most_common(1)
    callers = usual[0][0] if usual else trusted.get(bunker) or Callers()
    of_the_bunker = trusted.get(bunker) or callers
    seconds = max(each.role.session_seconds for each in found.values())
    return Access(
        callers=callers,
        data_bunker=Callers() if of_the_bunker == callers else of_the_bunker,
        session_hours=min(LONGEST_SESSION_HOURS, max(1, -(-seconds // 3600))),
    )


def with_invitations(setup: Setup, observed: Observed, inside: bool) -> Setup:
    """An account that was invited, and whose role is named after its id or address, was invited by a setup. With
    guardrails `inside` of accounts it has to have them, as every account has that a setup invites."""

    def by_a_setup(account: MemberAccount) -> bool:
        found = observed.account_with_id(account.account_id)
        invited = found is not None and found.joined_method == INVITED
        named = account.account_name in (account.account_id, account.email)
        usual = account.management_role and not account.organization_access_role
        return invited and named and usual and (account.guardrails or not inside)

    invitations = tuple(
        Invitation(
            account=account.account_name,
            organizational_unit=account.organizational_unit,
            purpose=_if_invited(account),
        )
        for account in setup.accounts
        if by_a_setup(account)
    )
    left = tuple(account for account in setup.accounts if not by_a_setup(account))
    return replace(setup, accounts=left, invitations=invitations)


def _if_invited(account: MemberAccount) -> Purpose:
    return Purpose.SANDBOX if account.purpose is Purpose.OTHER else account.purpose


def _with_role(setup: Setup, observed: Observed, account: MemberAccount, found: dict[str, LeadsIn]) -> MemberAccount:
    known = found.get(account.account_id)
    if known is None:
        return account
    tags: Tags | None = value_of(observed.survey.tags_of(account.account_id))
    own = "" if known.access_role == setup.organization_access_role else known.access_role
    callers, hours = setup.callers_of(account.purpose), setup.access.session_hours
    claim = ManagementRoleExists(known.title, account.account_id, known.access_role, callers, hours)
    if not isinstance(claim.assess(observed), Satisfied):
        return account
    return replace(
        account,
        account_name=known.title,
        organization_access_role=own,
        management_role=True,
        tags=dict(tags or ()),
    )
