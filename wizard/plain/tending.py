"""An account that exists: another name, address or unit, or its end."""

from __future__ import annotations

from wizard import narration
from wizard.engine.events import Ending
from wizard.onboarding.tending import Tending
from wizard.plain.organization import signed_in, typed_name
from wizard.plain.review import change_line
from wizard.plain.running import drained
from wizard.plain.session import Session
from wizard.plan.life import Act, Wish, account_meant, code_fault
from wizard.plan.life_questions import ACTS, ASKED, CODE, accounts_to_tend, value_fault
from wizard.plan.life_words import told_when_done
from wizard.plan.series import in_series


def tend_account(session: Session) -> None:
    """Which account, what of it, what follows; ask, do."""
    talk = session.talk
    if not signed_in(session):
        return
    tending = session.onboarding.tend()
    accounts = accounts_to_tend(tending.look())
    if not accounts:
        talk.say("There is no account beside the management account.")
        return
    account_id = accounts[talk.choose("Which account", accounts)].key
    act = list(Act)[talk.choose("What of it", ACTS)]
    value = _value(session, tending, act, account_id) if act in ASKED else ""
    code = ""
    if act is Act.ADDRESS:
        code = talk.ask_line("The code from the mail (Enter where none was sent yet):", "", code_fault, hint=CODE.hint)
    _carry_out(session, tending, tending.wish(act, account_id, value, code))


def _value(session: Session, tending: Tending, act: Act, account_id: str) -> str:
    asked, observed = ASKED[act], tending.observed
    account = account_meant(session.setup, observed, account_id)
    offers = asked.offers(observed, account)
    if offers:
        return offers[session.talk.choose(asked.label, offers, hint=asked.hint)].key
    return session.talk.require(asked.label, value_fault(act, account, observed), hint=asked.hint)


def _carry_out(session: Session, tending: Tending, wish: Wish) -> None:
    talk, plan = session.talk, tending.plan(wish)
    talk.say(*tending.follows(wish))
    talk.number([change_line(series) for series in in_series(dict(plan.changes))])
    for _, blocked in plan.blocked:
        talk.say(f"{blocked.what} {blocked.remedy}")
    if plan.blocked or not _agreed(session, wish):
        return
    ended = drained(session, tending.run(wish, plan.approved()), len(plan.changes))
    if ended is None:
        talk.say("Stopped. What was done is recorded; the same goes on from there.")
        return
    talk.say(*narration.trouble_lines(ended))
    if ended.ending is Ending.DONE:
        session.onboarding.answer(tending.answers(wish))
        session.onboarding.look()
        talk.say(told_when_done(wish.act))


def _agreed(session: Session, wish: Wish) -> bool:
    """An account's end takes the account's own name."""
    if not wish.to_type:
        return typed_name(session, "to have this done")
    typed = session.talk.ask_afresh(f"Type {wish.to_type} to close that account for good (Enter for no):")
    if typed != wish.to_type:
        session.talk.say("Not done.")
    return typed == wish.to_type
