"""Each organizational unit exists where it should."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.units import CreateOrganizationalUnit, UpdateOrganizationalUnit
from state.observed import Observed
from state.page_key import PageKey
from state.setup import ROOT, parent_path
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.organization import ORGANIZATION


def unit_key(path: str) -> str:
    """The key of the claim that sees to the unit at `path`; the root comes with the organization."""
    return ORGANIZATION if path == ROOT else f"unit:{path}"


@dataclass(frozen=True)
class OrganizationalUnitExists(Claim):
    """There is an organizational unit at this path."""

    path: str
    unit_id: str = ""
    """The one that is known to be meant, whatever it is called; empty while none is."""

    page = PageKey.STRUCTURE

    @property
    def key(self) -> str:
        return unit_key(self.path)

    @property
    def title(self) -> str:
        return f"Organizational unit {self.path} exists"

    @property
    def requires(self) -> tuple[str, ...]:
        return (unit_key(parent_path(self.path)),)

    def assess(self, observed: Observed) -> Verdict:
        unit, known = observed.unit_at(self.path), observed.unit_with_id(self.unit_id)
        if unit is not None and known is not None and known.unit_id != unit.unit_id:
            return Blocked(
                f"There is another unit at {self.path} already ({unit.unit_id}), so {known.path} ({known.unit_id}) "
                "cannot be called so.",
                f"Give {known.path} a name that no unit beside it has; or delete the other one in AWS Organizations, "
                "once nothing is in it.",
            )
        if unit is None:
            if known is not None and parent_path(known.path) == parent_path(self.path):
                return Needed(UpdateOrganizationalUnit(known.path, self.path))
            return Needed(CreateOrganizationalUnit(self.path))
        return Satisfied(f"It is {unit.unit_id}.")
