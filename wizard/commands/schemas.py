"""JSON Schema (draft 2020-12) of what commands print with --json, for programs that read it.

What a change is besides its own fields is in each; those fields differ by kind, and have the names of its class.
"""

from __future__ import annotations

from typing import Any

from state.changes import KINDS
from state.saved.progress import ClaimStatus
from wizard import narration
from wizard.checking import Kind, words
from wizard.commands import doctor, saved_record, tending
from wizard.engine.events import Ending
from wizard.plan import undo_words
from wizard.plan.life import Act
from wizard.plan.undoing import Fate

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
YES_OR_NO: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MOMENT: Schema = {"type": "string", "format": "date-time"}
VERDICTS = ("satisfied", "needed", "waiting", "blocked", "notseen")


def of_command(name: str) -> Schema:
    """The schema of one of RESULTS. Raises KeyError for another."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLES.get(name, f"orgwizard {name} --json"),
        **RESULTS[name](),
    }


def _object(optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """An object with these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
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
    return {**_object(kind=_one_of(tuple(sorted(KINDS))), **beside), "additionalProperties": True}


VERDICT: Schema = {
    "step": TEXT,
    "title": TEXT,
    "verdict": {"enum": list(VERDICTS)},
    "evidence": TEXT,
    "change": TEXT,
    "reason": TEXT,
    "remedy": TEXT,
    "on_whom": TEXT,
    "until": {"anyOf": [MOMENT, {"type": "null"}]},
}
MAY_BE_LEFT_OUT = ("evidence", "change", "reason", "remedy", "on_whom", "until")
"""Each verdict has its own of them."""


def _step() -> Schema:
    """A claim and its verdict."""
    return _object(MAY_BE_LEFT_OUT, **VERDICT)


def _plan() -> Schema:
    change = _change(title=TEXT, irreversible=YES_OR_NO, loosens=YES_OR_NO, consequence=TEXT, aws_command=TEXT)
    return _object(
        version=_version(narration.PLAN_VERSION),
        identity=_object(account_id=TEXT, alias=TEXT, arn=TEXT),
        findings=_list(_object(what=TEXT, remedy=TEXT, serious=YES_OR_NO)),
        changes=_list(change),
        later=_list(change),
        steps=_list(_step()),
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


def _status() -> Schema:
    line = _object(step=TEXT, title=TEXT, standing=_one_of(tuple(each.value for each in ClaimStatus)), sentence=TEXT)
    hold = _object(
        user=_or_null(TEXT),
        host=_or_null(TEXT),
        pid=_or_null(COUNT),
        since=_or_null(MOMENT),
        applying_since=_or_null(MOMENT),
        can_be_taken_over=YES_OR_NO,
    )
    one = _object(
        name=TEXT,
        trouble=_or_null(TEXT),
        open_elsewhere=_or_null(hold),
        at=_or_null(MOMENT),
        counts=_or_null(_object(**{each.value: COUNT for each in ClaimStatus})),
        steps=_list(line),
    )
    return _object(version=_version(saved_record.VERSION), setups=_list(one))


def _account() -> Schema:
    account = _object(account_id=TEXT, account_name=TEXT, email=TEXT, unit_path=TEXT, state=TEXT)
    change = _change(title=TEXT, irreversible=YES_OR_NO, loosens=YES_OR_NO, consequence=TEXT, aws_command=TEXT)
    return _object(
        version=_version(tending.VERSION),
        act=_one_of(tuple(each.value for each in Act)),
        account=account,
        value=_or_null(TEXT),
        follows=_list(TEXT),
        changes=_list(change),
    )


def _doctor() -> Schema:
    found = _object(topic=TEXT, what=TEXT, then=TEXT, trouble=YES_OR_NO)
    return _object(version=_version(doctor.VERSION), findings=_list(found))


REFUSED: Schema = {"code": TEXT, "reason": TEXT, "operation": TEXT, "request_id": TEXT, "whose_move": TEXT}
"""Of a refusal by AWS."""


def _error() -> Schema:
    told = _object(("problems", *REFUSED), message=TEXT, remedy=TEXT, problems=_list(TEXT), **REFUSED)
    return _object(version=_version(narration.ERROR_VERSION), error=told)


def _events() -> Schema:
    """Of one line: each has an event of its own."""
    change, failed = _change(), ("problems", *REFUSED)
    why = {"message": TEXT, "remedy": TEXT, "problems": _list(TEXT), **REFUSED}
    kinds = (
        _event("change_started", change=change),
        _event("change_requested", change=change, receipt=TEXT),
        _event("change_performed", change=change, note=TEXT),
        _event("change_failed", failed, change=change, **why),
        _event("change_held_up", failed, change=change, **why),
        _event("retry_planned", change=_or_null(change), message=TEXT, again_at=MOMENT),
        _event("wait_started", reason=TEXT, seconds={"type": "number", "minimum": 0}),
        _event("assessed", MAY_BE_LEFT_OUT, **VERDICT),
        _event("run_ended", ending=_one_of(tuple(each.value for each in Ending)), steps=_list(_step())),
    )
    return {"oneOf": list(kinds)}


def _event(name: str, optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return _object(optional, version=_version(narration.EVENTS_VERSION), event={"const": name}, **properties)


RESULTS = {
    "plan": _plan,
    "check": _check,
    "undo": _undo,
    "status": _status,
    "list": _status,
    "account": _account,
    "doctor": _doctor,
    "events": _events,
    "error": _error,
}
"""What can be asked for, by its name."""
TITLES = {
    "events": "one line of orgwizard apply --json, and of account and undo once they are approved",
    "error": "what every command prints with --json when it fails",
}
"""Of what no command is called."""
