"""The questions of the page Guardrails, and small edits of a setup's guardrails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from state.setup import Setup
from state.setup.guardrail_rules import budget_problem, locked_days_problem, log_days_problem, regions_in, whole_number
from state.setup.guardrails import CANNOT_TAKE_BACK, PRESETS, Choice, Item, Level
from wizard.edits.questions import Question


def guarded(setup: Setup, **answers: Any) -> Setup:
    """With other answers about the guardrails, by the names that they have in `Guardrails`."""
    return replace(setup, guardrails=replace(setup.guardrails, **answers))


def with_level(setup: Setup, level: Level) -> Setup:
    """Preset to another level. What was chosen on its own stays chosen, so that no answer is lost on the way back."""
    return guarded(setup, level=level)


def with_choice(setup: Setup, item: Item, choice: Choice) -> Setup:
    """With one protection chosen on its own; a choice that the level makes anyway is not written down."""
    guardrails = setup.guardrails
    preset = Choice.APPLY if item in PRESETS[guardrails.level] else Choice.LEAVE
    choices = {each: chosen for each, chosen in guardrails.choices.items() if each is not item}
    if choice is not preset:
        choices[item] = choice
    return guarded(setup, choices=choices)


def choices_for(item: Item) -> tuple[Choice, ...]:
    """What can be wanted of a protection; not all of them can be taken back."""
    return (Choice.APPLY, Choice.LEAVE) if item in CANNOT_TAKE_BACK else tuple(Choice)


def cycled(setup: Setup, item: Item) -> Setup:
    """With the next choice: apply, leave, take back, and apply again."""
    offered = choices_for(item)
    now = setup.guardrails.choice(item)
    number = offered.index(now) + 1 if now in offered else 0
    return with_choice(setup, item, offered[number % len(offered)])


# What some protections need to be told


def _with_contact(setup: Setup, **answers: str) -> Setup:
    return guarded(setup, security_contact=replace(setup.guardrails.security_contact, **answers))


def _with_number(setup: Setup, field: str, text: str) -> Setup:
    """Unchanged by what is no number: what is wrong with it is told beside the field."""
    number = whole_number(text)
    return setup if number is None else guarded(setup, **{field: number})


def with_commas(text: str) -> tuple[str, ...]:
    """What stands between commas, each once; names may have blanks in them."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _contact_question(field: str, label: str, example: str) -> Question:
    return Question(
        key=field.replace("_", "-"),
        where=("guardrails", "security_contact", field),
        label=label,
        hint=ALL_OR_NOTHING,
        now=lambda setup: str(getattr(setup.guardrails.security_contact, field)),
        answered=lambda setup, text: _with_contact(setup, **{field: text}),
        example=example,
    )


ALL_OR_NOTHING = "AWS takes all four or none. Leave all of them empty for no contact."
CONTACT = (
    _contact_question("full_name", "Name", "Security team"),
    _contact_question("title", "Title", "Security"),
    _contact_question("email", "Email address", "security@your-company.com"),
    _contact_question("phone", "Phone", "+49 30 123456"),
)
"""Whom AWS writes to about security."""

BUDGET = (
    Question(
        key="amount",
        where=("guardrails", "monthly_budget_usd"),
        label="Dollars a month",
        hint="A mail at 80 and at 100 percent, up to a day late. It stops nothing. In US dollars; 0 for no budget.",
        now=lambda setup: str(setup.guardrails.monthly_budget_usd),
        answered=lambda setup, text: _with_number(setup, "monthly_budget_usd", text),
        form=budget_problem,
        numeric=True,
        example="500",
    ),
    Question(
        key="email",
        where=("guardrails", "budget_email"),
        label="Who is told",
        hint="An address that the mail goes to.",
        now=lambda setup: setup.guardrails.budget_email,
        answered=lambda setup, text: guarded(setup, budget_email=text),
        example="billing@your-company.com",
    ),
)
"""How much a month may cost, and who is told."""

SCOPE = (
    Question(
        key="policy-units",
        where=("guardrails", "policy_units"),
        label="Units",
        hint="Policies are attached to these units only. Commas between them; empty for the root, and so everywhere.",
        now=lambda setup: ", ".join(setup.guardrails.policy_units),
        answered=lambda setup, text: guarded(setup, policy_units=with_commas(text)),
        example="Workloads, Sandbox",
    ),
    Question(
        key="excepted-accounts",
        where=("guardrails", "excepted_accounts"),
        label="Except accounts",
        hint="No policy binds these: their administrators may do all that policies deny. Names or ids, with commas.",
        now=lambda setup: ", ".join(setup.guardrails.excepted_accounts),
        answered=lambda setup, text: guarded(setup, excepted_accounts=with_commas(text)),
        example="legacy",
    ),
)
"""Where policies hold, and for whom they do not."""

REGIONS = (
    Question(
        key="regions",
        where=("guardrails", "allowed_regions"),
        label="Other Regions",
        hint="Commas or spaces between them. The home Region is always allowed, and services without a Region too.",
        now=lambda setup: ", ".join(setup.guardrails.allowed_regions),
        answered=lambda setup, text: guarded(setup, allowed_regions=regions_in(text)),
        example="us-east-1",
    ),
)
"""Regions beside the home Region."""

LOCKED_DAYS = (
    Question(
        key="days",
        where=("guardrails", "object_lock_days"),
        label="Days",
        hint="Nobody at all can delete a log before, and nobody can shorten it. You pay for the storage until then.",
        now=lambda setup: str(setup.guardrails.object_lock_days),
        answered=lambda setup, text: _with_number(setup, "object_lock_days", text),
        form=locked_days_problem,
        numeric=True,
        example="30",
    ),
)
"""How long audit logs are locked."""

LOG_DAYS = (
    Question(
        key="log-days",
        where=("guardrails", "audit_log_days"),
        label="Days",
        hint="After that S3 deletes each log by itself. 0 keeps them for ever; storage of a small team's costs cents.",
        now=lambda setup: str(setup.guardrails.audit_log_days),
        answered=lambda setup, text: _with_number(setup, "audit_log_days", text),
        form=log_days_problem,
        numeric=True,
        example="730",
    ),
)
"""How long audit logs are kept."""
