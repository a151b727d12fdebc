"""The smallest IAM policy that a setup can be carried out with, to hand to an administrator.

Each change and each setting says what it needs; what the rest of a reading needs is said here. Organizations has hardly
an action that could be narrowed before the organization exists; IAM's are narrowed to the setup's own roles.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from state.changes.access_roles import AccessRoleChange, UpdateAccessRoleTrust
from state.changes.accounts import CreateAccount
from state.changes.base import SERVICE_LINKED_ROLE, Change
from state.changes.groups import DeleteGroupPolicy, PutGroupPolicy
from state.changes.handshakes import CancelHandshake
from state.changes.identity_center import CenterChange
from state.changes.organization import EnableAWSServiceAccess
from state.changes.policies import PolicyChange
from state.changes.roles import TO_ASSUME, RoleChange
from state.changes.root_users import AS_ROOT, DELETE_ROOT_CREDENTIALS
from state.changes.settings import STEP_IN, SettingChange
from state.changes.trails import CreateTrail
from state.changes.units import UpdateOrganizationalUnit
from state.observed import Identity, Observed
from state.observed.seen import Absent
from state.observed.settings import Setting, as_seen, as_value
from state.setup import Setup, management_role_name
from state.setup.partitions import partition_of
from wizard.audit.people_permissions import WHY_WILDCARDS, statements_about_people
from wizard.claims.access_roles import CALLERS
from wizard.claims.break_glass import TO_LOOK_AT_BREAK_GLASS
from wizard.claims.callers import TO_LOOK_AT_CALLERS, USER
from wizard.claims.identity import TEMPORARY_ADMINISTRATOR
from wizard.claims.roles import group_permission
from wizard.claims.settings import TAGS
from wizard.guardrails import READS, TO_LOOK_AT_POLICIES
from wizard.guardrails.root_credentials import AUDIT_ROOT_CREDENTIALS
from wizard.plan import make_plan
from wizard.plan.claims import callers_that_enter, claims_of
from wizard.plan.people import temporary_administrator
from wizard.policies.conditions import texts

ABOUT_A_ROLE = (RoleChange, AccessRoleChange)
ABOUT_A_GROUP = (PutGroupPolicy, DeleteGroupPolicy)
ABOUT_A_GUARDRAIL = (SettingChange, PolicyChange, EnableAWSServiceAccess)

TO_LOOK = (
    "ec2:DescribeInstances",
    "freetier:GetAccountPlanState",
    "iam:GetAccountAuthorizationDetails",
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
    "s3:ListAllMyBuckets",
    "servicequotas:ListServiceQuotas",
)
"""sts:GetCallerIdentity needs no permission."""

TO_LOOK_AT_GUARDRAILS = (
    *(action for reads in (*READS, TAGS) if reads is not CALLERS for action in reads.needs),
    *TO_LOOK_AT_POLICIES,
)
ROOT_TASKS = (AUDIT_ROOT_CREDENTIALS, DELETE_ROOT_CREDENTIALS)
"""AWS's policies for the sessions as a root user (IAM user guide, id_root-user-privileged-task)."""

FOR_A_TRAIL = ("iam:GetRole",)
"""CloudTrail looks for its own role in the caller's name (CloudTrail user guide,
creating-an-organizational-trail-prepare). What it tells, iam:ListRoles tells too."""
TO_STEP_IN = TO_ASSUME
TO_LOOK_AT_GROUPS = group_permission("").needs
MOST_CHARACTERS = 6144
"""Of a managed policy, whitespace aside (IAM user guide, reference_iam-quotas)."""

ANY_OF_ITS_ROLES = f"*{management_role_name('')}"
"""Where all of their names would be too long."""

NOBODY = "000000000000"


def policy_for(setup: Setup) -> dict[str, Any]:
    """The smallest policy for everything that `setup` asks of an account in no organization. Needs no AWS."""
    partition = partition_of(setup.home_region)
    account_id = setup.management_account_id or "*"
    policy = smallest_policy(possible_changes(setup), partition, account_id)
    looks = looks_at_callers(setup, f"arn:{partition}:iam::{account_id}")
    return {**policy, "Statement": [*policy["Statement"], *looks]}


def looks_at_callers(setup: Setup, account: str) -> Iterator[dict[str, Any]]:
    """Whether those who may enter are there. `account` is how ARNs of IAM in the management account begin."""
    named = [(claim.kind, claim.name) for claim in callers_that_enter(setup)]
    if named:
        actions = {TO_LOOK_AT_CALLERS[kind] for kind, _ in named}
        yield allow("LookAtWhoMayEnter", actions, [f"{account}:{kind}/{name}" for kind, name in named])
    if temporary_administrator(setup):
        beginner = f"{account}:{USER}/{TEMPORARY_ADMINISTRATOR}"
        yield allow("LookWhetherTheBeginnerIsGone", (TO_LOOK_AT_CALLERS[USER],), beginner)
    spare = [f"{account}:{USER}/{name}" for name in setup.access.break_glass]
    if spare:
        yield allow("LookAtBreakGlassUsers", TO_LOOK_AT_BREAK_GLASS, spare)


def possible_changes(setup: Setup) -> tuple[Change, ...]:
    """Every change that the setup could need, from the making of the organization on."""
    withdrawn = (CancelHandshake(each.account) for each in setup.invitations if each.withdrawn)
    renamed = (UpdateOrganizationalUnit(path, path) for path in setup.organizational_unit_ids)
    beyond_the_first = (change for claim in claims_of(setup) for change in claim.may_need)
    return (*planned_changes(setup), *withdrawn, *renamed, *beyond_the_first)


def planned_changes(setup: Setup) -> tuple[Change, ...]:
    """The changes that make all of it where nothing is, not even the accounts that the setup knows by id. Who may enter
    is taken to be there: nothing is planned that trusts nobody."""
    unknown = (replace(each, account_id="", email=setup.email_of(each)) for each in setup.accounts)
    setup = replace(setup, accounts=tuple(unknown))
    account_id = setup.management_account_id or NOBODY
    identity = Identity(account_id, f"arn:{partition_of(setup.home_region)}:iam::{account_id}:user/somebody")
    callers = (Setting(account_id, each.setting, as_seen(as_value(each.name))) for each in callers_that_enter(setup))
    empty = Observed(identity=identity, identity_center=Absent(), settings=tuple(callers))
    plan = make_plan(claims_of(setup), empty)
    return tuple(change for change, _ in (*plan.changes, *plan.later))


def smallest_policy(changes: Iterable[Change], partition: str = "aws", account_id: str = "*") -> dict[str, Any]:
    """An IAM policy that allows `changes`, and the readings that come with them, and nothing else."""
    changes = tuple(changes)
    names = sorted({change.role_name for change in changes if isinstance(change, ABOUT_A_ROLE)})
    account = f"arn:{partition}:iam::{account_id}"
    policy = _policy(changes, account, names)
    return policy if len(minified(policy)) <= MOST_CHARACTERS else _policy(changes, account, [ANY_OF_ITS_ROLES])


def lacking_policy(
    denied: Mapping[Change, str],
    performed: Iterable[Change],
    left: Collection[Change],
    partition: str = "aws",
    account_id: str = "*",
) -> dict[str, Any] | None:
    """What the caller lacks for the rest of a plan, as far as a run tells, as one policy; None where that is nothing.

    AWS tells one missing permission at a time: `denied` has the action for each change that it refused for want of one.
    What the changes that are `left` take beside, and none that was `performed` has shown to be there, is told with it.
    """
    shown = {action for change in performed for action in change.needed_actions}
    lacking = {action for change in left for action in change.needed_actions} - shown | set(denied.values())
    whole = smallest_policy(sorted({*left, *denied}, key=lambda each: each.full_title), partition, account_id)
    narrowed = [{**each, "Action": sorted(set(each["Action"]) & lacking)} for each in whole["Statement"]]
    statements = [each for each in narrowed if each["Action"]]
    return {**whole, "Statement": statements} if denied and statements else None


def minified(policy: dict[str, Any]) -> str:
    """The policy without any whitespace, as its size is counted."""
    return json.dumps(policy, separators=(",", ":"))


def _policy(changes: tuple[Change, ...], account: str, role_names: list[str]) -> dict[str, Any]:
    partition, roles = account.split(":")[1], [f"{account}:role/{name}" for name in role_names]
    needed = {change: change.needed_actions for change in changes}
    on_roles = {each for change in changes if isinstance(change, ABOUT_A_ROLE) for each in needed[change]}
    about_groups = [change for change in changes if isinstance(change, ABOUT_A_GROUP)]
    groups = sorted({change.group for change in about_groups})
    on_groups = {action for each in about_groups for action in (*TO_LOOK_AT_GROUPS, *each.needs)}
    apart = {SERVICE_LINKED_ROLE, STEP_IN, AS_ROOT} | on_roles | on_groups
    elsewhere = (change for change in changes if not isinstance(change, CenterChange))
    everywhere = {action for change in elsewhere for action in needed[change]} - apart
    guarding = TO_LOOK_AT_GUARDRAILS if any(isinstance(change, ABOUT_A_GUARDRAIL) for change in changes) else ()
    entered = [f"arn:{partition}:iam::*:role/{name}" for name in sorted(_roles_entered(changes))]
    statements = [
        allow("Look", (*TO_LOOK, *guarding, *_to_look_before(changes)), "*"),
        allow("ChangeTheOrganization", everywhere, "*"),
        allow("MakeItsRoles", on_roles, roles),
        allow("LetItsGroupsUseThem", on_groups, group_arns(account, groups)),
        *statements_about_people(changes, account),
        allow("StepIntoNewAccounts", TO_STEP_IN if entered else (), entered),
        *_with_conditions(changes, {action for actions in needed.values() for action in actions}, partition),
    ]
    return {"Version": "2012-10-17", "Statement": [each for each in statements if each["Action"]]}


def _to_look_before(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """What is looked at before a trail is made, and before an access role is narrowed: who else uses it."""
    narrowed = any(isinstance(change, UpdateAccessRoleTrust) for change in changes)
    return (*(FOR_A_TRAIL if makes_a_trail(changes) else ()), *(CALLERS.needs if narrowed else ()))


def group_arns(account: str, groups: list[str]) -> list[str]:
    """To write a group's policy is to be an administrator, so no other group is named. Some have a path."""
    return [f"{account}:group/{path}{name}" for name in groups for path in ("", "*/")]


def _roles_entered(changes: tuple[Change, ...]) -> set[str]:
    """Names of the organization access roles that something is done through."""
    made = {each.organization_access_role for each in changes if isinstance(each, CreateAccount)}
    return made | {each.place.role_name for each in changes if isinstance(each, SettingChange) and each.place.role_name}


def _with_conditions(changes: tuple[Change, ...], actions: set[str], partition: str) -> Iterator[dict[str, Any]]:
    """Powers that are given for one purpose only."""
    if AS_ROOT in actions:
        tasks = [f"arn:{partition}:iam::aws:policy/root-task/{task}" for task in ROOT_TASKS]
        as_root = allow("DoRootTasks", (AS_ROOT,), f"arn:{partition}:iam::*:root")
        yield {**as_root, "Condition": {"StringEquals": {"sts:TaskPolicyArn": tasks}}}
    if SERVICE_LINKED_ROLE in actions:
        yield _own_role("LetOrganizationsMakeItsOwnRole", "organizations.amazonaws.com", partition)
    if makes_a_trail(changes):
        yield _own_role("LetCloudTrailMakeItsOwnRole", "cloudtrail.amazonaws.com", partition)


def makes_a_trail(changes: Iterable[Change]) -> bool:
    """Whether CloudTrail is let into the organization."""
    return any(isinstance(change, CreateTrail) for change in changes)


def _own_role(sid: str, service: str, partition: str) -> dict[str, Any]:
    resource = f"arn:{partition}:iam::*:role/aws-service-role/{service}/*"
    only_its_own = allow(sid, {SERVICE_LINKED_ROLE}, resource)
    return {**only_its_own, "Condition": {"StringEquals": {"iam:AWSServiceName": service}}}


def allow(sid: str, actions: Iterable[str], resource: str | list[str]) -> dict[str, Any]:
    """A statement that allows the actions, each once and in order."""
    return {"Sid": sid, "Effect": "Allow", "Action": sorted(set(actions)), "Resource": resource}


OF_THE_MANAGEMENT_ACCOUNT = (
    "MakeItsRoles",
    "LookIntoItsRoles",
    "AssumeManagementRoles",
    "AssumeTheDataBunkersRole",
    "LookAtItsGroups",
    "LookAtWhoMayEnter",
    "LookWhetherTheBeginnerIsGone",
    "LookAtBreakGlassUsers",
)
"""The statements about what is there."""
OF_THE_ACCOUNTS = ("StepIntoNewAccounts", "LookInsideAccounts", "DoRootTasks", "LookAtRootUsers")
"""The statements about ways into the others."""


def why_wildcards(policy: dict[str, Any]) -> tuple[str, ...]:
    """Why some of the policy's ARNs have a wildcard, in whole sentences; an administrator will ask."""
    arns = {arn for each in policy["Statement"] for arn in texts(each["Resource"]) if arn != "*"}
    roles = {each["Sid"]: texts(each["Resource"]) for each in policy["Statement"]}
    told = []
    if any("iam::*:" in arn for sid in OF_THE_MANAGEMENT_ACCOUNT for arn in roles.get(sid, ())):
        told.append(
            "The setup does not know its management account yet, so * stands for the account's id: write it into the "
            "setup as management_account_id, and the policy names it."
        )
    if any("iam::*:" in arn for sid in OF_THE_ACCOUNTS for arn in roles.get(sid, ())):
        told.append(
            "AWS gives accounts their ids when they are made, so * stands for them where the access role is assumed."
        )
    if "LookAtPeople" in roles:
        told.append(WHY_WILDCARDS)
    if any("iam::*:role/" in arn for arn in roles.get("MakeTheAccessRole", ())):
        told.append(
            "Not every account is invited by its id, so * stands for the id of the one that answers; it knows its own."
        )
    if any(":group/*/" in arn for arn in arns):
        told.append("A group may have a path in its ARN, which nobody has told here, so */ stands for it.")
    if any(arn.endswith(f":role/{ANY_OF_ITS_ROLES}") for arn in arns):
        told.append(
            f"All names of roles would make the policy longer than IAM takes, so {ANY_OF_ITS_ROLES} stands for them."
        )
    if any(":role/aws-service-role/" in arn for arn in arns):
        told.append("Roles that AWS services make for themselves are narrowed by a condition to the service.")
    return tuple(told)
