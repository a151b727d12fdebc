"""Organizational units, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.passing_time import FULL_ACCESS
from wizard.simulated.refusals import Refusal, constraint
from wizard.simulated.tree import organization_arn, path_to, tagged
from wizard.simulated.world import LOWER, Organization, Unit, World

MOST_UNITS = 2000
MOST_LEVELS = 5
"""Both: UG orgs_reference_limits."""


@answers("organizations", "CreateOrganizationalUnit", writes=True)
def create_organizational_unit(call: Call) -> Answer:
    """API: organizations.CreateOrganizationalUnit. Names are unique among siblings, and there are five levels."""
    organization, parent_id = call.managed(), call.parameters["ParentId"]
    _require_parent(organization, parent_id)
    _require_unique(organization, parent_id, call.parameters["Name"])
    if len(organization.ancestors(parent_id)) > MOST_LEVELS:
        raise constraint("OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the number of levels of organizational units.")
    if len(organization.units) >= MOST_UNITS:
        raise constraint("OU_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of organizational units.")
    tags = tagged(call.parameters.get("Tags", ()))
    unit = new_unit(call.world, organization, call.parameters["Name"], parent_id)
    unit.tags = tags
    return {"OrganizationalUnit": _unit(organization, unit)}


def new_unit(world: World, organization: Organization, name: str, parent_id: str) -> Unit:
    """A unit under `parent_id`."""
    unit_id = f"ou-{organization.root_id.removeprefix('r-')}-{world.new_id(LOWER, 8)}"
    unit = organization.units[unit_id] = Unit(unit_id, name, parent_id)
    for policy_type in organization.policy_types:
        if policy_type in FULL_ACCESS:
            organization.attachments.append((FULL_ACCESS[policy_type], unit_id))
    return unit


@answers("organizations", "UpdateOrganizationalUnit", writes=True)
def update_organizational_unit(call: Call) -> Answer:
    """API: organizations.UpdateOrganizationalUnit: renames."""
    organization = call.managed()
    unit, name = _unit_called(call, organization), call.parameters.get("Name")
    if name is not None and name != unit.unit_name:
        _require_unique(organization, unit.parent_id, name)
        unit.unit_name = name
    return {"OrganizationalUnit": _unit(organization, unit)}


@answers("organizations", "DeleteOrganizationalUnit", writes=True)
def delete_organizational_unit(call: Call) -> Answer:
    """API: organizations.DeleteOrganizationalUnit, once no unit and no account is in it."""
    organization = call.managed()
    unit = _unit_called(call, organization)
    members = call.world.members(organization.organization_id)
    parents = {each.parent_id for each in organization.units.values()} | {each.parent_id for each in members}
    if unit.unit_id in parents:
        raise Refusal("OrganizationalUnitNotEmptyException", "The specified organizational unit is not empty.")
    del organization.units[unit.unit_id]
    organization.attachments = [each for each in organization.attachments if each[1] != unit.unit_id]
    return {}


@answers("organizations", "DescribeOrganizationalUnit")
def describe_organizational_unit(call: Call) -> Answer:
    """API: organizations.DescribeOrganizationalUnit."""
    organization = call.managed()
    return {"OrganizationalUnit": _unit(organization, _unit_called(call, organization))}


@answers("organizations", "ListOrganizationalUnitsForParent")
def list_organizational_units_for_parent(call: Call) -> Answer:
    """API: organizations.ListOrganizationalUnitsForParent: one level."""
    organization, parent_id = call.managed(), call.parameters["ParentId"]
    _require_parent(organization, parent_id)
    units = [unit for unit in organization.units.values() if unit.parent_id == parent_id]
    return call.page("OrganizationalUnits", units, lambda unit: _unit(organization, unit))


@answers("organizations", "ListParents")
def list_parents(call: Call) -> Answer:
    """API: organizations.ListParents: exactly one."""
    organization, child_id = call.managed(), call.parameters["ChildId"]
    account = call.world.accounts.get(child_id)
    child = organization.units.get(child_id)
    if account is not None and account.organization_id == organization.organization_id:
        parent_id = account.parent_id
    elif child is not None:
        parent_id = child.parent_id
    else:
        raise Refusal("ChildNotFoundException", "We can't find an OU or AWS account with the ChildId you specified.")
    kind = "ROOT" if parent_id == organization.root_id else "ORGANIZATIONAL_UNIT"
    return {"Parents": [{"Id": parent_id, "Type": kind}]}


@answers("organizations", "ListChildren")
def list_children(call: Call) -> Answer:
    """API: organizations.ListChildren: one level, of one kind."""
    organization, parent_id, kind = call.managed(), call.parameters["ParentId"], call.parameters["ChildType"]
    _require_parent(organization, parent_id)
    if kind == "ACCOUNT":
        members = call.world.members(organization.organization_id)
        ids = [account.account_id for account in members if account.parent_id == parent_id]
    else:
        ids = [unit.unit_id for unit in organization.units.values() if unit.parent_id == parent_id]
    return call.page("Children", ids, lambda child_id: {"Id": child_id, "Type": kind})


def _unit(organization: Organization, unit: Unit) -> Answer:
    return {
        "Id": unit.unit_id,
        "Arn": organization_arn(organization, "ou", unit.unit_id),
        "Name": unit.unit_name,
        "Path": path_to(organization, unit.unit_id),
    }


def _unit_called(call: Call, organization: Organization) -> Unit:
    unit = organization.units.get(call.parameters["OrganizationalUnitId"])
    if unit is None:
        raise Refusal("OrganizationalUnitNotFoundException", "We can't find an OU with the ID that you specified.")
    return unit


def _require_parent(organization: Organization, parent_id: str) -> None:
    if not organization.has_parent(parent_id):
        raise Refusal("ParentNotFoundException", "We can't find a root or OU with the ParentId that you specified.")


def _require_unique(organization: Organization, parent_id: str, name: str) -> None:
    if any(unit.parent_id == parent_id and unit.unit_name == name for unit in organization.units.values()):
        raise Refusal("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")
