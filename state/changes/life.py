"""The writes of an account's later life: another name, another address, its end."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass, field, replace

from state.changes.base import SECRET, Change, Lane
from state.changes.request import Request
from state.observed import AccountState, Observed, Section
from state.observed.draft import Draft
from state.observed.settings import as_value
from state.page_key import PageKey

ADDRESS_ASKED = "address-asked"
"""The new address for which AWS has sent a code. AWS tells nobody whether it has; a run knows what it did itself."""
CODE = "<the code from the mail>"
DAYS_KEPT = 90
"""For which AWS keeps what is in a closed account (user guide, orgs_manage_accounts_close)."""


@dataclass(frozen=True, slots=True)
class LifeChange(Change, ABC):
    """A change of one member account, which is known by its id: it exists."""

    account_id: str
    account_name: str
    """As AWS has it when the change is approved."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ACCOUNTS})
    page = PageKey.ACCOUNTS


@dataclass(frozen=True, slots=True)
class RenameAccount(LifeChange):
    """API: account.PutAccountName, for a member account."""

    name_afterwards: str

    undo = "PutAccountName gives it its old name back."
    needs = ("account:PutAccountName",)

    @property
    def title(self) -> str:
        return f"Rename account {self.account_name} to {self.name_afterwards}"

    def request(self, _observed: Observed) -> Request:
        parameters = {"AccountId": self.account_id, "AccountName": self.name_afterwards}
        return Request("account", "PutAccountName", parameters)

    def predict(self, draft: Draft) -> None:
        account = draft.account_with_id(self.account_id)
        if account is not None:
            draft.put_account(replace(account, account_name=self.name_afterwards))


@dataclass(frozen=True, slots=True)
class StartPrimaryEmailUpdate(LifeChange):
    """API: account.StartPrimaryEmailUpdate. AWS sends a code to the new address, and changes nothing yet."""

    email: str

    touches = frozenset()
    undo = "Nothing is changed before the code is given; it runs out by itself."
    needs = ("account:StartPrimaryEmailUpdate",)

    @property
    def title(self) -> str:
        return f"Have a code sent to {self.email}"

    def request(self, _observed: Observed) -> Request:
        parameters = {"AccountId": self.account_id, "PrimaryEmail": self.email}
        return Request("account", "StartPrimaryEmailUpdate", parameters)

    def predict(self, draft: Draft) -> None:
        draft.put_setting(self.account_id, ADDRESS_ASKED, as_value(self.email))


@dataclass(frozen=True, slots=True)
class AcceptPrimaryEmailUpdate(LifeChange):
    """API: account.AcceptPrimaryEmailUpdate. The code is good once, and never written down."""

    email: str
    code: str = field(default="", compare=False, repr=False, metadata=SECRET)

    undo = "The same way back, with a code that AWS sends to the old address."
    needs = ("account:AcceptPrimaryEmailUpdate",)

    @property
    def title(self) -> str:
        return f"Give account {self.account_name} the address {self.email}"

    @property
    def consequence(self) -> str:
        return "Whoever reads the new address can set a new password for the account's root user."

    def request(self, _observed: Observed) -> Request:
        parameters = {"AccountId": self.account_id, "PrimaryEmail": self.email, "Otp": self.code or CODE}
        return Request("account", "AcceptPrimaryEmailUpdate", parameters)

    def predict(self, draft: Draft) -> None:
        account = draft.account_with_id(self.account_id)
        if account is not None:
            draft.put_account(replace(account, email=self.email))


@dataclass(frozen=True, slots=True)
class CloseAccount(LifeChange):
    """API: organizations.CloseAccount. Asynchronous: PENDING_CLOSURE first, CLOSED minutes later."""

    undo = ""
    needs = ("organizations:CloseAccount",)
    typical_seconds = 180

    @property
    def title(self) -> str:
        return f"Close account {self.account_name}"

    @property
    def detail(self) -> str:
        return self.account_id

    @property
    def consequence(self) -> str:
        return (
            f"What is in it cannot be used from now on, and is deleted after {DAYS_KEPT} days. Until then its root "
            "user or AWS Support can reopen it, and no program. Its address is gone for ever."
        )

    def request(self, _observed: Observed) -> Request:
        return Request("organizations", "CloseAccount", {"AccountId": self.account_id})

    def predict(self, draft: Draft) -> None:
        account = draft.account_with_id(self.account_id)
        if account is not None:
            draft.put_account(replace(account, state=AccountState.PENDING_CLOSURE))
