"""Structure: where, which addresses, which units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from state.errors import Advice
from state.setup import ROOT, Setup
from wizard.edits import remove_unit, rename_unit
from wizard.plain.conversation import in_order
from wizard.plain.lists import Tended, ask_new_unit, tend
from wizard.plain.session import Session, fault_at


def structure(session: Session) -> None:
    """Home Region, email pattern, organizational units."""
    session.talk.say(f"The setup is called {session.onboarding.name}.")
    in_order([lambda: _home_region(session), lambda: _email_pattern(session), lambda: _units(session)])


def _home_region(session: Session) -> None:
    session.ask_text(
        "Home Region",
        session.setup.home_region,
        ("home_region",),
        lambda setup, text: replace(setup, home_region=text),
        hint="The AWS Region your team works in, such as eu-west-1.",
    )


def _email_pattern(session: Session) -> None:
    now = session.setup.email_pattern
    session.ask_text(
        "Email pattern" if now else "Email pattern, such as aws+{account}@your-company.com",
        now,
        ("email_pattern",),
        lambda setup, text: replace(setup, email_pattern=text),
        hint="Gives every account its own address: {account} becomes the account's name. The mailbox must exist and "
        "be your team's, because whoever reads it can take the account over.",
        clears=True,
    )
    session.talk.say("The accounts' addresses:", *_addresses(session.setup))


def _addresses(setup: Setup) -> Iterator[str]:
    for account in setup.accounts:
        yield f"  {account.account_name}: {setup.email_of(account) or 'no address yet'}"
    if not setup.accounts:
        yield "  No accounts yet; they are added on step 5."


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
    def judge(new: str) -> Advice | None:
        if new != path and new in session.setup.unit_paths():
            return Advice(f"There is a unit {new} already.", "Choose another path, or remove one of the two.")
        setup = rename_unit(session.setup, path, new)
        numbers = range(len(setup.organizational_units))
        return next((fault for n in numbers if (fault := fault_at(setup, ("organizational_units", n)))), None)

    new = session.talk.ask("New path", path, judge)
    if new != path:
        session.answer(rename_unit(session.setup, path, new))
        session.talk.say(f"{path} is now {new}. A unit that exists at AWS keeps its name there.")
