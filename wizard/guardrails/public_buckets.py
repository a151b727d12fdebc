"""No bucket can be public, in accounts to come and accounts that no setup names too: declared for the organization."""

from __future__ import annotations

from typing import Any

from state.observed import S3_POLICY
from state.setup import ROOT
from state.setup.guardrails import Item
from wizard.claims.organization import PolicyTypeEnabled
from wizard.guardrails.base import FREE, Group, Words
from wizard.guardrails.declarative import MOST_CHARACTERS
from wizard.guardrails.policies import PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import PolicyText

NAME = "orgwizard-public-buckets"
BLOCKED: dict[str, Any] = {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}}
"""All four settings as one (Organizations user guide, orgs_manage_policies_s3_syntax)."""


def public_buckets() -> PolicyText:
    """Accounts below have the block, and nobody in them can set it otherwise while it is declared."""
    return PolicyText(NAME, "Nothing in S3 is public in any member account.", BLOCKED, MOST_CHARACTERS)


GUARDRAIL = PolicyGuardrail(
    item=Item.PUBLIC_BUCKETS,
    group=Group.EACH_ACCOUNT,
    words=Words(
        "No account can make S3 public",
        "Public access to S3 is blocked in every member account by one policy: in accounts to come, and in those that "
        "this setup does not name. A website in a bucket needs CloudFront then.",
        FREE,
        "The policy is detached and deleted; accounts have the settings that they had before.",
    ),
    before=(PolicyTypeEnabled(S3_POLICY),),
    placed=lambda _wanted: PlacedPolicy(public_buckets(), ROOT, S3_POLICY),
)
