"""The later life of an account that exists: another name, another address, another unit, its end.

Each is a wish about one account, with what follows from it in words, and claims that the engine carries out like any
other. What AWS tells of it: user guides orgs_manage_accounts_close, orgs_reference_limits, and the service models.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from state.changes.accounts import MoveAccount
from state.changes.life import (
    ADDRESS_ASKED,
    AcceptPrimaryEmailUpdate,
    CloseAccount,
    RenameAccount,
    StartPrimaryEmailUpdate,
)
from state.errors import Advice, WrongInput
from state.observed import Account, AccountState, Observed, Section
from state.page_key import PageKey
from state.setup import ROOT, Setup
from state.setup.text_rules import account_name_problem, account_written, email_problem, quoted
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.gone import AsItIs
from wizard.claims.organization import ORGANIZATION, OrganizationExists
from wizard.edits import remove_account, remove_invitation, replace_account, replace_invitation
from wizard.guardrails.security_contact import ACCOUNT
from wizard.guardrails.trusted_access import TrustedAccessEnabled, trusted_access_key
from wizard.plan.claims import leaves_the_organization

CODE_LENGTH = 6
"""API: account.AcceptPrimaryEmailUpdate, Otp."""
AT_ONE_TIME = 3
"""Accounts that AWS closes at the same time."""


class Act(StrEnum):
    """What can be done with an account that exists."""

    RENAME = "rename"
    ADDRESS = "address"
    MOVE = "move"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of one account."""

    act: Act
    account: Account
    value: str = ""
    """The new name, address or unit; of closing nothing."""
    code: str = ""
    """From the mail to the new address, once it is there."""

    @property
    def to_type(self) -> str:
        """What is typed to approve it, where the setup's name is not enough: an account's end takes its own name."""
        return self.account.account_name if self.act is Act.CLOSE else ""


def account_meant(setup: Setup, observed: Observed, text: str) -> Account:
    """The member account that somebody calls so: as the setup does, as AWS does, or by its id. Raises WrongInput, also
    where the setup calls one so and AWS another: neither is guessed."""
    wanted = account_written(text)
    known = {each.account_name: each.account_id or setup.email_of(each) for each in setup.accounts}
    found = observed.account_called(known.get(wanted, wanted))
    called = {each.account_id: each for each in observed.accounts if each.account_name == wanted}
    meant = list((called | ({found.account_id: found} if found else {})).values())
    account = meant[0] if len(meant) == 1 else None
    owner = observed.organization.management_account_id if observed.organization else ""
    if account is None:
        names = ", ".join(sorted(each.account_name for each in observed.accounts if each.account_id != owner)[:10])
        raise WrongInput(
            f"There is no account {quoted(text)} in the organization, or several are called so.",
            f"Name it by its id, or as one of these: {names or 'there is none yet'}.",
        )
    if account.account_id == owner:
        raise WrongInput(
            "That is the management account: nobody but its root user changes its name, its address or its end.",
            "Sign in to its console as the root user and look under Account. It can be closed last, when the "
            "organization has no other account.",
        )
    return account


def wish_fault(wish: Wish, observed: Observed) -> Advice | None:
    """Why this cannot be wished for."""
    match wish.act:
        case Act.RENAME:
            return account_name_problem(wish.value)
        case Act.ADDRESS:
            other = observed.account_with_email(wish.value)
            if other is not None and other.account_id != wish.account.account_id:
                return Advice(f"Account {other.account_id} has the address {wish.value}.", "Choose another address.")
            return email_problem(wish.value) or code_fault(wish.code)
        case Act.MOVE if wish.value != ROOT and observed.unit_at(wish.value) is None:
            units = ", ".join(sorted(unit.path for unit in observed.units)) or "there is none"
            return Advice(
                f"There is no organizational unit {quoted(wish.value)}.",
                f"Choose Root or one of these: {units}. A new one is made on Structure, and applied.",
            )
        case _:
            return None


def code_fault(text: str) -> Advice | None:
    """A code is left out, or looks like one."""
    if not text or (len(text) == CODE_LENGTH and text.isascii() and text.isalnum()):
        return None
    return Advice(
        f"A code has {CODE_LENGTH} letters and digits.", "Copy it from the mail, or leave it out to have another sent."
    )


def claims_for(wish: Wish, setup: Setup) -> tuple[Claim, ...]:
    """What holds once the wish is carried out."""
    there = AsItIs(OrganizationExists(setup.management_account_id, leaves_the_organization(setup)))
    match wish.act:
        case Act.RENAME:
            return (there, TrustedAccessEnabled(ACCOUNT), AccountIsCalled(wish))
        case Act.ADDRESS if wish.code:
            return (there, TrustedAccessEnabled(ACCOUNT), AccountHasAddress(wish))
        case Act.ADDRESS:
            return (there, TrustedAccessEnabled(ACCOUNT), CodeIsSent(wish), AccountHasAddress(wish))
        case Act.MOVE:
            return (there, AccountIsInUnit(wish))
        case _:
            return (there, AccountIsClosed(wish))


@dataclass(frozen=True)
class WishClaim(Claim):
    """One account is as somebody wishes."""

    wish: Wish

    page = PageKey.ACCOUNTS

    @property
    def key(self) -> str:
        return f"{self.wish.act}:{self.wish.account.account_id}"

    @property
    def requires(self) -> tuple[str, ...]:
        managed = self.wish.act in (Act.RENAME, Act.ADDRESS)
        return (trusted_access_key(ACCOUNT),) if managed else (ORGANIZATION,)

    @property
    def _named(self) -> tuple[str, str]:
        return self.wish.account.account_id, self.wish.account.account_name

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_with_id(self.wish.account.account_id)
        if account is None:
            return Blocked(
                f"Account {self.wish.account.account_id} is not in the organization any more.",
                "Look in AWS Organizations what became of it.",
            )
        return self.judge(account, observed)

    def judge(self, account: Account, observed: Observed) -> Verdict:
        """What this claim makes of the account as it is."""
        raise NotImplementedError


class AccountIsCalled(WishClaim):
    """The account has this name."""

    @property
    def title(self) -> str:
        return f"Account {self.wish.account.account_id} is called {self.wish.value}"

    def judge(self, account: Account, _observed: Observed) -> Verdict:
        if account.account_name == self.wish.value:
            return Satisfied("It is called so.")
        return Needed(RenameAccount(*self._named, self.wish.value))


class CodeIsSent(WishClaim):
    """AWS has sent a code to the new address."""

    @property
    def key(self) -> str:
        return f"code:{self.wish.account.account_id}"

    @property
    def title(self) -> str:
        return f"A code is sent to {self.wish.value}"

    def judge(self, account: Account, observed: Observed) -> Verdict:
        asked = observed.setting(account.account_id, ADDRESS_ASKED)
        if account.email.lower() == self.wish.value.lower() or (asked and asked.content == self.wish.value):
            return Satisfied("AWS has taken that down.")
        return Needed(StartPrimaryEmailUpdate(*self._named, self.wish.value))


class AccountHasAddress(WishClaim):
    """The account's root user has this address."""

    @property
    def title(self) -> str:
        return f"Account {self.wish.account.account_name} has the address {self.wish.value}"

    @property
    def requires(self) -> tuple[str, ...]:
        return super().requires if self.wish.code else (f"code:{self.wish.account.account_id}",)

    def judge(self, account: Account, _observed: Observed) -> Verdict:
        if account.email.lower() == self.wish.value.lower():
            return Satisfied("It has that address.")
        if self.wish.code:
            return Needed(AcceptPrimaryEmailUpdate(*self._named, self.wish.value, self.wish.code))
        return Waiting(
            f"AWS sends a code of six letters and digits to {self.wish.value}; with it the address is changed.",
            on_whom=f"whoever reads {self.wish.value}",
        )


class AccountIsInUnit(WishClaim):
    """The account sits in this unit."""

    page = PageKey.STRUCTURE

    @property
    def title(self) -> str:
        return f"Account {self.wish.account.account_name} is in {self.wish.value}"

    def judge(self, account: Account, _observed: Observed) -> Verdict:
        if account.unit_path == self.wish.value:
            return Satisfied(f"It is in {self.wish.value}.")
        return Needed(MoveAccount(account.account_id, self.wish.value, account.unit_path))


class AccountIsClosed(WishClaim):
    """The account is closed."""

    @property
    def title(self) -> str:
        return f"Account {self.wish.account.account_name} is closed"

    def judge(self, account: Account, observed: Observed) -> Verdict:
        match account.state:
            case AccountState.CLOSED:
                return Satisfied("It is closed.")
            case AccountState.PENDING_CLOSURE:
                return Waiting(
                    f"AWS is closing account {account.account_id}; that takes minutes.",
                    look_again_after=15,
                    then_look_at=frozenset({Section.ACCOUNTS}),
                )
        under_way = [each.account_name for each in observed.accounts if each.state == AccountState.PENDING_CLOSURE]
        if len(under_way) >= AT_ONE_TIME:
            return Waiting(
                f"AWS closes {AT_ONE_TIME} accounts at a time, and is at {', '.join(under_way)}.", look_again_after=60
            )
        return Needed(CloseAccount(*self._named))


# What the setup says afterwards


def answers_afterwards(wish: Wish, setup: Setup) -> Setup:
    """The setup once the wish is carried out: what it says of the account follows, so that nothing is planned back."""
    accounts = [(each.account_id, setup.email_of(each)) for each in setup.accounts]
    number = next((n for n, each in enumerate(accounts) if _is(wish, *each)), None)
    if number is not None:
        one = setup.accounts[number]
        match wish.act:
            case Act.ADDRESS:
                return replace_account(setup, number, replace(one, email=wish.value))
            case Act.MOVE:
                return replace_account(setup, number, replace(one, organizational_unit=wish.value))
            case Act.CLOSE:
                return remove_account(setup, number)
        return setup
    place = next((n for n, each in enumerate(setup.invitations) if _is(wish, each.account, each.account)), None)
    if place is not None and wish.act is Act.MOVE:
        return replace_invitation(setup, place, replace(setup.invitations[place], organizational_unit=wish.value))
    if place is not None and wish.act is Act.CLOSE:
        return remove_invitation(setup, place)
    return setup


def _is(wish: Wish, account_id: str, email: str) -> bool:
    return account_id == wish.account.account_id or email.lower() == wish.account.email.lower()
