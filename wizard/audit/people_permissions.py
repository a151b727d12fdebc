"""What it takes to look at Identity Center, and to carry out what a setup asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from state.changes.base import Change
from state.changes.identity_center import CenterChange

TO_LOOK_AT_PEOPLE = (
    "cloudtrail:LookupEvents",
    "identitystore:ListGroupMemberships",
    "identitystore:ListGroups",
    "identitystore:ListUsers",
    "sso:DescribeAccountAssignmentCreationStatus",
    "sso:DescribeAccountAssignmentDeletionStatus",
    "sso:DescribeInstance",
    "sso:DescribePermissionSet",
    "sso:DescribePermissionSetProvisioningStatus",
    "sso:GetInlinePolicyForPermissionSet",
    "sso:GetPermissionsBoundaryForPermissionSet",
    "sso:ListAccountAssignmentCreationStatus",
    "sso:ListAccountAssignmentDeletionStatus",
    "sso:ListAccountAssignmentsForPrincipal",
    "sso:ListAccountsForProvisionedPermissionSet",
    "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
    "sso:ListInstances",
    "sso:ListManagedPoliciesInPermissionSet",
    "sso:ListPermissionSetProvisioningStatus",
    "sso:ListPermissionSets",
    "sso:ListTagsForResource",
)
LISTS = frozenset({"iam:ListPolicies", "iam:ListRoles"})
"""Actions that cannot be narrowed to anything."""
WHY_WILDCARDS = (
    "No id of Identity Center is known before somebody has enabled it, so * stands for its instance, permission sets, "
    "people and groups."
)


def statements_about_people(changes: Iterable[Change], account: str) -> Iterator[dict[str, Any]]:
    """The statements for changes of Identity Center; none where there is no such change. `account` is how ARNs of IAM
    in the management account begin. There Identity Center makes its roles with the caller's rights."""
    called = {each for change in changes if isinstance(change, CenterChange) for each in change.needed_actions}
    if not called:
        return
    partition, account_id = account.split(":")[1], account.rpartition(":")[2]
    sso, store = f"arn:{partition}:sso:::", f"arn:{partition}:identitystore::"
    directory = [f"{store}:{kind}/*" for kind in ("group", "membership", "user")]
    directory.append(f"{store}{account_id}:identitystore/*")
    reserved = [f"{account}:role/aws-reserved/sso.amazonaws.com/*", f"{account}:saml-provider/AWSSSO_*"]
    roles = {each for each in called if each.startswith("iam:")}
    statements = (
        ("LookAtPeople", {*TO_LOOK_AT_PEOPLE, *(roles & LISTS)}, ["*"]),
        ("GiveAccess", _of("sso", called), [f"{sso}{kind}/*" for kind in ("account", "instance", "permissionSet")]),
        ("MakePeople", _of("identitystore", called), directory),
        ("LetIdentityCenterMakeRoles", roles - LISTS, reserved),
    )
    for sid, actions, resources in statements:
        resource = resources if len(resources) > 1 else resources[0]
        yield {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": resource}


def _of(service: str, actions: set[str]) -> set[str]:
    return {each for each in actions if each.startswith(f"{service}:")}
