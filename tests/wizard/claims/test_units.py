"""A unit is its id: a name that another one has already is not taken for it."""

from __future__ import annotations

from dataclasses import replace

from state.changes.units import UpdateOrganizationalUnit
from state.observed import Observed, OrganizationalUnit
from wizard.claims.base import Blocked, Needed
from wizard.claims.units import OrganizationalUnitExists

WORKLOADS = OrganizationalUnit("ou-abcd-11111111", "Workloads")
APPS = OrganizationalUnit("ou-abcd-22222222", "Apps")
RENAMED = OrganizationalUnitExists("Apps", WORKLOADS.unit_id)


def test_a_unit_gets_its_new_name_only_where_no_other_bears_it() -> None:
    alone = RENAMED.assess(Observed(units=(WORKLOADS,)))
    beside = RENAMED.assess(Observed(units=(WORKLOADS, APPS)))

    assert alone == Needed(UpdateOrganizationalUnit("Workloads", "Apps"))
    assert isinstance(beside, Blocked)
    assert APPS.unit_id in beside.what
    assert not isinstance(replace(RENAMED, unit_id="").assess(Observed(units=(APPS,))), Blocked)
