"""Trails cannot be stopped, but by the access role."""

from __future__ import annotations

from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import AccessRole, PolicyText, deny, document_of, unless

TRAIL_WRITES = tuple(
    f"cloudtrail:{operation}"
    for operation in ("DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail")
)


def protect_audit_trail(role_names: frozenset[AccessRole]) -> PolicyText:
    """Nobody but the access roles stops, deletes or narrows a trail.

    AWS itself keeps members from changing the organization's trail (CloudTrail user guide,
    creating-trail-organization); this covers the trails of their own, and whoever is the delegated administrator.
    """
    return PolicyText(
        "orgwizard-protect-audit-trail",
        "Nobody in a member account but the organization access role can stop, delete or narrow an audit trail.",
        document_of(deny("DenySilencingTheTrail", TRAIL_WRITES, condition=unless(role_names))),
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.PROTECT_AUDIT_TRAIL,
    words=Words(
        "Trails cannot be stopped",
        "Nobody in an account can stop, change or delete a trail; only the access role can.",
        FREE,
        POLICY_UNDO,
    ),
    placed=lambda wanted: PlacedPolicy(protect_audit_trail(wanted.access_roles)),
)
