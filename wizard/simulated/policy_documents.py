"""What policy documents mean, as far as the simulated AWS enforces them: who may assume which role."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from typing import Any

from wizard.policies.conditions import Value, holds
from wizard.policies.matching import CannotTell
from wizard.simulated.operation import Caller
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import Role, World


def parsed(document: str) -> dict[str, Any]:
    """The document. MalformedPolicyDocument unless it is JSON with statements that each have an effect and actions."""
    try:
        content = json.loads(document)
    except ValueError as error:
        raise Refusal("MalformedPolicyDocument", "This policy contains invalid Json") from error
    if not isinstance(content, dict) or not isinstance(content.get("Statement"), list | dict):
        raise Refusal("MalformedPolicyDocument", "Syntax errors in policy.")
    for statement in statements_of(content):
        if statement.get("Effect") not in ("Allow", "Deny") or not {"Action", "NotAction"} & set(statement):
            raise Refusal("MalformedPolicyDocument", "Syntax errors in policy.")
    return content


def require_principals(world: World, document: str) -> None:
    """MalformedPolicyDocument when a trust policy names a user or role that is not there
    (IAM: reference_policies_elements_principal)."""
    for statement in statements_of(parsed(document)):
        if not {"Principal", "NotPrincipal"} & set(statement) or {"Resource", "NotResource"} & set(statement):
            raise Refusal("MalformedPolicyDocument", "Has prohibited field Resource, or no principal.")
        for principal in _principals(statement):
            if not exists(world, principal):
                raise Refusal("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{principal}"')


def trusts(role: Role, caller: Caller, with_mfa: bool, principal_arn: str) -> bool:
    """Whether the role's trust policy lets the caller in, whose `aws:PrincipalArn` this is. The account's own root
    stands for everybody in it; a condition that cannot be judged does not hold."""
    account_wide = (caller.account_id, f"arn:aws:iam::{caller.account_id}:root", "*")
    for statement in statements_of(parsed(role.trust_policy)):
        named = any(
            principal in (*account_wide, caller.arn, role_arn_of(caller)) for principal in _principals(statement)
        )
        if statement["Effect"] == "Allow" and named and _condition_holds(statement, with_mfa, principal_arn):
            return True
    return False


def role_arn_of(caller: Caller) -> str:
    """The ARN of the role behind an assumed-role session, or the caller's own."""
    if not caller.principal.startswith("assumed-role/"):
        return caller.arn
    return f"arn:aws:iam::{caller.account_id}:role/{caller.principal.split('/')[1]}"


def permits(role: Role, action: str, resource: str) -> bool:
    """Whether the role's own policies allow `action` on `resource`."""
    if "AdministratorAccess" in role.attached_policies:
        return True
    for document in role.inline_policies.values():
        for statement in statements_of(parsed(document)):
            actions, resources = listed(statement.get("Action")), listed(statement.get("Resource"))
            if (
                statement["Effect"] == "Allow"
                and any(fnmatch.fnmatchcase(action, pattern) for pattern in actions)
                and any(fnmatch.fnmatchcase(resource, pattern) for pattern in resources)
            ):
                return True
    return False


def statements_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of a parsed document; a single one may stand there without a list."""
    statements = content["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _principals(statement: dict[str, Any]) -> Iterator[str]:
    principal = statement.get("Principal", {})
    yield from listed(principal) if isinstance(principal, str) else listed(principal.get("AWS"))


def listed(value: Any) -> list[str]:
    """The values of an element that may be one text or a list of them, or not there."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def exists(world: World, principal: str) -> bool:
    """Whether there is such a principal; an account's root stands for an account that need not be known here."""
    parts = principal.split(":", 5)
    if principal == "*" or (principal.isdigit() and len(principal) == 12) or parts[-1] == "root":
        return True
    account = world.accounts.get(parts[4]) if len(parts) == 6 else None
    kind, _, name = parts[-1].partition("/")
    if account is None:
        return False
    return name in account.users if kind == "user" else name.rpartition("/")[2].lower() in account.roles


def _condition_holds(statement: dict[str, Any], with_mfa: bool, principal_arn: str) -> bool:
    known: dict[str, Value] = {
        "aws:principalarn": principal_arn,
        "aws:multifactorauthpresent": "true" if with_mfa else None,
    }

    def look(key: str) -> Value:
        return known[key.lower()]

    try:
        return holds(statement.get("Condition", {}), look)
    except (CannotTell, KeyError):
        return False
