"""Policies and their attachments, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.organizations_documents import require_document
from wizard.simulated.passing_time import FULL_ACCESS, SERVICE_CONTROL_POLICY
from wizard.simulated.refusals import Refusal, constraint, invalid_input
from wizard.simulated.tree import organization_arn, tagged
from wizard.simulated.world import LOWER, PARTITION, Organization, Policy

MOST_POLICIES = {SERVICE_CONTROL_POLICY: 10000, "RESOURCE_CONTROL_POLICY": 2000}
MOST_POLICIES_OF_OTHERS = 1000
MOST_ATTACHMENTS = {"RESOURCE_CONTROL_POLICY": 5, "CHATBOT_POLICY": 5, "AISERVICES_OPT_OUT_POLICY": 5}
MOST_ATTACHMENTS_OF_OTHERS = 10
"""All four: UG orgs_reference_limits."""


@answers("organizations", "CreatePolicy", writes=True)
def create_policy(call: Call) -> Answer:
    """API: organizations.CreatePolicy. Names are unique within a type, and white space counts against the size."""
    organization, policy_type = call.with_all_features(), call.parameters["Type"]
    _require_unique(organization, policy_type, call.parameters["Name"])
    require_document(policy_type, call.parameters["Content"])
    own = sum(each.policy_type == policy_type and not each.aws_managed for each in organization.policies.values())
    if own >= MOST_POLICIES.get(policy_type, MOST_POLICIES_OF_OTHERS):
        raise constraint("POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of policies of this type.")
    policy = Policy(
        "p-" + call.world.new_id(LOWER, 10),
        call.parameters["Name"],
        policy_type,
        call.parameters["Description"],
        call.parameters["Content"],
        tags=tagged(call.parameters.get("Tags", ())),
    )
    organization.policies[policy.policy_id] = policy
    return {"Policy": _policy(organization, policy)}


@answers("organizations", "UpdatePolicy", writes=True)
def update_policy(call: Call) -> Answer:
    """API: organizations.UpdatePolicy."""
    organization = call.with_all_features()
    policy = _own_policy(call, organization)
    name = call.parameters.get("Name", policy.policy_name)
    if name != policy.policy_name:
        _require_unique(organization, policy.policy_type, name)
    content = call.parameters.get("Content", policy.content)
    require_document(policy.policy_type, content)
    policy.policy_name, policy.content = name, content
    policy.description = call.parameters.get("Description", policy.description)
    return {"Policy": _policy(organization, policy)}


@answers("organizations", "DeletePolicy", writes=True)
def delete_policy(call: Call) -> Answer:
    """API: organizations.DeletePolicy, once it is attached to nothing."""
    organization = call.with_all_features()
    policy = _own_policy(call, organization)
    if any(policy_id == policy.policy_id for policy_id, _ in organization.attachments):
        raise Refusal("PolicyInUseException", "The policy is attached to one or more entities.")
    del organization.policies[policy.policy_id]
    return {}


@answers("organizations", "DescribePolicy")
def describe_policy(call: Call) -> Answer:
    """API: organizations.DescribePolicy."""
    organization = call.managed()
    return {"Policy": _policy(organization, _policy_called(call, organization))}


@answers("organizations", "ListPolicies")
def list_policies(call: Call) -> Answer:
    """API: organizations.ListPolicies, of one type."""
    organization, policy_type = call.managed(), call.parameters["Filter"]
    policies = [policy for policy in organization.policies.values() if policy.policy_type == policy_type]
    return call.page("Policies", policies, lambda policy: _summary(organization, policy))


@answers("organizations", "ListPoliciesForTarget")
def list_policies_for_target(call: Call) -> Answer:
    """API: organizations.ListPoliciesForTarget: those attached directly."""
    organization, policy_type = call.managed(), call.parameters["Filter"]
    target = _target(call, organization, call.parameters["TargetId"])["TargetId"]
    attached = [organization.policies[policy_id] for policy_id, where in organization.attachments if where == target]
    policies = [policy for policy in attached if policy.policy_type == policy_type]
    return call.page("Policies", policies, lambda policy: _summary(organization, policy))


@answers("organizations", "ListTargetsForPolicy")
def list_targets_for_policy(call: Call) -> Answer:
    """API: organizations.ListTargetsForPolicy."""
    organization = call.managed()
    policy = _policy_called(call, organization)
    targets = [target for policy_id, target in organization.attachments if policy_id == policy.policy_id]
    return call.page("Targets", targets, lambda target: _target(call, organization, target))


@answers("organizations", "AttachPolicy", writes=True)
def attach_policy(call: Call) -> Answer:
    """API: organizations.AttachPolicy."""
    organization = call.with_all_features()
    policy = _policy_called(call, organization)
    target = _target(call, organization, call.parameters["TargetId"])["TargetId"]
    enabled_at = organization.policy_types.get(policy.policy_type)
    if enabled_at is None:
        raise Refusal("PolicyTypeNotEnabledException", "The specified policy type isn't currently enabled.")
    if enabled_at > call.now:
        raise Refusal("PolicyChangesInProgressException", "Changes to the effective policy are in progress.")
    if (policy.policy_id, target) in organization.attachments:
        raise Refusal("DuplicatePolicyAttachmentException", "The policy is already attached to the specified target.")
    most = MOST_ATTACHMENTS.get(policy.policy_type, MOST_ATTACHMENTS_OF_OTHERS)
    if policy.policy_type == SERVICE_CONTROL_POLICY:
        most = call.world.climate.policies_per_target or most
    if _attached(organization, policy.policy_type, target) >= most:
        raise constraint("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "Too many policies of that type are attached.")
    organization.attachments.append((policy.policy_id, target))
    return {}


@answers("organizations", "DetachPolicy", writes=True)
def detach_policy(call: Call) -> Answer:
    """API: organizations.DetachPolicy. The last service control policy of a target stays."""
    organization = call.with_all_features()
    policy = _policy_called(call, organization)
    attachment = (policy.policy_id, _target(call, organization, call.parameters["TargetId"])["TargetId"])
    if policy.policy_id == FULL_ACCESS["RESOURCE_CONTROL_POLICY"]:
        raise invalid_input("NON_DETACHABLE_POLICY", "You can't detach this AWS managed policy.")
    if attachment not in organization.attachments:
        raise Refusal("PolicyNotAttachedException", "The policy isn't attached to the specified target.")
    if policy.policy_type == SERVICE_CONTROL_POLICY and _attached(organization, policy.policy_type, attachment[1]) == 1:
        raise constraint("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "At least one policy must stay attached.")
    organization.attachments.remove(attachment)
    return {}


def _attached(organization: Organization, policy_type: str, target: str) -> int:
    return sum(
        where == target and organization.policies[policy_id].policy_type == policy_type
        for policy_id, where in organization.attachments
    )


def _policy(organization: Organization, policy: Policy) -> Answer:
    return {"PolicySummary": _summary(organization, policy), "Content": policy.content}


def _summary(organization: Organization, policy: Policy) -> Answer:
    kind = policy.policy_type.lower()
    if policy.aws_managed:
        arn = f"arn:{PARTITION}:organizations::aws:policy/{kind}/{policy.policy_id}"
    else:
        arn = organization_arn(organization, "policy", f"{kind}/{policy.policy_id}")
    return {
        "Id": policy.policy_id,
        "Arn": arn,
        "Name": policy.policy_name,
        "Description": policy.description,
        "Type": policy.policy_type,
        "AwsManaged": policy.aws_managed,
    }


def _target(call: Call, organization: Organization, target: str) -> Answer:
    """API: organizations.PolicyTargetSummary of a root, unit or account; TargetNotFoundException."""
    account, unit = call.world.accounts.get(target), organization.units.get(target)
    if target == organization.root_id:
        kind, arn_kind, name = "ROOT", "root", "Root"
    elif unit is not None:
        kind, arn_kind, name = "ORGANIZATIONAL_UNIT", "ou", unit.unit_name
    elif account is not None and account.organization_id == organization.organization_id:
        kind, arn_kind, name = "ACCOUNT", "account", account.account_name
    else:
        raise Refusal("TargetNotFoundException", "We can't find a root, OU, or account with that TargetId.")
    return {"TargetId": target, "Arn": organization_arn(organization, arn_kind, target), "Name": name, "Type": kind}


def _policy_called(call: Call, organization: Organization) -> Policy:
    policy = organization.policies.get(call.parameters["PolicyId"])
    if policy is None:
        raise Refusal("PolicyNotFoundException", "We can't find a policy with the PolicyId that you specified.")
    return policy


def _own_policy(call: Call, organization: Organization) -> Policy:
    policy = _policy_called(call, organization)
    if policy.aws_managed:
        raise invalid_input("IMMUTABLE_POLICY", "You specified a policy that is managed by AWS and can't be modified.")
    return policy


def _require_unique(organization: Organization, policy_type: str, name: str) -> None:
    if any(each.policy_name == name and each.policy_type == policy_type for each in organization.policies.values()):
        raise Refusal("DuplicatePolicyException", "A policy with the same name already exists.")
