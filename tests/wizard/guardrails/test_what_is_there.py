"""What an organization has already counts: its trail, the bucket behind it, and Control Tower."""

from __future__ import annotations

from pathlib import Path

import pytest

from state.changes.buckets import CreateBucket
from state.changes.policies import AttachPolicy, CreatePolicy
from state.changes.trails import CreateTrail, StartLogging
from state.observed import CONTROL_TOWER
from state.setup.guardrails import Choice, Item, Level
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.stage import Stage, ending_of
from wizard.claims.base import Blocked, Satisfied
from wizard.engine.events import Ending
from wizard.plan.findings import findings
from wizard.simulated.settings import Bucket, Trail
from wizard.simulated.trail_delivery import delivery_policy

OWNER = "999988887777"
APPLIED = (Item.AUDIT_TRAIL, Item.PROTECT_DATA_BUNKER)


@pytest.fixture
def organized(tmp_path: Path) -> Stage:
    """An organization whose trail writes to a bucket of its own, before any guardrail."""
    stage = quick(Stage(bunker_and_shop(guardrails(Level.NONE)), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    world = stage.world
    bunker = world.account_with_email("aws+data-bunker@acme.example")
    assert bunker is not None
    world.buckets["acme-logs"] = Bucket("acme-logs", bunker.account_id, "eu-west-1", world.time)
    trail = Trail("theirs", "eu-west-1", "acme-logs", world.time, logging=True)
    trail.is_organization_trail = trail.is_multi_region = trail.log_file_validation = True
    world.buckets["acme-logs"].policy = delivery_policy(world, trail, OWNER)
    world.accounts[OWNER].trails = [trail]
    (organization,) = world.organizations.values()
    organization.services["cloudtrail.amazonaws.com"] = world.time
    stage.want(bunker_and_shop(guardrails(Level.NONE, dict.fromkeys(APPLIED, Choice.APPLY))))
    return stage


def test_a_trail_that_was_stopped_is_started_and_no_second_one_is_made(organized: Stage) -> None:
    organized.world.accounts[OWNER].trails[0].logging = False
    approved = organized.plan().approved()

    assert [each.entry for each in approved if isinstance(each, StartLogging)] == ["theirs"]
    assert not [each for each in approved if isinstance(each, CreateTrail)]
    assert ending_of(organized.run()) is Ending.DONE
    assert [each.logging for each in organized.world.accounts[OWNER].trails] == [True]


def test_one_that_can_be_started_elsewhere_only_is_told(organized: Stage) -> None:
    trail = organized.world.accounts[OWNER].trails[0]
    trail.logging, trail.home_region = False, "eu-central-1"

    told = {claim.key: verdict for claim, verdict in organized.plan().verdicts}["audit-trail"]

    assert isinstance(told, Blocked)
    assert "eu-central-1" in told.what


def test_no_empty_bucket_is_made_beside_the_one_that_logs_go_to_and_that_one_is_said_to_be_unprotected(
    organized: Stage,
) -> None:
    plan = organized.plan()
    approved = plan.approved()

    assert not [each for each in approved if isinstance(each, CreateBucket)]
    recorded = {claim.key: verdict for claim, verdict in plan.verdicts}["audit-trail"]
    told = [each for each in findings(organized.setup, plan.observed, approved) if "acme-logs" in each.what]
    assert any("does not protect" in each.what for each in told)
    assert ending_of(organized.run()) is Ending.DONE
    assert isinstance(recorded, Satisfied)
    assert "acme-logs, which is not among those that this setup protects" in recorded.evidence
    assert not [name for name in organized.world.buckets if name.startswith("org-audit-logs")]


def test_where_control_tower_governs_no_policy_is_attached_and_the_rest_goes_on(organized: Stage) -> None:
    (organization,) = organized.world.organizations.values()
    organization.services[CONTROL_TOWER] = organized.world.time
    plan = organized.plan()

    assert not [each for each in plan.approved() if isinstance(each, (CreatePolicy, AttachPolicy))]
    (blocked,) = [verdict for _, verdict in plan.blocked]
    assert "Control Tower" in blocked.what
    assert "leave" in blocked.remedy
