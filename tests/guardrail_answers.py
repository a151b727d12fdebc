"""Answers about guardrails that both faces are given, and what has to come of them."""

from __future__ import annotations

from dataclasses import replace

from state.setup import Setup
from state.setup.guardrails import Choice, Contact, Guardrails, Item, Level
from tests.rehearsing import suggested
from wizard.guardrails.base import Value

TYPED: dict[Value, tuple[str, ...]] = {
    Value.CONTACT: ("Anna", "Security", "security@acme.example", "+49 30 123456"),
    Value.BUDGET: ("200", "billing@acme.example"),
    Value.REGIONS: ("us-east-1, eu-central-1",),
    Value.LOG_DAYS: ("730",),
    Value.LOCKED_DAYS: ("30",),
    Value.BUCKETS: ("x7k2", "y8"),
}
"""What is typed, field after field."""

RESULT = Guardrails(
    level=Level.STRICT,
    choices={Item.DENY_LEAVING: Choice.LEAVE},
    allowed_regions=("us-east-1", "eu-central-1"),
    object_lock_days=30,
    audit_log_days=730,
    audit_bucket_suffix="x7k2",
    backup_bucket_suffix="y8",
    security_contact=Contact(full_name="Anna", title="Security", email="security@acme.example", phone="+49 30 123456"),
    monthly_budget_usd=200,
    budget_email="billing@acme.example",
)
"""Level strict, nothing done about leaving, and the values as typed."""


def essential() -> Setup:
    """The suggested structure with the guardrails that a new setup has."""
    return replace(suggested(), guardrails=Guardrails())
