"""No bucket can be public, in accounts to come and accounts that no setup names too: declared for the organization."""

from __future__ import annotations

from typing import Any

from state.changes.account_settings import PutPublicAccessBlock
from state.observed import S3_POLICY
from state.setup import ROOT
from state.setup.guardrails import Item
from wizard.claims.organization import PolicyTypeEnabled
from wizard.claims.settings import setting_key
from wizard.guardrails.base import FREE, Group, Wanted, Words
from wizard.guardrails.declarative import MOST_CHARACTERS
from wizard.guardrails.policies import PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import PolicyText

NAME = "orgwizard-public-buckets"
BLOCKED: dict[str, Any] = {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}}
"""All four settings as one (Organizations user guide, orgs_manage_policies_s3_syntax)."""


def public_buckets() -> PolicyText:
    """Accounts below have the block, and nobody in them can set it otherwise while it is declared."""
    return PolicyText(NAME, "Nothing in S3 is public in any member account.", BLOCKED, MOST_CHARACTERS)


def _after_the_accounts_own(wanted: Wanted) -> tuple[str, ...]:
    """While it is attached an account's own block cannot be set, so the accounts that are made have theirs first: it
    is there still when the policy goes. Nobody waits for an account whose owner has to accept."""
    if not wanted.applies(Item.BLOCK_PUBLIC_ACCESS):
        return ()
    own = (place for place in wanted.created if wanted.holds_in(Item.BLOCK_PUBLIC_ACCESS, place))
    return tuple(setting_key(PutPublicAccessBlock.name, place) for place in own)


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
    after=_after_the_accounts_own,
)
