"""The writes that make an organizational unit, and give it another name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.base import Change, Lane
from state.changes.request import Request
from state.observed import Observed, OrganizationalUnit, Section
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
    needs = ("organizations:CreateOrganizationalUnit",)
    page = PageKey.STRUCTURE

    @property
    def title(self) -> str:
        return f"Create organizational unit {self.path}"

    def request(self, observed: Observed) -> Request:
        parameters = {"ParentId": parent_id(parent_path(self.path), observed), "Name": unit_name(self.path)}
        return Request("organizations", "CreateOrganizationalUnit", parameters)

    def predict(self, observed: Observed) -> Observed:
        unit = OrganizationalUnit(f"<id of {self.path}>", self.path)
        return replace(observed, units=(*observed.units, unit))


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

    def predict(self, observed: Observed) -> Observed:
        def renamed(path: str) -> str:
            inside = path == self.path or path.startswith(f"{self.path}/")
            return self.path_afterwards + path[len(self.path) :] if inside else path

        return replace(
            observed,
            units=tuple(replace(unit, path=renamed(unit.path)) for unit in observed.units),
            accounts=tuple(replace(each, unit_path=renamed(each.unit_path)) for each in observed.accounts),
            policies=tuple(replace(each, paths=tuple(map(renamed, each.paths))) for each in observed.policies),
        )
