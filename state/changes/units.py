"""The writes that make an organizational unit, give it another name, and remove it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from state.changes.base import Change, Lane
from state.changes.request import MADE_HERE, Request
from state.observed import Observed, OrganizationalUnit, Section
from state.observed.draft import Draft
from state.observed.stand_ins import parent_id
from state.page_key import PageKey
from state.setup import parent_path, unit_name


@dataclass(frozen=True, slots=True)
class CreateOrganizationalUnit(Change):
    """API: organizations.CreateOrganizationalUnit."""

    path: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.UNITS})
    undo = "DeleteOrganizationalUnit removes it while it is empty."
    needs = ("organizations:CreateOrganizationalUnit", "organizations:TagResource")
    page = PageKey.STRUCTURE

    @property
    def title(self) -> str:
        return f"Create organizational unit {self.path}"

    def request(self, observed: Observed) -> Request:
        parameters: dict[str, Any] = {
            "ParentId": parent_id(parent_path(self.path), observed),
            "Name": unit_name(self.path),
        }
        parameters |= {"Tags": MADE_HERE}
        return Request("organizations", "CreateOrganizationalUnit", parameters)

    def predict(self, draft: Draft) -> None:
        draft.put_unit(OrganizationalUnit(draft.new_id(f"<id of {self.path}>"), self.path))


@dataclass(frozen=True, slots=True)
class UpdateOrganizationalUnit(Change):
    """API: organizations.UpdateOrganizationalUnit. It renames; AWS moves no unit into another one."""

    path: str
    """As it is now."""
    path_afterwards: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.UNITS, Section.ACCOUNTS, Section.POLICIES})
    undo = "UpdateOrganizationalUnit gives it its old name back."
    needs = ("organizations:UpdateOrganizationalUnit",)
    page = PageKey.STRUCTURE

    @property
    def title(self) -> str:
        return f"Rename organizational unit {self.path} to {unit_name(self.path_afterwards)}"

    @property
    def consequence(self) -> str:
        return "Its accounts and policies stay with it."

    def request(self, observed: Observed) -> Request:
        parameters = {"OrganizationalUnitId": parent_id(self.path, observed), "Name": unit_name(self.path_afterwards)}
        return Request("organizations", "UpdateOrganizationalUnit", parameters)

    def predict(self, draft: Draft) -> None:
        def renamed(path: str) -> str:
            inside = path == self.path or path.startswith(f"{self.path}/")
            return self.path_afterwards + path[len(self.path) :] if inside else path

        for unit in draft.units:
            if renamed(unit.path) != unit.path:
                draft.drop_unit(unit)
                draft.put_unit(replace(unit, path=renamed(unit.path)))
        for account in draft.accounts:
            if renamed(account.unit_path) != account.unit_path:
                draft.put_account(replace(account, unit_path=renamed(account.unit_path)))
        for policy in draft.policies:
            draft.put_policy(replace(policy, paths=tuple(map(renamed, policy.paths))))


@dataclass(frozen=True, slots=True)
class DeleteOrganizationalUnit(Change):
    """API: organizations.DeleteOrganizationalUnit, once no unit and no account is in it."""

    path: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.UNITS, Section.POLICIES})
    undo = "CreateOrganizationalUnit makes one of the same name, with another id."
    needs = ("organizations:DeleteOrganizationalUnit",)
    page = PageKey.STRUCTURE

    @property
    def title(self) -> str:
        return f"Delete organizational unit {self.path}"

    def request(self, observed: Observed) -> Request:
        parameters = {"OrganizationalUnitId": parent_id(self.path, observed)}
        return Request("organizations", "DeleteOrganizationalUnit", parameters)

    def predict(self, draft: Draft) -> None:
        unit = draft.unit_at(self.path)
        if unit is not None:
            draft.drop_unit(unit)
