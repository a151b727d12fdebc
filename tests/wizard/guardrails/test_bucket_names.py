"""A bucket's name that somebody else has already: told with a way out, and what was made keeps its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from state.setup.guardrails import Choice, Item, Level
from state.setup.validation import problems_of
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.stage import Stage, ending_of
from wizard.claims.base import Blocked
from wizard.engine.events import Ending, RunEnded
from wizard.guardrails import policies_of
from wizard.plan.findings import findings
from wizard.simulated.weather import Effect, Rule

WANTED = dict.fromkeys((Item.AUDIT_TRAIL, Item.PROTECT_DATA_BUNKER, Item.BACKUPS), Choice.APPLY)


def stage_where(taken: list[str], tmp_path: Path) -> Stage:
    stage = quick(Stage(bunker_and_shop(guardrails(Level.NONE, WANTED)), tmp_path))
    stage.world.used_bucket_names = taken
    return stage


def wants(stage: Stage, **answers: Any) -> None:
    stage.want(replace(stage.setup, guardrails=replace(stage.setup.guardrails, **answers)))


def blocked(stage: Stage) -> dict[str, Blocked]:
    return {claim.key: each for claim, each in stage.plan().verdicts if isinstance(each, Blocked)}


@pytest.mark.parametrize(
    ("bucket", "key"), [("org-audit-logs", "audit_bucket_suffix"), ("org-backups", "backup_bucket_suffix")]
)
def test_a_name_that_is_taken_is_told_with_another_that_then_is_made(bucket: str, key: str, tmp_path: Path) -> None:
    stage = stage_where([f"{bucket}-????????????"], tmp_path)

    assert ending_of(stage.run()) is Ending.FAILED
    (told,) = blocked(stage).values()
    assert "somebody else's account" in told.what
    found = [each.what for each in findings(stage.setup, stage.look(), ())]
    assert not [what for what in found if what.startswith("Could not be seen")]
    proposed = told.remedy.partition(f"{key}: ")[2].split()[0]

    wants(stage, **{key: proposed})
    assert ending_of(stage.run()) is Ending.DONE
    made = [name for name in stage.world.buckets if name.startswith(f"{bucket}-")]
    assert [name.removeprefix(f"{bucket}-{proposed}-").isdigit() for name in made] == [True]
    (protected,) = [placed.text.content for item, placed in policies_of(stage.setup) if item in WANTED]
    assert f"{bucket}-{proposed}-" in protected
    (trail,) = [trail for account in stage.world.accounts.values() for trail in account.trails]
    assert (trail.bucket_name == made[0]) is (bucket == "org-audit-logs")
    assert stage.plan().approved() == frozenset()


def test_a_name_that_is_taken_between_the_look_and_the_call_is_told_with_the_key_and_a_value(tmp_path: Path) -> None:
    stage = stage_where([], tmp_path)
    stage.world.rules.append(Rule("CreateBucket", Effect.ERROR, times=1, code="BucketAlreadyExists", message="Taken."))
    events = stage.run()

    ended = events[-1]
    assert isinstance(ended, RunEnded)
    (failure,) = ended.failures
    assert "audit_bucket_suffix: x7k2" in failure.error.remedy
    assert failure.change.answer == ("guardrails", "audit_bucket_suffix")
    wants(stage, audit_bucket_suffix="x7k2")
    assert ending_of(stage.run()) is Ending.DONE


@pytest.mark.parametrize("key", ["audit_bucket_suffix", "backup_bucket_suffix"])
def test_a_bucket_that_was_made_keeps_its_name_and_its_protection(key: str, tmp_path: Path) -> None:
    stage = stage_where([], tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    before = sorted(stage.world.buckets)

    wants(stage, **{key: "x7k2"})
    (told,) = blocked(stage).values()
    assert "keeps its name" in told.what
    assert f"Take {key} out" in told.remedy
    stage.run()
    assert sorted(stage.world.buckets) == before
    wants(stage, **{key: ""})
    assert stage.plan().approved() == frozenset()


def test_a_bucket_that_is_left_alone_stays_protected_under_the_name_it_was_made_with(tmp_path: Path) -> None:
    stage = stage_where([], tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    wants(stage, audit_bucket_suffix="x7k2", choices=WANTED | {Item.AUDIT_TRAIL: Choice.LEAVE})
    assert ending_of(stage.run()) is Ending.DONE

    (organization,) = stage.world.organizations.values()
    (policy,) = [each for each in organization.policies.values() if "data-bunker" in each.policy_name]
    assert all(f"arn:*:s3:::{name}" in policy.content for name in stage.world.buckets)


def test_a_bucket_to_which_the_trail_writes_is_known_without_a_journal(tmp_path: Path) -> None:
    stage = stage_where([], tmp_path)
    wants(stage, audit_bucket_suffix="x7k2")
    stage.run()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = Stage(bunker_and_shop(guardrails(Level.NONE, WANTED)), elsewhere)
    other.enter(replace(other.beginning, world=stage.leave().world))

    assert "Write audit_bucket_suffix: x7k2" in blocked(other)["bucket:org-audit-logs:exists"].remedy


def test_what_cannot_be_part_of_a_name_is_told_of_both_at_once() -> None:
    faulty = bunker_and_shop(replace(guardrails(), audit_bucket_suffix="X_7", backup_bucket_suffix="1" * 12))

    assert [each.where for each in problems_of(faulty) if "suffix" in str(each.where)] == [
        ("guardrails", "audit_bucket_suffix"),
        ("guardrails", "backup_bucket_suffix"),
    ]
    fine = problems_of(bunker_and_shop(replace(guardrails(), audit_bucket_suffix="x7k2")))
    assert not [each for each in fine if each.serious]
