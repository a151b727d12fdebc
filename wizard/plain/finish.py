"""Finish: what exists, what still waits, files to keep, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator

from state.errors import Advice, OrgwizardError, WrongInput
from state.observed import Observed
from state.saved.locations import new_file, write_new_file
from state.saved.progress import Standing
from wizard import narration
from wizard.audit import standards
from wizard.exports import FORMATS, Format
from wizard.guardrails.auditing import BASELINE, CIS
from wizard.plain.doing import people, who_has_to_act
from wizard.plain.lists import Tended, tend
from wizard.plain.session import Session
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of


def finish(session: Session) -> None:
    """Everything to take away."""
    talk = session.talk
    talk.say(*_standing(session))
    observed = session.onboarding.observed
    for _, waiting in people(assess_all(claims_of(session.setup), observed)) if observed else ():
        talk.say(who_has_to_act(waiting))
        if waiting.message:
            talk.say("A message to send:")
            talk.show(waiting.message)
    if observed is not None and observed.organization is not None:
        talk.say("What auditors ask:", *_standards(session, observed))
    talk.say("Files to keep:")
    formats = list(FORMATS.values())
    tended = Tended(
        "file",
        lambda: [each.title for each in formats],
        lambda number: _export(session, formats[number]),
        {},
        "writes one",
    )
    tend(talk, tended)
    talk.say("Next commands:")
    talk.show("\n".join(_commands(session)))


def _standing(session: Session) -> Iterator[str]:
    progress = session.onboarding.progress
    if progress is None:
        yield "Nothing was done at AWS yet."
        return
    yield f"As of {progress.at:%Y-%m-%d %H:%M} UTC:"
    for line in sorted(progress.lines, key=lambda line: line.standing is Standing.DONE):
        yield f"  {narration.WORDS[line.standing]}: {line.title}. {line.sentence}"


def _standards(session: Session, observed: Observed) -> Iterator[str]:
    """Two lists that auditors go by, line by line."""
    judged = standards.lines(session.setup, observed, assess_all(claims_of(session.setup), observed))
    for name in (CIS, BASELINE):
        yield f"{name}: {standards.summary(judged, name)}."
        for line in judged:
            if line.standard == name:
                yield f"  {line.item} {line.title}: {line.status}. {line.because}"


def _export(session: Session, chosen: Format) -> None:
    talk, onboarding = session.talk, session.onboarding
    if chosen.needs_aws and onboarding.identity is None:
        talk.say("This tells what exists at AWS, and nobody is signed in. Step 2, Sign in, comes first.")
        return
    usual = chosen.file_name(onboarding.name)
    while True:
        file_name = talk.ask_line(f"File to write (Enter for {usual}):", usual, _no_file_yet)
        try:
            path = write_new_file(file_name, onboarding.export(chosen.name))
        except OrgwizardError as error:
            talk.say(error.message, "Type another file name.")
        else:
            talk.say(f"Wrote {path}.")
            return


def _no_file_yet(text: str) -> Advice | None:
    try:
        new_file(text)
    except WrongInput as error:
        return error.advice
    return None


def _commands(session: Session) -> Iterator[str]:
    name = session.onboarding.name
    rehearse = " --rehearse" if session.onboarding.rehearsal else ""
    yield f"orgwizard {name}{rehearse} --plain"
    yield f"orgwizard status {name}{rehearse}"
    yield f"orgwizard plan {name}{rehearse}"
    yield f"orgwizard apply {name}{rehearse}"
