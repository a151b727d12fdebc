"""AI services do not keep your content: an opt-out policy for the whole organization."""

from __future__ import annotations

from state.setup import ROOT
from state.setup.guardrails import Item
from wizard.claims.organization import PolicyTypeEnabled
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import MOST_OPT_OUT_CHARACTERS, PolicyText

AI_OPT_OUT = "AISERVICES_OPT_OUT_POLICY"


def ai_opt_out() -> PolicyText:
    """AWS's AI services neither keep nor learn from the organization's content, and no unit can opt in again.

    For type AISERVICES_OPT_OUT_POLICY, attached to the root. Keys and values are case-sensitive. Opting out deletes
    what the services have kept so far (user guide, orgs_manage_policies_ai-opt-out_all).
    """
    nobody_overrides = {"@@operators_allowed_for_child_policies": ["@@none"]}
    opt_out = {**nobody_overrides, "@@assign": "optOut"}
    services = {**nobody_overrides, "default": {**nobody_overrides, "opt_out_policy": opt_out}}
    return PolicyText(
        "orgwizard-ai-opt-out",
        "AWS's AI services neither store nor learn from the organization's content.",
        {"services": services},
        MOST_OPT_OUT_CHARACTERS,
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.AI_OPT_OUT,
    words=Words(
        "AI services do not keep your content",
        "AWS's AI services neither store nor learn from what you give them; what they have kept so far is deleted.",
        FREE,
        f"{POLICY_UNDO} What was deleted stays deleted.",
    ),
    before=(PolicyTypeEnabled(AI_OPT_OUT),),
    placed=lambda _wanted: PlacedPolicy(ai_opt_out(), ROOT, AI_OPT_OUT),
)
