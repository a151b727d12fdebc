"""Who may assume the roles of the management account.

MFA is asked for where the caller's kind can have it: `aws:MultiFactorAuthPresent` is never true in a session of
Identity Center or of another role, so a condition on it would lock those out for good
(IAM user guide, id_credentials_mfa_configure-api-require).

Nobody from outside is ever among them, so no trust asks for an external id: that is for third parties, who belong in
the one account that they need, and not in the one that no policy binds (IAM user guide, confused-deputy).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from state.changes.access_roles import BREAK_GLASS, NAMED_ONLY
from state.changes.roles import TO_ASSUME, trust_with_mfa
from state.errors import WrongInput
from state.observed import canonical
from state.setup.access import Callers
from wizard.policies.conditions import texts
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.matching import action_matches
from wizard.policies.policy_text import document_of, listed, usable, usable_with_path

MOST_CHARACTERS = 2_048
"""Of a role's trust policy, unless the quota was raised (IAM user guide, reference_iam-quotas)."""

WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
IDENTITY_CENTER = "role/aws-reserved/sso.amazonaws.com/"
SUFFIX = "?" * 16
"""How the name of a role of Identity Center's ends."""
_PRINCIPAL = "aws:PrincipalArn"
_KINDS = {
    "NamedUsersWithMFA": ("users", "user/"),
    "NamedRoles": ("roles", "role/"),
    "PermissionSets": ("permission_sets", IDENTITY_CENTER),
}
"""A statement's id to the kind of callers that it names, and what stands before each name."""
_OF_A_SET = re.compile(r"(?:\*/)?AWSReservedSSO_(.+)_\*")


class TrustTooLong(WrongInput):
    """The trust policy would name more callers than IAM has room for."""

    remedy = "Name fewer callers: an IAM group instead of its users, or one permission set that all of them are given."


def management_role_trust(partition: str, management_account_id: str, callers: Callers) -> str:
    """The trust policy of the roles that lead into member accounts, as canonical JSON.

    The principal is always the account, narrowed by condition: naming a user or role that is deleted later would turn
    into an id that nobody can read, and naming one that does not exist is an error (IAM user guide,
    reference_policies_elements_principal). So callers need the permission to assume the role too, see
    `permission_for_callers`. Raises TrustTooLong and UnusableName.
    """
    if callers.nobody_named:
        return trust_with_mfa(partition, management_account_id)
    account = f"arn:{partition}:iam::{management_account_id}"
    trust = canonical(document_of(*_statements(account, callers)))
    if len(trust) > MOST_CHARACTERS:
        raise TrustTooLong(
            f"The trust policy would have {len(trust)} characters; IAM takes {MOST_CHARACTERS} for a role."
        )
    return trust


def callers_of(trust: str, partition: str, management_account_id: str) -> Callers | None:
    """Whom a role's trust policy names, where it says what this program would have written; None for any other. A
    trust for groups does not tell which, so it is read as any other."""
    statements = json.loads(trust).get("Statement", ())
    named: dict[str, tuple[str, ...]] = {}
    for statement in statements if isinstance(statements, list) else ():
        kind, prefix = _KINDS.get(statement.get("Sid", ""), ("", ""))
        if kind:
            conditions = statement.get("Condition", {}).values()
            arns = (arn for condition in conditions for arn in texts(condition.get(_PRINCIPAL, ())))
            names = [arn.split(":", 5)[-1].removeprefix(prefix) for arn in arns]
            sets = [found[1] for name in names if (found := _OF_A_SET.fullmatch(name))]
            named[kind] = tuple(dict.fromkeys(sets if kind == "permission_sets" else names))
    callers = Callers(**named)
    try:
        written = management_role_trust(partition, management_account_id, callers)
    except WrongInput:
        return None
    return callers if amounts_to_the_same(json.loads(written), json.loads(trust)) else None


def permission_for_callers(partition: str, management_account_id: str, role_names: Iterable[str]) -> str:
    """What a group, user, role or permission set needs to assume exactly these management roles, as canonical JSON."""
    statement = {
        "Sid": "AssumeManagementRoles",
        "Effect": "Allow",
        "Action": list(TO_ASSUME),
        "Resource": listed(f"arn:{partition}:iam::{management_account_id}:role/{usable(name)}" for name in role_names),
    }
    return canonical(document_of(statement))


def narrowed_trust(
    partition: str,
    management_account_id: str,
    roles: Iterable[str],
    sets: Iterable[str],
    users: Iterable[str] = (),
) -> str:
    """The trust policy of an organization access role that lets in these roles of the management account, whoever has
    one of these permission sets there, and these users, who have to have signed in with MFA; as canonical JSON.

    Identity Center ends its roles' names in sixteen signs that change when a role is made anew. That many question
    marks fit them and nothing longer, so a set `Admin_Ext` does not come in under `Admin`; the asterisk stands for the
    Region, which is missing where that is us-east-1 (Identity Center user guide, referencingpermissionsets). No MFA is
    asked for of roles: such sessions never show it. Raises TrustTooLong and UnusableName.
    """
    names = [f"role/{usable(name)}" for name in roles]
    names += [f"{IDENTITY_CENTER}*AWSReservedSSO_{usable(name)}_{SUFFIX}" for name in sets]
    account = f"arn:{partition}:iam::{management_account_id}"
    statements = [_trusted(account, NAMED_ONLY, "ArnLike", names, {})]
    in_need = [f"user/{usable_with_path(name)}" for name in users]
    if in_need:
        statements.append(_trusted(account, BREAK_GLASS, "ArnEquals", in_need, WITH_MFA))
    trust = canonical(document_of(*statements))
    if len(trust) > MOST_CHARACTERS:
        raise TrustTooLong(
            f"The trust policy would have {len(trust)} characters; IAM takes {MOST_CHARACTERS} for a role."
        )
    return trust


def is_narrowed(trust: str) -> bool:
    """Whether a trust policy consists of what this program writes when it narrows one, whomever that names."""
    statements = json.loads(trust).get("Statement", ())
    several = statements if isinstance(statements, list) else [statements]
    return bool(several) and all(each.get("Sid") in (NAMED_ONLY, BREAK_GLASS) for each in several)


def only_assuming(document: str) -> dict[str, Any]:
    """The document as if nobody had thought of source identities and tags: the same people, without what federation
    adds. Documents that are alike in this differ in nothing that somebody would narrow on purpose."""
    content: dict[str, Any] = json.loads(document)
    statements = content.get("Statement", [])
    several = map(_without_what_federation_adds, statements if isinstance(statements, list) else [statements])
    return {**content, "Statement": [each for each in several if each.get("Action") != []]}


def _without_what_federation_adds(statement: dict[str, Any]) -> dict[str, Any]:
    """What lets somebody assume the role is named by itself, `sts:*` too; a statement about nothing else is empty."""
    if statement.get("Effect") != "Allow" or "Action" not in statement:
        return statement
    assume, *added = TO_ASSUME
    named = (assume if action_matches(each, assume) else each for each in texts(statement["Action"]))
    return {**statement, "Action": [each for each in named if each.lower() not in map(str.lower, added)]}


def _statements(account: str, callers: Callers) -> list[dict[str, Any]]:
    users = [f"user/{usable_with_path(name)}" for name in callers.users]
    roles = [f"role/{usable_with_path(name)}" for name in callers.roles]
    sets = [
        f"{IDENTITY_CENTER}{region}AWSReservedSSO_{usable(name)}_*"
        for name in callers.permission_sets
        for region in ("", "*/")
    ]
    statements = []
    if callers.groups:
        statements.append(_trusted(account, "UsersWithMFA", "ArnLike", ["user/*"], WITH_MFA))
    elif users:
        statements.append(_trusted(account, "NamedUsersWithMFA", "ArnEquals", users, WITH_MFA))
    if roles:
        statements.append(_trusted(account, "NamedRoles", "ArnEquals", roles, {}))
    if sets:
        statements.append(_trusted(account, "PermissionSets", "ArnLike", sets, {}))
    return statements


def _trusted(account: str, sid: str, operator: str, names: list[str], also: dict[str, Any]) -> dict[str, Any]:
    """The account's principals called `names`. The account as principal admits nobody without a permission."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": f"{account}:root"},
        "Action": list(TO_ASSUME),
        "Condition": {operator: {_PRINCIPAL: listed(f"{account}:{name}" for name in names)}, **also},
    }
