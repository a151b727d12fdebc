"""IAM's groups and the policies in them, as the simulated AWS answers for them."""

from __future__ import annotations

from urllib.parse import quote

from wizard.simulated.iam import page
from wizard.simulated.iam_users import somebody_has_deleted_it, user_named
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.policy_documents import parsed
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import Group
from wizard.simulated.sts import unique_id
from wizard.simulated.world import PARTITION

MOST_INLINE_CHARACTERS = 5120
"""Of all inline policies of a group (IAM: reference_iam-quotas)."""


@answers("iam", "ListGroups")
def list_groups(call: Call) -> Answer:
    """API: iam.ListGroups."""
    prefix = call.parameters.get("PathPrefix", "/")
    groups = [group for group in call.account.groups.values() if group.path.startswith(prefix)]
    return page(call, "Groups", [_group(call, group) for group in groups])


@answers("iam", "GetUser")
def get_user(call: Call) -> Answer:
    """API: iam.GetUser: of the users that the account has, that are signed in, or that are in a group."""
    own = call.caller.principal.partition("user/")[2]
    wanted = str(call.parameters.get("UserName", own)).lower()
    signed_in = {key.arn.partition(":user/")[2] for key in call.world.access_keys.values()}
    in_groups = {name for group in call.account.groups.values() for name in group.users}
    known = sorted({*call.account.users, *in_groups, *signed_in, own} - {""})
    found = next((name for name in known if name.rpartition("/")[2].lower() == wanted), None)
    if found is None or somebody_has_deleted_it(call, found):
        raise Refusal("NoSuchEntity", f"The user with name {wanted} cannot be found.")
    return {"User": _user(call, found)}


@answers("iam", "GetGroup")
def get_group(call: Call) -> Answer:
    """API: iam.GetGroup: the group and who is in it."""
    group = _group_called(call)
    return {"Group": _group(call, group)} | page(call, "Users", [_user(call, name) for name in group.users])


@answers("iam", "PutGroupPolicy", writes=True)
def put_group_policy(call: Call) -> Answer:
    """API: iam.PutGroupPolicy: adds or replaces an inline policy."""
    group, name, document = _group_called(call), call.parameters["PolicyName"], call.parameters["PolicyDocument"]
    parsed(document)
    others = sum(len(text) for key, text in group.inline_policies.items() if key != name)
    if others + len(document) > MOST_INLINE_CHARACTERS:
        message = f"Maximum policy size of {MOST_INLINE_CHARACTERS} bytes exceeded for group {group.group_name}"
        raise Refusal("LimitExceeded", message)
    group.inline_policies[name] = document
    return {}


@answers("iam", "GetGroupPolicy")
def get_group_policy(call: Call) -> Answer:
    """API: iam.GetGroupPolicy. The document is URL-encoded, as AWS sends it."""
    group, name = _group_called(call), _policy_name(call)
    return {"GroupName": group.group_name, "PolicyName": name, "PolicyDocument": quote(group.inline_policies[name])}


@answers("iam", "ListGroupPolicies")
def list_group_policies(call: Call) -> Answer:
    """API: iam.ListGroupPolicies: the names of the inline ones."""
    return page(call, "PolicyNames", sorted(_group_called(call).inline_policies))


@answers("iam", "DeleteGroupPolicy", writes=True)
def delete_group_policy(call: Call) -> Answer:
    """API: iam.DeleteGroupPolicy."""
    del _group_called(call).inline_policies[_policy_name(call)]
    return {}


@answers("iam", "ListGroupsForUser")
def list_groups_for_user(call: Call) -> Answer:
    """API: iam.ListGroupsForUser."""
    name = user_named(call)
    return page(call, "Groups", [_group(call, each) for each in call.account.groups.values() if name in each.users])


def _group(call: Call, group: Group) -> Answer:
    return {
        "Path": group.path,
        "GroupName": group.group_name,
        "GroupId": group.group_id,
        "Arn": f"arn:{PARTITION}:iam::{call.caller.account_id}:group{group.path}{group.group_name}",
        "CreateDate": group.created_at,
    }


def _user(call: Call, user_name: str) -> Answer:
    arn = f"arn:{PARTITION}:iam::{call.caller.account_id}:user/{user_name}"
    path, _, name = user_name.rpartition("/")
    return {
        "Path": f"/{path}/" if path else "/",
        "UserName": name,
        "UserId": unique_id("AIDA", arn),
        "Arn": arn,
        "CreateDate": call.account.created_at,
    }


def _group_called(call: Call) -> Group:
    name = call.parameters["GroupName"]
    group = call.account.groups.get(name.lower())
    if group is None:
        raise Refusal("NoSuchEntity", f"The group with name {name} cannot be found.")
    return group


def _policy_name(call: Call) -> str:
    name = str(call.parameters["PolicyName"])
    if name not in _group_called(call).inline_policies:
        raise Refusal("NoSuchEntity", f"The group policy with name {name} cannot be found.")
    return name
