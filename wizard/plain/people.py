"""People: who signs in with Identity Center, and what each may do in which account."""

from __future__ import annotations

from functools import partial

from state.setup.people import AccountAssignment, Person
from wizard.edits import people as editing
from wizard.edits.people import Spot
from wizard.edits.people_questions import CENTER_QUESTIONS, person_questions, questions_of_new_person
from wizard.edits.questions import Offer
from wizard.onboarding.people import center_words, is_given, sign_in_words
from wizard.plain.conversation import in_order
from wizard.plain.lists import Entry, Tended, take_lines, tend
from wizard.plain.session import Session

ACTIONS = (
    Offer("access", "Say what they may do in an account"),
    Offer("change", "Change name, address or groups"),
    Offer("remove", "Take the person and their access out"),
)


def people(session: Session) -> None:
    """Who signs in, and what may each do where."""
    session.talk.say(*filter(None, [center_words(session.onboarding)]))
    tended = Tended(
        "person",
        lambda: _entries(session),
        lambda number: _change(session, number),
        {
            "a": ("adds one", lambda: _add(session)),
            "s": ("adds several", lambda: _add_several(session)),
            "u": ("gives groups their usual access", lambda: _usual(session)),
            "c": ("says where people are kept and what was done in the console", lambda: _center(session)),
        },
    )
    tend(session, tended)


def _entries(session: Session) -> list[Entry]:
    """People, then groups."""
    setup = session.setup
    found = [Entry(each.user_name, _has_and_signed_in(session, each)) for each in setup.people]
    return [*found, *(Entry(f"group {each}", _has(session, each, None)) for each in editing.groups_of(setup))]


def _has_and_signed_in(session: Session, person: Person) -> str:
    return " ".join(filter(None, [_has(session, person.user_name, person), sign_in_words(session.onboarding, person)]))


def _has(session: Session, principal: str, person: Person | None) -> str:
    """What somebody has, account by account."""
    setup, told = session.setup, []
    for account in editing.accounts_to_give(setup):
        names = list(editing.sets_of(setup, Spot(principal, account, person is None)))
        by_group = editing.sets_by_group(setup, person, account) if person else ()
        names += [f"{name} by group {group}" for name, group in by_group]
        if names:
            told.append(f"in {account} {' and '.join(names)}")
    return f"{'; '.join(told)}." if told else "nothing is given."


def _change(session: Session, number: int) -> None:
    setup, talk = session.setup, session.talk
    entry = _entries(session)[number]
    talk.say(str(entry))
    if number >= len(setup.people):
        _access(session, editing.groups_of(setup)[number - len(setup.people)], is_group=True)
        return
    person = setup.people[number]
    match ACTIONS[talk.choose(person.user_name, ACTIONS)].key:
        case "access":
            _access(session, person.user_name, is_group=False)
        case "change":
            in_order([partial(session.ask, question) for question in person_questions(number)])
        case _:
            session.answer(editing.remove_person(setup, number, partial(_given, session)))
            talk.say(f"Removed {person.user_name}; undo takes that back.")


def _given(session: Session, one: AccountAssignment) -> bool:
    return is_given(session.onboarding, one)


def _access(session: Session, principal: str, *, is_group: bool) -> None:
    """In one account: each permission set, given or not."""
    setup, talk = session.setup, session.talk
    accounts = editing.accounts_to_give(setup)
    account = accounts[talk.choose("In which account", [Offer(each, each) for each in accounts])]
    spot = Spot(principal, account, is_group)
    sets = editing.sets_to_choose(setup)
    given = set(editing.sets_of(setup, spot))
    offers = [
        Offer(each.name, f"{'Take' if each.name in given else 'Give'} {each.name}", f"{editing.meaning_of(each)}.")
        for each in sets
    ]
    chosen = sets[talk.choose(f"{principal} in {account}", offers)].name
    names = [each.name for each in sets if each.name in given ^ {chosen}]
    session.answer(editing.with_sets(setup, spot, names, partial(_given, session)))
    left = ", ".join(editing.sets_of(session.setup, spot)) or "nothing"
    talk.say(f"{principal} has {left} in {account}.")


def _add(session: Session) -> None:
    number = len(session.setup.people)
    session.ask_whole(questions_of_new_person(number), editing.with_new_person(session.setup))
    session.talk.say(f"Added {session.setup.people[number].user_name}.")


def _add_several(session: Session) -> None:
    form = "address or user name, name, groups; only the first is needed"
    take_lines(session, form, lambda text: editing.paste_people(session.setup, text))


def _usual(session: Session) -> None:
    session.answer(editing.usual_access(session.setup))
    session.talk.say(*(str(each) for each in _entries(session)[len(session.setup.people) :]))


def _center(session: Session) -> None:
    in_order([partial(session.ask, question) for question in CENTER_QUESTIONS])
