"""JSON Schema (draft 2020-12) of what `plan`, `check` and `undo` print with --json, for programs that read it.

What a change is besides its own fields is in each; those fields differ by kind, and have the names of its class.
"""

from __future__ import annotations

from typing import Any

from state.changes import KINDS
from wizard import narration
from wizard.checking import Kind, words
from wizard.plan import undo_words
from wizard.plan.undoing import Fate

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
YES_OR_NO: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MOMENT: Schema = {"type": "string", "format": "date-time"}
VERDICTS = ("satisfied", "needed", "waiting", "blocked", "notseen")


def of_command(name: str) -> Schema:
    """The schema of `plan`, `check` or `undo`. Raises KeyError for another."""
    made = {"plan": _plan, "check": _check, "undo": _undo}[name]()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"orgwizard {name} --json",
        **made,
    }


def _object(optional: tuple[str, ...] = (), *, more: bool = False, **properties: Schema) -> Schema:
    """An object with these keys; with others too where there may be `more`."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": more,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _version(number: int) -> Schema:
    return {"const": number}


def _one_of(values: tuple[str, ...]) -> Schema:
    return {"enum": list(values)}


def _change(**beside: Schema) -> Schema:
    """A change, with what is told beside its own fields."""
    own = _object(more=True, kind=_one_of(tuple(sorted(KINDS))))
    return {**own, "properties": {**own["properties"], **beside}, "required": [*own["required"], *beside]}


def _plan() -> Schema:
    change = _change(title=TEXT, irreversible=YES_OR_NO, loosens=YES_OR_NO, consequence=TEXT, aws_command=TEXT)
    step = _object(
        ("evidence", "change", "reason", "remedy", "on_whom", "until"),
        step=TEXT,
        title=TEXT,
        verdict=_one_of(VERDICTS),
        evidence=TEXT,
        change=TEXT,
        reason=TEXT,
        remedy=TEXT,
        on_whom=TEXT,
        until=_or_null(MOMENT),
    )
    return _object(
        version=_version(narration.PLAN_VERSION),
        identity=_object(account_id=TEXT, alias=TEXT, arn=TEXT),
        findings=_list(_object(what=TEXT, remedy=TEXT, serious=YES_OR_NO)),
        changes=_list(change),
        later=_list(change),
        steps=_list(step),
    )


def _check() -> Schema:
    difference = _object(
        kind=_one_of(tuple(each.value for each in Kind)),
        key=TEXT,
        title=TEXT,
        found=TEXT,
        remedy=TEXT,
        event=_or_null(TEXT),
        at=_or_null(MOMENT),
        by=_or_null(TEXT),
    )
    return _object(
        version=_version(words.VERSION),
        name=TEXT,
        in_step=YES_OR_NO,
        as_planned=COUNT,
        differences=_list(difference),
        history=_or_null(TEXT),
    )


def _undo() -> Schema:
    made = _object(
        change=_change(),
        title=TEXT,
        made_at=MOMENT,
        made_by=_or_null(TEXT),
        fate=_one_of(tuple(each.value for each in Fate)),
        how=TEXT,
        until=_or_null(MOMENT),
        stays=_or_null(TEXT),
    )
    return _object(
        version=_version(undo_words.VERSION),
        name=TEXT,
        made=_list(made),
        changes=_list(_change(title=TEXT, aws_command=TEXT)),
    )
