"""What was made taken back, as far as that goes."""

from __future__ import annotations

from wizard import narration
from wizard.engine.events import Ending
from wizard.plain.organization import signed_in, typed_name
from wizard.plain.running import drained
from wizard.plain.session import Session
from wizard.plan.undo_words import AFTERWARDS, HEADINGS, undo_lines, undo_summary
from wizard.plan.undoing import Undo


def take_back(session: Session) -> None:
    """Tell what can be taken back, ask, do."""
    talk, onboarding = session.talk, session.onboarding
    if not signed_in(session):
        return
    taking_back = onboarding.take_back()
    undo = taking_back.look()
    talk.say(*_counts(undo))
    if undo.undoings and talk.agree("Read all of it?", False):
        talk.show("\n".join(undo_lines(undo)))
    if not undo.plan.approved() or not typed_name(session, "to have this taken back"):
        return
    ended = drained(session, taking_back.run(undo.plan.approved()), len(undo.plan.changes))
    if ended is None:
        talk.say("Stopped. What was done is recorded; the same goes on from there.")
        return
    onboarding.look()
    talk.say(*narration.trouble_lines(ended))
    if ended.ending is Ending.DONE:
        talk.say(f"Taken back. {AFTERWARDS}")


def _counts(undo: Undo) -> list[str]:
    """How much has which fate."""
    fates = [each.fate for each in undo.undoings]
    counts = [f"{heading}: {fates.count(fate)}." for fate, heading in HEADINGS.items() if fate in fates]
    return [*counts, undo_summary(undo)] if fates else list(undo_lines(undo))
