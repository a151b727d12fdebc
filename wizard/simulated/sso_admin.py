"""Identity Center's instances and permission sets, as the simulated AWS answers for them."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

from wizard.simulated.identity_center import Center, CenterPermissionSet
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import Organization, World

MOST_POLICIES = 25
MOST_INLINE = 10240
DURATION = re.compile(r"PT([1-9]|1[0-2])H")
MANAGED = re.compile(r"arn:aws:iam::aws:policy/[\w+=,.@/-]+")


def center_of(call: Call) -> Center:
    """The instance that the call names: in its Region only, and only once it is active."""
    for center in call.world.centers:
        if center.instance_arn == call.parameters.get("InstanceArn") and call.region in (center.region, ""):
            if center.owner_id != call.caller.account_id:
                break
            if center.status(call.now) != "ACTIVE":
                raise Refusal("ConflictException", "The instance is not active.")
            return center
    raise Refusal("ResourceNotFoundException", "Instance not found.")


def permission_sets_of(call: Call) -> Center:
    """The instance, if accounts may be assigned in it at all."""
    center = center_of(call)
    if not center.permission_sets_enabled:
        raise Refusal("ValidationException", "Permission sets are not enabled for this instance.")
    return center


def permission_set_called(call: Call, center: Center) -> CenterPermissionSet:
    """The permission set that the call names."""
    one = center.permission_sets.get(call.parameters["PermissionSetArn"])
    if one is None:
        raise Refusal("ResourceNotFoundException", "PermissionSet not found.")
    return one


@answers("sso-admin", "ListInstances")
def list_instances(call: Call) -> Answer:
    """API: sso-admin.ListInstances. With RegionScope=ALL_REGIONS of every Region, else of the one that is called."""
    _somebody_may_have_enabled_it(call)
    everywhere = call.parameters.get("RegionScope") == "ALL_REGIONS"
    members = _fellow_accounts(call)
    found = [
        center
        for center in call.world.centers
        if center.owner_id in members and (everywhere or center.region == call.region)
    ]
    return call.page("Instances", found, lambda center: _instance(center, call) | {"PrimaryRegion": center.region})


def _fellow_accounts(call: Call) -> set[str]:
    """Whose instances the caller is told of: its own, and in the management account those of members."""
    organization_id, own = call.account.organization_id, call.caller.account_id
    organization = call.world.organizations.get(organization_id)
    if organization is None or organization.management_account_id != own:
        return {own}
    return {each.account_id for each in call.world.members(organization_id)} | {own}


def _somebody_may_have_enabled_it(call: Call) -> None:
    """A person presses Enable some time after there is an organization, in the Region that the setup asks for."""
    climate, organization = call.world.climate, call.world.organizations.get(call.account.organization_id)
    if not climate.center_enabled or organization is None or organization.feature_set != "ALL":
        return
    if any(center.owner_id == organization.management_account_id for center in call.world.centers):
        return
    pressed_at = _possible_since(call.world, organization) + timedelta(hours=climate.center_enabled_after_hours)
    if call.now >= pressed_at:
        region = climate.center_region or call.region or "us-east-1"
        center = call.world.new_center(organization.management_account_id, region, pressed_at)
        center.active_at = pressed_at + timedelta(seconds=climate.center_creating_seconds)
        center.failure = climate.center_failure
        center.permission_sets_enabled = climate.center_permission_sets
        organization.services["sso.amazonaws.com"] = pressed_at


def _possible_since(world: World, organization: Organization) -> datetime:
    """Since when somebody could press it: there is an organization, and the rehearsal has begun."""
    return max(organization.created_at, world.begun_at or organization.created_at)


def _instance(center: Center, call: Call) -> Answer:
    status = center.status(call.now)
    why = {"StatusReason": center.failure} if status == "CREATE_FAILED" else {}
    return {
        "InstanceArn": center.instance_arn,
        "IdentityStoreId": center.identity_store_id,
        "OwnerAccountId": center.owner_id,
        "CreatedDate": center.enabled_at,
        "Status": status,
        **why,
    }


@answers("sso-admin", "DescribeInstance")
def describe_instance(call: Call) -> Answer:
    """API: sso-admin.DescribeInstance."""
    center = center_of(call)
    return _instance(center, call) | {"PermissionSetsEnabled": center.permission_sets_enabled}


@answers("sso-admin", "UpdateInstance", writes=True)
def update_instance(call: Call) -> Answer:
    """API: sso-admin.UpdateInstance: permission sets can be switched on, and never off again."""
    center, wanted = center_of(call), call.parameters.get("PermissionSetsEnabled")
    if wanted is False:
        raise Refusal("ValidationException", "PermissionSetsEnabled can only be set to true.")
    center.permission_sets_enabled = center.permission_sets_enabled or wanted is True
    return {}


@answers("sso-admin", "ListPermissionSets")
def list_permission_sets(call: Call) -> Answer:
    """API: sso-admin.ListPermissionSets: ARNs, no names."""
    return call.page("PermissionSets", list(permission_sets_of(call).permission_sets), str)


@answers("sso-admin", "DescribePermissionSet")
def describe_permission_set(call: Call) -> Answer:
    """API: sso-admin.DescribePermissionSet."""
    return {"PermissionSet": _permission_set(permission_set_called(call, permission_sets_of(call)))}


def _permission_set(one: CenterPermissionSet) -> Answer:
    told = {"Description": one.description, "RelayState": one.relay_state}
    return {
        "Name": one.name,
        "PermissionSetArn": one.arn,
        "CreatedDate": one.created_at,
        "SessionDuration": one.session_duration,
        **{key: value for key, value in told.items() if value},
    }


@answers("sso-admin", "CreatePermissionSet", writes=True)
def create_permission_set(call: Call) -> Answer:
    """API: sso-admin.CreatePermissionSet. Names are unique in the instance; a session lasts 1 to 12 hours."""
    center, name = permission_sets_of(call), call.parameters["Name"]
    if any(each.name == name for each in center.permission_sets.values()):
        raise Refusal("ConflictException", f"PermissionSet with name {name} already exists.")
    arn = f"arn:aws:sso:::permissionSet/{center.instance_id}/ps-{call.world.hexadecimal(16)}"
    one = CenterPermissionSet(name, arn, call.now, session_duration=_duration(call))
    one.description = call.parameters.get("Description", "")
    one.relay_state = call.parameters.get("RelayState", "")
    one.tags = {each["Key"]: each["Value"] for each in call.parameters.get("Tags", ())}
    center.permission_sets[arn] = one
    return {"PermissionSet": _permission_set(one)}


def _duration(call: Call) -> str:
    duration: str = call.parameters.get("SessionDuration", "PT1H")
    if not DURATION.fullmatch(duration):
        raise Refusal("ValidationException", "The session duration must be between 1 and 12 hours.")
    return duration


@answers("sso-admin", "UpdatePermissionSet", writes=True)
def update_permission_set(call: Call) -> Answer:
    """API: sso-admin.UpdatePermissionSet. A relay state that is left out is cleared."""
    one = permission_set_called(call, permission_sets_of(call))
    one.description = call.parameters.get("Description", one.description)
    one.session_duration = _duration(call) if "SessionDuration" in call.parameters else one.session_duration
    one.relay_state = call.parameters.get("RelayState", "")
    one.version += 1
    return {}


@answers("sso-admin", "ListManagedPoliciesInPermissionSet")
def list_managed_policies_in_permission_set(call: Call) -> Answer:
    """API: sso-admin.ListManagedPoliciesInPermissionSet."""
    policies = permission_set_called(call, permission_sets_of(call)).policies
    return call.page("AttachedManagedPolicies", policies, lambda arn: {"Name": arn.rpartition("/")[2], "Arn": arn})


@answers("sso-admin", "AttachManagedPolicyToPermissionSet", writes=True)
def attach_managed_policy_to_permission_set(call: Call) -> Answer:
    """API: sso-admin.AttachManagedPolicyToPermissionSet. Twice is a conflict."""
    one, arn = permission_set_called(call, permission_sets_of(call)), call.parameters["ManagedPolicyArn"]
    if not MANAGED.fullmatch(arn):
        raise Refusal("ResourceNotFoundException", f"Policy {arn} does not exist.")
    if arn in one.policies:
        raise Refusal("ConflictException", f"Policy {arn} is already attached.")
    if len(one.policies) >= MOST_POLICIES:
        raise Refusal("ServiceQuotaExceededException", f"A permission set takes {MOST_POLICIES} policies.")
    one.policies.append(arn)
    one.version += 1
    return {}


@answers("sso-admin", "ListCustomerManagedPolicyReferencesInPermissionSet")
def list_customer_managed_policy_references_in_permission_set(call: Call) -> Answer:
    """API: sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet. There are none in the simulated AWS."""
    permission_set_called(call, permission_sets_of(call))
    return {"CustomerManagedPolicyReferences": []}


@answers("sso-admin", "GetInlinePolicyForPermissionSet")
def get_inline_policy_for_permission_set(call: Call) -> Answer:
    """API: sso-admin.GetInlinePolicyForPermissionSet."""
    policy = permission_set_called(call, permission_sets_of(call)).inline_policy
    return {"InlinePolicy": policy} if policy else {}


@answers("sso-admin", "PutInlinePolicyToPermissionSet", writes=True)
def put_inline_policy_to_permission_set(call: Call) -> Answer:
    """API: sso-admin.PutInlinePolicyToPermissionSet: the only one; a second takes its place."""
    one, document = permission_set_called(call, permission_sets_of(call)), call.parameters["InlinePolicy"]
    try:
        content = json.loads(document)
    except ValueError as error:
        raise Refusal("ValidationException", "The policy is not valid JSON.") from error
    if not isinstance(content, dict) or "Statement" not in content:
        raise Refusal("ValidationException", "The policy has no statement.")
    if len(json.dumps(content, separators=(",", ":"))) > MOST_INLINE:
        raise Refusal("ServiceQuotaExceededException", f"An inline policy takes {MOST_INLINE} bytes.")
    one.inline_policy = document
    one.version += 1
    return {}


@answers("sso-admin", "GetPermissionsBoundaryForPermissionSet")
def get_permissions_boundary_for_permission_set(call: Call) -> Answer:
    """API: sso-admin.GetPermissionsBoundaryForPermissionSet. There is none in the simulated AWS."""
    permission_set_called(call, permission_sets_of(call))
    raise Refusal("ResourceNotFoundException", "The permission set has no permissions boundary.")


@answers("sso-admin", "ListTagsForResource")
def list_tags_for_resource(call: Call) -> Answer:
    """API: sso-admin.ListTagsForResource, of a permission set."""
    one = permission_sets_of(call).permission_sets.get(call.parameters["ResourceArn"])
    if one is None:
        raise Refusal("ResourceNotFoundException", "Resource not found.")
    return call.page("Tags", list(one.tags.items()), lambda tag: {"Key": tag[0], "Value": tag[1]})


@answers("sso-admin", "ListAccountsForProvisionedPermissionSet")
def list_accounts_for_provisioned_permission_set(call: Call) -> Answer:
    """API: sso-admin.ListAccountsForProvisionedPermissionSet, of the accounts with the latest version or an earlier."""
    one, wanted = permission_set_called(call, permission_sets_of(call)), call.parameters.get("ProvisioningStatus", "")
    latest = {"LATEST_PERMISSION_SET_PROVISIONED": True, "LATEST_PERMISSION_SET_NOT_PROVISIONED": False}.get(wanted)
    accounts = [each for each, version in one.provisioned.items() if latest in (None, version == one.version)]
    return call.page("AccountIds", accounts, str)
