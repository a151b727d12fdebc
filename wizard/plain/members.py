"""Invitations, and Accounts & roles: the members of the organization."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from state.setup import ROOT, Invitation, MemberAccount, Setup, management_role_name
from wizard import edits as editing
from wizard.edits.access import EVERYBODY, QUESTIONS, who_may_enter
from wizard.edits.invitations import can_send_again, can_withdraw, send_again, withdraw
from wizard.edits.members import ORGANIZATION_ACCESS_ROLE, account_questions, invitation_questions
from wizard.plain.conversation import in_order
from wizard.plain.lists import Tended, take_lines, tend
from wizard.plain.session import Session

# Invitations


def invitations(session: Session) -> None:
    """Which existing accounts should join."""
    tended = Tended(
        "invitation",
        lambda: [_invitation_line(session, each) for each in session.setup.invitations],
        lambda number: _change_invitation(session, number),
        {
            "a": ("adds one", lambda: _add_invitation(session)),
            "s": (
                "adds several",
                lambda: take_lines(
                    session,
                    "account id or email, unit; the unit can be left out",
                    lambda text: editing.paste_invitations(session.setup, text),
                ),
            ),
        },
    )
    tend(session.talk, tended)


def _invitation_line(session: Session, invitation: Invitation) -> str:
    observed = session.onboarding.observed
    handshake = observed.latest_invitation(invitation.account) if observed else None
    if observed and observed.account_called(invitation.account):
        standing = " It has joined."
    elif invitation.withdrawn:
        pending = handshake is not None and handshake.pending
        standing = " It will be withdrawn by the next run." if pending else " It is withdrawn."
    elif handshake and handshake.handshake_id == invitation.send_again_after:
        standing = " It will be sent again by the next run."
    elif handshake and handshake.pending:
        standing = f" Its owner has not answered yet, and can until {handshake.expires_at:%Y-%m-%d %H:%M} UTC."
    elif handshake:
        standing = f" The invitation {handshake.handshake_id} is {handshake.state}."
    else:
        standing = ""
    return f"{invitation.account}, to be in {invitation.organizational_unit}, {invitation.purpose}.{standing}"


def _add_invitation(session: Session) -> None:
    number = len(session.setup.invitations)
    place = editing.sole_sandbox_unit(session.setup)
    blank = editing.add_invitation(session.setup, Invitation(account="", organizational_unit=place))
    first, *rest = invitation_questions(number)
    target = session.talk.require(first.label, lambda text: first.problem(blank, text), hint=first.hint)
    session.answer(first.answered(blank, target))
    in_order([partial(session.ask, question) for question in rest])


def _change_invitation(session: Session, number: int) -> None:
    invitation = session.setup.invitations[number]
    observed = session.onboarding.observed
    actions: dict[str, Callable[[], None]] = {
        "Change where it belongs and what it is for": lambda: in_order(
            [partial(session.ask, question) for question in invitation_questions(number)[1:]]
        ),
        "Remove it from the setup": lambda: _remove_invitation(session, number),
    }
    if observed and can_send_again(session.setup, observed, invitation.account):
        again = send_again(session.setup, observed, invitation.account)
        actions["Send the invitation again, with the next run"] = lambda: session.answer(again)
    if observed and can_withdraw(session.setup, observed, invitation.account):
        without = withdraw(session.setup, invitation.account)
        actions["Withdraw the invitation, with the next run"] = lambda: session.answer(without)
    chosen = session.talk.choose(invitation.account, list(actions))
    list(actions.values())[chosen]()


def _remove_invitation(session: Session, number: int) -> None:
    target = session.setup.invitations[number].account
    if session.talk.agree(f"Remove the invitation of {target} from the setup?"):
        session.answer(editing.remove_invitation(session.setup, number))
        session.talk.say("Removed. An invitation that was sent already stays open at AWS until it runs out.")


# Accounts & roles


def accounts(session: Session) -> None:
    """Which accounts should be created, and the roles that lead into them."""
    in_order([lambda: session.ask(ORGANIZATION_ACCESS_ROLE), lambda: _account_list(session)])


def _who_may_enter(session: Session) -> None:
    """By name, for all accounts and for the data bunker."""
    talk = session.talk
    talk.say(f"Who may enter the accounts: {who_may_enter(session.setup.access.callers)}.")
    talk.say(f"{EVERYBODY} Commas or spaces between names.")
    in_order([partial(session.ask, question) for question in QUESTIONS])


def _account_list(session: Session) -> None:
    tended = Tended(
        "account",
        lambda: [_account_line(session.setup, each) for each in session.setup.accounts],
        lambda number: _change_account(session, number),
        {
            "a": ("adds one", lambda: _add_account(session)),
            "w": ("says who may enter", lambda: _who_may_enter(session)),
            "s": (
                "adds several",
                lambda: take_lines(
                    session,
                    "name, email, unit, purpose; only the name is needed",
                    lambda text: editing.paste_accounts(session.setup, text),
                ),
            ),
        },
    )
    tend(session.talk, tended)


def _account_line(setup: Setup, account: MemberAccount) -> str:
    own_role = f" Its organization access role: {account.organization_access_role}." * bool(
        account.organization_access_role
    )
    return (
        f"{account.account_name}: {setup.email_of(account) or 'no address yet'}, in {account.organizational_unit}, "
        f"{account.purpose}.{own_role} Way in: role {management_role_name(account.account_name)}, with MFA."
    )


def _add_account(session: Session) -> None:
    number = len(session.setup.accounts)
    blank = editing.add_account(session.setup, MemberAccount(account_name="", organizational_unit=ROOT))
    first, *rest = account_questions(number)
    name = session.talk.require(first.label, lambda text: first.problem(blank, text), hint=first.hint)
    session.answer(first.answered(blank, name))
    session.talk.say(f"Added {name}; now the rest of it.")
    in_order([partial(session.ask, question) for question in rest])


def _change_account(session: Session, number: int) -> None:
    name = session.setup.accounts[number].account_name
    if session.talk.choose(name, ["Change it", "Remove it from the setup"]) == 0:
        in_order([partial(session.ask, question) for question in account_questions(number)])
    elif session.talk.agree(f"Remove {name} from the setup?"):
        session.answer(editing.remove_account(session.setup, number))
        session.talk.say(f"Removed {name}. An account that exists already stays at AWS.")
