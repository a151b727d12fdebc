"""The wizard's questions one line at a time: numbered choices and appended lines; nothing is ever drawn."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from state.errors import Advice, OrgwizardError
from wizard.errors import CredentialsExpired, NoCredentials
from wizard.exit_status import FAILED, INTERRUPTED
from wizard.onboarding import Onboardings
from wizard.pages import PAGES, Mark, next_page, number_of, page_named
from wizard.plain.conversation import INSTRUCTIONS, Back, Conversation, Leave
from wizard.plain.doing import apply, review
from wizard.plain.finish import finish
from wizard.plain.guardrails import guardrails
from wizard.plain.members import accounts, invitations
from wizard.plain.organization import organization, sign_in
from wizard.plain.session import Session
from wizard.plain.start import REHEARSING, start
from wizard.plain.structure import structure

__all__ = ["CONVERSATIONS", "run_plain"]

CONVERSATIONS: dict[str, Callable[[Session], str | None]] = {
    "start": start,
    "structure": structure,
    "sign-in": sign_in,
    "organization": organization,
    "invitations": invitations,
    "accounts": accounts,
    "guardrails": guardrails,
    "review": review,
    "apply": apply,
    "finish": finish,
}
"""Each step's questions. What a step returns is the key of the step to suggest next; None for the one after it."""


def run_plain(onboardings: Onboardings, name: str) -> int:
    """The whole wizard for `name`, or for a setup yet to be chosen. Returns the exit status."""
    session = Session(Conversation(), onboardings, name)
    with _orderly_end():
        return converse(session)


def converse(session: Session) -> int:
    """From the first line to the last."""
    talk = session.talk
    talk.say("orgwizard, one line at a time.")
    if session.onboardings.rehearsal:
        talk.say(REHEARSING)
    talk.say(INSTRUCTIONS)
    try:
        _walk(session)
    except Leave:
        talk.say("Left.")
    except EOFError:
        talk.say("", "The input has ended, so this ends too.")
    except KeyboardInterrupt:
        session.status = INTERRUPTED
        talk.say("", "Interrupted.")
    finally:
        name = session.open.name if session.open else ""
        session.close()
    if name:
        rehearse = " --rehearse" if session.onboardings.rehearsal else ""
        talk.say("Everything you answered is saved. Go on at any time with:")
        talk.show(f"orgwizard {name}{rehearse} --plain")
    return session.status


def _walk(session: Session) -> None:
    """Step after step, until somebody leaves."""
    talk, key = session.talk, "start"
    while True:
        talk.subject = page = page_named(key)
        talk.say("", f"Step {number_of(key)}, {page.title}. {page.question}" if key != "start" else page.question)
        suggested: str | None = None
        menu = False
        try:
            suggested = CONVERSATIONS[key](session)
        except Back:
            suggested, menu = key, True
        except OrgwizardError as error:
            talk.tell(error)
            suggested = "sign-in" if isinstance(error, (CredentialsExpired, NoCredentials)) else key
            session.status = FAILED if key == "apply" else session.status
        if session.open is None:
            key = "start"
            continue
        if key == "start":
            suggested, menu = _first_open_page(session), True
        key = _which_page(session, suggested or _after(key), menu)


def _after(key: str) -> str:
    following = next_page(key)
    return following.key if following else ""


def _first_open_page(session: Session) -> str:
    if session.onboarding.progress is None:  # a template's answers count as given, but nobody has read them yet
        return PAGES[1].key
    marks = ((page.key, page.standing(session.onboarding).mark) for page in PAGES[1:])
    return next((key for key, mark in marks if mark is not Mark.DONE), PAGES[-1].key)


def _which_page(session: Session, suggested: str, menu: bool) -> str:
    """The key of the step to go to. Without a suggestion Enter leaves."""
    talk = session.talk
    if menu:
        _list_pages(session)
    enter = f"Enter for {number_of(suggested)} {page_named(suggested).title}" if suggested else "Enter leaves"
    while True:
        try:
            answer = talk.ask_line(f"Which step (number, {enter}, l lists):", "", _page_number)
        except Back:
            return "start"
        if answer == "l":
            _list_pages(session)
        elif answer:
            return PAGES[int(answer)].key
        elif suggested:
            return suggested
        else:
            raise Leave


def _list_pages(session: Session) -> None:
    session.talk.say("", f"The steps of {session.onboarding.name}:")
    for page in PAGES[1:]:
        mark = page.standing(session.onboarding)
        session.talk.say(f"{number_of(page.key)} {page.title}: {mark.words or Mark.UNTOUCHED}")


def _page_number(text: str) -> Advice | None:
    if text == "l" or (text.isascii() and text.isdigit() and int(text[:9]) < len(PAGES)):
        return None
    return Advice(f"{text!r} is no step.", f"Type a number from 1 to {len(PAGES) - 1}, 0 for another setup, or l.")


@contextmanager
def _orderly_end() -> Iterator[None]:
    """When told to end or hung up on, give the terminal back as it was and the setup free."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    there = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has one
    before = {number: signal.signal(number, end) for number in there}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
