"""IAM, each account its own, as the simulated AWS answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.passing_time import service_linked_role
from wizard.simulated.policy_documents import parsed, require_principals
from wizard.simulated.refusals import Refusal
from wizard.simulated.tree import tagged
from wizard.simulated.world import PARTITION, UPPER, Account, Role

MOST_TRUST_CHARACTERS = 2048
MOST_INLINE_CHARACTERS = 10240
MOST_MANAGED_POLICIES = 10
"""All three: IAM reference_iam-quotas."""


@answers("iam", "CreateRole", writes=True)
def create_role(call: Call) -> Answer:
    """API: iam.CreateRole. Names are unique without regard to case; a trust policy's principals must exist."""
    name, trust = call.parameters["RoleName"], call.parameters["AssumeRolePolicyDocument"]
    if name.lower() in call.account.roles:
        raise Refusal("EntityAlreadyExists", f"Role with name {name} already exists.")
    _require_trust_policy(call, trust)
    role = Role(name, "AROA" + call.world.new_id(UPPER, 17), trust, call.now)
    role.description = call.parameters.get("Description", "")
    role.path = call.parameters.get("Path", "/")
    role.max_session_seconds = call.parameters.get("MaxSessionDuration", 3600)
    role.tags = tagged(call.parameters.get("Tags", ()))
    call.account.roles[name.lower()] = role
    return {"Role": _role(call.account, role)}


@answers("iam", "GetRole")
def get_role(call: Call) -> Answer:
    """API: iam.GetRole, which alone tells when the role was last used."""
    role = _role_called(call)
    used = {"LastUsedDate": role.last_used_at, "Region": call.region} if role.last_used_at else {}
    return {"Role": _role(call.account, role) | {"RoleLastUsed": used}}


@answers("iam", "ListRoles")
def list_roles(call: Call) -> Answer:
    """API: iam.ListRoles."""
    prefix = call.parameters.get("PathPrefix", "/")
    roles = [
        role for role in call.account.roles.values() if role.path.startswith(prefix) and call.shows(role.created_at)
    ]
    return page(call, "Roles", [_role(call.account, role) for role in roles])


@answers("iam", "GetAccountAuthorizationDetails")
def get_account_authorization_details(call: Call) -> Answer:
    """API: iam.GetAccountAuthorizationDetails, of roles."""
    if call.parameters.get("Filter") != ["Role"]:
        raise Refusal("InvalidInput", "The simulated AWS tells this of roles only.")
    roles = [role for role in call.account.roles.values() if call.shows(role.created_at)]
    return page(call, "RoleDetailList", [_detail(call.account, role) for role in roles])


@answers("iam", "DeleteRole", writes=True)
def delete_role(call: Call) -> Answer:
    """API: iam.DeleteRole, once no policy is in it."""
    role = _own_role(call)
    if role.inline_policies or role.attached_policies:
        raise Refusal("DeleteConflict", "Cannot delete entity, must delete policies first.")
    del call.account.roles[role.role_name.lower()]
    return {}


@answers("iam", "UpdateRole", writes=True)
def update_role(call: Call) -> Answer:
    """API: iam.UpdateRole: its description and the longest session, in seconds. What is not mentioned stays."""
    role = _own_role(call)
    role.description = call.parameters.get("Description", role.description)
    role.max_session_seconds = call.parameters.get("MaxSessionDuration", role.max_session_seconds)
    return {}


@answers("iam", "UpdateAssumeRolePolicy", writes=True)
def update_assume_role_policy(call: Call) -> Answer:
    """API: iam.UpdateAssumeRolePolicy."""
    role, trust = _own_role(call), call.parameters["PolicyDocument"]
    _require_trust_policy(call, trust)
    role.trust_policy = trust
    return {}


@answers("iam", "PutRolePolicy", writes=True)
def put_role_policy(call: Call) -> Answer:
    """API: iam.PutRolePolicy: adds or replaces an inline policy."""
    role, name, document = _own_role(call), call.parameters["PolicyName"], call.parameters["PolicyDocument"]
    parsed(document)
    others = sum(len(text) for key, text in role.inline_policies.items() if key != name)
    if others + len(document) > MOST_INLINE_CHARACTERS:
        raise Refusal("LimitExceeded", f"Maximum policy size of {MOST_INLINE_CHARACTERS} bytes exceeded for the role.")
    role.inline_policies[name] = document
    return {}


@answers("iam", "GetRolePolicy")
def get_role_policy(call: Call) -> Answer:
    """API: iam.GetRolePolicy."""
    role, name = _role_called(call), call.parameters["PolicyName"]
    if name not in role.inline_policies:
        raise Refusal("NoSuchEntity", f"The role policy with name {name} cannot be found.")
    return {"RoleName": role.role_name, "PolicyName": name, "PolicyDocument": quote(role.inline_policies[name])}


@answers("iam", "ListRolePolicies")
def list_role_policies(call: Call) -> Answer:
    """API: iam.ListRolePolicies: the names of the inline ones."""
    return page(call, "PolicyNames", sorted(_role_called(call).inline_policies))


@answers("iam", "DeleteRolePolicy", writes=True)
def delete_role_policy(call: Call) -> Answer:
    """API: iam.DeleteRolePolicy."""
    role, name = _own_role(call), call.parameters["PolicyName"]
    if name not in role.inline_policies:
        raise Refusal("NoSuchEntity", f"The role policy with name {name} cannot be found.")
    del role.inline_policies[name]
    return {}


@answers("iam", "AttachRolePolicy", writes=True)
def attach_role_policy(call: Call) -> Answer:
    """API: iam.AttachRolePolicy, of AWS's own policies."""
    role, arn = _own_role(call), call.parameters["PolicyArn"]
    if not arn.startswith(f"arn:{PARTITION}:iam::aws:policy/"):
        raise Refusal("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.")
    if len(role.attached_policies) >= MOST_MANAGED_POLICIES:
        raise Refusal("LimitExceeded", f"Cannot exceed quota for PoliciesPerRole: {MOST_MANAGED_POLICIES}")
    role.attached_policies[arn.rpartition("/")[2]] = arn
    return {}


@answers("iam", "DetachRolePolicy", writes=True)
def detach_role_policy(call: Call) -> Answer:
    """API: iam.DetachRolePolicy."""
    role, arn = _own_role(call), call.parameters["PolicyArn"]
    if role.attached_policies.pop(arn.rpartition("/")[2], None) is None:
        raise Refusal("NoSuchEntity", f"Policy {arn} was not found.")
    return {}


@answers("iam", "ListAttachedRolePolicies")
def list_attached_role_policies(call: Call) -> Answer:
    """API: iam.ListAttachedRolePolicies."""
    attached = sorted(_role_called(call).attached_policies.items())
    return page(call, "AttachedPolicies", [{"PolicyName": name, "PolicyArn": arn} for name, arn in attached])


@answers("iam", "CreateServiceLinkedRole", writes=True)
def create_service_linked_role(call: Call) -> Answer:
    """API: iam.CreateServiceLinkedRole. Repeating it answers InvalidInput, not EntityAlreadyExists."""
    before = len(call.account.roles)
    role = service_linked_role(call.world, call.account, call.parameters["AWSServiceName"], call.now)
    if len(call.account.roles) == before:
        raise Refusal(
            "InvalidInput",
            f"Service role name {role.role_name} has been taken in this account, please try a different suffix.",
        )
    return {"Role": _role(call.account, role)}


@answers("iam", "ListAccountAliases")
def list_account_aliases(call: Call) -> Answer:
    """API: iam.ListAccountAliases: at most one."""
    return page(call, "AccountAliases", [call.account.account_alias] if call.account.account_alias else [])


@answers("iam", "GetAccountSummary")
def get_account_summary(call: Call) -> Answer:
    """API: iam.GetAccountSummary, of the caller's own account."""
    summary = {
        "AccountMFAEnabled": int(call.account.root_mfa),
        "AccountAccessKeysPresent": int(call.account.root_access_keys),
        "AccountPasswordPresent": int(call.account.root_password),
        "AccountSigningCertificatesPresent": int(call.account.root_certificates),
        "Groups": len(call.account.groups),
        "Roles": len(call.account.roles),
        "Users": len(call.account.users),
    }
    return {"SummaryMap": summary}


def page(call: Call, key: str, items: Sequence[Any]) -> Answer:
    """One page: IAM says `IsTruncated` and `Marker`, where others say `NextToken`."""
    start = int(call.parameters.get("Marker", "0"))
    end = start + call.parameters.get("MaxItems", 100)
    answer: Answer = {key: list(items[start:end]), "IsTruncated": end < len(items)}
    return answer | ({"Marker": str(end)} if end < len(items) else {})


def _role(account: Account, role: Role) -> Answer:
    """API: iam.Role. The trust policy is URL-encoded, as AWS sends it."""
    answer: Answer = {
        "Path": role.path,
        "RoleName": role.role_name,
        "RoleId": role.role_id,
        "Arn": f"arn:{PARTITION}:iam::{account.account_id}:role{role.path}{role.role_name}",
        "CreateDate": role.created_at,
        "AssumeRolePolicyDocument": quote(role.trust_policy),
        "MaxSessionDuration": role.max_session_seconds,
    }
    if role.description:
        answer["Description"] = role.description
    if role.tags:
        answer["Tags"] = [{"Key": key, "Value": value} for key, value in role.tags.items()]
    return answer


def _detail(account: Account, role: Role) -> Answer:
    """API: iam.RoleDetail, which does not tell how long a session may last."""
    told = ("Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument", "Tags")
    attached = sorted(role.attached_policies.items())
    return {
        **{key: value for key, value in _role(account, role).items() if key in told},
        "RolePolicyList": [
            {"PolicyName": name, "PolicyDocument": quote(text)} for name, text in sorted(role.inline_policies.items())
        ],
        "AttachedManagedPolicies": [{"PolicyName": name, "PolicyArn": arn} for name, arn in attached],
    }


def _role_called(call: Call) -> Role:
    name = call.parameters["RoleName"]
    role = call.account.roles.get(name.lower())
    if role is None:
        raise Refusal("NoSuchEntity", f"The role with name {name} cannot be found.")
    return role


def _own_role(call: Call) -> Role:
    role = _role_called(call)
    if role.path.startswith(("/aws-service-role/", "/aws-reserved/")):
        raise Refusal("UnmodifiableEntity", "Cannot perform the operation on the protected role.")
    return role


def _require_trust_policy(call: Call, document: str) -> None:
    if len(document) > MOST_TRUST_CHARACTERS:
        raise Refusal("LimitExceeded", f"Cannot exceed quota for ACLSizePerRole: {MOST_TRUST_CHARACTERS}")
    require_principals(call.world, document)
