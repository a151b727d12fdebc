"""Service control policies at work: what they deny is refused, to whoever acts inside of a member account.

They bind neither the management account nor service-linked roles (UG: orgs_manage_policies_scps). What the evaluator
cannot tell is let through.
"""

from __future__ import annotations

import json
from typing import Any

from wizard.policies.conditions import Value
from wizard.policies.evaluator import Request, decide
from wizard.simulated.operation import Caller
from wizard.simulated.passing_time import SERVICE_CONTROL_POLICY
from wizard.simulated.policy_documents import role_arn_of
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import Organization, World

GLOBAL = frozenset({"iam", "organizations", "account", "budgets", "freetier"})
"""Services whose requests carry the Region us-east-1 wherever they come from."""
_PREFIXES = {"s3control": "s3", "service-quotas": "servicequotas", "sso-oidc": "sso-oauth", "sso-admin": "sso"}
"""Services whose actions begin otherwise in IAM than boto3 calls them."""
_ACTIONS = {
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
}
"""Operations that need an action of another name (service authorization reference, Amazon S3)."""


def insist_on_control_policies(
    world: World, caller: Caller, operation: tuple[str, str], parameters: dict[str, Any], region: str
) -> None:
    """Raises Refusal when a service control policy denies what the caller wants. `operation` is (service, name)."""
    account = world.accounts.get(caller.account_id)
    organization = world.organizations.get(account.organization_id) if account else None
    if account is None or organization is None or organization.management_account_id == caller.account_id:
        return
    if SERVICE_CONTROL_POLICY not in organization.policy_types or operation == ("sts", "GetCallerIdentity"):
        return
    targets = [*organization.ancestors(account.parent_id), account.account_id]
    action = _action(*operation)
    resource = f"arn:aws:s3:::{parameters['Bucket']}" if "Bucket" in parameters else "*"
    context: dict[str, Value] = {
        "aws:RequestedRegion": "us-east-1" if operation[0] in GLOBAL else region,
        "aws:AssumedRoot": "true" if caller.task else None,
        "aws:MultiFactorAuthPresent": "true" if caller.with_mfa else None,
    }
    principal = caller.arn if caller.principal == "root" else role_arn_of(caller)
    levels = [_documents(organization, each) for each in targets]
    decision = decide(levels, Request(action, resource, principal, context))
    if decision.allowed is False:
        raise Refusal(
            "AccessDeniedException",
            f"User: {caller.arn} is not authorized to perform: {action} with an explicit deny in a service control "
            "policy",
        )


def _action(service: str, name: str) -> str:
    if service == "s3control":
        return f"s3:{name.replace('PublicAccessBlock', 'AccountPublicAccessBlock')}"
    action = f"{_PREFIXES.get(service, service)}:{name}"
    return _ACTIONS.get(action, action)


def _documents(organization: Organization, target_id: str) -> list[dict[str, Any]]:
    """The policies that are attached to one root, unit or account; Full access is everywhere unless detached."""
    attached = {policy_id for policy_id, target in organization.attachments if target == target_id}
    policies = (each for each in organization.policies.values() if each.policy_type == SERVICE_CONTROL_POLICY)
    return [json.loads(policy.content) for policy in policies if policy.policy_id in attached]
