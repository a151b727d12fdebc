"""A bucket keeps what it should for as long as it should: set before it is protected, and nobody's rules are lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from state.changes.buckets import PutBucketLifecycle, PutObjectLockConfiguration
from state.changes.policies import AttachPolicy
from state.observed.settings import AUDIT_LOGS
from state.setup.guardrails import Choice, Guardrails, Item, Level
from state.setup.validation import problems_of
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.rehearsing import performed
from tests.stage import Stage, ending_of
from wizard.claims.base import Blocked
from wizard.engine.events import Ending
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


def test_another_retention_afterwards_is_told_to_be_denied_and_how_to_change_it(tmp_path: Path) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    setup = stage.setup
    stage.want(replace(setup, guardrails=replace(setup.guardrails, audit_log_days=400)))

    told = {claim.key: verdict for claim, verdict in stage.plan().verdicts}[f"bucket:{AUDIT_LOGS}:lifecycle"]

    assert isinstance(told, Blocked)
    assert "orgwizard-protect-data-bunker" in told.what
    assert "Detach" in told.remedy


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
