"""Whether two policies are the same one, differently written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from state.observed import canonical
from wizard.policies.conditions import texts
from wizard.policies.policy_text import Document


def amounts_to_the_same(one: Document, other: Document) -> bool:
    """Whether two documents say the same, whatever their ids, their order, and one value's brackets.

    So the policy that AWS attaches in its console is recognized, and kept, under whichever name it has. The version of
    the language matters only to variables (IAM user guide, reference_policies_elements_version).
    """
    return _essence(one) == _essence(other)


def says(content: str, wanted: str) -> bool:
    """Whether a policy says what is wanted, and perhaps more: statements of a policy only ever add to each other.

    Both are a policy's JSON. A policy that has no statements, such as a tag policy, has to be the same as a whole; a
    declarative one may give more attributes their values, which takes nothing from those that are wanted.
    """
    present, asked = _essence_of(content), _essence_of(wanted)
    if asked[1]:
        return asked[1] <= present[1]
    return asked == present or _declares(json.loads(content), json.loads(wanted))


def _declares(present: Any, wanted: Any) -> bool:
    """Whether every attribute that is wanted has its value in a declarative policy."""
    kind = next((each for each in ("ec2_attributes", "s3_attributes") if each in wanted and each in present), "")
    return bool(kind) and all(present[kind].get(attribute) == value for attribute, value in wanted[kind].items())


@lru_cache(maxsize=512)
def _essence_of(content: str) -> tuple[str, frozenset[str]]:
    """Remembered: a run asks after each change again whether the same few policies say the same."""
    return _essence(json.loads(content))


def _essence(document: Document) -> tuple[str, frozenset[str]]:
    statements = document.get("Statement", [])
    several = statements if isinstance(statements, list) else [statements]
    unimportant = ("Id", "Statement") if "${" in json.dumps(document) else ("Id", "Statement", "Version")
    rest = {name: element for name, element in document.items() if name not in unimportant}
    return canonical(rest), frozenset(canonical(_statement(each)) for each in several)


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    essence: dict[str, Any] = {name: element for name, element in statement.items() if name != "Sid"}
    for name in ("Action", "NotAction"):
        if name in essence:
            essence[name] = sorted({each.lower() for each in texts(essence[name])})
    for name in ("Resource", "NotResource"):
        if name in essence:
            essence[name] = sorted(set(texts(essence[name])))
    if "Principal" in essence:
        essence["Principal"] = _principals(essence["Principal"])
    if not essence.get("Condition"):  # the console writes an empty one
        essence.pop("Condition", None)
    else:
        essence["Condition"] = {
            operator: {key.lower(): sorted(set(texts(values))) for key, values in lines.items()}
            for operator, lines in essence["Condition"].items()
        }
    return essence


def _principals(principal: Any) -> Any:
    """An account by its id is the same as by its root, and everybody is everybody however it is written.

    IAM user guide, reference_policies_elements_principal.
    """
    if principal == "*":
        return {"AWS": ["*"]}
    if not isinstance(principal, Mapping):
        return principal
    return {
        kind: sorted({re.sub(r"^arn:[^:]+:iam::([0-9]{12}):root$", r"\1", each) for each in texts(named)})
        for kind, named in principal.items()
    }
