"""Invitations, and Accounts & roles: the members of the organization."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from state.saved.progress import ClaimStatus
from state.setup import ROOT, Invitation, MemberAccount, Purpose, Setup, management_role_name
from wizard import edits as editing
from wizard.claims.accounts import account_key
from wizard.edits.access import EVERYBODY, QUESTIONS, who_may_enter
from wizard.edits.invitations import can_send_again, can_withdraw, how_it_stands, send_again, withdraw
from wizard.edits.members import (
    ORGANIZATION_ACCESS_ROLE,
    account_questions,
    exceptions_of_invitation,
    invitation_questions,
    questions_about,
)
from wizard.edits.questions import Offer
from wizard.plain.accepting import accept_here
from wizard.plain.conversation import in_order
from wizard.plain.lists import Entry, Tended, ask_new_unit, take_lines, tend
from wizard.plain.session import Session

NEXT_RUN = "Nothing happens at AWS before the next run."

# Invitations


def invitations(session: Session) -> None:
    """Which existing accounts should join."""
    tended = Tended(
        "invitation",
        lambda: [_invitation_entry(session, each) for each in session.setup.invitations],
        lambda number: _change_invitation(session, number),
        {
            "a": ("adds one", lambda: _add_invitation(session)),
            "s": ("adds several", lambda: _add_several_invitations(session)),
            **({"r": ("looks again", lambda: _look_again(session))} if session.onboarding.identity_confirmed else {}),
        },
    )
    _tell_invitations(session)
    tend(session, tended)


def _tell_invitations(session: Session) -> None:
    """How each stands that is not as it should be."""
    entries = [_invitation_entry(session, each) for each in session.setup.invitations]
    session.talk.say(*(str(entry) for entry in entries[:MOST_SHOWN]))


MOST_SHOWN = 3


def _status(session: Session, invitation: Invitation) -> str:
    kind = "withdrawn" if invitation.withdrawn else "account"
    seen = session.line_of(f"{kind}:{invitation.account.lower()}")
    return how_it_stands(invitation, session.onboarding.observed, seen)[1]


def _invitation_entry(session: Session, invitation: Invitation) -> Entry:
    place = f"to be in {invitation.organizational_unit}, {invitation.purpose}"
    return Entry(invitation.account, f"{_status(session, invitation)}; {place}.")


def _look_again(session: Session) -> None:
    session.talk.say("Asking AWS how the invitations stand.")
    session.onboarding.look()
    session.talk.say(*(f"{each.account}: {_status(session, each)}." for each in session.setup.invitations))


def _add_several_invitations(session: Session) -> None:
    form = "account id or email, unit; the unit can be left out"
    take_lines(session, form, lambda text: editing.paste_invitations(session.setup, text))


def _add_invitation(session: Session) -> None:
    number = len(session.setup.invitations)
    place = editing.sole_sandbox_unit(session.setup)
    blank = editing.add_invitation(session.setup, Invitation(account="", organizational_unit=place))
    session.ask_whole(invitation_questions(number), blank)
    session.talk.say(f"Added {session.setup.invitations[number].account}.")


def _change_invitation(session: Session, number: int) -> None:
    invitation = session.setup.invitations[number]
    observed, talk = session.onboarding.observed, session.talk
    talk.say(str(_invitation_entry(session, invitation)))
    actions: dict[str, Callable[[], None]] = {
        "Change where it belongs and what it is for": lambda: in_order(
            [partial(session.ask, question) for question in invitation_questions(number)[1:]]
        ),
        "Remove it from the setup": lambda: _remove_invitation(session, number),
    }
    if observed and can_send_again(session.setup, observed, invitation.account):
        again = send_again(session.setup, observed, invitation.account)
        actions["Send the invitation again, with the next run"] = lambda: _edit(session, again)
    if observed and can_withdraw(session.setup, observed, invitation.account):
        without = withdraw(session.setup, invitation.account)
        actions["Withdraw the invitation, with the next run"] = lambda: _edit(session, without)
    if observed and observed.pending_invitation(invitation.account) is not None:
        actions["Accept it here, with that account's own credentials"] = lambda: accept_here(
            session, invitation.account
        )
    line = session.line_of(account_key(invitation.account))
    if line is not None and line.message:
        actions["Hear the message for its owner"] = lambda: talk.show(line.message)
    excepted = exceptions_of_invitation(number)
    actions["Except it from guardrails"] = lambda: in_order([partial(session.ask, excepted)])
    chosen = talk.choose(invitation.account, [Offer(title, title) for title in actions])
    list(actions.values())[chosen]()


def _edit(session: Session, setup: Setup) -> None:
    session.answer(setup)
    session.talk.say(f"Noted. {NEXT_RUN}")


def _remove_invitation(session: Session, number: int) -> None:
    target = session.setup.invitations[number].account
    session.answer(editing.remove_invitation(session.setup, number))
    session.talk.say(
        f"Removed the invitation of {target}; undo takes that back. One that was sent already stays open at AWS until "
        "it runs out."
    )


# Accounts & roles


def accounts(session: Session) -> None:
    """Which accounts should be created, and the roles that lead into them."""
    in_order([lambda: session.ask(ORGANIZATION_ACCESS_ROLE), lambda: _account_list(session)])


def _account_list(session: Session) -> None:
    session.talk.say(f"Who may enter: {who_may_enter(session.setup.access.callers)}.")
    in_trouble = [
        entry for entry in map(partial(_account_entry, session), session.setup.accounts) if TROUBLE in entry.about
    ]
    session.talk.say(*(str(entry) for entry in in_trouble[:MOST_SHOWN]))
    tended = Tended(
        "account",
        lambda: [_account_entry(session, each) for each in session.setup.accounts],
        lambda number: _change_account(session, number),
        {
            "a": ("adds one", lambda: _add_account(session)),
            "w": ("says who may enter", lambda: _who_may_enter(session)),
            "s": ("adds several", lambda: _add_several_accounts(session)),
        },
    )
    tend(session, tended)


TROUBLE = "Problem: "


def _account_entry(session: Session, account: MemberAccount) -> Entry:
    setup = session.setup
    address = setup.email_of(account)
    seen = session.line_of(account_key(address)) if address else None
    trouble = f"{TROUBLE}{seen.sentence} " if seen is not None and seen.status is ClaimStatus.PROBLEM else ""
    own_role = f", access role {account.organization_access_role}" if account.organization_access_role else ""
    way_in = f"role {management_role_name(account.account_name)}" if account.management_role else "none by this setup"
    return Entry(
        account.account_name,
        f"{trouble}{address or 'no address yet'}, in {account.organizational_unit}, {account.purpose}{own_role}. "
        f"Way in: {way_in}.",
    )


def _who_may_enter(session: Session) -> None:
    """By name, for all accounts and for the data bunker."""
    session.talk.say(EVERYBODY)
    in_order([partial(session.ask, question) for question in QUESTIONS])
    session.talk.say(f"Who may enter: {who_may_enter(session.setup.access.callers)}.")


def _add_several_accounts(session: Session) -> None:
    form = "name, email, unit, purpose; only the name is needed"
    take_lines(session, form, lambda text: editing.paste_accounts(session.setup, text))


def _add_account(session: Session) -> None:
    number = len(session.setup.accounts)
    blank = MemberAccount(account_name="", organizational_unit=ROOT, purpose=Purpose.WORKLOAD)
    session.ask_whole(account_questions(number), editing.add_account(session.setup, blank))
    session.talk.say(f"Added {session.setup.accounts[number].account_name}.")


ACCOUNT_ACTIONS = (
    Offer("change", "Change it"),
    Offer("move", "Move it to a new unit"),
    Offer("remove", "Remove it from the setup"),
)


def _change_account(session: Session, number: int) -> None:
    account = session.setup.accounts[number]
    session.talk.say(str(_account_entry(session, account)))
    match ACCOUNT_ACTIONS[session.talk.choose(account.account_name, ACCOUNT_ACTIONS)].key:
        case "change":
            in_order([partial(session.ask, question) for question in questions_about(session.setup, number)])
        case "move":
            path = ask_new_unit(session)
            session.answer(editing.move(session.setup, "account", str(number), path))
            session.talk.say(f"{account.account_name} is in {path} now.")
        case _:
            session.answer(editing.remove_account(session.setup, number))
            session.talk.say(
                f"Removed {account.account_name}; undo takes that back. An account that exists already stays at AWS."
            )
