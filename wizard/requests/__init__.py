"""The call to AWS that each change is: what the gateway sends, and what the review shows before it is sent.

Pure. Changes refer by name; the ids come from a reading. An id that AWS has not given yet is a placeholder such as
`<id of Workloads>`, which simply shows through; the gateway refuses to send one.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from state.changes import (
    AcceptHandshake,
    AttachAdministratorAccess,
    CancelHandshake,
    Change,
    CreateAccount,
    CreateOrganization,
    CreateOrganizationAccessRole,
    CreateOrganizationalUnit,
    CreateRole,
    EnableAllFeatures,
    EnablePolicyType,
    FinalizeAllFeatures,
    InviteAccountToOrganization,
    MoveAccount,
    PutRolePolicy,
    UpdateAssumeRolePolicy,
    UpdateRole,
    permission_to_assume,
)
from state.observed import FeatureSet, Observed
from state.observed.all_features import AllFeatures
from state.observed.settings import Place
from state.setup import ROOT, is_account_id, parent_path, unit_name

INVITATION_NOTES = (
    "This invites your AWS account into our organization. Once you accept, our organization pays its bill and our "
    "policies apply to it. Please accept only if you know who is asking."
)
"""Goes into the mail that AWS sends to the invited account's owner; at most 1,024 characters
(API: organizations.InviteAccountToOrganization)."""

_COMMANDS = {"s3": "s3api"}
"""Services that the command line interface calls otherwise than boto3."""
_PLACEHOLDER = re.compile(r"<[^<>]+>")
_FREE_TEXT = frozenset(
    {"AccountName", "Description", "Email", "EmailAddress", "Name", "Notes", "PhoneNumber", "Tags", "Title"}
)
"""Parameters that people fill, so that `<` means nothing in them."""


@dataclass(frozen=True)
class Request:
    """One call to AWS, in AWS's own words."""

    service: str
    """boto3's name of the service: `organizations`, `iam`."""
    operation: str
    """The operation as the API reference has it: `CreateAccount`."""
    parameters: dict[str, Any]
    """As the API reference has them. JSON documents are text."""
    place: Place | None = None
    """The account and Region it is sent in; None for the account that is signed in to, in any Region."""
    account_id: str = ""
    """The id of the account that `place` names."""
    root_task: str = ""
    """AWS's policy for a privileged session of that account's root user; empty for the organization access role
    (IAM user guide, id_root-user-privileged-task)."""


def request_for(change: Change, observed: Observed) -> Request:
    """The one call that makes `change`, with ids from `observed`. Raises KeyError for an unknown kind of change."""
    from wizard.requests.guardrails import GUARDRAIL_REQUESTS

    return (_REQUESTS.get(type(change)) or GUARDRAIL_REQUESTS[type(change)])(change, observed)


def placeholders(request: Request) -> tuple[str, ...]:
    """Ids that AWS has yet to give, in the order they appear. With any, the request cannot be sent."""
    texts = [request.account_id]
    texts += [value for key, value in request.parameters.items() if key not in _FREE_TEXT]
    return tuple(found for text in _texts(list(texts)) for found in _PLACEHOLDER.findall(text))


def as_aws_command(request: Request) -> str:
    """The same call as a line for a POSIX shell with the AWS command line interface."""
    words = ["aws", _COMMANDS.get(request.service, request.service), kebab_case(request.operation)]
    for name, value in request.parameters.items():
        text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        option = f"--{kebab_case(name)}"
        words += [f"{option}={text}"] if text.startswith("-") else [option, text]
    if request.place is not None:
        words += ["--region", request.place.region]
    return shlex.join(words)


def kebab_case(name: str) -> str:
    """An operation's or a parameter's name on the command line: `IamUserAccessToBilling`, `iam-user-access-to-billing`.

    The AWS command line interface derives its names in this way (botocore.xform_name).
    """
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1-\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", words).lower()


def _create_organization(_change: CreateOrganization, _observed: Observed) -> Request:
    return Request("organizations", "CreateOrganization", {"FeatureSet": FeatureSet.ALL.value})


def _enable_policy_type(change: EnablePolicyType, observed: Observed) -> Request:
    parameters = {"RootId": parent_id(ROOT, observed), "PolicyType": change.policy_type}
    return Request("organizations", "EnablePolicyType", parameters)


def _create_organizational_unit(change: CreateOrganizationalUnit, observed: Observed) -> Request:
    parameters = {"ParentId": parent_id(parent_path(change.path), observed), "Name": unit_name(change.path)}
    return Request("organizations", "CreateOrganizationalUnit", parameters)


def _create_account(change: CreateAccount, _observed: Observed) -> Request:
    parameters: dict[str, Any] = {
        "Email": change.email,
        "AccountName": change.account_name,
        "RoleName": change.organization_access_role,
        "IamUserAccessToBilling": "ALLOW",
    }
    if change.tags:
        parameters["Tags"] = [{"Key": key, "Value": value} for key, value in change.tags]
    return Request("organizations", "CreateAccount", parameters)


def _invite_account(change: InviteAccountToOrganization, _observed: Observed) -> Request:
    kind = "ACCOUNT" if is_account_id(change.account) else "EMAIL"
    parameters = {"Target": {"Id": change.account, "Type": kind}, "Notes": INVITATION_NOTES}
    return Request("organizations", "InviteAccountToOrganization", parameters)


def _cancel_handshake(change: CancelHandshake, observed: Observed) -> Request:
    pending = observed.pending_invitation(change.account)
    handshake_id = pending.handshake_id if pending else f"<invitation of {change.account}>"
    return Request("organizations", "CancelHandshake", {"HandshakeId": handshake_id})


def _accept_handshake(change: AcceptHandshake, observed: Observed) -> Request:
    received = observed.invitation_from(change.management_account_id)
    handshake_id = received.handshake_id if received else f"<invitation of {change.account_id}>"
    return Request("organizations", "AcceptHandshake", {"HandshakeId": handshake_id})


def _create_organization_access_role(change: CreateOrganizationAccessRole, _observed: Observed) -> Request:
    parameters = {"RoleName": change.role_name, "AssumeRolePolicyDocument": change.trust_policy}
    return Request("iam", "CreateRole", parameters)


def _attach_administrator_access(change: AttachAdministratorAccess, _observed: Observed) -> Request:
    return Request("iam", "AttachRolePolicy", {"RoleName": change.role_name, "PolicyArn": change.policy_arn})


def _enable_all_features(_change: EnableAllFeatures, _observed: Observed) -> Request:
    return Request("organizations", "EnableAllFeatures", {})


def _finalize_all_features(_change: FinalizeAllFeatures, observed: Observed) -> Request:
    final = AllFeatures.of(observed).final
    handshake_id = final.handshake_id if final else "<id of the request for all features>"
    return Request("organizations", "AcceptHandshake", {"HandshakeId": handshake_id})


def _move_account(change: MoveAccount, observed: Observed) -> Request:
    account = observed.account_called(change.account)
    parameters = {
        "AccountId": account.account_id if account else f"<id of {change.account}>",
        "SourceParentId": parent_id(account.unit_path, observed) if account else "<id of its present parent>",
        "DestinationParentId": parent_id(change.path, observed),
    }
    return Request("organizations", "MoveAccount", parameters)


def _create_role(change: CreateRole, _observed: Observed) -> Request:
    parameters = {
        "RoleName": change.role_name,
        "AssumeRolePolicyDocument": change.trust_policy,
        "Description": change.description,
        "MaxSessionDuration": change.session_seconds,
    }
    return Request("iam", "CreateRole", parameters)


def _update_assume_role_policy(change: UpdateAssumeRolePolicy, _observed: Observed) -> Request:
    parameters = {"RoleName": change.role_name, "PolicyDocument": change.trust_policy}
    return Request("iam", "UpdateAssumeRolePolicy", parameters)


def _update_role(change: UpdateRole, _observed: Observed) -> Request:
    parameters = {
        "RoleName": change.role_name,
        "Description": change.description,
        "MaxSessionDuration": change.session_seconds,
    }
    return Request("iam", "UpdateRole", parameters)


def _put_role_policy(change: PutRolePolicy, observed: Observed) -> Request:
    document = change.document(observed)
    if observed.account_called(change.account) is None:
        partition = observed.identity.partition if observed.identity else "aws"
        document = permission_to_assume(partition, f"<id of {change.account}>", change.assumed_role)
    parameters = {"RoleName": change.role_name, "PolicyName": change.policy_name, "PolicyDocument": document}
    return Request("iam", "PutRolePolicy", parameters)


def parent_id(path: str, observed: Observed) -> str:
    """The id of a unit or of the root, or its stand-in."""
    return observed.parent_id(path) or (f"<id of the {path.lower()}>" if path == ROOT else f"<id of {path}>")


def _texts(value: Any) -> Iterator[str]:
    """Every text inside JSON-like data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)


_REQUESTS: dict[type[Change], Callable[[Any, Observed], Request]] = {
    CreateOrganization: _create_organization,
    EnablePolicyType: _enable_policy_type,
    CreateOrganizationalUnit: _create_organizational_unit,
    CreateAccount: _create_account,
    InviteAccountToOrganization: _invite_account,
    CancelHandshake: _cancel_handshake,
    AcceptHandshake: _accept_handshake,
    CreateOrganizationAccessRole: _create_organization_access_role,
    AttachAdministratorAccess: _attach_administrator_access,
    EnableAllFeatures: _enable_all_features,
    FinalizeAllFeatures: _finalize_all_features,
    MoveAccount: _move_account,
    CreateRole: _create_role,
    UpdateAssumeRolePolicy: _update_assume_role_policy,
    UpdateRole: _update_role,
    PutRolePolicy: _put_role_policy,
}
