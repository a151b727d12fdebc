"""Small edits of a setup's guardrails: each takes a setup and gives another one. Nothing here judges."""

from __future__ import annotations

from dataclasses import replace

from state.setup import Setup
from state.setup.guardrail_rules import regions_in, whole_number
from state.setup.guardrails import CANNOT_TAKE_BACK, PRESETS, Choice, Contact, Item, Level


def with_level(setup: Setup, level: Level) -> Setup:
    """Preset to another level. What was chosen on its own stays chosen, so that no answer is lost on the way back."""
    return replace(setup, guardrails=replace(setup.guardrails, level=level))


def with_choice(setup: Setup, item: Item, choice: Choice) -> Setup:
    """With one protection chosen on its own; a choice that the level makes anyway is not written down."""
    guardrails = setup.guardrails
    preset = Choice.APPLY if item in PRESETS[guardrails.level] else Choice.LEAVE
    choices = {each: chosen for each, chosen in guardrails.choices.items() if each is not item}
    if choice is not preset:
        choices[item] = choice
    return replace(setup, guardrails=replace(guardrails, choices=choices))


def choices_for(item: Item) -> tuple[Choice, ...]:
    """What can be wanted of a protection; not all of them can be taken back."""
    return (Choice.APPLY, Choice.LEAVE) if item in CANNOT_TAKE_BACK else tuple(Choice)


def cycled(setup: Setup, item: Item) -> Setup:
    """With the next choice: apply, leave, take back, and apply again."""
    offered = choices_for(item)
    now = setup.guardrails.choice(item)
    number = offered.index(now) + 1 if now in offered else 0
    return with_choice(setup, item, offered[number % len(offered)])


def with_allowed_regions(setup: Setup, text: str) -> Setup:
    """Regions beside the home Region, with commas or spaces between them."""
    return replace(setup, guardrails=replace(setup.guardrails, allowed_regions=regions_in(text)))


def with_locked_days(setup: Setup, text: str) -> Setup:
    """How long audit logs are locked; anything but a number changes nothing."""
    days = whole_number(text)
    return setup if days is None else replace(setup, guardrails=replace(setup.guardrails, object_lock_days=days))


def with_contact(setup: Setup, contact: Contact) -> Setup:
    """Whom AWS writes to about security."""
    return replace(setup, guardrails=replace(setup.guardrails, security_contact=contact))


def with_budget(setup: Setup, amount: str, email: str) -> Setup:
    """A month's budget and who is written to; an amount that is no number changes only the address."""
    dollars = whole_number(amount)
    kept = setup.guardrails.monthly_budget_usd if dollars is None else dollars
    return replace(setup, guardrails=replace(setup.guardrails, monthly_budget_usd=kept, budget_email=email))
