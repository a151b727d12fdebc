"""Management policies: what an organization tells AWS's own services to do."""

from __future__ import annotations

from wizard.policies.policy_text import MOST_OPT_OUT_CHARACTERS, PolicyText


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
