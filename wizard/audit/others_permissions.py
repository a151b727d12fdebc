"""What others need than who applies a setup: the owner of an invited account, and those who use the roles later."""

from __future__ import annotations

import json
from typing import Any

from state.changes.access_roles import CreateOrganizationAccessRole, administrator_access
from state.changes.base import SERVICE_LINKED_ROLE
from state.setup import Purpose, Setup, is_account_id, management_role_name
from state.setup.guardrails import Item
from state.setup.partitions import partition_of
from wizard.audit.permissions import allow
from wizard.audit.reading_permissions import TO_ANSWER
from wizard.guardrails.trails import TRAILS
from wizard.policies.policy_text import document_of, listed
from wizard.policies.trusts import permission_for_callers

TO_ACCEPT = (
    "organizations:AcceptHandshake",
    "organizations:DescribeOrganization",
    "organizations:ListHandshakesForAccount",
)
"""Of the invited account itself (user guide, orgs_reference_iam-permissions)."""
TO_LOOK_AT_ITS_ROLE = ("iam:GetAccountAuthorizationDetails", "iam:ListAccountAliases", "iam:ListRoles")
ORGANIZATIONS = "organizations.amazonaws.com"


def policy_for_accepting(setup: Setup) -> dict[str, Any]:
    """The smallest policy for somebody in an invited account who answers the invitation and makes the access role."""
    partition = partition_of(setup.home_region)
    invited = [each.account for each in setup.invitations if not each.withdrawn]
    known = sorted(account for account in invited if is_account_id(account))
    ids = known if len(known) == len(invited) and known else ["*"]
    roles = listed(f"arn:{partition}:iam::{each}:role/{setup.organization_access_role}" for each in ids)
    trails = TRAILS.needs if setup.applies(Item.AUDIT_TRAIL) else ()
    own_role = f"arn:{partition}:iam::*:role/aws-service-role/{ORGANIZATIONS}/*"
    return document_of(
        allow(TO_ANSWER, [*TO_ACCEPT, *TO_LOOK_AT_ITS_ROLE, *trails], "*"),
        {
            **allow("LetOrganizationsMakeItsOwnRole", [SERVICE_LINKED_ROLE], own_role),
            "Condition": {"StringEquals": {"iam:AWSServiceName": ORGANIZATIONS}},
        },
        allow("MakeTheAccessRole", CreateOrganizationAccessRole.needs, roles),
        {
            **allow("MakeItAnAdministrator", ["iam:AttachRolePolicy"], roles),
            "Condition": {"ArnEquals": {"iam:PolicyARN": administrator_access(partition)}},
        },
    )


def policies_for_callers(setup: Setup) -> dict[str, Any]:
    """What those need whom the setup lets into the accounts, beside the trust of the roles: one statement for all
    accounts, and another for the data bunker where it has callers of its own."""
    partition, owner = partition_of(setup.home_region), setup.management_account_id or "*"
    members = [(each.account_name, each.purpose) for each in setup.accounts]
    members += [(each.account, each.purpose) for each in setup.invitations if not each.withdrawn]
    apart = not setup.access.data_bunker.nobody_named
    names: dict[str, list[str]] = {}
    for title, purpose in members:
        sid = "AssumeTheDataBunkersRole" if apart and purpose is Purpose.DATA_BUNKER else "AssumeManagementRoles"
        names.setdefault(sid, []).append(management_role_name(title))
    statements = [
        {**json.loads(permission_for_callers(partition, owner, roles))["Statement"][0], "Sid": sid}
        for sid, roles in names.items()
    ]
    return document_of(*statements)
