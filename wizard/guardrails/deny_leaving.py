"""Accounts cannot leave or close themselves."""

from __future__ import annotations

from state.setup import Setup
from state.setup.guardrails import Item
from wizard.edits.guardrails import SCOPE
from wizard.guardrails.base import FREE, Value, ValueWords, Words
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


def _now(setup: Setup) -> str:
    guardrails = setup.guardrails
    where = ", ".join(guardrails.policy_units) or "everywhere"
    return f"{where}, but not in {', '.join(guardrails.excepted_accounts)}" if guardrails.excepted_accounts else where


GUARDRAIL = PolicyGuardrail(
    item=Item.DENY_LEAVING,
    words=Words(
        "Accounts cannot leave or close",
        "Nobody in an account can take it out of the organization or close it; the management account still can.",
        FREE,
        POLICY_UNDO,
    ),
    placed=lambda _wanted: PlacedPolicy(deny_leaving()),
    value=ValueWords(
        Value.SCOPE,
        "Policies hold",
        "Where every policy that is not for one unit alone is attached, and the accounts that none of them binds.",
        SCOPE,
        _now,
    ),
)
