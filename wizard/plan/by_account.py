"""The account that each change belongs to, as people call it: Review, Apply and Finish go account by account."""

from __future__ import annotations

from collections.abc import Iterable

from state.changes.access_roles import AttachAdministratorAccess, CreateOrganizationAccessRole
from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.base import Change
from state.changes.handshakes import AcceptHandshake
from state.changes.policies import PolicyChange
from state.changes.roles import CreateRole, PutRolePolicy, UpdateAssumeRolePolicy, UpdateRole
from state.changes.settings import SettingChange
from state.changes.units import CreateOrganizationalUnit
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup import Setup

ORGANIZATION_ITSELF = "Organization"
"""What is made in no account: the organization, its units and policies, and the invitations."""
THE_MANAGEMENT_ACCOUNT = "Management account"
_IN_THE_MANAGEMENT_ACCOUNT = (CreateRole, UpdateAssumeRolePolicy, UpdateRole, PutRolePolicy)


def account_of(change: Change, setup: Setup) -> str:
    """The name, or the id of an account that existed before, in which `change` is made or which it makes."""
    return _account_of(change, _names(setup))


def by_account(changes: Iterable[Change], setup: Setup) -> dict[str, list[Change]]:
    """The changes by account: the organization first, then accounts in the order of the setup, then what is left."""
    names = _names(setup)
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(_account_of(change, names), []).append(change)
    order = [ORGANIZATION_ITSELF, THE_MANAGEMENT_ACCOUNT, *(each.account_name for each in setup.accounts)]
    places = {name: number for number, name in enumerate(order)}
    return dict(sorted(found.items(), key=lambda pair: places.get(pair[0], len(places))))


PHASES = ("Organization", "Units", "Accounts", "Roles", "Protections")
"""In the order in which most of each is done."""


def phase_of(change: Change) -> str:
    """One of PHASES."""
    match change:
        case CreateOrganizationalUnit():
            return "Units"
        case CreateAccount() | MoveAccount():
            return "Accounts"
        case _ if isinstance(
            change, (*_IN_THE_MANAGEMENT_ACCOUNT, CreateOrganizationAccessRole, AttachAdministratorAccess)
        ):
            return "Roles"
        case SettingChange() | PolicyChange():
            return "Protections"
        case _:
            return "Organization"


def _names(setup: Setup) -> dict[str, str]:
    return {setup.email_of(account).lower(): account.account_name for account in setup.accounts}


def _account_of(change: Change, names: dict[str, str]) -> str:
    match change:
        case CreateAccount():
            return change.account_name
        case MoveAccount():
            return names.get(change.account.lower(), change.account)
        case SettingChange() if change.place.account == MANAGEMENT_ACCOUNT:
            return THE_MANAGEMENT_ACCOUNT
        case SettingChange():
            return change.place.account_title
        case CreateOrganizationAccessRole() | AttachAdministratorAccess() | AcceptHandshake():
            return "The invited account"
        case _:
            return THE_MANAGEMENT_ACCOUNT if isinstance(change, _IN_THE_MANAGEMENT_ACCOUNT) else ORGANIZATION_ITSELF
