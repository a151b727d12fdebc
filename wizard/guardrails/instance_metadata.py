"""New instances need IMDSv2: declared for every account and every Region."""

from __future__ import annotations

from state.setup import ROOT
from state.setup.guardrails import Item
from wizard.guardrails.auditing import CIS, Audited
from wizard.guardrails.base import FREE, Group, Words
from wizard.guardrails.declarative import DECLARATIVE_POLICY_EC2, ENABLED_FIRST, declared, declared_everywhere
from wizard.guardrails.policies import PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import PolicyText

NAME = "orgwizard-instance-metadata"
HOPS_TO_CONTAINERS = "2"
"""To a container, the instance that it runs on is one hop away (EC2 user guide, instance-metadata-options)."""
NO_PREFERENCE = "no_preference"


def instance_metadata() -> PolicyText:
    """IMDSv2 is the default of new instances, with room for containers. The syntax wants all four attributes named."""
    return declared(
        NAME,
        "New instances need IMDSv2 unless whoever starts one asks for the old metadata service.",
        instance_metadata_defaults={
            "http_tokens": "required",
            "http_put_response_hop_limit": HOPS_TO_CONTAINERS,
            "http_endpoint": NO_PREFERENCE,
            "instance_metadata_tags": NO_PREFERENCE,
        },
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.INSTANCE_METADATA,
    group=Group.EACH_ACCOUNT,
    words=Words(
        "New instances need IMDSv2",
        "A flaw in a web application no longer gives an instance's credentials away, in any Region. Old software may "
        "not know IMDSv2. What an account has set itself rests while it is declared.",
        FREE,
        "The policy is detached and deleted; accounts have the defaults that they had before, and instances keep what "
        "they were started with.",
    ),
    before=ENABLED_FIRST,
    placed=lambda _wanted: PlacedPolicy(instance_metadata(), ROOT, DECLARATIVE_POLICY_EC2),
    audited=(
        Audited(
            CIS,
            "EC2.8",
            "Instances need IMDSv2",
            declared_everywhere(NAME, ROOT, "Instances that run already, and the management account, are yours."),
        ),
    ),
)
