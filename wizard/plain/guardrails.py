"""Guardrails: the level, each protection, and what some of them need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from state.page_key import PageKey
from state.setup.guardrails import Choice, Item
from wizard.audit.keys import keys_to_every_account
from wizard.audit.who_can import EXPLANATION, grouped, who_can
from wizard.edits.guardrails import choices_for, scope_questions, with_choice, with_level
from wizard.edits.questions import Offer
from wizard.guardrails.base import Value
from wizard.guardrails.words import (
    LEVELS,
    VALUES,
    WORDS,
    GuardrailStatus,
    about,
    costs,
    guardrail_status,
    scope_words,
    value_words,
)
from wizard.pages import page_named
from wizard.plain.conversation import in_order
from wizard.plain.lists import Entry, Tended, tend
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
    Value.LOG_DAYS: ("k", "days of keeping"),
    Value.LOCKED_DAYS: ("d", "days of locking"),
    Value.BUCKETS: ("u", "bucket names"),
}


def guardrails(session: Session) -> None:
    """Which protections are set."""
    in_order([lambda: _level(session), lambda: _items(session)])


def _level(session: Session) -> None:
    levels = list(LEVELS)
    offers = [Offer(level.value, *words.split(": ", 1)) for level, words in LEVELS.items()]
    now = levels.index(session.setup.guardrails.level)
    session.answer(with_level(session.setup, levels[session.talk.choose("Level", offers, now)]))


def _items(session: Session) -> None:
    items = list(Item)
    _tell_status(session)
    tended = Tended(
        "guardrail",
        lambda: [Entry(WORDS[item].title, f"{guardrail_status(session.setup, item)}.") for item in items],
        lambda number: _choose(session, items[number]),
        _actions(session),
    )
    tend(session, tended)


def _tell_status(session: Session) -> None:
    """How many are on, what lacks something, the values, and what all of it costs."""
    setup = session.setup
    statuses = {item: guardrail_status(setup, item) for item in Item}
    counts = Counter(statuses.values())
    told = [f"{number} {status}" for status in GuardrailStatus if (number := counts[status])]
    lacking = [WORDS[item].title for item in Item if statuses[item] is GuardrailStatus.LACKING]
    talk = session.talk
    talk.say(f"Guardrails: {', '.join(told)}." + (f" Incomplete: {'; '.join(lacking)}." if lacking else ""))
    talk.say(" ".join(f"{VALUES[value].title}: {value_words(setup, value)}." for value in Value), costs(setup))


def _actions(session: Session) -> dict[str, tuple[str, Callable[[], None]]]:
    return {
        **{letter: (words, partial(_value, session, value)) for value, (letter, words) in LETTERS.items()},
        "w": ("who can still do it", lambda: _who_can(session)),
    }


def _choose(session: Session, item: Item) -> None:
    talk, now = session.talk, session.setup.guardrails.choice(item)
    talk.say(f"{WORDS[item].title}: {guardrail_status(session.setup, item)}.", *about(session.setup, item))
    offered = choices_for(item)
    offers = [Offer(choice.value, CHOICE_WORDS[choice]) for choice in offered]
    questions = scope_questions(item)
    if questions:
        offers.append(Offer("scope", "Say where it holds, and for whom it does not"))
    number = talk.choose("Which", offers, offered.index(now) if now in offered else None)
    if number == len(offered):
        session.ask_whole(questions)
        talk.say(f"{WORDS[item].title}: it holds {scope_words(session.setup, item)}.")
        return
    session.answer(with_choice(session.setup, item, offered[number]))
    talk.say(f"{WORDS[item].title}: {guardrail_status(session.setup, item)}.")


def _value(session: Session, value: Value) -> None:
    session.talk.say(VALUES[value].meaning)
    session.ask_whole(VALUES[value].questions)
    session.talk.say(f"{VALUES[value].title}: {value_words(session.setup, value)}.")


def _who_can(session: Session) -> None:
    """A question at a time, for one account; the questions are named first."""
    talk, tables = session.talk, who_can(session.setup, session.onboarding.observed)
    if not tables:
        accounts = page_named(PageKey.ACCOUNTS).reference
        talk.say(f"There is no account to ask about yet; accounts are added on {accounts}.")
        return
    talk.say(EXPLANATION)
    offers = [Offer(each.account_name, each.account_name) for each in tables]
    table = tables[0] if len(tables) == 1 else tables[talk.choose("In which account", offers)]
    _read_answers(session, [*grouped(table), keys_to_every_account(session.setup)])


def _read_answers(session: Session, questions: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    names = [question.removeprefix(ASKED).rstrip("?") for question, _ in questions]
    tended = Tended(
        "question",
        lambda: [Entry(name, " ".join(lines)) for name, (_, lines) in zip(names, questions, strict=True)],
        lambda number: session.talk.say(questions[number][0], *(f"  {line}" for line in questions[number][1])),
        {},
        "reads the answer",
    )
    session.talk.say(f"{ASKED.strip()}:")
    session.talk.number(names)
    tend(session, tended, quietly=True)


ASKED = "Who can still "
