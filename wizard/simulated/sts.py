"""Who one is and whom one may become, as the simulated AWS answers for it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from wizard.simulated.credentials import session_of
from wizard.simulated.mfa import with_code
from wizard.simulated.operation import Answer, Call, Caller, answers
from wizard.simulated.policy_documents import permits, role_arn_of, trusts
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import PARTITION, UPPER, Role

LONGEST_CHAINED_SESSION = 3600
"""API: sts.AssumeRole, role chaining."""


@answers("sts", "GetCallerIdentity")
def get_caller_identity(call: Call) -> Answer:
    """API: sts.GetCallerIdentity, which needs no permission."""
    if call.caller.principal == "root":
        user_id = call.caller.account_id
    elif call.caller.principal.startswith("assumed-role/"):
        user_id = f"{unique_id('AROA', role_arn_of(call.caller))}:{call.caller.principal.rpartition('/')[2]}"
    else:
        user_id = unique_id("AIDA", call.caller.arn)
    return {"UserId": user_id, "Account": call.caller.account_id, "Arn": call.caller.arn}


def unique_id(prefix: str, arn: str) -> str:
    """The id that IAM gives to a principal (IAM: reference_identifiers); the same for the same ARN."""
    digest = hashlib.sha256(arn.encode()).digest()
    return prefix + "".join(UPPER[byte % len(UPPER)] for byte in digest[:17])


@answers("sts", "AssumeRole")
def assume_role(call: Call) -> Answer:
    """API: sts.AssumeRole. Never by a root user, and not before a new account is ready for it."""
    if call.caller.principal == "root":
        raise Refusal("AccessDenied", "Roles may not be assumed by root accounts.")
    role = _role_open_to(call)
    seconds = call.parameters.get("DurationSeconds", 3600)
    chained = call.caller.principal.startswith("assumed-role/")
    if seconds > role.max_session_seconds or (chained and seconds > LONGEST_CHAINED_SESSION):
        raise Refusal("ValidationError", "The requested DurationSeconds exceeds the limit for this session.")
    account_id = call.parameters["RoleArn"].split(":")[4]
    session_name = call.parameters["RoleSessionName"]
    caller = Caller(f"arn:{PARTITION}:sts::{account_id}:assumed-role/{role.role_name}/{session_name}")
    return {
        "Credentials": session_of(caller, call.now + timedelta(seconds=seconds)),
        "AssumedRoleUser": {"AssumedRoleId": f"{role.role_id}:{session_name}", "Arn": caller.arn},
    }


def _role_open_to(call: Call) -> Role:
    """The wanted role, if it is there, ready, trusts the caller, and the caller may ask. AWS does not say which."""
    arn = call.parameters["RoleArn"]
    denied = Refusal(
        "AccessDenied", f"User: {call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    )
    account = call.world.accounts.get(arn.split(":")[4]) if arn.count(":") == 5 else None
    role = account.roles.get(arn.rpartition("/")[2].lower()) if account else None
    if account is None or role is None or account.state != "ACTIVE":
        raise denied
    if account.usable_at is not None and call.now < account.usable_at:
        raise denied
    with_mfa = call.caller.with_mfa or with_code(call)
    if not trusts(role, call.caller, with_mfa, _principal_arn(call)) or not _caller_may(call, arn):
        raise denied
    return role


def _principal_arn(call: Call) -> str:
    """The caller's `aws:PrincipalArn`: of a session its role's, with the path."""
    if not call.caller.principal.startswith("assumed-role/"):
        return call.caller.arn
    own = call.account.roles.get(call.caller.principal.split("/")[1].lower())
    path, name = (own.path, own.role_name) if own else ("/", call.caller.principal.split("/")[1])
    return f"arn:{PARTITION}:iam::{call.caller.account_id}:role{path}{name}"


def _caller_may(call: Call, arn: str) -> bool:
    """Users are administrators here; a role may what its policies say."""
    if not call.caller.principal.startswith("assumed-role/"):
        return True
    own = call.account.roles.get(call.caller.principal.split("/")[1].lower())
    return own is not None and permits(own, "sts:AssumeRole", arn)
