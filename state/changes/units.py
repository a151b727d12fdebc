"""The write that makes an organizational unit."""

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
