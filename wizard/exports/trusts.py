"""What the documents of roles really say: whom they trust, on what condition, and where they lead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from state.inventory import RoleEntry, TrustStatement

ASSUMING = frozenset({"sts:assumerole", "sts:*", "*"})
"""Actions that let somebody assume a role, in lower case."""


def statements_of(trust_policy: str) -> list[TrustStatement]:
    """Each statement of a trust policy, as the document has it."""
    return [_statement(each) for each in _statements(json.loads(trust_policy))]


def led_to(documents: Mapping[str, str]) -> list[str]:
    """The ARNs of roles that these inline policies let one assume, as they are written."""
    found = {
        resource
        for document in documents.values()
        for statement in _statements(json.loads(document))
        if statement.get("Effect") == "Allow" and ASSUMING & {each.lower() for each in _listed(statement.get("Action"))}
        for resource in _listed(statement.get("Resource"))
    }
    return sorted(found)


def asks_for_mfa(role: RoleEntry | None) -> bool:
    """Whether nobody gets in without MFA, or some get in only with it: then a profile has to be able to give a code."""
    trusts = role.trusts if role is not None and isinstance(role.trusts, list) else []
    return any(statement.mfa for statement in trusts)


def lets_in_without_mfa(role: RoleEntry | None) -> bool:
    """Whether a statement lets somebody in who did not sign in with MFA."""
    trusts = role.trusts if role is not None and isinstance(role.trusts, list) else []
    if any(statement.effect == "Deny" and statement.mfa for statement in trusts):
        return False
    return any(statement.effect == "Allow" and not statement.mfa for statement in trusts)


def trust_words(statement: TrustStatement) -> str:
    """A statement in words: `Allow: arn:… (user/anna only), with MFA`."""
    whom = ", ".join(each for kind in statement.principals.values() for each in kind)
    only = f" (only {', '.join(statement.narrowed_to)})" if statement.narrowed_to else ""
    if statement.effect == "Deny":
        return f"Refuses {whom}{only}{', unless signed in with MFA' if statement.mfa else ''}"
    return f"Trusts {whom}{only}, {'with MFA only' if statement.mfa else 'with or without MFA'}"


def _statements(document: Any) -> list[dict[str, Any]]:
    found = document.get("Statement", []) if isinstance(document, dict) else []
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def _statement(statement: dict[str, Any]) -> TrustStatement:
    condition = statement.get("Condition") or None
    effect = str(statement.get("Effect", ""))
    return TrustStatement(
        sid=statement.get("Sid"),
        effect=effect,
        principals=_principals(statement.get("Principal")),
        narrowed_to=sorted(
            each
            for operator, key, values in _conditions(condition)
            if key == "aws:principalarn" and operator in ("arnequals", "arnlike", "stringequals", "stringlike")
            for each in values
        ),
        actions=_listed(statement.get("Action")),
        mfa=any(_is_about_mfa(effect, *each) for each in _conditions(condition)),
        condition=condition,
    )


def _principals(principal: Any) -> dict[str, list[str]]:
    if isinstance(principal, dict):
        return {str(kind): _listed(values) for kind, values in sorted(principal.items())}
    return {"*": _listed(principal)} if principal else {}


def _conditions(condition: Any) -> Iterator[tuple[str, str, list[str]]]:
    """(operator, key, values), the first two in lower case as AWS compares them."""
    for operator, keys in (condition or {}).items():
        for key, values in keys.items():
            yield operator.lower(), key.lower(), _listed(values)


def _is_about_mfa(effect: str, operator: str, key: str, values: list[str]) -> bool:
    """`…IfExists` holds where the key is absent, as it is for long-term keys: an Allow with it asks for nothing, and a
    Deny with it refuses those, too (IAM user guide, id_credentials_mfa_configure-api-require)."""
    said = [each.lower() for each in values]
    if effect == "Deny":
        return key == "aws:multifactorauthpresent" and operator == "boolifexists" and said == ["false"]
    if key == "aws:multifactorauthpresent":
        return operator == "bool" and said == ["true"]
    return key == "aws:multifactorauthage" and operator in ("numericlessthan", "numericlessthanequals")


def _listed(values: Any) -> list[str]:
    if values is None:
        return []
    return [_text(each) for each in values] if isinstance(values, list) else [_text(values)]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
