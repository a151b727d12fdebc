"""Start: which setup, or the first answers of a new one."""

from __future__ import annotations

from state.errors import Advice, OrgwizardError, SetupInUse, UnknownSetup
from state.saved.setups import SetupSummary
from state.setup.file import from_template, templates
from state.setup.validation import invitation_target_problem, name_problem
from wizard import narration
from wizard.edits.stand_ins import with_stand_ins
from wizard.narration import progress_counts
from wizard.onboarding import Onboarding
from wizard.plain.conversation import Back, Conversation, in_order
from wizard.plain.session import Session

SIGN_UP = "https://signin.aws.amazon.com/signup?request_type=register"
REHEARSING = "This is a rehearsal on a simulated AWS: nothing is real, and nothing leaves this machine."
FRESH = (
    (
        "We recommend a fresh account as management account, one that holds nothing but identity and billing. "
        "Policies of an organization never bind its management account, so nothing that could be attacked should run "
        "there."
    ),
    (
        "Prepare an email address that no AWS account uses, best a shared mailbox; a phone number; a payment card; a "
        "password manager; and a device for multi-factor authentication (MFA)."
    ),
    "Sign up at",
)
AFTERWARDS = (
    "Choose the Paid plan: creating an organization ends a Free plan at once, and its credits expire.",
    (
        "Note the 12-digit account id, shown at the top right of the console. Turn on MFA for the root user at once, "
        "and make no access keys for it. Make a user with administrator rights to sign in with here."
    ),
    "If you have an organization already, sign in to its management account instead: it is adopted as it is.",
    "You can do this now or later; it is not needed before step 2, Sign in.",
)


def start(session: Session) -> None:
    """Open a saved setup or begin one."""
    session.close()
    if session.wanted:
        name, session.wanted = session.wanted, ""
        if _opened(session, name):
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
        talk.say(*narration.progress_lines(summary.progress))
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
    return True


def _choose(session: Session) -> None:
    talk, onboardings = session.talk, session.onboardings
    summaries = onboardings.summaries()
    actions = {"Begin a new setup": _begin}
    if summaries:
        actions["Put a setup aside"] = _discard
    if not onboardings.rehearsal:
        actions["Rehearse on a simulated AWS"] = _rehearse
    try:
        number = talk.choose("Which", [*(_summary_line(summary) for summary in summaries), *actions], 0)
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


def _summary_line(summary: SetupSummary) -> str:
    in_use = f" Open elsewhere: {summary.holder or 'another process'}." if summary.hold else ""
    return f"{summary.name}: {summary.trouble or progress_counts(summary.progress, summary.edited)}{in_use}"


def _begin(session: Session) -> None:
    def judge(name: str) -> Advice | None:
        if name_problem(name) is None and session.onboardings.exists(name):
            return Advice(
                f"There is a saved setup called {name} already.", "Choose another name, or < to open that one."
            )
        return name_problem(name)

    name = session.talk.require(
        "Name of the new setup", judge, hint="Its name on this machine, such as acme. AWS never sees it."
    )
    _begun(session, name)


def _begun(session: Session, name: str) -> bool:
    """Ask what a new setup needs to begin, and save it."""
    session.talk.say(f"A new setup, {name}.")
    existing, template = "", ""

    def ask_existing() -> None:
        nonlocal existing
        existing = _existing_account(session)

    def ask_template() -> None:
        nonlocal template
        template = _template(session)

    in_order([ask_existing, ask_template])
    setup = from_template(template, name, existing_account=existing)
    if session.onboardings.rehearsal:
        setup = with_stand_ins(setup)
    session.take(session.onboardings.begin(setup))
    session.talk.say(f"Saved as {name}.")
    return True


def _template(session: Session) -> str:
    """The name of the structure to begin with; before that, what to prepare."""
    talk, offered = session.talk, templates()
    tell_about_a_fresh_account(talk)
    talk.say("Which structure would you like to begin with? Every part of it can be changed.")
    return offered[talk.choose("Structure", [f"{each.title}. {each.description}" for each in offered], 0)].name


def tell_about_a_fresh_account(talk: Conversation) -> None:
    """What to prepare, where to sign up, and what to do first."""
    talk.say(*FRESH)
    talk.show(SIGN_UP)
    talk.say(*AFTERWARDS)


def _existing_account(session: Session) -> str:
    """Id or address of the account the team uses already; '' for none."""
    talk = session.talk
    why = (
        "An account in use should not become the management account. It is invited, and placed in the unit Sandbox. "
        "Nothing inside it is changed; your organization pays its bill from then on."
    )
    while talk.agree("Do you already use an AWS account for something?", False, hint=why):
        talk.say(why)
        try:
            return talk.require(
                "Its account id, 12 digits, or its root user's email address",
                invitation_target_problem,
                hint="The id is safer: a mistyped address may be a stranger's.",
            )
        except Back:
            continue
    return ""


def _discard(session: Session) -> None:
    talk = session.talk
    names = [summary.name for summary in session.onboardings.summaries()]
    name = names[talk.choose("Which one is put aside", names)]
    if not talk.agree(f"Put {name} aside? Nothing at AWS is changed, and no file is deleted."):
        return
    try:
        talk.say(f"Moved aside to {session.onboardings.discard(name)}.")
    except OrgwizardError as error:
        talk.tell(error)


def _rehearse(session: Session) -> None:
    session.onboardings = session.onboardings.rehearse()
    session.talk.say(REHEARSING)
