"""The questions of the page Guardrails, and small edits of a setup's guardrails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from state.setup import Setup
from state.setup.guardrail_rules import budget_problem, locked_days_problem, log_days_problem, regions_in, whole_number
from state.setup.guardrails import CANNOT_TAKE_BACK, FOR_THE_WHOLE, PRESETS, WITHOUT_EXCEPTIONS, Choice, Item, Level
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


def with_scope(setup: Setup, item: Item, **answers: tuple[str, ...]) -> Setup:
    """With another scope of one protection; one that holds everywhere is not written down."""
    guardrails = setup.guardrails
    scope = replace(guardrails.scope(item), **answers)
    scopes = {each: known for each, known in guardrails.scopes.items() if each is not item}
    if scope.narrowed:
        scopes[item] = scope
    return guarded(setup, scopes=scopes)


CAN_BE_EXCEPTED_FROM = tuple(each for each in Item if each not in {*FOR_THE_WHOLE, *WITHOUT_EXCEPTIONS})
"""Guardrails that can be lifted from a single account."""


def is_excepted(setup: Setup, item: Item, account: str) -> bool:
    """Whether the account is named among the exceptions of a protection."""
    return account.lower() in {each.lower() for each in setup.guardrails.scope(item).except_accounts}


def with_exception(setup: Setup, item: Item, account: str, excepted: bool) -> Setup:
    """With the account named among the exceptions of a protection, or not."""
    if is_excepted(setup, item, account) is excepted:
        return setup
    others = [each for each in setup.guardrails.scope(item).except_accounts if each.lower() != account.lower()]
    return with_scope(setup, item, except_accounts=(*others, *([account] if excepted else [])))


def scope_questions(item: Item) -> tuple[Question, ...]:
    """Where a protection holds, and for whom it does not; nothing is asked of one that holds as a whole."""
    if item in FOR_THE_WHOLE:
        return ()
    units = Question(
        key="units",
        where=("guardrails", "scopes", item.value, "units"),
        label="Only in units",
        hint="Whole paths, with commas; what is below them counts. Empty for the whole organization.",
        now=lambda setup: ", ".join(setup.guardrails.scope(item).units),
        answered=lambda setup, text: with_scope(setup, item, units=with_commas(text)),
        example="Workloads, Sandbox",
    )
    exceptions = Question(
        key="except-accounts",
        where=("guardrails", "scopes", item.value, "except_accounts"),
        label="Except accounts",
        hint="Names or ids, with commas. What the program has set there for this guardrail goes again.",
        now=lambda setup: ", ".join(setup.guardrails.scope(item).except_accounts),
        answered=lambda setup, text: with_scope(setup, item, except_accounts=with_commas(text)),
        example="legacy",
    )
    return (units,) if item in WITHOUT_EXCEPTIONS else (units, exceptions)


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


def _suffix_question(key: str, field: str, label: str, bucket: str) -> Question:
    return Question(
        key=key,
        where=("guardrails", field),
        label=label,
        hint=f"Small letters and digits, put between {bucket} and the account's id. Empty for the usual name.",
        now=lambda setup: str(getattr(setup.guardrails, field)),
        answered=lambda setup, text: guarded(setup, **{field: text}),
        example="x7k2",
    )


BUCKETS = (
    _suffix_question("audit-bucket", "audit_bucket_suffix", "Audit logs", "org-audit-logs"),
    _suffix_question("backup-bucket", "backup_bucket_suffix", "Backups", "org-backups"),
)
"""What the names of the data bunker's buckets have more than usual."""

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
