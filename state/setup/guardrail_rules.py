"""What is wrong with the guardrails of a setup, and the rules for what is typed about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from state.errors import Advice
from state.setup import Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, FEWEST_LOG_DAYS, MOST_LOCKED_DAYS, Choice, Contact, Item
from state.setup.partitions import partition_of
from state.setup.region_rules import region_problem
from state.setup.scope_rules import scope_faults
from state.setup.text_rules import (
    Where,
    contact_email_problem,
    contact_text_problem,
    phone_problem,
    quoted,
)

MOST_LOG_DAYS = 36_500
MOST_OF_A_SUFFIX = 20
MOST_DOLLARS = 1_000_000_000
"""Beyond any bill, and well within what AWS Budgets takes."""


def guardrail_faults(setup: Setup) -> Iterator[tuple[Where, Advice]]:
    """Everything serious, and where it is."""
    guardrails = setup.guardrails
    for item, choice in guardrails.choices.items():
        if choice is Choice.TAKE_BACK and item in CANNOT_TAKE_BACK:
            remedy = "Write leave instead, so that nothing more is done about it."
            yield (
                ("guardrails", "choices", item.value),
                Advice(f"{item.value} cannot be taken back. {CANNOT_TAKE_BACK[item]}", remedy),
            )
    for number, region in enumerate(guardrails.allowed_regions):
        fault = region_problem(region) or _elsewhere(region, setup.home_region)
        yield from _at(("guardrails", "allowed_regions", number), fault)
    yield from _at(("guardrails", "object_lock_days"), locked_days_problem(str(guardrails.object_lock_days)))
    yield from _at(("guardrails", "audit_log_days"), log_days_problem(str(guardrails.audit_log_days)))
    if setup.applies(Item.OBJECT_LOCK) and 0 < guardrails.audit_log_days < guardrails.object_lock_days:
        what = f"Audit logs are locked for {guardrails.object_lock_days} days, and shall be deleted before."
        remedy = "Write at least as many days in audit_log_days, or 0 to keep the logs for ever."
        yield ("guardrails", "audit_log_days"), Advice(what, remedy)
    for key in ("audit_bucket_suffix", "backup_bucket_suffix"):
        yield from _at(("guardrails", key), bucket_suffix_problem(getattr(guardrails, key)))
    yield from scope_faults(setup)
    yield from _contact(setup)
    yield from _budget(setup)


def _elsewhere(region: str, home_region: str) -> Advice | None:
    if partition_of(region) == partition_of(home_region):
        return None
    what = (
        f"{region} belongs to another partition of AWS than the home Region, so nothing of this organization is there."
    )
    return Advice(what, "Take it out, or choose another home Region.")


def _at(where: Where, fault: Advice | None) -> Iterator[tuple[Where, Advice]]:
    if fault is not None:
        yield where, fault


def _contact(setup: Setup) -> Iterator[tuple[Where, Advice]]:
    for kind in ("security_contact", "billing_contact", "operations_contact"):
        contact: Contact = getattr(setup.guardrails, kind)
        if setup.applies(Item.SECURITY_CONTACT) and contact.given:
            yield from _whole_contact(contact, ("guardrails", kind))


def _whole_contact(contact: Contact, where: Where) -> Iterator[tuple[Where, Advice]]:
    yield from _at((*where, "full_name"), contact_text_problem(contact.full_name, "contact's name"))
    yield from _at((*where, "title"), contact_text_problem(contact.title, "contact's title"))
    yield from _at((*where, "email"), contact_email_problem(contact.email))
    yield from _at((*where, "phone"), phone_problem(contact.phone))


def _budget(setup: Setup) -> Iterator[tuple[Where, Advice]]:
    guardrails = setup.guardrails
    yield from _at(("guardrails", "monthly_budget_usd"), budget_problem(str(guardrails.monthly_budget_usd)))
    if guardrails.budget_email:
        yield from _at(("guardrails", "budget_email"), contact_email_problem(guardrails.budget_email))
    elif guardrails.monthly_budget_usd > 0:
        what = "A budget is set, but nobody is written to when it is exceeded."
        remedy = "Write an address in budget_email, or set monthly_budget_usd to 0."
        yield ("guardrails", "budget_email"), Advice(what, remedy)


def whole_number(text: str) -> int | None:
    """The number that `text` is, written in digits; None for anything else."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def locked_days_problem(text: str) -> Advice | None:
    """For how long audit logs are locked (API: s3.PutObjectLockConfiguration)."""
    days = whole_number(text)
    if days is not None and 1 <= days <= MOST_LOCKED_DAYS:
        return None
    what = f"Audit logs cannot be locked for {text} days." if days is not None else f"{quoted(text)} is no number."
    return Advice(what, f"Write how many days nobody shall be able to delete one: 1 to {MOST_LOCKED_DAYS}.")


def log_days_problem(text: str) -> Advice | None:
    """After how many days audit logs are deleted; 0 for never."""
    days = whole_number(text)
    if days == 0 or (days is not None and FEWEST_LOG_DAYS <= days <= MOST_LOG_DAYS):
        return None
    what = f"Audit logs cannot be kept for {text} days." if days is not None else f"{quoted(text)} is no number."
    return Advice(what, f"Write 0 to keep them for ever, or {FEWEST_LOG_DAYS} to {MOST_LOG_DAYS} days.")


def bucket_suffix_problem(text: str) -> Advice | None:
    """What a bucket's name has more; empty is fine (S3 user guide, bucketnamingrules: 63 characters in all, dots hinder
    HTTPS). Twelve digits would make it look like another account's bucket."""
    remedy = f"Write up to {MOST_OF_A_SUFFIX} letters a to z and digits, such as x7k2, or leave it empty."
    if len(text) > MOST_OF_A_SUFFIX:
        return Advice(f"{quoted(text)} has {len(text)} characters, which is too long for a bucket's name.", remedy)
    if not re.fullmatch(r"[a-z0-9]*", text):
        return Advice(f"{quoted(text)} cannot be part of a bucket's name.", remedy)
    if re.fullmatch(r"[0-9]{12}", text):
        return Advice(f"{text} looks like the id of an account.", remedy)
    return None


def budget_problem(text: str) -> Advice | None:
    """A month's budget in US dollars; 0 for none."""
    amount = whole_number(text)
    if amount is not None and 0 <= amount <= MOST_DOLLARS:
        return None
    remedy = "Write a whole amount of US dollars, or 0 for no budget."
    if amount is None:
        return Advice(f"{quoted(text)} is no amount.", remedy)
    size = "less than nothing" if amount < 0 else "more than any bill"
    return Advice(f"A budget of {amount} US dollars a month is {size}.", remedy)


def allowed_regions_problem(text: str) -> Advice | None:
    """Regions with commas or spaces between them; none at all is fine."""
    return next((fault for region in regions_in(text) if (fault := region_problem(region)) is not None), None)


def regions_in(text: str) -> tuple[str, ...]:
    """Each Region once, in the order written."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))
