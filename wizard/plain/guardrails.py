"""Guardrails: the level, each protection, and what some of them need."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from state.page_key import PageKey
from state.setup.guardrails import Choice, Item, Level
from wizard.audit.who_can import EXPLANATION, grouped, who_can
from wizard.edits.guardrails import choices_for, with_choice, with_level
from wizard.guardrails.base import Value
from wizard.guardrails.words import LEVELS, VALUES, WORDS, about, costs, standing_of_guardrail, value_words
from wizard.pages import number_of
from wizard.plain.conversation import in_order
from wizard.plain.lists import Tended, tend
from wizard.plain.session import Session

CHOICE_WORDS = {
    Choice.APPLY: "Apply it",
    Choice.LEAVE: "Leave it: nothing is made or removed",
    Choice.TAKE_BACK: "Take it back: what this program made of it is removed",
}


LETTERS = {
    Value.CONTACT: ("c", "security contact"),
    Value.BUDGET: ("b", "budget"),
    Value.REGIONS: ("r", "Regions"),
    Value.LOCKED_DAYS: ("d", "days of locking"),
}


def guardrails(session: Session) -> None:
    """Which protections are set."""
    in_order([lambda: _level(session), lambda: _items(session)])


def _level(session: Session) -> None:
    levels = list(LEVELS)
    now = levels.index(session.setup.guardrails.level)
    chosen: Level = levels[session.talk.choose("Level", [f"{words}." for words in LEVELS.values()], now)]
    session.answer(with_level(session.setup, chosen))


def _items(session: Session) -> None:
    items, values = list(Item), _values(session)

    def lines() -> list[str]:
        return [f"{WORDS[item].title}: {standing_of_guardrail(session.setup, item)}." for item in items]

    def told() -> list[str]:
        for value in Value:
            session.talk.say(f"{VALUES[value].title}: {value_words(session.setup, value)}.")
        session.talk.say(costs(session.setup))
        return lines()

    tend(session.talk, Tended("guardrail", told, lambda number: _choose(session, items[number]), values))


def _values(session: Session) -> dict[str, tuple[str, Callable[[], None]]]:
    return {
        **{letter: (words, partial(_value, session, value)) for value, (letter, words) in LETTERS.items()},
        "w": ("who can still do it", lambda: _who_can(session)),
    }


def _choose(session: Session, item: Item) -> None:
    talk, now = session.talk, session.setup.guardrails.choice(item)
    talk.say(f"{WORDS[item].title}: {standing_of_guardrail(session.setup, item)}.", *about(session.setup, item))
    offered = choices_for(item)
    options = [f"{CHOICE_WORDS[choice]}." for choice in offered]
    number = talk.choose("Which", options, offered.index(now) if now in offered else None)
    session.answer(with_choice(session.setup, item, offered[number]))


def _value(session: Session, value: Value) -> None:
    """All of what a value takes, saved once it is whole."""
    talk, asked = session.talk, VALUES[value]
    talk.say(asked.meaning)
    draft = session.setup

    def ask(number: int) -> None:
        nonlocal draft
        question = asked.questions[number]
        draft = question.answered(draft, session.ask_text(question, draft))

    in_order([partial(ask, number) for number in range(len(asked.questions))])
    session.answer(draft)


def _who_can(session: Session) -> None:
    talk, tables = session.talk, who_can(session.setup, session.onboarding.observed)
    nobody = f"There is no account to ask about yet; accounts are added on page {number_of(PageKey.ACCOUNTS)}."
    talk.say(EXPLANATION if tables else nobody)
    for table in tables:
        talk.say("", f"In account {table.account_name}:")
        for question, lines in grouped(table):
            talk.say(question, *(f"  {line}" for line in lines))
