"""An account that exists: another name, address or unit, or its end."""

from __future__ import annotations

from wizard import narration
from wizard.edits.questions import Offer
from wizard.engine.events import Ending
from wizard.onboarding.tending import Tending
from wizard.plain.organization import signed_in, typed_name
from wizard.plain.review import change_line
from wizard.plain.running import drained
from wizard.plain.session import Session
from wizard.plan.life import Act, Wish

OFFERS = (
    Offer(Act.RENAME.value, "Another name", "As it is shown in the console and on bills."),
    Offer(Act.ADDRESS.value, "Another address", "That of its root user; AWS sends a code to the new one."),
    Offer(Act.MOVE.value, "Another unit", "Other policies bind it then."),
    Offer(Act.CLOSE.value, "Close it", "Its address is gone for ever; what is in it, after 90 days."),
)
ASKED = {
    Act.RENAME: "New name:",
    Act.ADDRESS: "New address:",
    Act.MOVE: "Unit to move it to, or Root:",
}


def tend_account(session: Session) -> None:
    """Which account, what of it, what follows; ask, do."""
    talk = session.talk
    if not signed_in(session):
        return
    tending = session.onboarding.tend()
    owner = session.setup.management_account_id
    accounts = [each for each in tending.look().accounts if each.account_id != owner]
    if not accounts:
        talk.say("There is no account beside the management account.")
        return
    named = [Offer(each.account_id, each.account_name, f"{each.account_id}, {each.email}.") for each in accounts]
    account = accounts[talk.choose("Which account", named)]
    act = list(Act)[talk.choose("What of it", OFFERS)]
    value = talk.ask_line(ASKED[act], "") if act in ASKED else ""
    code = ""
    if act is Act.ADDRESS:
        code = talk.ask_line("The code from the mail (Enter where none was sent yet):", "")
    _carry_out(session, tending, tending.wish(act, account.account_id, value, code))


def _carry_out(session: Session, tending: Tending, wish: Wish) -> None:
    talk, plan = session.talk, tending.plan(wish)
    talk.say(*tending.follows(wish))
    talk.number([change_line(change) for change, _ in plan.changes])
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
        talk.say("Done, and the setup says so too.")


def _agreed(session: Session, wish: Wish) -> bool:
    """An account's end takes the account's own name."""
    if not wish.to_type:
        return typed_name(session, "to have this done")
    typed = session.talk.ask_afresh(f"Type {wish.to_type} to close that account for good (Enter for no):")
    if typed != wish.to_type:
        session.talk.say("Not done.")
    return typed == wish.to_type
