"""Invitations, and Accounts & roles: the members of the organization."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from state.errors import Advice
from state.setup import ROOT, Invitation, MemberAccount, Setup, management_role_name
from state.setup.validation import invitation_target_problem
from wizard import edits as editing
from wizard.edits.access import (
    EVERYBODY,
    QUESTIONS,
    CallersQuestion,
    hours_problem,
    who_may_enter,
    with_session_hours,
)
from wizard.edits.invitations import can_send_again, can_withdraw, send_again, withdraw
from wizard.plain.conversation import in_order
from wizard.plain.lists import Tended, ask_purpose, ask_unit, take_lines, tend
from wizard.plain.session import Session, fault_at

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
    def judge(text: str) -> Advice | None:
        fault = invitation_target_problem(text)
        added = editing.add_invitation(session.setup, Invitation(account=text, organizational_unit=ROOT))
        return fault or fault_at(added, ("invitations", len(session.setup.invitations), "account"))

    target = session.talk.require(
        "Account id, 12 digits, or the root user's email address",
        judge,
        hint="The id is safer: a mistyped address may be a stranger's.",
    )
    place = editing.sole_sandbox_unit(session.setup)
    session.answer(editing.add_invitation(session.setup, Invitation(account=target, organizational_unit=place)))
    _ask_place_of_invitation(session, len(session.setup.invitations) - 1)


def _change_invitation(session: Session, number: int) -> None:
    invitation = session.setup.invitations[number]
    observed = session.onboarding.observed
    actions: dict[str, Callable[[], None]] = {
        "Change where it belongs and what it is for": lambda: _ask_place_of_invitation(session, number),
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


def _ask_place_of_invitation(session: Session, number: int) -> None:
    def put(**changes: object) -> None:
        changed = replace(session.setup.invitations[number], **changes)  # type: ignore[arg-type]
        session.answer(editing.replace_invitation(session.setup, number, changed))

    in_order(
        [
            lambda: put(organizational_unit=ask_unit(session, session.setup.invitations[number].organizational_unit)),
            lambda: put(purpose=ask_purpose(session.talk, session.setup.invitations[number].purpose)),
        ]
    )


def _remove_invitation(session: Session, number: int) -> None:
    target = session.setup.invitations[number].account
    if session.talk.agree(f"Remove the invitation of {target} from the setup?"):
        session.answer(editing.remove_invitation(session.setup, number))
        session.talk.say("Removed. An invitation that was sent already stays open at AWS until it runs out.")


# Accounts & roles


def accounts(session: Session) -> None:
    """Which accounts should be created, and the roles that lead into them."""
    in_order([lambda: _default_role(session), lambda: _account_list(session)])


def _who_may_enter(session: Session) -> None:
    """By name, for all accounts and for the data bunker."""
    talk = session.talk
    talk.say(f"Who may enter the accounts: {who_may_enter(session.setup.access.callers)}.")
    talk.say(f"{EVERYBODY} Commas or spaces between names.")
    questions = [partial(_ask_callers, session, question) for question in QUESTIONS]
    in_order([*questions, lambda: _ask_hours(session)])


def _ask_callers(session: Session, question: CallersQuestion) -> None:
    where = ("access", question.whose, question.kind)
    now = question.answer(session.setup)
    session.ask_text(question.label, now, where, question.answered, hint=question.hint, clears=True)


def _ask_hours(session: Session) -> None:
    hours = str(session.setup.access.session_hours)
    answer = session.talk.ask("Session hours", hours, hours_problem)
    session.answer(with_session_hours(session.setup, answer))


def _default_role(session: Session) -> None:
    session.ask_text(
        "Organization access role",
        session.setup.organization_access_role,
        ("organization_access_role",),
        lambda setup, text: replace(setup, organization_access_role=text),
        hint="The administrator role that AWS makes in each new account. The name AWS itself gives is "
        "OrganizationAccountAccessRole.",
    )


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
    where = ("accounts", number, "account_name")

    def added(setup: Setup, name: str) -> Setup:
        return editing.add_account(setup, MemberAccount(account_name=name, organizational_unit=ROOT))

    name = session.talk.require("Account name", lambda text: fault_at(added(session.setup, text), where))
    session.answer(added(session.setup, name))
    session.talk.say(f"Added {name}; now the rest of it.")
    in_order(_questions_about(session, number)[1:])


def _change_account(session: Session, number: int) -> None:
    name = session.setup.accounts[number].account_name
    if session.talk.choose(name, ["Change it", "Remove it from the setup"]) == 0:
        in_order(_questions_about(session, number))
    elif session.talk.agree(f"Remove {name} from the setup?"):
        session.answer(editing.remove_account(session.setup, number))
        session.talk.say(f"Removed {name}. An account that exists already stays at AWS.")


def _questions_about(session: Session, number: int) -> list[Callable[[], None]]:
    """Name, email, unit, purpose and role of one account."""

    def account() -> MemberAccount:
        return session.setup.accounts[number]

    def put(changed: MemberAccount) -> None:
        session.answer(editing.replace_account(session.setup, number, changed))

    def name() -> None:
        session.ask_text(
            "Account name",
            account().account_name,
            ("accounts", number, "account_name"),
            lambda setup, text: editing.replace_account(setup, number, replace(account(), account_name=text)),
            hint="Shown in the console and on bills.",
        )

    def email() -> None:
        by_pattern = session.setup.email_of(replace(account(), email=""))
        session.ask_text(
            f"Email address of its own; without one it is {by_pattern or 'missing'}",
            account().email,
            ("accounts", number, "email"),
            lambda setup, text: editing.replace_account(setup, number, replace(account(), email=text)),
            hint="The root user's address, unique in all of AWS. It cannot be used for another account again.",
            clears=True,
        )

    def role() -> None:
        session.ask_text(
            f"Organization access role of its own; without one it is {session.setup.organization_access_role}",
            account().organization_access_role,
            ("accounts", number, "organization_access_role"),
            lambda setup, text: editing.replace_account(
                setup, number, replace(account(), organization_access_role=text)
            ),
            hint="The administrator role that AWS makes in this account.",
            clears=True,
        )

    return [
        name,
        email,
        lambda: put(replace(account(), organizational_unit=ask_unit(session, account().organizational_unit))),
        lambda: put(replace(account(), purpose=ask_purpose(session.talk, account().purpose))),
        role,
    ]
