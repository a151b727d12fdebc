"""What is declared for EC2 holds in every Region and in every member account by one attachment."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from state.changes.policies import AttachPolicy
from state.observed import S3_POLICY, Observed, Policy
from state.setup import ROOT
from state.setup.guardrails import Choice, Item, Level
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.rehearsing import performed
from tests.stage import Stage, ending_of
from tests.wizard.simulated.signing import Aws
from wizard.claims.base import Satisfied
from wizard.engine.events import Ending
from wizard.guardrails import guardrail_claims
from wizard.guardrails.declarative import DECLARATIVE_POLICY_EC2
from wizard.guardrails.instance_metadata import instance_metadata
from wizard.guardrails.policies import PolicyInForce
from wizard.guardrails.public_images import public_images
from wizard.simulated.operation import Caller

ITEMS = (Item.INSTANCE_METADATA, Item.PUBLIC_IMAGES)


def test_one_attachment_holds_in_every_region_until_it_is_taken_back(tmp_path: Path) -> None:
    stage = quick(Stage(bunker_and_shop(guardrails(Level.NONE, dict.fromkeys(ITEMS, Choice.APPLY))), tmp_path))
    events = stage.run()

    assert ending_of(events) is Ending.DONE
    attached = [each for each in performed(events) if isinstance(each, AttachPolicy)]
    assert {(each.policy_type, each.path) for each in attached} == {(DECLARATIVE_POLICY_EC2, ROOT)}
    assert len(attached) == 2
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None
    for region in ("eu-west-1", "us-east-1"):
        owner = Aws(stage.aws, Caller(f"arn:aws:iam::{shop.account_id}:root"))
        ec2 = owner.client("ec2", region_name=region)
        level = ec2.get_instance_metadata_defaults()["AccountLevel"]
        assert (level["HttpTokens"], level["HttpPutResponseHopLimit"]) == ("required", 2)
        assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
        assert ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "block-new-sharing"
        with pytest.raises(ClientError, match="DeclarativePolicyViolation"):
            ec2.modify_instance_metadata_defaults(HttpTokens="optional")
    assert stage.plan().approved() == frozenset()
    stage.want(bunker_and_shop(guardrails(Level.NONE, dict.fromkeys(ITEMS, Choice.TAKE_BACK))))
    assert ending_of(stage.run()) is Ending.DONE
    assert "HttpTokens" not in ec2.get_instance_metadata_defaults()["AccountLevel"]


def test_a_type_of_policies_that_aws_takes_long_to_enable_hides_no_policy_for_good(tmp_path: Path) -> None:
    stage = quick(Stage(bunker_and_shop(guardrails(Level.NONE, {Item.INSTANCE_METADATA: Choice.APPLY})), tmp_path))
    stage.world.climate.policy_type_seconds = 400

    assert ending_of(stage.run()) is Ending.DONE
    assert (stage.sent()["CreatePolicy"], stage.sent()["AttachPolicy"]) == (1, 1)


def test_a_policy_that_declares_more_is_kept_and_one_that_declares_less_is_not_enough() -> None:
    setup = bunker_and_shop(guardrails(Level.NONE, dict.fromkeys(ITEMS, Choice.APPLY)))
    both = {**instance_metadata().document["ec2_attributes"], **public_images().document["ec2_attributes"]}
    claims = [each for each in guardrail_claims(setup) if isinstance(each, PolicyInForce)]

    def held(attributes: object) -> list[bool]:
        content = json.dumps({"ec2_attributes": attributes})
        observed = Observed(policies=(Policy("p-1", "theirs", DECLARATIVE_POLICY_EC2, content, (ROOT,)),))
        return [isinstance(each.assess(observed), Satisfied) for each in claims]

    assert held(both) == [True, True]
    assert held({**both, "instance_metadata_defaults": {}}) == [False, True]


def test_one_attachment_keeps_s3_private_in_accounts_that_come_later_until_it_is_taken_back(tmp_path: Path) -> None:
    both = {Item.BLOCK_PUBLIC_ACCESS: Choice.APPLY, Item.PUBLIC_BUCKETS: Choice.APPLY}
    setup = bunker_and_shop(guardrails(Level.NONE, both))
    stage = quick(Stage(replace(setup, accounts=setup.accounts[:1]), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    assert stage.sent()["PutPublicAccessBlock"] == 2

    stage.want(setup)
    assert ending_of(stage.run()) is Ending.DONE
    assert not blocks_by_itself(stage), "the policy blocks it, and lets nobody set the account's own"
    assert stage.plan().approved() == frozenset()

    stage.want(bunker_and_shop(guardrails(Level.NONE, both | {Item.PUBLIC_BUCKETS: Choice.TAKE_BACK})))
    assert ending_of(stage.run()) is Ending.UNAPPROVED, "nobody can see the account's own block before"
    assert ending_of(stage.run()) is Ending.DONE
    assert blocks_by_itself(stage)
    assert stage.sent()["PutPublicAccessBlock"] == 3


def blocks_by_itself(stage: Stage) -> bool:
    shop = stage.world.account_with_email("aws+production@acme.example")
    return shop is not None and shop.public_access_block is not None


def test_a_policy_of_theirs_that_opens_s3_is_not_taken_for_a_block() -> None:
    setup = bunker_and_shop(guardrails(Level.NONE, {Item.PUBLIC_BUCKETS: Choice.APPLY}))
    claim = next(each for each in guardrail_claims(setup) if isinstance(each, PolicyInForce))

    def holds(value: str) -> bool:
        content = json.dumps({"s3_attributes": {"public_access_block_configuration": {"@@assign": value}}})
        observed = Observed(policies=(Policy("p-1", "theirs", S3_POLICY, content, (ROOT,)),))
        return isinstance(claim.assess(observed), Satisfied)

    assert holds("all")
    assert not holds("none")
