"""Which kind of policy said no. AWS names it at the end of its message (IAM user guide,
reference_policies_evaluation-logic and troubleshoot_access-denied)."""

from __future__ import annotations

from typing import Any

from wizard.errors import DeniedByControlPolicy, LacksPermission, NotPermitted

CONTROL_POLICY = "service control policy"
LONG_ARM = "Ask whoever manages that organization to change it, or sign in to an account outside of it."

KINDS: tuple[tuple[str, str, str], ...] = (
    (
        CONTROL_POLICY,
        (
            "a service control policy of the organization denies {missing}. Such a policy never binds a management "
            "account, so the account it was tried in is a member account"
        ),
        "Sign in to the management account. If the organization is somebody else's: " + LONG_ARM,
    ),
    (
        "resource control policy",
        "a resource control policy of the organization denies {missing}",
        LONG_ARM,
    ),
    (
        "permissions boundary",
        "the permissions boundary of this identity does not let {missing} through, whatever else allows it",
        (
            "Ask an administrator of the account to add {missing} to the boundary, or sign in with an identity that "
            "has none, then try again."
        ),
    ),
    (
        "session policy",
        "the policy that this session was narrowed to when it began does not let {missing} through",
        "Sign in again without a session policy, or with one that has {missing}, then try again.",
    ),
    (
        "vpc endpoint policy",
        "the policy of the VPC endpoint that the call went through does not let {missing} through",
        (
            "Ask the network's owner to allow {missing} there, or use a way that does not lead through it, then try "
            "again."
        ),
    ),
    (
        "explicit deny",
        "a policy of this identity denies {missing} outright, whatever else allows it",
        (
            "Ask an administrator of the account to take that statement out, or sign in with another identity, then "
            "try again. `orgwizard permissions SETUP` prints what is needed in all."
        ),
    ),
)
"""What AWS's message contains, what it means, and what to do."""


def denial(action: str, said: str, facts: dict[str, Any]) -> NotPermitted:
    """AWS does not let the caller do `action`; `said` is its own message, without a full stop."""
    action = action.replace("sso-admin:", "sso:")  # boto3 calls the service otherwise than its permissions
    missing = "iam:CreateServiceLinkedRole" if facts["code"] == "AccessDeniedForDependencyException" else action
    words = said or facts["code"]
    lowered = said.lower()
    if "may not be assumed by root accounts" in lowered:
        return NotPermitted(
            f"A root user can assume no role: {words}.",
            "Sign in as an administrator of the account instead, an IAM user with MFA or a role, then try again.",
            **facts,
        )
    for kind, meaning, remedy in KINDS:
        if kind in lowered:
            what = meaning.replace("{missing}", missing)
            refused = DeniedByControlPolicy if kind == CONTROL_POLICY else NotPermitted
            return refused(
                f"AWS does not permit {missing}, because {what}: {words}.",
                remedy.replace("{missing}", missing),
                **facts,
            )
    return LacksPermission(
        f"AWS does not permit {missing}: {words}.",
        f"Sign in to the management account with an identity that has the permission {missing}, then try again. "
        "`orgwizard permissions SETUP` prints the smallest policy to ask an administrator for.",
        **facts,
    )
