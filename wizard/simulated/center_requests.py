"""What Identity Center does minutes after it was asked: gives and takes access, and brings roles up to date."""

from __future__ import annotations

from datetime import datetime

from wizard.simulated.identity_center import (
    PREFIX,
    Center,
    CenterPermissionSet,
    CenterRequest,
    role_path,
    trust_in_portal,
)
from wizard.simulated.world import UPPER, Role, World


def carry_out_requests(world: World, now: datetime) -> bool:
    """End every request that is due, in order of time. Says whether there was any."""
    due = [
        (request.ready_at, center, request)
        for center in world.centers
        for request in center.requests.values()
        if not request.settled and request.ready_at <= now
    ]
    for _, center, request in sorted(due, key=lambda each: each[0]):
        request.settled = True
        if not request.failure_reason:
            _carry_out(world, center, request)
    return bool(due)


def _carry_out(world: World, center: Center, request: CenterRequest) -> None:
    one = center.permission_sets.get(request.permission_set_arn)
    if one is None:
        request.failure_reason = "The permission set no longer exists."
    elif request.kind == "create":
        if request.assignment not in center.assignments:
            center.assignments.append(request.assignment)
        if request.target_id not in one.provisioned:
            put_role(world, center, one, request.target_id, request.ready_at)
    elif request.kind == "delete":
        if request.assignment in center.assignments:
            center.assignments.remove(request.assignment)
        if not any(each[:2] == request.assignment[:2] for each in center.assignments):
            _drop_role(world, one, request.target_id)
    else:
        for account_id in list(one.provisioned):
            put_role(world, center, one, account_id, request.ready_at)


def put_role(world: World, center: Center, one: CenterPermissionSet, account_id: str, moment: datetime) -> None:
    """The role in the account is as the permission set is now."""
    account = world.accounts[account_id]
    if account_id not in one.role_names:
        one.role_names[account_id] = f"{PREFIX}{one.name}_{world.hexadecimal(16)}"
    role_name = one.role_names[account_id]
    role = account.roles.get(role_name.lower())
    if role is None:
        role = Role(role_name, "AROA" + world.new_id(UPPER, 17), trust_in_portal(account_id), moment)
        role.path, role.max_session_seconds = role_path(center.region), 12 * 3600
        account.roles[role_name.lower()] = role
    role.attached_policies = {arn.rpartition("/")[2]: arn for arn in one.policies}
    role.inline_policies = {"AwsSSOInlinePolicy": one.inline_policy} if one.inline_policy else {}
    one.provisioned[account_id] = one.version


def _drop_role(world: World, one: CenterPermissionSet, account_id: str) -> None:
    one.provisioned.pop(account_id, None)
    world.accounts[account_id].roles.pop(one.role_names.pop(account_id, "").lower(), None)
