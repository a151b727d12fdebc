"""The four keys that open every account from the management account, and who holds each as the setup has it. Pure.

No service control policy binds the management account, so of these a policy takes none away (user guide,
orgs_manage_policies_scps). Narrowing the access roles takes the first from most; the others are as good.
"""

from __future__ import annotations

from state.setup import Setup
from state.setup.guardrails import Item
from state.setup.people import MANAGEMENT

KEYS = ("sts:AssumeRole", "sso:CreateAccountAssignment", "account-access:CreateEntitlement", "iam:*")
"""What each takes, in the management account."""
QUESTION = "Who can still enter every account?"


def keys_to_every_account(setup: Setup) -> tuple[str, tuple[str, ...]]:
    """The question, and a line for each key: the action, and who may have it."""
    named = tuple(dict.fromkeys(each.principal for each in setup.administrators_in(MANAGEMENT)))
    holders = f" By this setup that is {' and '.join(named)}." if named else ""
    sentences = (_by_access_roles(setup), _BY_ASSIGNMENTS, _BY_ENTITLEMENTS, _BY_IAM)
    lines = [f"{key}: {sentence}" for key, sentence in zip(KEYS, sentences, strict=True)]
    return QUESTION, (*lines, f"Whoever administers the management account has all four.{holders}")


def _by_access_roles(setup: Setup) -> str:
    role = setup.organization_access_role
    everybody = f"whoever may call it there on the access roles, {role} as a rule, is an administrator, MFA or not."
    if setup.applies(Item.NARROW_ACCESS_ROLES):
        everybody = (
            "where the access roles are narrowed: the account's own role, the administrators by Identity Center and "
            f"the break-glass users; where one is not, {everybody}"
        )
    users = " and ".join(setup.access.break_glass)
    return f"{everybody} Break-glass: {users}, with MFA." if users else everybody


_BY_ASSIGNMENTS = (
    "whoever may call it there, or in an account that is delegated administrator of Identity Center, gives themselves "
    "any permission set in any account. PowerUserAccess includes it."
)
_BY_ENTITLEMENTS = (
    "whoever may call it there lends themselves roles that trust AWS's account access manager. None that this program "
    "makes does; a trust that somebody adds it to is open to them."
)
_BY_IAM = "whoever may change users, roles or policies there gives themselves any of the other three."
