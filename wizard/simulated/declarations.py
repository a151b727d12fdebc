"""What declarative policies make of an account's EC2 attributes, in the simulated AWS."""

from __future__ import annotations

import json
from typing import Any

from wizard.simulated.operation import Call

DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2"


def declared_attribute(call: Call, attribute: str) -> dict[str, Any]:
    """The values that policies above the account assign to one of its attributes; empty for none. What is nearer to the
    account overrides what is above (UG: orgs_manage_policies_inheritance_mgmt). The management account is taken as not
    bound, which is the side that promises less."""
    organization = call.world.organizations.get(call.account.organization_id)
    owned = organization is not None and organization.management_account_id == call.account.account_id
    if organization is None or owned or DECLARATIVE_POLICY_EC2 not in organization.policy_types:
        return {}
    values: dict[str, Any] = {}
    for target in (*organization.ancestors(call.account.parent_id), call.account.account_id):
        for policy_id, where in organization.attachments:
            policy = organization.policies[policy_id]
            if where == target and policy.policy_type == DECLARATIVE_POLICY_EC2:
                assigned = json.loads(policy.content)["ec2_attributes"].get(attribute, {})
                values |= {name: value["@@assign"] for name, value in assigned.items()}
    return values
