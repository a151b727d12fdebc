"""Guardrails: the level, each protection, and what some of them need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from state.errors import Advice
from state.setup.guardrail_rules import allowed_regions_problem, budget_problem, locked_days_problem
from state.setup.guardrails import Choice, Item, Level
from state.setup.text_rules import contact_email_problem, contact_text_problem, phone_problem
from wizard.audit.who_can import EXPLANATION, grouped, who_can
from wizard.edits.guardrails import (
    choices_for,
    with_allowed_regions,
    with_budget,
    with_choice,
    with_contact,
    with_level,
    with_locked_days,
)
from wizard.guardrails.words import LEVELS, VALUES, WORDS, Value, about, costs, standing_of_guardrail, value_words
from wizard.plain.conversation import in_order
from wizard.plain.lists import Tended, tend
from wizard.plain.session import Session

CHOICE_WORDS = {
    Choice.APPLY: "Apply it",
    Choice.LEAVE: "Leave it: nothing is made or removed",
    Choice.TAKE_BACK: "Take it back: what this program made of it is removed",
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
        "c": ("security contact", lambda: _contact(session)),
        "b": ("budget", lambda: _budget(session)),
        "r": ("Regions", lambda: _regions(session)),
        "d": ("days of locking", lambda: _days(session)),
        "w": ("who can still do it", lambda: _who_can(session)),
    }


def _choose(session: Session, item: Item) -> None:
    talk, now = session.talk, session.setup.guardrails.choice(item)
    talk.say(f"{WORDS[item].title}: {standing_of_guardrail(session.setup, item)}.", *about(session.setup, item))
    offered = choices_for(item)
    options = [f"{CHOICE_WORDS[choice]}." for choice in offered]
    number = talk.choose("Which", options, offered.index(now) if now in offered else None)
    session.answer(with_choice(session.setup, item, offered[number]))


def _contact(session: Session) -> None:
    talk, now = session.talk, session.setup.guardrails.security_contact
    talk.say(VALUES[Value.CONTACT].meaning, "AWS takes all four or none.")
    if now.given and not talk.agree("Shall there be a contact?", True):
        session.answer(with_contact(session.setup, replace(now, full_name="", title="", email="", phone="")))
        return
    asked: tuple[tuple[str, str, str, Callable[[str], Advice | None]], ...] = (
        ("full_name", "Name of the person or team", now.full_name, lambda t: contact_text_problem(t, "contact's name")),
        ("title", "Title, such as Security", now.title, lambda text: contact_text_problem(text, "contact's title")),
        ("email", "Email address", now.email, contact_email_problem),
        ("phone", "Phone, such as +49 30 123456", now.phone, phone_problem),
    )
    for key, question, present, judge in asked:
        answer = talk.ask(question, present, judge) if present else talk.require(question, judge)
        contact = replace(session.setup.guardrails.security_contact, **{key: answer})
        session.answer(with_contact(session.setup, contact))


def _budget(session: Session) -> None:
    talk, guardrails = session.talk, session.setup.guardrails
    talk.say(VALUES[Value.BUDGET].meaning)
    amount = talk.ask("US dollars a month, 0 for no budget", str(guardrails.monthly_budget_usd), budget_problem)
    email = guardrails.budget_email
    if amount != "0":
        question = "Who is told, as an email address"
        email = (
            talk.ask(question, email, contact_email_problem) if email else talk.require(question, contact_email_problem)
        )
    session.answer(with_budget(session.setup, amount, email))


def _regions(session: Session) -> None:
    session.talk.say(VALUES[Value.REGIONS].meaning, "The home Region is always allowed.")
    now = ", ".join(session.setup.guardrails.allowed_regions)
    answer = session.talk.ask("Other Regions, with commas between them", now, allowed_regions_problem, clears=True)
    session.answer(with_allowed_regions(session.setup, answer))


def _days(session: Session) -> None:
    session.talk.say(VALUES[Value.LOCKED_DAYS].meaning)
    now = str(session.setup.guardrails.object_lock_days)
    session.answer(with_locked_days(session.setup, session.talk.ask("Days", now, locked_days_problem)))


def _who_can(session: Session) -> None:
    talk, tables = session.talk, who_can(session.setup, session.onboarding.observed)
    talk.say(EXPLANATION if tables else "There is no account to ask about yet; accounts are added on step 5.")
    for table in tables:
        talk.say("", f"In account {table.account_name}:")
        for question, lines in grouped(table):
            talk.say(question, *(f"  {line}" for line in lines))
