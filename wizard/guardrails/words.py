"""What people are told of the guardrails of a setup: how each stands, what it lacks, and what all of them cost."""

from __future__ import annotations

from enum import StrEnum

from state.setup import Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, FOR_THE_WHOLE, IN_THE_BUNKER, Choice, Item, Level
from state.setup.text_rules import Where
from wizard.guardrails import BY_ITEM, GUARDRAILS
from wizard.guardrails.base import Value, ValueWords, Words


class GuardrailStatus(StrEnum):
    """How a protection stands in the answers."""

    ON = "on"
    OFF = "off"
    TAKEN_BACK = "taken back"
    LACKING = "incomplete"
    """Wanted, but something that it needs was not given, so that nothing is done."""


LEVELS: dict[Level, str] = {
    Level.ESSENTIAL: "Essential: costs nothing beyond storage, and gets in nobody's way",
    Level.STRICT: "Strict: also what limits people, Regions, and what is left of root users",
    Level.NONE: "None: nothing is set; whatever is there already stays",
}
"""Each level as `Title: what it means`."""

WORDS: dict[Item, Words] = {guardrail.item: guardrail.words for guardrail in GUARDRAILS}

VALUES: dict[Value, ValueWords] = {
    value: each.value for value in Value for each in GUARDRAILS if each.value is not None and each.value.value is value
}
"""In the order in which they are asked."""


def guardrail_status(setup: Setup, item: Item) -> GuardrailStatus:
    """How the protection stands."""
    match setup.guardrails.choice(item):
        case Choice.LEAVE:
            return GuardrailStatus.OFF
        case Choice.TAKE_BACK:
            return GuardrailStatus.TAKEN_BACK
        case _:
            return GuardrailStatus.LACKING if lacking(setup, item) else GuardrailStatus.ON


def lacking(setup: Setup, item: Item) -> str:
    """What is missing for a protection that is wanted, as a sentence; empty when nothing is."""
    if setup.guardrails.choice(item) is not Choice.APPLY or setup.applies(item):
        return ""
    told = BY_ITEM[item].lacking
    if told is not None:
        return told.sentence
    return "Nothing is made without a data bunker: an account with that purpose, on Accounts & roles."


def needs(item: Item) -> str:
    """What a protection takes beside the organization, as a sentence; empty for nothing."""
    return "It needs an account with the purpose data-bunker." if item in IN_THE_BUNKER else BY_ITEM[item].needs


def scope_words(setup: Setup, item: Item) -> str:
    """Where a protection holds, in a few words: `everywhere`, `in Workloads, but not in legacy`; empty for what has no
    scope."""
    if item in FOR_THE_WHOLE:
        return ""
    scope = setup.guardrails.scope(item)
    where = f"in {', '.join(scope.units)}" if scope.units else "everywhere"
    return f"{where}, but not in {', '.join(scope.except_accounts)}" if scope.except_accounts else where


def about(setup: Setup, item: Item) -> tuple[str, ...]:
    """Consequence and cost, what is lacking or needed, and how it is taken back: a few lines."""
    told = WORDS[item]
    undo = f"It cannot be taken back. {told.undo}" if item in CANNOT_TAKE_BACK else f"To take it back: {told.undo}"
    narrowed = f"It holds {scope_words(setup, item)}." if setup.guardrails.scope(item).narrowed else ""
    lines = (lacking(setup, item) or needs(item), narrowed, f"{told.consequence} {told.cost}", undo)
    return tuple(line for line in lines if line)


def costs(setup: Setup) -> str:
    """What everything that is chosen costs, in one line."""
    told = (phrase for each in GUARDRAILS if setup.applies(each.item) for phrase in each.costs(setup))
    return f"Costs: {'; '.join(dict.fromkeys(told)) or 'nothing'}."


def cost_in_short(setup: Setup) -> str:
    """The same in two or three words, for a whole organization that has just been made."""
    paid = any(setup.applies(each.item) and list(each.costs(setup)) for each in GUARDRAILS)
    return "cents a month" if paid else "nothing"


def value_asking(where: Where) -> ValueWords | None:
    """The value that the answer at this place of a setup belongs to; None where it belongs to none."""
    return next((each for each in VALUES.values() if any(asked.where == where for asked in each.questions)), None)


def value_words(setup: Setup, value: Value) -> str:
    """The value as it stands, in a few words."""
    return VALUES[value].now(setup)
