"""A bucket keeps what it should for as long as it should: set before it is protected, and nobody's rules are lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from state.changes.buckets import PutBucketLifecycle, PutObjectLockConfiguration
from state.changes.policies import AttachPolicy, DetachPolicy
from state.observed.settings import AUDIT_LOGS
from state.setup.guardrails import Choice, Guardrails, Item, Level
from state.setup.validation import problems_of
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.rehearsing import performed
from tests.stage import Stage, ending_of
from wizard.claims.base import Waiting
from wizard.engine.events import Ending
from wizard.plan.findings import findings
from wizard.simulated.settings import Bucket


def stage_with(tmp_path: Path, **answers: Any) -> Stage:
    choices = dict.fromkeys((Item.AUDIT_TRAIL, Item.PROTECT_DATA_BUNKER, Item.BACKUPS), Choice.APPLY)
    chosen = replace(guardrails(Level.NONE, choices | answers.pop("choices", {})), **answers)
    return quick(Stage(bunker_and_shop(chosen), tmp_path))


def the_bucket(stage: Stage, begins: str = "org-audit-logs") -> Bucket:
    return next(bucket for name, bucket in stage.world.buckets.items() if name.startswith(begins))


def test_the_lifecycle_is_set_before_everybody_is_denied_to_set_it(tmp_path: Path) -> None:
    stage = stage_with(tmp_path, audit_log_days=730)
    events = stage.run()
    done = performed(events)

    assert ending_of(events) is Ending.DONE
    protected = next(
        number for number, each in enumerate(done) if isinstance(each, AttachPolicy) and "bunker" in each.policy_name
    )
    assert max(number for number, each in enumerate(done) if isinstance(each, PutBucketLifecycle)) < protected
    given_up, colder, retention = the_bucket(stage).lifecycle
    assert given_up["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert colder["Transitions"][0]["Days"] >= 90
    assert retention["Expiration"] == {"Days": 730}
    assert not any("Expiration" in rule for rule in the_bucket(stage, "org-backups").lifecycle)
    assert stage.plan().approved() == frozenset()


def kept_for(stage: Stage, days: int) -> None:
    """The team wants another retention than the one that is protected."""
    stage.want(replace(stage.setup, guardrails=replace(stage.setup.guardrails, audit_log_days=days)))


def test_another_retention_afterwards_takes_the_protection_off_and_on_again_and_the_plan_says_so(
    tmp_path: Path,
) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    kept_for(stage, 400)
    plan = stage.plan()

    assert [type(change) for change, _ in plan.changes] == [DetachPolicy, PutBucketLifecycle, AttachPolicy]
    (told,) = [each for each in findings(stage.setup, plan.observed, plan.approved()) if "set anew" in each.what]
    assert "attached again right after" in told.what
    assert ending_of(stage.run()) is Ending.DONE
    assert the_bucket(stage).lifecycle[-1]["Expiration"] == {"Days": 400}
    assert stage.plan().approved() == frozenset()


def test_buckets_that_an_earlier_version_protected_before_their_lifecycle_get_it(tmp_path: Path) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    for bucket in stage.world.buckets.values():
        bucket.lifecycle = []
    (organization,) = stage.world.organizations.values()
    policy = next(each for each in organization.policies.values() if "data-bunker" in each.policy_name)
    policy.content = policy.content.replace('"s3:UpdateObjectEncryption"', '"s3:DeleteObject"')

    events = stage.run(recording=True)

    assert ending_of(events) is Ending.DONE
    assert stage.plan().approved() == frozenset()
    assert all(bucket.lifecycle for bucket in stage.world.buckets.values())
    sent = stage.sent()
    for state in stage.states[:: max(len(stage.states) // 4, 1)]:
        stage.enter(state)
        assert [ending_of(each) for each in stage.runs()][-1] is Ending.DONE
        assert stage.sent() == sent


@pytest.mark.parametrize("choice", [Choice.LEAVE, Choice.APPLY])
def test_a_policy_that_is_not_ours_to_take_off_is_waited_for(tmp_path: Path, choice: Choice) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    name = "orgwizard-protect-data-bunker"
    if choice is Choice.APPLY:
        (organization,) = stage.world.organizations.values()
        policy = next(each for each in organization.policies.values() if each.policy_name == name)
        policy.policy_name = name = "acme-bunker"
    choices = {**stage.setup.guardrails.choices, Item.PROTECT_DATA_BUNKER: choice}
    stage.want(replace(stage.setup, guardrails=replace(stage.setup.guardrails, choices=choices)))
    kept_for(stage, 400)

    told = {claim.key: verdict for claim, verdict in stage.plan().verdicts}[f"bucket:{AUDIT_LOGS}:lifecycle"]

    assert isinstance(told, Waiting)
    assert f"Detach {name}" in told.reason
    assert ending_of(stage.run()) is Ending.WAITING


def test_rules_of_somebody_else_stay_beside_ours(tmp_path: Path) -> None:
    stage = stage_with(tmp_path, choices={Item.PROTECT_DATA_BUNKER: Choice.LEAVE})
    assert ending_of(stage.run()) is Ending.DONE
    theirs = {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "x/"}, "Expiration": {"Days": 1}}
    the_bucket(stage).lifecycle = [theirs]

    assert ending_of(stage.run()) is Ending.DONE

    assert [rule["ID"] for rule in the_bucket(stage).lifecycle] == ["orgwizard-given-up", "orgwizard-colder", "theirs"]
    assert stage.plan().approved() == frozenset()


def test_a_bucket_that_was_made_without_object_lock_gets_it(tmp_path: Path) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    assert not the_bucket(stage).object_lock
    setup = stage.setup
    stage.want(
        replace(
            setup,
            guardrails=replace(setup.guardrails, choices={Item.OBJECT_LOCK: Choice.APPLY, **setup.guardrails.choices}),
        )
    )

    events = stage.run()

    assert ending_of(events) is Ending.DONE
    assert [type(each) for each in performed(events)] == [PutObjectLockConfiguration]
    assert the_bucket(stage).default_retention == {"Mode": "COMPLIANCE", "Days": 30}


@pytest.mark.parametrize(("days", "fine"), [(0, True), (91, True), (90, False), (-1, False), (40_000, False)])
def test_a_retention_leaves_time_for_colder_storage(days: int, fine: bool) -> None:
    setup = bunker_and_shop(Guardrails(audit_log_days=days))

    faults = [each for each in problems_of(setup) if "audit_log_days" in each.where]
    assert len(faults) == (0 if fine else 1)


def test_logs_are_not_to_go_before_their_lock_is_over() -> None:
    locked = Guardrails(audit_log_days=100, object_lock_days=200, choices={Item.OBJECT_LOCK: Choice.APPLY})
    (problem,) = [each for each in problems_of(bunker_and_shop(locked)) if "audit_log_days" in each.where]

    assert "locked for 200 days" in problem.what


def test_what_is_made_says_who_made_it(tmp_path: Path) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    (organization,) = stage.world.organizations.values()
    owner = stage.world.accounts[organization.management_account_id]

    made = {"made-by": "orgwizard"}
    ours = [each for each in organization.policies.values() if each.policy_name.startswith("orgwizard-")]
    assert the_bucket(stage).tags == owner.roles["production-access"].tags == made
    tagged = [
        *(each.tags for each in owner.trails),
        *(each.tags for each in ours),
        *(each.tags for each in organization.units.values()),
    ]
    assert tagged == [made] * 4
