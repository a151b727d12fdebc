"""The organization, its root and its trusted services, as the simulated AWS answers for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.passing_time import FULL_ACCESS, SERVICE_CONTROL_POLICY, join
from wizard.simulated.refusals import Refusal, constraint, invalid_input
from wizard.simulated.tree import organization_arn, tagged
from wizard.simulated.world import LOWER, Account, Organization, Policy, World

ALLOWS_EVERYTHING = "Allows access to every operation"
FULL_ACCESS_DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
FULL_ACCESS_RESOURCE_DOCUMENT = FULL_ACCESS_DOCUMENT.replace('"Action"', '"Principal":"*","Action"')
SERVICES = frozenset(
    {
        "access-analyzer",
        "account",
        "auditmanager",
        "backup",
        "cloudtrail",
        "compute-optimizer",
        "config",
        "config-multiaccountsetup",
        "controltower",
        "cost-optimization-hub.bcm",
        "detective",
        "fms",
        "guardduty",
        "health",
        "iam",
        "inspector2",
        "ipam",
        "license-manager",
        "macie",
        "malware-protection.guardduty",
        "member.org.stacksets.cloudformation",
        "notifications",
        "ram",
        "resource-explorer-2",
        "securityhub",
        "securitylake",
        "servicecatalog",
        "servicequotas",
        "ssm",
        "sso",
        "storage-lens.s3",
        "tagpolicies.tag",
    }
)
"""Principals that can have trusted access, without `.amazonaws.com` (UG: orgs_integrate_services_list)."""


@answers("organizations", "CreateOrganization", writes=True)
def create_organization(call: Call) -> Answer:
    """API: organizations.CreateOrganization. No policy type is enabled by it; a Free plan ends with it."""
    if call.account.organization_id:
        raise Refusal("AlreadyInOrganizationException", "The AWS account is already a member of an organization.")
    organization = new_organization(call.world, call.account, call.parameters.get("FeatureSet", "ALL"), call.now)
    return {"Organization": _organization(call, organization)}


def new_organization(world: World, management_account: Account, feature_set: str, now: datetime) -> Organization:
    """An organization with nobody but its management account in it, whose `JoinedMethod` is INVITED
    (API: organizations.CreateOrganization)."""
    organization = Organization(
        "o-" + world.new_id(LOWER, 10),
        "r-" + world.new_id(LOWER, 4),
        management_account.account_id,
        feature_set,
        now,
        now + timedelta(seconds=world.climate.finalizing_seconds),
    )
    for policy_type, policy_id in FULL_ACCESS.items():
        name = policy_id.removeprefix("p-")
        content = FULL_ACCESS_DOCUMENT if policy_type == SERVICE_CONTROL_POLICY else FULL_ACCESS_RESOURCE_DOCUMENT
        organization.policies[policy_id] = Policy(policy_id, name, policy_type, ALLOWS_EVERYTHING, content, True)
    world.organizations[organization.organization_id] = organization
    join(world, management_account, organization.organization_id, "INVITED", now)
    return organization


@answers("organizations", "DescribeOrganization")
def describe_organization(call: Call) -> Answer:
    """API: organizations.DescribeOrganization, which every account of the organization may call."""
    return {"Organization": _organization(call, call.organization())}


@answers("organizations", "DeleteOrganization", writes=True)
def delete_organization(call: Call) -> Answer:
    """API: organizations.DeleteOrganization, once no member is left."""
    organization = call.managed()
    if len(list(call.world.members(organization.organization_id))) > 1:
        raise Refusal("OrganizationNotEmptyException", "To delete the organization, first remove all member accounts.")
    call.account.organization_id = call.account.parent_id = call.account.joined_method = ""
    for handshake in call.world.open_handshakes(organization.organization_id):
        handshake.state, handshake.finished_at = "CANCELED", call.now
    del call.world.organizations[organization.organization_id]
    return {}


def _organization(call: Call, organization: Organization) -> Answer:
    owner = call.world.accounts[organization.management_account_id]
    return {
        "Id": organization.organization_id,
        "Arn": organization_arn(organization),
        "FeatureSet": organization.feature_set,
        "MasterAccountArn": organization_arn(organization, "account", owner.account_id),
        "MasterAccountId": owner.account_id,
        "MasterAccountEmail": owner.email,
        "AvailablePolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}],
    }


@answers("organizations", "ListRoots")
def list_roots(call: Call) -> Answer:
    """API: organizations.ListRoots. A policy type that is off is simply absent."""
    return call.page("Roots", [call.managed()], lambda organization: _root(call, organization))


def _root(call: Call, organization: Organization) -> Answer:
    return {
        "Id": organization.root_id,
        "Arn": organization_arn(organization, "root", organization.root_id),
        "Name": "Root",
        "PolicyTypes": [
            {"Type": policy_type, "Status": "ENABLED" if enabled_at <= call.now else "PENDING_ENABLE"}
            for policy_type, enabled_at in organization.policy_types.items()
        ],
    }


@answers("organizations", "EnablePolicyType", writes=True)
def enable_policy_type(call: Call) -> Answer:
    """API: organizations.EnablePolicyType; the root shows PENDING_ENABLE for a while."""
    organization, policy_type = _root_called(call), call.parameters["PolicyType"]
    if policy_type in organization.policy_types:
        raise Refusal("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")
    enabled_at = call.now + timedelta(seconds=call.world.climate.policy_type_seconds)
    organization.policy_types[policy_type] = enabled_at
    if policy_type in FULL_ACCESS:
        accounts = (account.account_id for account in call.world.members(organization.organization_id))
        targets = (organization.root_id, *organization.units, *accounts)
        organization.attachments.extend((FULL_ACCESS[policy_type], target) for target in targets)
    return {"Root": _root(call, organization)}


@answers("organizations", "DisablePolicyType", writes=True)
def disable_policy_type(call: Call) -> Answer:
    """API: organizations.DisablePolicyType; every attachment of the type is lost (UG: disable-policy-type)."""
    organization, policy_type = _root_called(call), call.parameters["PolicyType"]
    if policy_type not in organization.policy_types:
        raise Refusal("PolicyTypeNotEnabledException", "The specified policy type isn't enabled.")
    del organization.policy_types[policy_type]
    gone = {policy.policy_id for policy in organization.policies.values() if policy.policy_type == policy_type}
    organization.attachments = [each for each in organization.attachments if each[0] not in gone]
    return {"Root": _root(call, organization)}


def _root_called(call: Call) -> Organization:
    organization = call.with_all_features()
    if call.parameters["RootId"] != organization.root_id:
        raise Refusal("RootNotFoundException", "We can't find a root with the root ID that you specified.")
    return organization


@answers("organizations", "EnableAWSServiceAccess", writes=True)
def enable_aws_service_access(call: Call) -> Answer:
    """API: organizations.EnableAWSServiceAccess. Repeating it changes nothing."""
    organization = call.with_all_features()
    organization.services.setdefault(_service_principal(call), call.now)
    return {}


@answers("organizations", "DisableAWSServiceAccess", writes=True)
def disable_aws_service_access(call: Call) -> Answer:
    """API: organizations.DisableAWSServiceAccess."""
    call.with_all_features().services.pop(_service_principal(call), None)
    return {}


def _service_principal(call: Call) -> str:
    principal = str(call.parameters["ServicePrincipal"])
    if principal.removesuffix(".amazonaws.com") not in SERVICES or not principal.endswith(".amazonaws.com"):
        raise invalid_input("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.")
    return principal


@answers("organizations", "ListAWSServiceAccessForOrganization")
def list_aws_service_access_for_organization(call: Call) -> Answer:
    """API: organizations.ListAWSServiceAccessForOrganization."""
    services = sorted(call.managed().services.items())
    return call.page(
        "EnabledServicePrincipals", services, lambda each: {"ServicePrincipal": each[0], "DateEnabled": each[1]}
    )


@answers("organizations", "TagResource", writes=True)
def tag_resource(call: Call) -> Answer:
    """API: organizations.TagResource, on accounts, units, policies and the root."""
    tags = _tags_of(call)
    changed = {**tags, **tagged(call.parameters["Tags"])}
    if len(changed) > 50:
        raise constraint("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.")
    tags.update(changed)
    return {}


@answers("organizations", "UntagResource", writes=True)
def untag_resource(call: Call) -> Answer:
    """API: organizations.UntagResource."""
    tags = _tags_of(call)
    for key in call.parameters["TagKeys"]:
        tags.pop(key, None)
    return {}


@answers("organizations", "ListTagsForResource")
def list_tags_for_resource(call: Call) -> Answer:
    """API: organizations.ListTagsForResource."""
    return call.page("Tags", sorted(_tags_of(call).items()), lambda tag: {"Key": tag[0], "Value": tag[1]})


def _tags_of(call: Call) -> dict[str, str]:
    organization, wanted = call.managed(), call.parameters["ResourceId"]
    if wanted == organization.root_id:
        return organization.root_tags
    account = call.world.accounts.get(wanted)
    if account is not None and account.organization_id == organization.organization_id:
        return account.tags
    holder = organization.units.get(wanted) or organization.policies.get(wanted)
    if holder is None:
        raise Refusal("TargetNotFoundException", "We can't find a resource with the ID that you specified.")
    return holder.tags
