"""Structure: where, which addresses, which units."""

from __future__ import annotations

from state.setup import Setup, unit_name
from wizard.edits import remove_unit, rename_unit, with_structure_of
from wizard.edits.questions import Offer, Question
from wizard.edits.structure import EMAIL_PATTERN, HOME_REGION, MAIL_FIRST, unit_fault
from wizard.edits.workloads import CUSTOMER, WORKLOAD
from wizard.plain.conversation import in_order
from wizard.plain.lists import Entry, Tended, ask_new_unit, tend
from wizard.plain.session import Session, counted

UNIT_ACTIONS = (
    Offer("rename", "Rename or move it, with everything in it"),
    Offer("remove", "Remove it, with the units below it"),
)


def structure(session: Session) -> None:
    """Home Region, email pattern, organizational units."""
    in_order([lambda: session.ask(HOME_REGION), lambda: _email_pattern(session), lambda: _units(session)])


def _email_pattern(session: Session) -> None:
    session.ask(EMAIL_PATTERN)
    setup = session.setup
    addresses = [setup.email_of(account) for account in setup.accounts]
    if addresses and addresses[0]:
        session.talk.say(f"{counted(len(addresses), 'account')} with addresses such as {addresses[0]}. {MAIL_FIRST}")


def _units(session: Session) -> None:
    tended = Tended(
        "unit",
        lambda: [Entry(path, inside(session.setup, path)) for path in session.setup.unit_paths()],
        lambda number: _change(session, session.setup.unit_paths()[number]),
        {
            "a": ("adds one", lambda: session.talk.say(f"Added {ask_new_unit(session)}.")),
            "w": ("adds a workload, with an account in each environment", lambda: _several(session, WORKLOAD)),
            "k": ("adds a customer, with an account", lambda: _several(session, CUSTOMER)),
            "t": ("begins with a ready-made structure", lambda: _template(session)),
        },
    )
    tend(session, tended)


def _several(session: Session, question: Question) -> None:
    session.ask_whole((question,))
    _tell_edit(session)


def inside(setup: Setup, path: str) -> str:
    """Which accounts are in a unit, in words."""
    members = [account.account_name for account in setup.accounts if account.organizational_unit == path]
    members += [f"{each.account}, invited" for each in setup.invitations if each.organizational_unit == path]
    return f"with {'; '.join(members)}." if members else "no account in it."


def _change(session: Session, path: str) -> None:
    session.talk.say(f"{path}: {inside(session.setup, path)}")
    if session.talk.choose(unit_name(path), UNIT_ACTIONS) == 0:
        new = session.talk.ask("New path", path, lambda text: unit_fault(session.setup, path, text))
        if new != path:
            session.answer(rename_unit(session.setup, path, new))
            session.talk.say(f"{path} is now {new}. A unit that exists at AWS keeps its name there.")
        return
    session.answer(remove_unit(session.setup, path))
    _tell_edit(session, "A unit that exists at AWS is not deleted there.")


def _template(session: Session) -> None:
    from state.setup.file import from_template
    from state.setup.ready_made import templates

    offered = templates()
    session.talk.say("The units and accounts are replaced by those you choose. Invitations are kept.")
    offers = [Offer(each.name, each.title, each.description) for each in offered]
    chosen = offered[session.talk.choose("Structure", offers)]
    session.answer(with_structure_of(session.setup, from_template(chosen.name, session.setup.name)))
    _tell_edit(session)


def _tell_edit(session: Session, more: str = "") -> None:
    edit = session.onboarding.answers.last_edit
    session.talk.say(f"{edit.words if edit else 'Nothing changed'}. undo takes it back. {more}".rstrip())
