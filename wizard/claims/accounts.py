"""Each account exists, and sits in its organizational unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes import CreateAccount, MoveAccount
from state.observed import CONTROL_TOWER, AccountState, Observed
from state.page_key import PageKey
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.organization import ORGANIZATION
from wizard.claims.units import unit_key


def account_key(reference: str) -> str:
    """The key of the step that sees to the account with this address or id being in the organization."""
    return f"account:{reference.lower()}"


@dataclass(frozen=True)
class MemberAccountExists(Claim):
    """The organization has an active account with this address. Names decide nothing: two accounts may share one."""

    wanted: CreateAccount

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

    def once_answered(self, observed: Observed) -> Observed:
        present = observed.account_with_email(self.wanted.email)
        if present is None:
            return self.wanted.predict(observed)
        others = tuple(account for account in observed.accounts if account is not present)
        return replace(observed, accounts=(*others, replace(present, state=AccountState.ACTIVE)))

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
        return Needed(MoveAccount(self.reference, self.path))
