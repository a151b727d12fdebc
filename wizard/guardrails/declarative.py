"""Declarative policies: EC2 itself keeps an attribute of accounts as the organization declares it.

One attachment holds in every Region and in accounts that are yet to come, and nobody in an account can set it otherwise
(Organizations user guide, orgs_manage_policies_declarative). Sources do not agree whether the management account is
bound too where one is attached to the root, so nothing is said of it.
"""

from __future__ import annotations

from typing import Any

from wizard.claims.organization import PolicyTypeEnabled
from wizard.guardrails.auditing import Facts, Judge, Status
from wizard.guardrails.policies import policy_key
from wizard.policies.policy_text import PolicyText

DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2"
ENABLED_FIRST = (PolicyTypeEnabled(DECLARATIVE_POLICY_EC2),)
MOST_CHARACTERS = 10_000
"""Of such a policy (user guide, orgs_reference_limits)."""


def declared(name: str, description: str, **attributes: dict[str, Any]) -> PolicyText:
    """A policy that gives EC2's attributes these values (orgs_manage_policies_declarative_syntax)."""
    assigned = {attribute: _assigned(values) for attribute, values in attributes.items()}
    return PolicyText(name, description, {"ec2_attributes": assigned}, MOST_CHARACTERS)


def _assigned(values: dict[str, Any]) -> dict[str, Any]:
    return {key: {"@@assign": value} for key, value in values.items()}


def declared_everywhere(name: str, path: str, rest: str) -> Judge:
    """Never met: what exists already, and the management account, are not looked at."""

    def judge(facts: Facts) -> tuple[Status, str]:
        if not facts.holds(policy_key(name, path)):
            return Status.YOURS, "It is not declared for the whole organization, or that was not looked at."
        return Status.YOURS, f"A policy declares it for member accounts, in every Region. {rest}"

    return judge
