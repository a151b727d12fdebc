"""Finish: what exists, what still waits, how to enter, files to keep, and the next commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from state.errors import Advice, OrgwizardError, WrongInput
from state.page_key import PageKey
from state.saved.locations import directory_typed
from state.saved.progress import ClaimStatus, ProgressLine
from state.setup import MemberAccount, management_role_name
from wizard import narration
from wizard.audit import standards
from wizard.exports import FORMATS, Files, Format
from wizard.guardrails.auditing import BASELINE, CIS
from wizard.onboarding.begin_words import FOR_REAL
from wizard.onboarding.entering import permission_to_enter, ways_to_enter
from wizard.onboarding.exporting import export, write
from wizard.onboarding.next_things import NextThing, OnFinish, next_things
from wizard.onboarding.since_last_time import compared, since_last_time, worth_comparing
from wizard.pages import page_named
from wizard.plain.conversation import FEW
from wizard.plain.lists import Entry, Tended, tend
from wizard.plain.session import Session
from wizard.plain.taking_back import take_back
from wizard.plain.tending import tend_account
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of
from wizard.plan.left_open import left_open
from wizard.progress_words import WORDS, as_wanted

LETTERS = {OnFinish.MESSAGE: "m", OnFinish.FOR_REAL: "f", OnFinish.WAY_IN: "e", OnFinish.FILES: "a"}


def finish(session: Session) -> str | None:
    """Everything to take away. Whoever goes on for real from here begins with the structure."""
    talk, lines, here = session.talk, session.onboarding.progress_lines, session.onboarding
    _compare(session)
    talk.say(*_status(session))
    messages = [line for line in lines if line.message]
    formats = list(FORMATS.values())
    actions: dict[str, tuple[str, Callable[[], None]]] = {
        "e": ("how to enter an account", lambda: _enter(session)),
        "d": ("all that is done", lambda: talk.say(*_with_status(lines, ClaimStatus.DONE))),
        "t": ("all that is to do", lambda: talk.say(*_with_status(lines, ClaimStatus.LEFT, ClaimStatus.LATER))),
        "s": ("auditors' lists", lambda: _standards(session)),
        "a": ("all of them", lambda: _export(session, formats)),
        "p": ("preview", lambda: _previews(session)),
        "o": ("one account: name, address, unit, end", lambda: tend_account(session)),
        "u": ("take back what was made", lambda: take_back(session)),
        "n": ("next commands", lambda: talk.show("\n".join(_commands(session)))),
    }
    if session.onboarding.rehearsal:
        actions["f"] = ("use these answers for real", lambda: _use_for_real(session))
    if messages:
        actions["m"] = ("message to send", lambda: _messages(session, messages))
    tended = Tended(
        "file",
        lambda: [Entry(each.name, f"{each.title}.") for each in formats],
        lambda number: _export(session, [formats[number]]),
        actions,
        "writes one",
    )
    tend(session, tended)
    return None if session.onboarding is here else PageKey.STRUCTURE


def _compare(session: Session) -> None:
    """Once, where somebody opens what was finished before."""
    here = session.onboarding
    if session.compared != here.name and worth_comparing(here):
        session.compared = here.name
        session.talk.say("AWS is being compared with the setup; nothing is changed.")
        session.talk.say(*since_last_time(here.name, compared(here)))


def _where(thing: NextThing) -> str:
    """Why, and what to type here or the page to go to."""
    match thing.where:
        case OnFinish():
            return f"{thing.why}; {LETTERS[thing.where]} here"
        case PageKey():
            return f"{thing.why}; {page_named(thing.where).reference}"
        case None:
            return thing.why.removesuffix(".")


def _use_for_real(session: Session) -> None:
    """A rehearsed setup's answers become a setup of the same name on the real AWS, which is opened."""
    talk = session.talk
    talk.say(FOR_REAL)
    if not talk.agree("Use these answers for real?", False):
        return
    real = session.onboardings.for_real()
    try:
        onboarding = real.begin_for_real(session.setup)
    except OrgwizardError as error:
        talk.tell(error)
        return
    session.onboardings = real
    session.take(onboarding)
    talk.say(f"{onboarding.name} on the real AWS is open. Enter goes on to {page_named(PageKey.STRUCTURE).reference}.")


def _status(session: Session) -> Iterator[str]:
    progress, lines = session.onboarding.progress, session.onboarding.progress_lines
    if progress is None:
        yield "Nothing was done at AWS yet."
        return
    done = sum(line.status is ClaimStatus.DONE for line in lines)
    left = sum(line.status is ClaimStatus.LEFT for line in lines)
    later = sum(line.status is ClaimStatus.LATER for line in lines)
    seen = f"AWS was last looked at on {progress.at:%Y-%m-%d %H:%M} UTC."
    yield f"{as_wanted(done, len(lines))} {seen}"
    for line in lines:
        if line.status in (ClaimStatus.WAITING, ClaimStatus.PROBLEM):
            whose = f" {narration.move(line.whose_move)}." if line.whose_move else ""
            yield f"{WORDS[line.status].capitalize()}: {line.title}. {line.sentence}{whose}"
    if later:
        yield f"{later} can be made only after that."
    for number, thing in enumerate(islice(next_things(session.onboarding), 3), start=1):
        yield f"{number}. {thing.title}: {_where(thing)}."
    if left:
        yield f"{left} more to do: {page_named(PageKey.REVIEW).reference}, shows them."
    yield from (finding.what for finding in left_open(session.setup))
    observed = session.onboarding.observed
    if observed is not None and observed.accounts:
        yield f"{len(observed.accounts)} accounts: {', '.join(each.account_name for each in observed.accounts)}."


def _with_status(lines: tuple[ProgressLine, ...], *statuses: ClaimStatus) -> list[str]:
    told = [f"{line.title}. {line.sentence}" for line in lines if line.status in statuses]
    return told or ["Nothing."]


def _messages(session: Session, waiting: list[ProgressLine]) -> None:
    for line in waiting:
        session.talk.say(f"To {line.whose_move}:")
        session.talk.show(line.message)


def _enter(session: Session) -> None:
    """Every way into an account that there is, with the text to copy."""
    accounts = session.setup.accounts
    if not accounts:
        session.talk.say("The setup makes no account.")
        return
    entries = [Entry(each.account_name, f"role {management_role_name(each.account_name)}.") for each in accounts]
    tended = Tended("account", lambda: entries, lambda number: _tell_ways(session, accounts[number]), {}, "tells how")
    tend(session, tended)


def _tell_ways(session: Session, account: MemberAccount) -> None:
    talk, setup, observed = session.talk, session.setup, session.onboarding.observed
    ways, identity = (
        ways_to_enter(setup, observed, account) if observed is not None else (),
        session.onboarding.identity,
    )
    needed = permission_to_enter(setup, identity, account) if identity is not None else None
    for way in (*ways, *([needed] if ways and needed else ())):
        talk.say(f"{way.title}.", *way.sentences)
        talk.show(way.text)
        if way.command:
            talk.say(f"{way.then}:")
            talk.show(way.command)
    if not ways:
        role, access_role = management_role_name(account.account_name), setup.organization_access_role_of(account)
        talk.say(
            f"Role {role} in account {setup.management_account_id or 'not confirmed yet'} leads to role {access_role} "
            f"in account {account.account_id or 'not made yet'}. The texts to copy are here once AWS was looked at: "
            f"sign in on {page_named(PageKey.SIGN_IN).reference}, then go to "
            f"{page_named(PageKey.ORGANIZATION).reference}."
        )


def _standards(session: Session) -> None:
    """Two lists that auditors go by: how many lines stand how, and each line on request."""
    talk, observed = session.talk, session.onboarding.observed
    if observed is None or observed.organization is None:
        sign_in, organization = (page_named(key).reference for key in (PageKey.SIGN_IN, PageKey.ORGANIZATION))
        talk.say(f"They are gone through once AWS was looked at: sign in on {sign_in}, then go to {organization}.")
        return
    judged = standards.lines(session.setup, observed, assess_all(claims_of(session.setup), observed))
    talk.say(*(f"{name}: {standards.summary(judged, name)}." for name in (CIS, BASELINE)))
    entries = [Entry(f"{line.item} {line.title}", f"{line.status}. {line.because}") for line in judged]
    tend(session, Tended("line", lambda: entries, lambda number: talk.say(str(entries[number])), {}, "reads one"))


def _export(session: Session, chosen: Sequence[Format]) -> None:
    """Write the files of these formats; AWS is read once for all of them."""
    talk, onboarding = session.talk, session.onboarding
    if _not_signed_in(session, chosen):
        return
    files = export(onboarding, *(each.name for each in chosen))
    while True:
        folder = talk.ask_line("Directory to write to (Enter for this one):", ".", _directory_fault)
        try:
            paths = write(onboarding, files, directory_typed(folder))
        except WrongInput as error:
            talk.tell(error)
        else:
            talk.say(*_written(files, paths, directory_typed(folder).absolute()))
            return


def _written(files: Files, paths: Sequence[Path], folder: Path) -> Iterator[str]:
    """Each of a few files; of many how many there are and where, because nobody listens to sixty names."""
    if len(paths) <= FEW:
        yield from (f"Wrote {path.absolute()}." for path in paths)
        return
    first = ", ".join(dict.fromkeys(name.split("/")[0] for name in islice(files, FEW)))
    yield f"Wrote {len(paths)} files into {folder}: {first}, and so on."


def _preview(session: Session, chosen: Format) -> None:
    """Read one before it is written."""
    if not _not_signed_in(session, [chosen]):
        for name, text in export(session.onboarding, chosen.name).items():
            session.talk.say(f"{name}:")
            session.talk.show(text)


def _previews(session: Session) -> None:
    formats = list(FORMATS.values())
    entries = [Entry(each.name, f"{each.title}.") for each in formats]
    tend(session, Tended("file", lambda: entries, lambda number: _preview(session, formats[number]), {}, "reads one"))


def _not_signed_in(session: Session, chosen: Sequence[Format]) -> bool:
    if session.onboarding.identity is not None or not any(each.needs_aws for each in chosen):
        return False
    sign_in = page_named(PageKey.SIGN_IN).reference
    session.talk.say(f"This tells what exists at AWS, and nobody is signed in. First comes {sign_in}.")
    return True


def _directory_fault(text: str) -> Advice | None:
    try:
        directory_typed(text)
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
