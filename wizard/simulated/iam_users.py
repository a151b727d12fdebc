"""IAM's users, what they have and may do, and whoever makes them in the console, as the simulated AWS answers."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import quote

from wizard.claims.identity import TEMPORARY_ADMINISTRATOR
from wizard.simulated.first_sign_ins import sign_ins_of
from wizard.simulated.iam import page
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.passing_time import trust_in
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import UserDetail
from wizard.simulated.world import PARTITION

USUAL_ROLE = "OrganizationAccountAccessRole"


@answers("iam", "ListUserPolicies")
def list_user_policies(call: Call) -> Answer:
    """API: iam.ListUserPolicies: the names of the inline ones."""
    return page(call, "PolicyNames", sorted(_detail(call).inline_policies))


@answers("iam", "GetUserPolicy")
def get_user_policy(call: Call) -> Answer:
    """API: iam.GetUserPolicy. The document is URL-encoded, as AWS sends it."""
    policies, name = _detail(call).inline_policies, call.parameters["PolicyName"]
    if name not in policies:
        raise Refusal("NoSuchEntity", f"The user policy with name {name} cannot be found.")
    given = {"UserName": call.parameters["UserName"], "PolicyName": name}
    return {**given, "PolicyDocument": quote(policies[name])}


@answers("iam", "ListAttachedUserPolicies")
def list_attached_user_policies(call: Call) -> Answer:
    """API: iam.ListAttachedUserPolicies."""
    attached = [
        {"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in sorted(_detail(call).attached_policies)
    ]
    return page(call, "AttachedPolicies", attached)


def password_of_user(call: Call) -> Answer:
    """API: iam.GetLoginProfile, of a user that is named."""
    name = user_named(call)
    if not _detail(call).password:
        raise Refusal("NoSuchEntity", f"Login Profile for User {name} cannot be found.")
    return {"LoginProfile": {"UserName": call.parameters["UserName"], "CreateDate": call.account.created_at}}


def keys_of_user(call: Call) -> Answer:
    """API: iam.ListAccessKeys, of a user that is named."""
    arn = f"arn:{PARTITION}:iam::{call.account.account_id}:user/{user_named(call)}"
    keys = [
        {
            "UserName": call.parameters["UserName"],
            "AccessKeyId": key_id,
            "Status": "Active",
            "CreateDate": call.account.created_at,
        }
        for key_id, key in call.world.access_keys.items()
        if key.arn == arn
    ]
    return page(call, "AccessKeyMetadata", keys)


def somebody_may_have_made_it(call: Call) -> None:
    """Whoever asks for the MFA devices of a user who is not there waits for a person to make that user, as the message
    says: with a password, a device, no key, and a policy for the access roles that are there."""
    world, account, name = call.world, call.account, str(call.parameters.get("UserName", ""))
    organization, hours = world.organizations.get(account.organization_id), world.climate.break_glass_after_hours
    if not name or name in account.users or organization is None or hours < 0:
        return
    since = max(organization.created_at, world.begun_at or organization.created_at)
    if account.account_id != organization.management_account_id or call.now < since + timedelta(hours=hours):
        return
    members = world.members(account.organization_id)
    usual = trust_in(account.account_id)
    roles = {role.role_name for each in members for role in each.roles.values() if role.trust_policy == usual}
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": [f"arn:{PARTITION}:iam::*:role/{role}" for role in sorted(roles or {USUAL_ROLE})],
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    account.users.append(name)
    account.user_details[name] = UserDetail(password=True, inline_policies={"assume-access-roles": policy})


def somebody_has_deleted_it(call: Call, name: str) -> bool:
    """Whether it is the user for the beginning, whom somebody deletes a while after an administrator signed in."""
    own, hours = call.account.account_id, call.world.climate.beginner_deleted_after_hours
    sign_ins = (
        sign_in.at
        for sign_in in sign_ins_of(call.world, call.now)
        if any(account_id == own for account_id, _ in sign_in.center.given_to(sign_in.user.user_name))
    )
    return name == TEMPORARY_ADMINISTRATOR and any(call.now >= at + timedelta(hours=hours) for at in sign_ins)


def user_named(call: Call) -> str:
    """The user's name, with its path."""
    name = str(call.parameters.get("UserName", ""))
    found = next((each for each in call.account.users if each.rpartition("/")[2].lower() == name.lower()), None)
    if found is None:
        raise Refusal("NoSuchEntity", f"The user with name {name} cannot be found.")
    return found


def _detail(call: Call) -> UserDetail:
    return call.account.user_details.get(user_named(call), UserDetail())
