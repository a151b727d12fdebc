"""What declarative policies make of an account's attributes of EC2 and S3, in the simulated AWS."""

from __future__ import annotations

import json
from typing import Any

from state.observed import S3_POLICY
from wizard.simulated.operation import Call

DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2"


def declared_attribute(call: Call, attribute: str) -> dict[str, Any]:
    """The values that policies above the account assign to one of its attributes; empty for none. What is nearer to the
    account overrides what is above (UG: orgs_manage_policies_inheritance_mgmt). The management account is taken as not
    bound, which is the side that promises less."""
    values: dict[str, Any] = {}
    for attributes in _declared(call, DECLARATIVE_POLICY_EC2, "ec2_attributes"):
        values |= {name: value["@@assign"] for name, value in attributes.get(attribute, {}).items()}
    return values


def declared_public_access(call: Call) -> str:
    """all, none, or nothing: what policies above the account say of blocking public access to S3."""
    declared = _declared(call, S3_POLICY, "s3_attributes")
    return next((each["public_access_block_configuration"]["@@assign"] for each in reversed(declared)), "")


def _declared(call: Call, policy_type: str, key: str) -> list[dict[str, Any]]:
    """The attributes of each such policy above the account, the nearest last."""
    organization = call.world.organizations.get(call.account.organization_id)
    owned = organization is not None and organization.management_account_id == call.account.account_id
    if organization is None or owned or policy_type not in organization.policy_types:
        return []
    policies = (
        organization.policies[policy_id]
        for target in (*organization.ancestors(call.account.parent_id), call.account.account_id)
        for policy_id, where in organization.attachments
        if where == target
    )
    return [json.loads(policy.content)[key] for policy in policies if policy.policy_type == policy_type]
