"""The writes that make a member account, and move one between organizational units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from state.changes.base import SERVICE_LINKED_ROLE, Change, Lane
from state.changes.request import Request
from state.observed import Account, AccountState, Observed, Section
from state.observed.draft import Draft
from state.observed.stand_ins import parent_id
from state.page_key import PageKey
from state.setup import ROOT

TO_TAG = "organizations:TagResource"


@dataclass(frozen=True, slots=True)
class CreateAccount(Change):
    """API: organizations.CreateAccount. Asynchronous, and without any idempotency token."""

    account_name: str
    email: str
    organization_access_role: str
    tags: tuple[tuple[str, str], ...] = ()

    lane = Lane.CREATION
    touches = frozenset({Section.ACCOUNTS, Section.CREATIONS})
    undo = ""
    needs = ("organizations:CreateAccount", SERVICE_LINKED_ROLE)
    page = PageKey.ACCOUNTS
    typical_seconds = 120

    @property
    def title(self) -> str:
        return f"Create account {self.account_name}"

    @property
    def detail(self) -> str:
        return self.email

    @property
    def consequence(self) -> str:
        return (
            "An account can only be closed, never deleted, and its address is used up for good. "
            f"AWS makes the administrator role {self.organization_access_role} in it."
        )

    @property
    def needed_actions(self) -> tuple[str, ...]:
        return (*self.needs, TO_TAG) if self.tags else self.needs

    def request(self, _observed: Observed) -> Request:
        parameters: dict[str, Any] = {
            "Email": self.email,
            "AccountName": self.account_name,
            "RoleName": self.organization_access_role,
            "IamUserAccessToBilling": "ALLOW",
        }
        if self.tags:
            parameters["Tags"] = [{"Key": key, "Value": value} for key, value in self.tags]
        return Request("organizations", "CreateAccount", parameters)

    def predict(self, draft: Draft) -> None:
        account_id = draft.new_id(f"<id of {self.account_name}>")
        draft.put_account(Account(account_id, self.account_name, self.email, AccountState.ACTIVE, "CREATED", ROOT))


@dataclass(frozen=True, slots=True)
class MoveAccount(Change):
    """API: organizations.MoveAccount."""

    account: str
    """An address, or the id of an account that existed before."""
    path: str
    path_before: str = ROOT
    """Where it was when the move was approved: from anywhere else, it is another move."""

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ACCOUNTS})
    undo = "MoveAccount moves it back."
    needs = ("organizations:MoveAccount",)
    page = PageKey.STRUCTURE

    @property
    def title(self) -> str:
        return f"Move {self.account} from {self.path_before} to {self.path}"

    @property
    def consequence(self) -> str:
        lost = "" if self.path_before == ROOT else f"What is attached to {self.path_before} no longer holds for it. "
        return f"{lost}Policies of the new place apply at once."

    def request(self, observed: Observed) -> Request:
        account = observed.account_called(self.account)
        parameters = {
            "AccountId": account.account_id if account else f"<id of {self.account}>",
            "SourceParentId": parent_id(account.unit_path, observed) if account else "<id of its present parent>",
            "DestinationParentId": parent_id(self.path, observed),
        }
        return Request("organizations", "MoveAccount", parameters)

    def predict(self, draft: Draft) -> None:
        account = draft.account_called(self.account)
        if account is not None:
            draft.put_account(replace(account, unit_path=self.path))
