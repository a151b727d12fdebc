"""The ways into the accounts, as profiles and tools need them: which role is assumed from which, with MFA or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from state.inventory import AccountEntry, AssignmentEntry, IdentityCenterEntry, Inventory
from state.setup import mailbox_name
from wizard.exports.texts import distinct
from wizard.exports.trusts import asks_for_mfa

MOST_SECONDS = 3600
"""The longest that a role assumed from another role's session may last (API: sts.AssumeRole)."""


@dataclass(frozen=True, slots=True)
class Way:
    """From the management account into one account, through two roles."""

    account: AccountEntry
    profile: str
    """`acme-shop`: no white space, which tools take differently."""
    management_role_arn: str
    access_role_arn: str
    with_mfa: bool
    """Whether the first of them asks for MFA of somebody it lets in."""

    @property
    def first_profile(self) -> str:
        """The profile of the management role, which the other one starts from."""
        return f"{self.profile}-access"


@dataclass(frozen=True, slots=True)
class CenterWay:
    """Into one account with a permission set of IAM Identity Center."""

    account: AccountEntry
    profile: str
    permission_set: str


def ways_of(inventory: Inventory) -> tuple[Way, ...]:
    """Every chain of roles that AWS shows, in the accounts' order."""
    names = profile_names(inventory)
    ways = []
    for account in inventory.members:
        role = inventory.role_into(account, "management")
        if role is None:
            continue
        arns = [arn for arn in role.leads_to if arn.split(":")[4:5] == [account.id]]
        if arns and account.state == "ACTIVE":
            ways.append(Way(account, names[account.id], role.arn, arns[0], asks_for_mfa(role)))
    return tuple(ways)


def center_ways_of(inventory: Inventory) -> tuple[CenterWay, ...]:
    """Every permission set in every account that it is assigned in."""
    center = inventory.identity_center
    if not isinstance(center, IdentityCenterEntry):
        return ()
    names = profile_names(inventory)
    pairs = {(each.account, each.permission_set): each for each in center.assignments}
    found: list[CenterWay] = []
    for (account_id, permission_set), _ in sorted(pairs.items()):
        account = inventory.account(account_id)
        if account is not None:
            profile = f"{names[account_id]}-{slug(permission_set)}"
            found.append(CenterWay(account, profile, permission_set))
    return tuple(found)


def assigned_in(center: IdentityCenterEntry, account_id: str) -> list[AssignmentEntry]:
    """Who has what in an account."""
    return [each for each in center.assignments if each.account == account_id]


def profile_names(inventory: Inventory) -> dict[str, str]:
    """A profile's name for each account, by its id: no two are alike."""
    return distinct({each.id: f"{inventory.name}-{slug(each.name)}" for each in inventory.accounts}, "-")


def slug(name: str) -> str:
    """`name` of lower-case letters, digits and hyphens; `account` where nothing is left of it."""
    return re.sub(r"[^a-z0-9]+", "-", mailbox_name(name)).strip("-")[:60].strip("-") or "account"
