"""The wizard's questions one line at a time: numbered choices and appended lines; nothing is ever drawn."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from state.errors import Advice, OrgwizardError
from state.page_key import PageKey
from wizard.errors import CredentialsExpired, NoCredentials
from wizard.exit_status import FAILED, INTERRUPTED
from wizard.narration import way_back
from wizard.onboarding import Onboardings
from wizard.pages import PAGES, Mark, Page, next_page, page_named, where_it_stood
from wizard.plain.apply import apply
from wizard.plain.conversation import INSTRUCTIONS, Back, Conversation, Leave, Undo, chosen_from, picked
from wizard.plain.finish import finish
from wizard.plain.guardrails import guardrails
from wizard.plain.members import accounts, invitations
from wizard.plain.organization import organization, sign_in
from wizard.plain.people import people
from wizard.plain.review import review
from wizard.plain.session import Session
from wizard.plain.start import REHEARSING, start
from wizard.plain.structure import structure

__all__ = ["CONVERSATIONS", "run_plain"]

CONVERSATIONS: dict[PageKey, Callable[[Session], str | None]] = {
    PageKey.START: start,
    PageKey.STRUCTURE: structure,
    PageKey.SIGN_IN: sign_in,
    PageKey.ORGANIZATION: organization,
    PageKey.INVITATIONS: invitations,
    PageKey.ACCOUNTS: accounts,
    PageKey.PEOPLE: people,
    PageKey.GUARDRAILS: guardrails,
    PageKey.REVIEW: review,
    PageKey.APPLY: apply,
    PageKey.FINISH: finish,
}
"""Each page's questions. What a page returns is the key of the page to suggest next; None for the one after it."""


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
        saved, command = way_back(name, session.onboardings.rehearsal, plain=True)
        talk.say(saved)
        talk.show(command)
    return session.status


def _walk(session: Session) -> None:
    """Page after page, until somebody leaves."""
    talk, page = session.talk, page_named(PageKey.START)
    while True:
        talk.subject = page
        talk.say("", page.question if page.number == 0 else f"Page {page.number}, {page.title}. {page.question}")
        suggested, menu = _visited(session, page)
        if session.open is None:
            page = page_named(PageKey.START)
            continue
        if page.key is PageKey.START:
            suggested, menu = _first_open_page(session), True
        page = _which_page(session, suggested, menu)


def _visited(session: Session, page: Page) -> tuple[Page | None, bool]:
    """The page suggested after a visit to this one, and whether all of them are worth a line."""
    try:
        key = CONVERSATIONS[page.key](session)
    except Back:
        return page, True
    except Undo as undo:
        session.undo(again=undo.again)
        return page, False
    except OrgwizardError as error:
        session.talk.tell(error)
        session.status = FAILED if page.key is PageKey.APPLY else session.status
        return page_named(PageKey.SIGN_IN) if isinstance(error, (CredentialsExpired, NoCredentials)) else page, False
    return page_named(key) if key else next_page(page.key), False


def _first_open_page(session: Session) -> Page:
    if session.onboarding.progress is None:  # a template's answers count as given, but nobody has read them yet
        return where_it_stood(session.onboarding)
    open_ones = (page for page in PAGES[1:] if page.mark(session.onboarding).mark is not Mark.DONE)
    return next(open_ones, PAGES[-1])


def _which_page(session: Session, suggested: Page | None, menu: bool) -> Page:
    """The page to go to. Without a suggestion Enter leaves."""
    talk = session.talk
    if menu:
        _tell_marks(session)
    enter = f"Enter for {suggested.number} {suggested.title}" if suggested else "Enter leaves"
    titles = [page.title for page in PAGES]
    while True:
        try:
            answer = talk.ask_line(f"Which page (number or name, {enter}, l lists):", "", _page_judge(titles))
        except Back:
            return PAGES[0]
        except Undo as undo:
            session.undo(again=undo.again)
            continue
        if not answer and suggested is None:
            raise Leave
        if not answer and suggested is not None:
            return suggested
        if not talk.looked_up(answer, _marks(session)):
            return PAGES[int(answer)] if answer.isdigit() else PAGES[picked(answer, titles)]


def _page_judge(titles: list[str]) -> Callable[[str], Advice | None]:
    by_name = chosen_from(titles)

    def judge(text: str) -> Advice | None:
        if not text.isdigit():
            return by_name(text)
        if text.isascii() and int(text[:9]) < len(PAGES):
            return None
        return Advice(
            f"{text!r} is no page.", f"Type a number from 1 to {len(PAGES) - 1}, 0 for another setup, or a name."
        )

    return judge


def _marks(session: Session) -> list[str]:
    """How each page stands, the first of them being 1."""
    marks = ((page, page.mark(session.onboarding)) for page in PAGES[1:])
    return [f"{page.title}: {mark.words or Mark.UNTOUCHED}" for page, mark in marks]


def _tell_marks(session: Session) -> None:
    """How the pages stand, those that stand alike in one line."""
    alike: dict[str, list[str]] = {}
    for page in PAGES[1:]:
        mark = page.mark(session.onboarding)
        alike.setdefault(mark.words or Mark.UNTOUCHED, []).append(f"{page.number} {page.title}")
    told = "; ".join(f"{words}: {', '.join(titles)}" for words, titles in alike.items())
    session.talk.say("", f"{session.onboarding.name}: {told}.")


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
