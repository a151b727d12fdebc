"""What could not be looked at is unknown: no claim about it holds, no auditor's line is met, and nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from state.observed.seen import Unknown
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup.guardrails import Level
from tests.guarding import CONTACT, EVERYTHING_APPLIED, bunker_and_shop, guardrails, quick
from tests.stage import Stage, State, ending_of
from wizard.audit import standards
from wizard.claims.base import Blocked, Claim, Needed, NotSeen, Satisfied, Verdict
from wizard.claims.settings import SettingClaim
from wizard.engine.events import Ending
from wizard.guardrails import READS, narrow_access_roles
from wizard.guardrails.audit_trail import KEY, TRAIL
from wizard.guardrails.auditing import Status
from wizard.guardrails.trails import OWN_TRAILS, TRAILS
from wizard.plan.assessment import assess_all
from wizard.simulated.settings import Trail
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Account

OWNER = "999988887777"
TAKES_PEOPLE = narrow_access_roles.GUARDRAIL.reads
"""What is read only where Identity Center makes administrators; see `test_narrowing`."""
OF_THE_INVITED = (OWN_TRAILS,)
"""What no claim is about: it is told before it costs; see `test_acceptance`."""
APART = (*TAKES_PEOPLE, *OF_THE_INVITED)
CALLS = [(reads.setting, call) for reads in READS if reads not in APART for call in reads.calls]


ONLY_AFTER = {"s3:ListBuckets": "HeadBucket"}
"""Calls that are made only once another was refused."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, State]:
    """Every guardrail stands, and holds."""
    some = guardrails(Level.NONE, EVERYTHING_APPLIED)
    every = replace(some, billing_contact=CONTACT, operations_contact=CONTACT)
    stage = quick(Stage(bunker_and_shop(every), tmp_path_factory.mktemp("not-seen")))
    assert ending_of(stage.run()) is Ending.DONE
    return stage, stage.leave()


@pytest.fixture
def stage(made: tuple[Stage, State]) -> Stage:
    made[0].enter(made[1])
    return made[0]


def refused(operation: str) -> Rule:
    return Rule(operation, Effect.ERROR, times=0, code="AccessDeniedException", message="You may not look.")


def about(stage: Stage, setting: str) -> list[tuple[Claim, Verdict]]:
    verdicts = assess_all(stage.claims, stage.look())
    return [(claim, verdict) for claim, verdict in verdicts if is_about(claim, setting)]


def is_about(claim: Claim, setting: str) -> bool:
    return isinstance(claim, SettingClaim) and setting in claim.settings


@pytest.mark.parametrize(("setting", "call"), CALLS, ids=str)
def test_a_reading_that_is_refused_makes_its_setting_unknown_and_never_good_enough(
    stage: Stage, setting: str, call: str
) -> None:
    stage.world.rules += [refused(each) for each in (call.partition(":")[2], ONLY_AFTER.get(call)) if each]
    observed = stage.look()
    assessed = assess_all(stage.claims, observed)

    unsettled = [verdict for claim, verdict in assessed if is_about(claim, setting)]
    assert unsettled
    assert not any(isinstance(verdict, (Satisfied, Needed)) for verdict in unsettled)
    assert any(isinstance(verdict, Blocked) and "could not be seen" in verdict.what for _, verdict in assessed)
    keys = {claim.key for claim, _ in assessed if is_about(claim, setting)}
    before = {claim.key: Satisfied("Seen.") if claim.key in keys else verdict for claim, verdict in assessed}
    judged = standards.lines(stage.setup, observed, assessed)
    rosy = standards.lines(stage.setup, observed, tuple((claim, before[claim.key]) for claim, _ in assessed))
    assert all(line.status is not Status.MET for line, other in zip(judged, rosy, strict=True) if line != other)


def test_a_root_user_that_nobody_could_look_at_is_never_called_free_of_credentials(stage: Stage) -> None:
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None
    shop.root_password = shop.root_access_keys = True
    stage.world.rules.append(refused("AssumeRoot"))

    assert ending_of(stage.run()) is Ending.FAILED

    found = dict(about(stage, "root-credentials"))
    assert {type(verdict) for verdict in found.values()} == {NotSeen}
    observed = stage.look()
    assert all(isinstance(each.seen, Unknown) for each in observed.settings if each.name == "root-credentials")
    judged = {line.item: line for line in standards.lines(stage.setup, observed, assess_all(stage.claims, observed))}
    assert judged["IAM.4"].status is judged["IAM.9"].status is Status.YOURS


# Trails


def verdict_on_trails(stage: Stage) -> Verdict:
    ((_, verdict),) = [each for each in about(stage, "trails") if each[0].key == KEY]
    return verdict


def owner(stage: Stage) -> Account:
    return stage.world.accounts[OWNER]


ADVANCED = {"Field": "eventCategory", "Equals": ["Management"]}
NARROWED: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True},),
    ({"ReadWriteType": "All", "IncludeManagementEvents": False},),
    ({"ReadWriteType": "All", "ExcludeManagementEventSources": ["kms.amazonaws.com"]},),
    ({"FieldSelectors": [ADVANCED, {"Field": "readOnly", "Equals": ["false"]}]},),
    ({"FieldSelectors": [ADVANCED, {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]}]},),
    ({"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]},),
)
WHOLE: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"ReadWriteType": "ReadOnly"}, {"ReadWriteType": "WriteOnly"}),
    ({"FieldSelectors": [ADVANCED]},),
)


@pytest.mark.parametrize("selectors", NARROWED, ids=str)
def test_a_trail_that_leaves_management_events_out_is_not_good_enough(
    stage: Stage, selectors: tuple[dict[str, Any], ...]
) -> None:
    (trail,) = owner(stage).trails
    trail.event_selectors = list(selectors)

    verdict = verdict_on_trails(stage)

    assert isinstance(verdict, Blocked)
    assert "does not record every management event" in verdict.what


@pytest.mark.parametrize("selectors", WHOLE, ids=str)
def test_selectors_that_take_in_everything_together_are_good_enough(
    stage: Stage, selectors: tuple[dict[str, Any], ...]
) -> None:
    (trail,) = owner(stage).trails
    trail.event_selectors = list(selectors)

    assert isinstance(verdict_on_trails(stage), Satisfied)


def test_a_trail_whose_logs_do_not_arrive_is_not_good_enough(stage: Stage) -> None:
    (trail,) = owner(stage).trails
    stage.world.buckets[trail.bucket_name].policy = ""
    stage.aws.clock.advance(3600)
    observed = stage.look()
    (claim,) = [each for each in stage.claims if each.key == KEY]

    verdict = claim.assess(observed)

    assert isinstance(verdict, Blocked)
    assert "AccessDenied" in verdict.what


def test_two_trails_of_one_name_in_two_regions_are_two(stage: Stage) -> None:
    (ours,) = owner(stage).trails
    theirs = Trail(TRAIL, "us-east-1", ours.bucket_name, stage.world.time, is_multi_region=True)
    owner(stage).trails = [ours, theirs]

    told = stage.look().setting(MANAGEMENT_ACCOUNT, TRAILS.setting)

    assert told is not None
    assert set(told.content) == {TRAIL, f"arn:aws:cloudtrail:us-east-1:{OWNER}:trail/{TRAIL}"}
    assert isinstance(verdict_on_trails(stage), Satisfied)


def test_of_trails_that_nobody_may_look_into_no_second_one_is_made(stage: Stage) -> None:
    owner(stage).trails[0].trail_name = "theirs"
    stage.world.rules.append(refused("GetEventSelectors"))

    verdict = verdict_on_trails(stage)

    assert isinstance(verdict, Blocked)
    assert "could not be seen" in verdict.what
