"""Root users of accounts can do nothing; the management account still does the few root tasks."""

from __future__ import annotations

from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Group, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import NOT_AN_ASSUMED_ROOT, PolicyText, deny, document_of

NAME = "orgwizard-deny-root-user"


def deny_root_user() -> PolicyText:
    """A member's root user can do nothing; the management account's AssumeRoot sessions still can.

    Those sessions have the root user's ARN too, and are told apart by `aws:AssumedRoot`. What only a root user can do
    stops as well: for such an occasion the policy has to be detached.
    """
    condition = {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}, "Null": NOT_AN_ASSUMED_ROOT}
    return PolicyText(
        NAME,
        "Root users of member accounts can do nothing. Central root sessions of the management account still can.",
        document_of(deny("DenyRootUser", ["*"], condition=condition)),
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.DENY_ROOT_USER,
    group=Group.ROOT_USERS,
    words=Words(
        "Accounts' root users can do nothing",
        "Whoever gets hold of an account's root user gets nothing. Root tasks are done from the management account.",
        FREE,
        f"{POLICY_UNDO} For a task that only the root user can do, detach it for the occasion.",
    ),
    placed=lambda _wanted: PlacedPolicy(deny_root_user()),
)
