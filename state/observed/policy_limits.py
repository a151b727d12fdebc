"""How many policies of a type AWS takes in one place, and how long each may be: part of the reading of policies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolicyLimits:
    """Of one type of policies."""

    attached: int
    """How many one root, unit or account takes, AWS's own counted."""
    characters: int
    """Of one policy; white space counts."""


DOCUMENTED = {
    "AISERVICES_OPT_OUT_POLICY": PolicyLimits(5, 2_500),
    "CHATBOT_POLICY": PolicyLimits(5, 10_000),
    "RESOURCE_CONTROL_POLICY": PolicyLimits(5, 5_120),
    "SERVICE_CONTROL_POLICY": PolicyLimits(10, 10_240),
}
OF_OTHER_TYPES = PolicyLimits(10, 10_000)
"""Both: user guide, orgs_reference_limits. What Service Quotas tells of an organization goes before them."""


def documented(policy_type: str) -> PolicyLimits:
    """What AWS documents of a type."""
    return DOCUMENTED.get(policy_type, OF_OTHER_TYPES)
