"""Each account exists, and sits in its organizational unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.accounts import CreateAccount, MoveAccount
from state.observed import CONTROL_TOWER, AccountState, Observed
from state.observed.draft import Draft
from state.page_key import PageKey
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.organization import ORGANIZATION
from wizard.claims.units import unit_key


def account_key(reference: str) -> str:
    """The key of the claim that sees to the account with this address or id being in the organization."""
    return f"account:{reference.lower()}"


@dataclass(frozen=True)
class MemberAccountExists(Claim):
    """The organization has an active account with this address, or with the id that it is known by since it was made.
    Names decide nothing: two accounts may share one."""

    wanted: CreateAccount
    account_id: str = ""
    """Empty until it exists."""

    page = PageKey.ACCOUNTS

    @property
    def key(self) -> str:
        return account_key(self.wanted.email)

    @property
    def title(self) -> str:
        return f"Account {self.wanted.account_name} exists"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION,)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_with_email(self.wanted.email)
        if self.account_id and (account is None or account.account_id != self.account_id):
            return self._assess_another_address(observed)
        if account is None:
            if self.wanted.account_name in observed.names_being_created:
                return Waiting(f"AWS is creating account {self.wanted.account_name}.", look_again_after=5)
            return self._assess_absence(observed)
        match account.state:
            case AccountState.ACTIVE:
                return Satisfied(f"It is {account.account_id}.")
            case AccountState.PENDING_ACTIVATION:
                return Waiting(f"Account {account.account_id} is being activated.", look_again_after=5)
            case _:
                return Blocked(
                    f"Account {account.account_id} with the address {account.email} is {account.state}.",
                    "Choose another email address for a new account, or ask AWS Support to reopen this one.",
                )

    def _assess_another_address(self, observed: Observed) -> Verdict:
        """It was made already: another address is a question, and never a second account."""
        name, address = self.wanted.account_name, self.wanted.email
        known = observed.account_with_id(self.account_id)
        if known is None:
            return Blocked(
                f"Account {name} was account {self.account_id}, which is not in the organization.",
                "If it has left or was closed, take it out of the setup. If you want a new account instead, remove its "
                "account_id in the setup; an address that was used before cannot be used again.",
            )
        return Blocked(
            f"Account {name} exists as {self.account_id} with the address {known.email}, and the setup says {address}.",
            f"Write {known.email} back. To give the account the other address, its root user changes it under Account "
            "in the console, with a code sent to each of the two; then write the new one here. For one more account, "
            "add one under a name of its own.",
        )

    def once_answered(self, draft: Draft) -> None:
        present = draft.account_with_email(self.wanted.email)
        if present is None:
            self.wanted.predict(draft)
        else:
            draft.put_account(replace(present, state=AccountState.ACTIVE))

    def _assess_absence(self, observed: Observed) -> Verdict:
        """Control Tower does not govern an account that it did not make (API: organizations.CreateAccount)."""
        if CONTROL_TOWER not in observed.trusted_services:
            return Needed(self.wanted)
        return Blocked(
            f"Control Tower governs this organization, so account {self.wanted.account_name} has to be made by it: an "
            "account made otherwise is not enrolled.",
            f"Create it in Control Tower's Account Factory with the address {self.wanted.email}, then look again.",
        )


@dataclass(frozen=True)
class AccountInUnit(Claim):
    """The account sits in its organizational unit. New and invited accounts arrive in the root."""

    reference: str
    """Address or id."""
    account_title: str
    path: str

    page = PageKey.STRUCTURE

    @property
    def key(self) -> str:
        return f"place:{self.reference.lower()}"

    @property
    def title(self) -> str:
        return f"Account {self.account_title} is in {self.path}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (account_key(self.reference), unit_key(self.path))

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_called(self.reference)
        if account is None:
            return Waiting(f"Account {self.reference} does not show yet.", look_again_after=5)
        if account.unit_path == self.path:
            return Satisfied(f"It is in {self.path}.")
        return Needed(MoveAccount(self.reference, self.path, account.unit_path))
