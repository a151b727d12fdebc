"""An invitation accepted right here, with the invited account's own credentials."""

from __future__ import annotations

from wizard.edits.questions import Offer
from wizard.engine.events import Ending, RunEnded
from wizard.errors import MfaCodeNeeded
from wizard.onboarding.acceptance import FOR_THIS_ALONE, NO_CREDENTIALS, Acceptance
from wizard.plain.organization import identity_words, tell_findings, typed_name
from wizard.plain.review import change_line, plan_summary
from wizard.plain.running import drained
from wizard.plain.session import Session
from wizard.plain.ways_in import ask_code
from wizard.plan.series import in_series


def accept_here(session: Session, account: str) -> None:
    """Sign in as the invited account, show what would be done in it, ask, do."""
    talk = session.talk
    sources = session.onboarding.credential_sources()
    if not sources:
        talk.say(f"{NO_CREDENTIALS} Send the owner the message instead.")
        return
    talk.say(f"Choose credentials of account {account} itself. {FOR_THIS_ALONE}")
    offers = [Offer(each.title, each.title, each.hint) for each in sources]
    source = sources[talk.choose("Accept with", offers)]
    with_role = talk.agree("Make the organization access role there too, for administrators of your account?", True)
    try:
        acceptance = session.onboarding.accept_invitation(source, account, with_role)
    except MfaCodeNeeded as error:
        talk.say(error.message)
        acceptance = session.onboarding.accept_invitation(source, account, with_role, ask_code(session))
    _accept(session, acceptance)


def _accept(session: Session, acceptance: Acceptance) -> None:
    talk = session.talk
    talk.say(f"Signed in for this: {identity_words(acceptance.identity)}.")
    plan = acceptance.plan()
    talk.say(*plan_summary(plan))
    talk.number([change_line(series) for series in in_series(dict(plan.changes))])
    tell_findings(session, plan.findings)
    if plan.blocked or not plan.approved():
        return
    if not typed_name(session, f"to have this done in account {acceptance.identity.account_id}"):
        return
    ended = drained(session, acceptance.run(plan.approved()), len(plan.changes))
    if isinstance(ended, RunEnded) and ended.ending is Ending.DONE:
        session.onboarding.look()
        talk.say("The account has joined. Review and Apply again: that moves it to its unit.")
