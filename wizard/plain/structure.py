"""Structure: where, which addresses, which units."""

from __future__ import annotations

from collections.abc import Iterator

from state.page_key import PageKey
from state.setup import ROOT, Setup
from wizard.edits import remove_unit, rename_unit
from wizard.edits.structure import EMAIL_PATTERN, HOME_REGION, unit_fault
from wizard.pages import number_of
from wizard.plain.conversation import in_order
from wizard.plain.lists import Tended, ask_new_unit, tend
from wizard.plain.session import Session


def structure(session: Session) -> None:
    """Home Region, email pattern, organizational units."""
    session.talk.say(f"The setup is called {session.onboarding.name}.")
    in_order([lambda: session.ask(HOME_REGION), lambda: _email_pattern(session), lambda: _units(session)])


def _email_pattern(session: Session) -> None:
    session.ask(EMAIL_PATTERN)
    session.talk.say("The accounts' addresses:", *_addresses(session.setup))


def _addresses(setup: Setup) -> Iterator[str]:
    for account in setup.accounts:
        yield f"  {account.account_name}: {setup.email_of(account) or 'no address yet'}"
    if not setup.accounts:
        yield f"  No accounts yet; they are added on page {number_of(PageKey.ACCOUNTS)}."


def _units(session: Session) -> None:
    session.talk.say(f"The units below the organization's root. {_inside(session.setup, ROOT)}")
    tended = Tended(
        "unit",
        lambda: [f"{path}. {_inside(session.setup, path)}" for path in session.setup.unit_paths()],
        lambda number: _change(session, session.setup.unit_paths()[number]),
        {"a": ("adds one", lambda: _add(session))},
    )
    tend(session.talk, tended)


def _inside(setup: Setup, path: str) -> str:
    """Which accounts are in a unit, in words."""
    inside = [account.account_name for account in setup.accounts if account.organizational_unit == path]
    inside += [f"{each.account}, invited" for each in setup.invitations if each.organizational_unit == path]
    where = "Directly in the root" if path == ROOT else "In it"
    return f"{where}: {'; '.join(inside)}." if inside else ("" if path == ROOT else "No account in it.")


def _add(session: Session) -> None:
    session.talk.say(f"Added {ask_new_unit(session)}.")


def _change(session: Session, path: str) -> None:
    talk = session.talk
    if talk.choose(path, ["Rename or move it, with everything in it", "Remove it, with the units below it"]) == 0:
        _rename(session, path)
        return
    setup = remove_unit(session.setup, path)
    talk.say("Accounts in it move to the unit above.")
    if talk.agree(f"Remove {path} from the setup?"):
        session.answer(setup)
        talk.say(f"Removed {path}. A unit that exists at AWS is not deleted there.")


def _rename(session: Session, path: str) -> None:
    new = session.talk.ask("New path", path, lambda text: unit_fault(session.setup, path, text))
    if new != path:
        session.answer(rename_unit(session.setup, path, new))
        session.talk.say(f"{path} is now {new}. A unit that exists at AWS keeps its name there.")
