"""Audit logs are locked: nobody at all can delete one before its time is over."""

from __future__ import annotations

from collections.abc import Iterator

from state.setup import Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, Item
from wizard.edits.guardrails import LOCKED_DAYS
from wizard.guardrails.base import Group, Guardrail, Value, ValueWords, Words
from wizard.guardrails.bucket_lifecycle import Keeping


def locked_days(setup: Setup) -> int:
    """For how many days what is written to the bucket of audit logs is locked; 0 for not at all."""
    return setup.guardrails.object_lock_days if setup.applies(Item.OBJECT_LOCK) else 0


def keeping_of_logs(setup: Setup) -> Keeping:
    """For how long audit logs are kept: never deleted while they are locked."""
    return Keeping(locked_days(setup), setup.guardrails.audit_log_days)


def _now(setup: Setup) -> str:
    days = setup.guardrails.object_lock_days
    return f"{days} day{'' if days == 1 else 's'}"


def _costs(setup: Setup) -> Iterator[str]:
    if setup.applies(Item.AUDIT_TRAIL):
        yield f"locked logs are paid for {_now(setup)}"


GUARDRAIL = Guardrail(
    item=Item.OBJECT_LOCK,
    group=Group.DATA_BUNKER,
    words=Words(
        "Audit logs are locked",
        "Nobody at all, the root user included, can delete an audit log before its time is over.",
        "You pay for the storage until then, whatever happens.",
        CANNOT_TAKE_BACK[Item.OBJECT_LOCK],
    ),
    value=ValueWords(
        Value.LOCKED_DAYS,
        "Audit logs stay locked for",
        "How long nobody can delete an audit log, once audit logs are locked. It can be made longer, never shorter.",
        LOCKED_DAYS,
        _now,
    ),
    costs=_costs,
)
"""It is a matter of the bucket to which the audit trail writes, so the claims are made with those of the trail."""
