"""The smallest IAM policy that a setup can be carried out with, to hand to an administrator.

Each change and each setting says what it needs; what the rest of a reading needs is said here. Organizations has hardly
an action that could be narrowed before the organization exists; IAM's are narrowed to the setup's own roles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from state.changes.access_roles import AccessRoleChange
from state.changes.accounts import CreateAccount
from state.changes.base import SERVICE_LINKED_ROLE, Change
from state.changes.handshakes import CancelHandshake
from state.changes.identity_center import CenterChange
from state.changes.organization import EnableAWSServiceAccess
from state.changes.policies import PolicyChange
from state.changes.roles import RoleChange
from state.changes.root_users import AS_ROOT, DELETE_ROOT_CREDENTIALS
from state.changes.settings import STEP_IN, SettingChange
from state.changes.trails import CreateTrail
from state.changes.units import UpdateOrganizationalUnit
from state.observed import Identity, Observed
from state.observed.partitions import partition_of
from state.observed.seen import Absent
from state.setup import Setup, management_role_name
from wizard.claims.roles import group_permission
from wizard.claims.settings import TAGS
from wizard.guardrails import READS, TO_LOOK_AT_POLICIES
from wizard.guardrails.root_credentials import AUDIT_ROOT_CREDENTIALS
from wizard.plan import make_plan
from wizard.plan.claims import claims_of

ABOUT_A_ROLE = (RoleChange, AccessRoleChange)
ABOUT_A_GUARDRAIL = (SettingChange, PolicyChange, EnableAWSServiceAccess)

TO_LOOK = (
    "freetier:GetAccountPlanState",
    "iam:GetAccountSummary",
    "iam:ListAccountAliases",
    "iam:ListRoles",
    "organizations:DescribeCreateAccountStatus",
    "organizations:DescribeOrganization",
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListAccounts",
    "organizations:ListAccountsForParent",
    "organizations:ListCreateAccountStatus",
    "organizations:ListHandshakesForAccount",
    "organizations:ListHandshakesForOrganization",
    "organizations:ListOrganizationalUnitsForParent",
    "organizations:ListRoots",
    "servicequotas:ListServiceQuotas",
)
"""sts:GetCallerIdentity needs no permission."""

TO_LOOK_AT_GUARDRAILS = (
    *(action for reads in (*READS, TAGS, group_permission("")) for action in reads.needs),
    *TO_LOOK_AT_POLICIES,
)
ROOT_TASKS = (AUDIT_ROOT_CREDENTIALS, DELETE_ROOT_CREDENTIALS)
"""AWS's policies for the sessions as a root user (IAM user guide, id_root-user-privileged-task)."""

TO_LOOK_AT_PEOPLE = (
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
    "sso:ListPermissionSets",
    "sso:ListTagsForResource",
)
LISTS = frozenset({"iam:ListPolicies", "iam:ListRoles"})
"""Actions that cannot be narrowed to anything."""
TO_STEP_IN = (STEP_IN,)
TO_LOOK_INTO_ROLES = ("iam:GetRolePolicy", "iam:ListRolePolicies")
MOST_CHARACTERS = 6144
"""Of a managed policy, whitespace aside (IAM user guide, reference_iam-quotas)."""

_NOBODY = "000000000000"


def policy_for(setup: Setup) -> dict[str, Any]:
    """The smallest policy for everything that `setup` asks of an account in no organization. Needs no AWS."""
    partition = partition_of(setup.home_region)
    return smallest_policy(possible_changes(setup), partition, setup.management_account_id or "*")


def possible_changes(setup: Setup) -> tuple[Change, ...]:
    """Every change that the setup could need, from the making of the organization on."""
    account_id = setup.management_account_id or _NOBODY
    identity = Identity(account_id, f"arn:{partition_of(setup.home_region)}:iam::{account_id}:user/somebody")
    claims = claims_of(setup)
    plan = make_plan(claims, Observed(identity=identity, identity_center=Absent()))
    planned = (change for change, _ in (*plan.changes, *plan.later))
    withdrawn = (CancelHandshake(each.account) for each in setup.invitations if each.withdrawn)
    renamed = (UpdateOrganizationalUnit(path, path) for path in setup.organizational_unit_ids)
    beyond_the_first = (change for claim in claims for change in claim.may_need)
    return (*planned, *withdrawn, *renamed, *beyond_the_first)


def smallest_policy(changes: Iterable[Change], partition: str = "aws", account_id: str = "*") -> dict[str, Any]:
    """An IAM policy that allows `changes`, and the readings that come with them, and nothing else."""
    changes = tuple(changes)
    names = sorted({change.role_name for change in changes if isinstance(change, ABOUT_A_ROLE)})
    people = tuple(_about_people(changes, account_id, partition))
    policy = _policy(changes, partition, [f"arn:{partition}:iam::{account_id}:role/{name}" for name in names], people)
    if len(minified(policy)) <= MOST_CHARACTERS:
        return policy
    return _policy(changes, partition, [f"arn:{partition}:iam::{account_id}:role/*{management_role_name('')}"], people)


def minified(policy: dict[str, Any]) -> str:
    """The policy without any whitespace, as its size is counted."""
    return json.dumps(policy, separators=(",", ":"))


def _policy(
    changes: tuple[Change, ...], partition: str, roles: list[str], people: tuple[dict[str, Any], ...]
) -> dict[str, Any]:
    needed = {change: change.needed_actions for change in changes}
    on_roles = {each for change in changes if isinstance(change, ABOUT_A_ROLE) for each in needed[change]}
    apart = {SERVICE_LINKED_ROLE, STEP_IN, AS_ROOT} | on_roles
    elsewhere = (change for change in changes if not isinstance(change, CenterChange))
    everywhere = {action for change in elsewhere for action in needed[change]} - apart
    guarding = TO_LOOK_AT_GUARDRAILS if any(isinstance(change, ABOUT_A_GUARDRAIL) for change in changes) else ()
    entered = [f"arn:{partition}:iam::*:role/{name}" for name in sorted(_roles_entered(changes))]
    statements = [
        _allow("Look", (*TO_LOOK, *guarding), "*"),
        _allow("ChangeTheOrganization", everywhere, "*"),
        _allow("LookIntoItsRoles", TO_LOOK_INTO_ROLES if on_roles else (), roles),
        _allow("MakeItsRoles", on_roles, roles),
        *people,
        _allow("StepIntoNewAccounts", TO_STEP_IN if entered else (), entered),
        *_with_conditions(changes, {action for actions in needed.values() for action in actions}, partition),
    ]
    return {"Version": "2012-10-17", "Statement": [each for each in statements if each["Action"]]}


def _about_people(changes: tuple[Change, ...], account_id: str, partition: str) -> Iterator[dict[str, Any]]:
    """No id is known before somebody has enabled Identity Center, so its own things cannot be named yet. In the
    management account it makes its roles with the caller's rights."""
    called = {each for change in changes if isinstance(change, CenterChange) for each in change.needed_actions}
    if not called:
        return
    sso, store, iam = (f"arn:{partition}:{service}::" for service in ("sso", "identitystore", "iam"))
    giving = [f"{sso}:{kind}/*" for kind in ("account", "instance", "permissionSet")]
    directory = [
        f"{store}{account_id}:identitystore/*",
        *(f"{store}:{kind}/*" for kind in ("group", "membership", "user")),
    ]
    reserved = [f"{iam}{account_id}:role/aws-reserved/sso.amazonaws.com/*", f"{iam}{account_id}:saml-provider/AWSSSO_*"]
    roles = {each for each in called if each.startswith("iam:")}
    yield _allow("LookAtPeople", (*TO_LOOK_AT_PEOPLE, *(roles & LISTS)), "*")
    yield _allow("GiveAccess", (each for each in called if each.startswith("sso:")), giving)
    yield _allow("MakePeople", (each for each in called if each.startswith("identitystore:")), directory)
    yield _allow("LetIdentityCenterMakeRoles", roles - LISTS, reserved)


def _roles_entered(changes: tuple[Change, ...]) -> set[str]:
    """Names of the organization access roles that something is done through."""
    made = {each.organization_access_role for each in changes if isinstance(each, CreateAccount)}
    return made | {each.place.role_name for each in changes if isinstance(each, SettingChange) and each.place.role_name}


def _with_conditions(changes: tuple[Change, ...], actions: set[str], partition: str) -> Iterator[dict[str, Any]]:
    """Powers that are given for one purpose only."""
    if AS_ROOT in actions:
        tasks = [f"arn:{partition}:iam::aws:policy/root-task/{task}" for task in ROOT_TASKS]
        as_root = _allow("DoRootTasks", (AS_ROOT,), f"arn:{partition}:iam::*:root")
        yield {**as_root, "Condition": {"StringEquals": {"sts:TaskPolicyArn": tasks}}}
    if SERVICE_LINKED_ROLE in actions:
        yield _own_role("LetOrganizationsMakeItsOwnRole", "organizations.amazonaws.com", partition)
    if any(isinstance(change, CreateTrail) for change in changes):
        yield _own_role("LetCloudTrailMakeItsOwnRole", "cloudtrail.amazonaws.com", partition)


def _own_role(sid: str, service: str, partition: str) -> dict[str, Any]:
    resource = f"arn:{partition}:iam::*:role/aws-service-role/{service}/*"
    only_its_own = _allow(sid, {SERVICE_LINKED_ROLE}, resource)
    return {**only_its_own, "Condition": {"StringEquals": {"iam:AWSServiceName": service}}}


def _allow(sid: str, actions: Iterable[str], resource: str | list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": sorted(set(actions)), "Resource": resource}
