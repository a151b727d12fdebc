"""Accounts cannot leave or close themselves."""

from __future__ import annotations

from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import PolicyText, document_of

NAME = "orgwizard-deny-leaving"


def deny_leaving() -> PolicyText:
    """Members neither leave nor close themselves; the management account can still remove and close them.

    What AWS attaches to organizations made in its console (user guide, orgs_security_default_controls).
    """
    return PolicyText(
        NAME,
        "Member accounts cannot leave the organization or close themselves.",
        document_of(
            {
                "Sid": "DenyLeaveAndClose",
                "Effect": "Deny",
                "Action": ["organizations:LeaveOrganization", "account:CloseAccount"],
                "Resource": "*",
            }
        ),
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.DENY_LEAVING,
    words=Words(
        "Accounts cannot leave or close",
        "Nobody in an account can take it out of the organization or close it; the management account still can.",
        FREE,
        POLICY_UNDO,
    ),
    placed=lambda _wanted: PlacedPolicy(deny_leaving()),
)
