"""Whether two policies are the same one, differently written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from state.observed import canonical
from wizard.policies.conditions import texts
from wizard.policies.policy_text import Document


def amounts_to_the_same(one: Document, other: Document) -> bool:
    """Whether two documents say the same, whatever their ids, their order, and one value's brackets.

    So the policy that AWS attaches in its console is recognized, and kept, under whichever name it has.
    """
    return _essence(one) == _essence(other)


def _essence(document: Document) -> tuple[str, frozenset[str]]:
    statements = document.get("Statement", [])
    several = statements if isinstance(statements, list) else [statements]
    rest = {name: element for name, element in document.items() if name not in ("Id", "Statement")}
    return canonical(rest), frozenset(canonical(_statement(each)) for each in several)


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    essence: dict[str, Any] = {name: element for name, element in statement.items() if name != "Sid"}
    for name in ("Action", "NotAction"):
        if name in essence:
            essence[name] = sorted({each.lower() for each in texts(essence[name])})
    for name in ("Resource", "NotResource"):
        if name in essence:
            essence[name] = sorted(set(texts(essence[name])))
    if "Condition" in essence:
        essence["Condition"] = {
            operator: {key.lower(): sorted(set(texts(values))) for key, values in lines.items()}
            for operator, lines in essence["Condition"].items()
        }
    return essence
