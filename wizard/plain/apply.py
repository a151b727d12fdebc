"""Apply: making it happen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from state.page_key import PageKey
from wizard import narration
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.engine.events import Ending, RunEnded
from wizard.errors import whose_move
from wizard.exit_status import INTERRUPTED, STATUS_OF
from wizard.pages import page_named
from wizard.plain.organization import SIGN_IN, signed_in, with_fresh_credentials
from wizard.plain.running import drained
from wizard.plain.session import Session
from wizard.progress_words import as_wanted, run_before


def apply(session: Session) -> str | None:
    """Do what was approved, at most a line a second."""
    talk = session.talk
    if not signed_in(session):
        return SIGN_IN
    if session.approved is None:
        if session.onboarding.begun:
            talk.say(*run_before(session.onboarding.progress, session.onboarding.progress_lines))
        else:
            talk.say(f"Nothing is approved yet. First comes {page_named(PageKey.REVIEW).reference}.")
        return PageKey.REVIEW
    talk.say("You can stop with Ctrl+C, and lose nothing: what AWS was already asked for goes on there.")
    if not talk.agree("Begin now?", True):
        return PageKey.APPLY
    approved, planned = session.approved, session.planned
    if session.onboarding.refused_before(approved) and talk.agree(
        "AWS refused some of it before and is not asked for that again. Ask for it all the same?", False
    ):
        session.onboarding.ask_again()
    ended = with_fresh_credentials(session, lambda: drained(session, session.onboarding.apply(approved), planned))
    if ended is None:
        session.status = INTERRUPTED
        talk.say("Stopped. What was done is recorded. Apply again goes on from there.")
        return PageKey.APPLY
    session.status = STATUS_OF[ended.ending]
    talk.say(*ending(ended), *narration.lacking_lines(ended))
    if ended.ending in (Ending.FAILED, Ending.UNAPPROVED):
        session.approved = None
        return _where_to_correct(ended)
    return None


def _where_to_correct(ended: RunEnded) -> str:
    """The page of the answer behind what failed first."""
    blocked = (claim.page for claim, verdict in ended.verdicts if isinstance(verdict, Blocked))
    failed = (failure.change.page for failure in ended.failures)
    return next(chain(failed, blocked), PageKey.REVIEW)


def people(verdicts: tuple[tuple[Claim, Verdict], ...]) -> tuple[tuple[Claim, Waiting], ...]:
    """Claims that wait for a person."""
    return tuple((claim, each) for claim, each in verdicts if isinstance(each, Waiting) and each.on_a_person)


def ending(ended: RunEnded) -> Iterator[str]:
    """How the run ended: the count, what needs somebody and what to do about it, and how it goes on."""
    done = sum(isinstance(verdict, Satisfied) for _, verdict in ended.verdicts)
    yield as_wanted(done, len(ended.verdicts))
    for failure in ended.failures:
        whose = narration.move(whose_move(failure.error))
        yield f"Failed: {failure.change.full_title}. {failure.error.message} {whose}: {failure.error.remedy}"
    for claim, verdict in ended.verdicts:
        match verdict:
            case Blocked():
                yield f"Problem: {claim.title}. {verdict}"
            case Waiting() if verdict.on_whom != ANOTHER_CLAIM:
                yield f"Waiting: {claim.title}. {narration.waiting_words(verdict)}"
            case Needed() if ended.ending is Ending.UNAPPROVED:
                yield from (f"Not approved, so not done: {change.full_title}." for change in verdict.changes)
            case _:
                pass
    rest = narration.the_rest(ended)
    if rest:
        yield rest
    yield _last_words(ended.ending)


def _last_words(how: Ending) -> str:
    finish, review = page_named(PageKey.FINISH).reference, page_named(PageKey.REVIEW).reference
    return {
        Ending.DONE: "Everything is as the setup wants it.",
        Ending.WAITING: f"{finish[:1].upper()}{finish[1:]}, has the message to send. Come back when it was acted on: "
        "Review and Apply go on from here.",
        Ending.FAILED: f"Do what the lines above say; then come {review}, and Apply again.",
        Ending.UNAPPROVED: "AWS has changed since the review. Look at the plan again, then approve it anew.",
    }[how]
