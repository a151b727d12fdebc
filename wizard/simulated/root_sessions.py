"""Short sessions as a member account's root user, for one task each, as the simulated AWS grants them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wizard.simulated.credentials import session_of
from wizard.simulated.operation import Answer, Call, Caller, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import PARTITION, Account

IAM = "iam.amazonaws.com"
CREDENTIALS_MANAGEMENT, SESSIONS = "RootCredentialsManagement", "RootSessions"
"""API: iam.ListOrganizationsFeatures."""
LONGEST_SESSION = 900
"""Seconds (API: sts.AssumeRoot)."""
_READING = (
    "iam:GetAccountSummary",
    "iam:GetLoginProfile",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "iam:ListSigningCertificates",
)
TASKS: dict[str, frozenset[str]] = {
    "IAMAuditRootUserCredentials": frozenset(_READING),
    "IAMCreateRootUserPassword": frozenset({"iam:CreateLoginProfile", "iam:GetLoginProfile"}),
    "IAMDeleteRootUserCredentials": frozenset(
        {
            *_READING,
            "iam:DeactivateMFADevice",
            "iam:DeleteAccessKey",
            "iam:DeleteLoginProfile",
            "iam:DeleteSigningCertificate",
        }
    ),
    "S3UnlockBucketPolicy": frozenset(
        {"s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:ListBuckets", "s3:PutBucketPolicy"}
    ),
    "SQSUnlockQueuePolicy": frozenset(),
}
"""What each task policy allows, by the names of operations (IAM: security-iam-awsmanpol)."""


def task_allows(task: str, service: str, operation: str, parameters: dict[str, Any]) -> bool:
    """Whether a root session may make this call. It may ask who it is, and touches nobody's credentials but root's."""
    if (service, operation) == ("sts", "GetCallerIdentity"):
        return True
    return f"{service}:{operation}" in TASKS[task] and "UserName" not in parameters


@answers("sts", "AssumeRoot")
def assume_root(call: Call) -> Answer:
    """API: sts.AssumeRoot: by a user or role of the management account, at a Regional endpoint, once it is enabled."""
    if call.caller.principal == "root":
        raise _denied(call, "Root users may not assume root.")
    if call.region in ("", "aws-global"):
        raise _denied(call, "AssumeRoot is answered by Regional endpoints only.")
    account = _member(call)
    caller = Caller(f"arn:{PARTITION}:iam::{account.account_id}:root", task=_task(call))
    seconds = call.parameters.get("DurationSeconds", LONGEST_SESSION)
    return {"Credentials": session_of(caller, call.now + timedelta(seconds=seconds))}


def _member(call: Call) -> Account:
    """The account the caller may be root in, for a while."""
    target = call.parameters["TargetPrincipal"]
    account = call.world.accounts.get(target.split(":")[4] if target.count(":") == 5 else target)
    organization = call.world.organizations.get(call.account.organization_id)
    if organization is None or organization.management_account_id != call.caller.account_id:
        raise _denied(call, "The caller is not in the management account.")
    if account is None or account.organization_id != organization.organization_id or account.state != "ACTIVE":
        raise _denied(call, "The target is not an active member account.")
    if account.account_id == organization.management_account_id:
        raise _denied(call, "The management account's root user cannot be assumed.")
    if account.usable_at is not None and call.now < account.usable_at:
        raise _denied(call, "The target is not ready.")
    if not call.trusted(organization, IAM) or not _enabled(organization.root_features, _task(call)):
        raise _denied(call, "Centralized root access is not enabled.")
    return account


def _enabled(features: list[str], task: str) -> bool:
    """Credentials are managed under one feature, and policies unlocked under the other
    (IAM: id_root-enable-root-access)."""
    return (CREDENTIALS_MANAGEMENT if task.startswith("IAM") else SESSIONS) in features


def _task(call: Call) -> str:
    policy = call.parameters["TaskPolicyArn"].get("arn", "")
    prefix = f"arn:{PARTITION}:iam::aws:policy/root-task/"
    if not policy.startswith(prefix) or policy.removeprefix(prefix) not in TASKS:
        raise Refusal("ValidationError", f"{policy} is not a task policy.")
    return str(policy.removeprefix(prefix))


def _denied(call: Call, why: str) -> Refusal:
    target = call.parameters["TargetPrincipal"]
    return Refusal(
        "AccessDenied",
        f"User: {call.caller.arn} is not authorized to perform: sts:AssumeRoot on resource: {target}. {why}",
    )
