"""Snapshots and machine images cannot be public: declared for every account and every Region."""

from __future__ import annotations

from state.setup import ROOT
from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Group, Words
from wizard.guardrails.declarative import DECLARATIVE_POLICY_EC2, ENABLED_FIRST, declared
from wizard.guardrails.policies import PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import PolicyText

NAME = "orgwizard-public-images"


def public_images() -> PolicyText:
    """What is public already is private from then on for snapshots, and stays public for images: EC2 has no more
    (EC2 user guide, block-public-access-snapshots and block-public-access-to-amis)."""
    return declared(
        NAME,
        "Nobody shares snapshots or machine images with everybody.",
        snapshot_block_public_access={"state": "block_all_sharing"},
        image_block_public_access={"state": "block_new_sharing"},
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.PUBLIC_IMAGES,
    group=Group.EACH_ACCOUNT,
    words=Words(
        "Snapshots and images are not public",
        "Nobody can share a disk's snapshot or a machine image with everybody, in any Region. A snapshot that is "
        "public now is public no longer; images that are public stay so. Sharing with single accounts goes on.",
        FREE,
        "The policy is detached and deleted; accounts have the settings that they had before.",
    ),
    before=ENABLED_FIRST,
    placed=lambda _wanted: PlacedPolicy(public_images(), ROOT, DECLARATIVE_POLICY_EC2),
)
