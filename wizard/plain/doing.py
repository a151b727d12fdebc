"""Review and Apply: what would happen, and making it happen."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

from state.changes.base import Change
from state.observed import Observed
from wizard import narration
from wizard.claims.base import Claim, Verdict, Waiting
from wizard.engine.events import ChangeStarted, Ending, Event, RunEnded, WaitStarted
from wizard.errors import CredentialsExpired, NoCredentials
from wizard.exit_status import FAILED, INTERRUPTED, STATUS_OF
from wizard.pages import number_of, page_named, page_of
from wizard.plain.organization import SIGN_IN, sign_in, signed_in
from wizard.plain.session import Session
from wizard.plan import Plan

Result = TypeVar("Result")

WORDS = {"…": "Started:", "✓": "Done:", "✗": "Failed:", "~": "Waiting:", "!": "Problem:", "?": "Open:", "+": ""}
"""A sign in front of a line, and the word that a screen reader can say."""

AGAIN_AFTER = 60
"""Seconds after which the same wait is told again."""

STOPPING = "\nStopping after what is under way. Ctrl+C once more stops at once.\n"


def in_words(line: str) -> str:
    """The line with a word where it had a sign."""
    text = line.lstrip()
    sign, _, rest = text.partition(" ")
    if sign not in WORDS:
        return line
    return line[: len(line) - len(text)] + f"{WORDS[sign]} {rest}".lstrip()


def people(verdicts: tuple[tuple[Claim, Verdict], ...]) -> tuple[tuple[Claim, Waiting], ...]:
    """Steps that wait for a person."""
    return tuple((page, each) for page, each in verdicts if isinstance(each, Waiting) and each.on_a_person)


def who_has_to_act(waiting: Waiting) -> str:
    """Who, what and until when."""
    until = f" Until {waiting.until:%Y-%m-%d %H:%M} UTC." if waiting.until else ""
    return f"Waiting for {waiting.on_whom}. {waiting.reason}{until}"


# Review


def review(session: Session) -> str | None:
    """Show every change, and ask for approval."""
    talk = session.talk
    problem_page = _tell_problems(session)
    if problem_page:
        return problem_page
    if not signed_in(session):
        return SIGN_IN
    talk.say("Comparing the setup with AWS as it is now. Nothing is changed.")
    plan = with_fresh_credentials(session, session.onboarding.plan)
    talk.say(*(in_words(line) for line in narration.plan_lines(plan)))
    if not plan.approved():
        session.approved = plan.approved()
        talk.say("There is nothing to approve.")
        return None
    talk.say(*_consequences(plan))
    if not _approved(session, plan):
        talk.say("Nothing is approved. Nothing happens without it.")
        return "review"
    session.approved = plan.approved()
    talk.say("Approved. Nothing has been changed yet; step 8, Apply, does it.")
    return None


def _tell_problems(session: Session) -> str:
    """Say what is wrong with the answers; the key of the first step where something serious is corrected, or ''."""
    first = ""
    for problem in session.onboarding.problems():
        key = page_of(problem.where)
        word = "Problem" if problem.serious else "Note"
        place = f"step {number_of(key)}, {page_named(key).title}"
        session.talk.say(f"{word} on {place}: {problem.what} {problem.remedy}")
        first = first or (key if problem.serious else "")
    return first


def _consequences(plan: Plan) -> Iterator[str]:
    """What follows from the changes, each once."""
    titles: dict[str, list[str]] = {}
    for change, _ in (*plan.changes, *plan.later):
        titles.setdefault(change.consequence, []).append(change.full_title)
    titles.pop("", None)
    if titles:
        yield "What follows from this:"
    for consequence, (first, *more) in titles.items():
        yield f"  {first}{f', and {len(more)} more like it' if more else ''}: {consequence}"


def _approved(session: Session, plan: Plan) -> bool:
    talk, name = session.talk, session.onboarding.name
    if any(change.irreversible for change, _ in (*plan.changes, *plan.later)):
        talk.say("Some of this cannot be undone.")
        prompt = f"Type {name} to approve all of this, c for the exact calls (Enter for no):"
        wanted: tuple[str, ...] = (name,)
    else:
        prompt = "Approve all of this (y or n, c for the exact calls, Enter for n):"
        wanted = ("y", "yes")
    while True:
        answer = talk.ask_afresh(prompt)
        if answer.lower() != "c" or "c" in wanted:
            if answer and answer not in wanted:
                talk.say(f"That was not {wanted[0]}.")
            return answer in wanted
        for change, observed in (*plan.changes, *plan.later):
            _show_call(session, change, observed)


def _show_call(session: Session, change: Change, observed: Observed) -> None:
    session.talk.say(f"{change.full_title}:")
    session.talk.show(change.request(observed).aws_command)


# Apply


def apply(session: Session) -> str | None:
    """Do what was approved, a line for each thing that happens."""
    talk = session.talk
    if not signed_in(session):
        return SIGN_IN
    if session.approved is None:
        talk.say("Nothing is approved yet. Step 7, Review, comes first.")
        return "review"
    talk.say(
        "You can stop with Ctrl+C: what AWS was already asked for goes on there, everything is recorded, and starting "
        "again never does anything twice."
    )
    if not talk.agree("Begin now?", True):
        return "apply"
    approved = session.approved
    ended = with_fresh_credentials(session, lambda: drain(session, approved))
    if ended is None:
        session.status = INTERRUPTED
        talk.say("Stopped. What was done is recorded. Apply again goes on from there.")
        return "apply"
    session.status = STATUS_OF[ended.ending]
    *lines, last = narration.ending_lines(ended)
    messages = {line for _, waiting in people(ended.verdicts) for line in waiting.message.splitlines()}
    talk.say(*(in_words(line) for line in lines if not line.startswith("~") and line.strip() not in messages))
    talk.say(*(who_has_to_act(waiting) for _, waiting in people(ended.verdicts)))
    talk.say(LAST_WORDS.get(ended.ending, last))
    if ended.ending in (Ending.FAILED, Ending.UNAPPROVED):
        session.approved = None
        return "review"
    return None


LAST_WORDS = {
    Ending.WAITING: "Everything else is done. Step 9, Finish, has the message to send. Come back when it was acted on: "
    "Review and Apply go on from here.",
    Ending.FAILED: "The rest is done. Do what the lines above say, then Review and Apply again.",
}


def with_fresh_credentials(session: Session, work: Callable[[], Result]) -> Result:
    """Do it; where the sign-in ends half-way, pause, sign in again right here, and go on."""
    while True:
        try:
            return work()
        except (CredentialsExpired, NoCredentials) as error:
            session.talk.tell(error)
            session.talk.say("Paused. Nothing is lost. Sign in again, and this goes on; < leaves it paused.")
            before, session.status = session.status, FAILED
            sign_in(session)
            session.status = before


def drain(session: Session, approved: frozenset[Change]) -> RunEnded | None:
    """Run to the end. None when Ctrl+C or a signal stopped it."""
    news = News()
    with _stoppable(session) as stopped:
        for event in session.onboarding.apply(approved):
            if stopped:
                return None
            session.talk.say(*news.lines(event))
            if isinstance(event, RunEnded):
                return event
    return None


@dataclass
class News:
    """What is worth a line: nobody listens to the same wait every few seconds."""

    reason: str = ""
    waited: float = 0

    def lines(self, event: Event) -> Iterator[str]:
        """A wait is told when it begins, and then once a minute; that something was begun, when it goes on at AWS."""
        match event:
            case ChangeStarted():
                return
            case WaitStarted(reason, seconds) if reason == self.reason:
                self.waited += seconds
                if self.waited >= AGAIN_AFTER:
                    self.waited = 0
                    yield f"  Still: {reason}"
                return
            case WaitStarted(reason):
                self.reason, self.waited = reason, 0
        line = narration.event_line(event)
        if line:
            yield in_words(line)


@contextmanager
def _stoppable(session: Session) -> Iterator[list[int]]:
    """The signals that came; the first one asks the run to stop, the second ends it at once."""
    came: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        session.onboarding.stop()
        signal.signal(number, before[signal.Signals(number)])
        with suppress(OSError, ValueError):  # nobody may be there to read it
            os.write(sys.stdout.fileno(), STOPPING.encode())

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
