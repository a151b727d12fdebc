"""Finish: what exists, what still waits, files to keep, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from state.errors import Advice, OrgwizardError
from state.observed import Observed
from state.saved.locations import write_new_file
from state.saved.progress import Standing
from wizard import narration
from wizard.audit import standards
from wizard.exports import FORMATS, NEEDS_AWS
from wizard.plain.doing import people, who_has_to_act
from wizard.plain.lists import Tended, tend
from wizard.plain.session import Session
from wizard.plan import assess_all
from wizard.plan.claims import claims_of

FORMAT_LINES = {
    "setup": "The setup as a file, which can be applied again",
    "inventory": "An inventory of the accounts and roles for other tools, as JSON",
}
SUFFIXES = {"setup": ".yaml", "inventory": "-inventory.json"}


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
    formats = list(FORMATS)
    tended = Tended(
        "file",
        lambda: [FORMAT_LINES.get(each, each) for each in formats],
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
    for name in (standards.CIS, standards.BASELINE):
        yield f"{name}: {standards.summary(judged, name)}."
        for line in judged:
            if line.standard == name:
                yield f"  {line.item} {line.title}: {line.status}. {line.because}"


def _export(session: Session, format_name: str) -> None:
    talk, onboarding = session.talk, session.onboarding
    if format_name in NEEDS_AWS and onboarding.identity is None:
        talk.say("This tells what exists at AWS, and nobody is signed in. Step 2, Sign in, comes first.")
        return
    usual = f"{onboarding.name}{SUFFIXES.get(format_name, '-' + format_name + '.txt')}"
    while True:
        file_name = talk.ask_line(f"File to write (Enter for {usual}):", usual, _no_file_yet)
        path = Path(file_name).expanduser()
        try:
            write_new_file(path, onboarding.export(format_name))
        except OrgwizardError as error:
            talk.say(error.message, "Type another file name.")
        else:
            talk.say(f"Wrote {path.absolute()}.")
            return


def _no_file_yet(text: str) -> Advice | None:
    if Path(text).expanduser().exists():
        return Advice(f"{text} exists already, and nothing is overwritten.", "Type another file name.")
    return None


def _commands(session: Session) -> Iterator[str]:
    name = session.onboarding.name
    rehearse = " --rehearse" if session.onboarding.rehearsal else ""
    yield f"orgwizard {name}{rehearse} --plain"
    yield f"orgwizard status {name}{rehearse}"
    yield f"orgwizard plan {name}{rehearse}"
    yield f"orgwizard apply {name}{rehearse}"
