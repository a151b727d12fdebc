"""Start: which setup, or the first answers of a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from state.errors import Advice, OrgwizardError, SetupInUse, UnknownSetup, WrongInput
from state.page_key import PageKey
from state.saved.draft import Draft
from state.saved.locations import file_typed, names_a_file
from state.saved.setups import SetupSummary
from state.setup import Setup
from state.setup.ready_made import templates
from state.setup.text_rules import account_written
from state.setup.validation import name_problem
from wizard.edits.beginning import EXISTING, NONE, USES, account_in_use_problem, setup_from
from wizard.edits.members import ORGANIZATION_ACCESS_ROLE
from wizard.edits.questions import Offer
from wizard.edits.stand_ins import with_stand_ins
from wizard.edits.structure import EMAIL_PATTERN, HOME_REGION
from wizard.guardrails.joining import OWN_UNIT, joining_in_short
from wizard.onboarding.begin_words import (
    ID_IS_SAFER,
    IN_USE,
    WHAT_A_FILE_BECOMES,
    WHAT_BECOMES_OF_IT,
    WHY_FRESH,
)
from wizard.onboarding.onboarding import Onboarding
from wizard.onboarding.setup_files import open_answers, read_answers, what_came_of_it
from wizard.pages import page_named
from wizard.plain.conversation import Back, in_order
from wizard.plain.session import Session
from wizard.progress_words import cut_short, progress_counts, progress_lines

REHEARSING = "This is a rehearsal on a simulated AWS: nothing is real, and nothing leaves this machine."


def start(session: Session) -> None:
    """Open a saved setup or begin one."""
    session.close()
    if session.wanted:
        name, session.wanted = session.wanted, ""
        if _file_opened(session, Path(name)) if names_a_file(name) else _opened(session, name):
            return
    while session.open is None:
        _choose(session)


def _opened(session: Session, name: str) -> bool:
    """Whether the setup of this name is open now: a saved one, or a new one if there is none."""
    try:
        session.onboardings.answers(name)
    except UnknownSetup as error:
        fault = name_problem(name)
        if fault is not None:
            session.talk.tell(error)
            return False
        return _begun(session, name)
    except OrgwizardError as error:
        session.talk.tell(error)
        return False
    return _resumed(session, name)


def _file_opened(session: Session, path: Path) -> bool:
    """Whether the file's answers are a setup that is open now. Only what they lack is asked."""
    talk, onboardings = session.talk, session.onboardings
    try:
        answers = read_answers(path, onboardings)
        name = answers.setup.name
        if onboardings.exists(name) and not talk.agree(
            f"There is a saved setup called {name}. Shall the file's answers take the place of the saved ones?",
            False,
            hint="The saved ones are kept in a file beside them, and what is known of AWS stays known.",
        ):
            return _resumed(session, name)
        onboarding, kept = open_answers(answers, onboardings)
    except OrgwizardError as error:
        talk.tell(error)
        return False
    session.take(onboarding)
    talk.say(what_came_of_it(answers, kept))
    for question in (HOME_REGION, EMAIL_PATTERN, ORGANIZATION_ACCESS_ROLE):
        if question.problem(session.setup, question.now(session.setup)) is not None:
            session.ask(question)
    return True


def _ask_file(session: Session) -> None:
    """Which file is to be opened."""
    _file_opened(session, file_typed(session.talk.require("The setup file", _no_such_file, hint=WHAT_A_FILE_BECOMES)))


def _no_such_file(text: str) -> Advice | None:
    try:
        file_typed(text)
    except WrongInput as error:
        return error.advice
    return None


def _resumed(session: Session, name: str) -> bool:
    try:
        onboarding = session.onboardings.resume(name)
    except SetupInUse as error:
        return _looked_on(session, name, error)
    except OrgwizardError as error:
        session.talk.tell(error)
        return False
    return _taken(session, onboarding, name)


def _looked_on(session: Session, name: str, error: SetupInUse) -> bool:
    """Tell how a setup stands that somebody else has open, and take it over where that is safe and wanted."""
    talk, summary = session.talk, session.onboardings.summary(name)
    talk.tell(error)
    if summary is not None and summary.progress is not None:
        talk.say(f"As last saved: {progress_counts(summary.progress, summary.edited)}.")
        if talk.agree("Shall every line of it be read?", False):
            talk.say(*progress_lines(summary.progress))
    try:
        if not error.can_be_taken_over or not talk.agree(f"Take {name} over?", False):
            return False
        return _taken(session, session.onboardings.resume(name, take_over=True), name)
    except Back:
        return False
    except OrgwizardError as refusal:
        talk.tell(refusal)
        return False


def _taken(session: Session, onboarding: Onboarding, name: str) -> bool:
    session.take(onboarding)
    session.talk.say(f"Opened {name}: {progress_counts(onboarding.progress)}.")
    if told := cut_short(onboarding.progress):
        session.talk.say(told)
    return True


def _choose(session: Session) -> None:
    talk, onboardings = session.talk, session.onboardings
    summaries = onboardings.summaries()
    actions: dict[str, Callable[[Session], None]] = {"Begin a new setup": _begin}
    if summaries:
        actions["Put a setup aside"] = _discard
    actions["Open a setup file"] = _ask_file
    actions["Take in an organization that exists"] = _take_in
    if not onboardings.rehearsal:
        actions["Rehearse on a simulated AWS"] = _rehearse
    offers = [Offer(summary.name, summary.name, _about(summary)) for summary in summaries]
    try:
        number = talk.choose("Which", [*offers, *(Offer(title, title) for title in actions)], 0)
    except Back:
        talk.say("This is the first question; q leaves.")
        return
    if number < len(summaries):
        _resumed(session, summaries[number].name)
        return
    try:
        list(actions.values())[number - len(summaries)](session)
    except Back:
        talk.say("Back at the list of setups.")


def _about(summary: SetupSummary) -> str:
    in_use = f" Open elsewhere: {summary.holder or 'another process'}." if summary.hold else ""
    return f"{summary.trouble or progress_counts(summary.progress, summary.edited)}.{in_use}"


def _take_in(session: Session) -> None:
    """A setup with no more than a name and a Region: what is there becomes its answers."""
    blank = Setup(name=_new_name(session), home_region="")
    onboardings = session.onboardings
    session.take(
        onboardings.begin(replace(with_stand_ins(blank), email_pattern="") if onboardings.rehearsal else blank)
    )
    if not session.setup.home_region:
        session.ask(HOME_REGION)
    sign_in, organization = page_named(PageKey.SIGN_IN), page_named(PageKey.ORGANIZATION)
    session.talk.say(f"Sign in on {sign_in.reference}; then {organization.reference}, offers to take in what is there.")


def _begin(session: Session) -> None:
    _begun(session, _new_name(session))


def _new_name(session: Session) -> str:
    def judge(name: str) -> Advice | None:
        if name_problem(name) is None and session.onboardings.exists(name):
            return Advice(
                f"There is a saved setup called {name} already.", "Choose another name, or < to open that one."
            )
        return name_problem(name)

    return session.talk.require(
        "Name of the new setup", judge, hint="Its name on this machine, such as acme. AWS never sees it."
    )


def _begun(session: Session, name: str) -> bool:
    """Ask what a new setup needs to begin, and save it."""
    session.talk.say(f"A new setup, {name}.")
    draft = Draft(name=name, used=NONE)

    def ask_use() -> None:
        nonlocal draft
        offers = [Offer(key, title, about) for key, (title, about) in USES.items()]
        number = session.talk.choose(IN_USE, offers, list(USES).index(draft.used), hint=WHAT_BECOMES_OF_IT)
        draft = replace(draft, used=offers[number].key)

    def ask_account() -> None:
        nonlocal draft
        if draft.used != NONE:
            draft = replace(draft, account=_account_in_use(session, draft))

    def ask_template() -> None:
        nonlocal draft
        draft = replace(draft, template=_template(session))

    in_order([ask_use, ask_account, ask_template])
    setup = setup_from(draft)
    if session.onboardings.rehearsal:
        setup = with_stand_ins(setup)
    session.take(session.onboardings.begin(setup))
    session.talk.say(f"Saved as {name}.")
    return True


def _account_in_use(session: Session, draft: Draft) -> str:
    """Id or address of the account the team uses already. First comes what joining means for it."""
    talk = session.talk
    talk.say(*joining_in_short(Setup(name="", home_region=""), draft.account))
    if draft.used == EXISTING:
        talk.say(OWN_UNIT)
    question = "Its account id, 12 digits, or its root user's email address"

    def judge(text: str) -> Advice | None:
        return account_in_use_problem(text, wanted=True)

    if draft.account:
        return account_written(talk.ask(question, draft.account, judge, hint=ID_IS_SAFER))
    return account_written(talk.require(question, judge, hint=ID_IS_SAFER))


def _template(session: Session) -> str:
    """The name of the structure to begin with."""
    talk, offered = session.talk, templates()
    talk.say(f"{WHY_FRESH} What to prepare for one is told on {page_named(PageKey.SIGN_IN).reference}.")
    talk.say("Which structure would you like to begin with? Every part of it can be changed.")
    offers = [Offer(each.name, each.title, each.description) for each in offered]
    return offered[talk.choose("Structure", offers, 0)].name


def _discard(session: Session) -> None:
    talk = session.talk
    names = [summary.name for summary in session.onboardings.summaries()]
    name = names[talk.choose("Which one is put aside", [Offer(each, each) for each in names])]
    if not talk.agree(f"Put {name} aside? Nothing at AWS is changed, and no file is deleted."):
        return
    try:
        talk.say(f"Moved aside to {session.onboardings.discard(name)}.")
    except OrgwizardError as error:
        talk.tell(error)


def _rehearse(session: Session) -> None:
    session.onboardings = session.onboardings.rehearse()
    session.talk.say(REHEARSING)
