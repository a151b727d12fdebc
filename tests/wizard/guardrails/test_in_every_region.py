"""What each Region has for itself is looked at and set in every Region that is enabled, and one stops only itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from state.observed import Observed
from state.observed.seen import Known
from state.observed.settings import FOR_EVERYBODY, MANAGEMENT_ACCOUNT, REGIONS, Place, Setting, as_value
from state.setup.guardrails import Choice, Guardrails, GuardrailScope, Item, Level
from tests.guarding import bunker_and_shop, quick
from tests.stage import Killed, Stage, ending_of
from wizard.audit import standards
from wizard.claims.base import NotSeen, Satisfied, Verdict
from wizard.claims.regions import InEveryRegion
from wizard.engine.events import Ending
from wizard.guardrails.auditing import Status
from wizard.guardrails.ebs_encryption import NewVolumesAreEncrypted
from wizard.plan.assessment import assess_all
from wizard.simulated.passing_time import SERVICE_CONTROL_POLICY
from wizard.simulated.settings import RegionSettings
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Policy

ENCRYPTED = Guardrails(level=Level.NONE, choices={Item.EBS_ENCRYPTION: Choice.APPLY})
SHOP, KEY = "aws+production@acme.example", "ebs-encryption:aws+production@acme.example"
EVERY = ("eu-central-1", "eu-west-1", "us-east-1")
WRITE, READ = "EnableEbsEncryptionByDefault", "GetEbsEncryptionByDefault"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return quick(Stage(bunker_and_shop(ENCRYPTED), tmp_path))


def encrypted(stage: Stage, email: str = SHOP) -> list[str]:
    account = stage.world.account_with_email(email)
    assert account is not None
    return sorted(region for region, settings in account.regions.items() if settings.ebs_encryption)


def verdict_on(stage: Stage, key: str = KEY) -> Verdict:
    return next(verdict for claim, verdict in assess_all(stage.claims, stage.look()) if claim.key == key)


def line_met(stage: Stage) -> bool:
    observed = stage.look()
    lines = standards.lines(stage.setup, observed, assess_all(stage.claims, observed))
    return next(each.status for each in lines if each.item == "EC2.7") is Status.MET


def test_every_enabled_region_is_set_once_and_found_set_with_one_look_at_each(stage: Stage) -> None:
    assert ending_of(stage.run()) is Ending.DONE

    assert encrypted(stage) == list(EVERY)
    assert stage.sent()[WRITE] == 3 * len(EVERY)
    stage.look()
    stage.aws.calls.clear()
    said = verdict_on(stage)
    assert isinstance(said, Satisfied)
    assert all(region in said.evidence for region in EVERY)
    assert (stage.aws.calls["DescribeRegions"], stage.aws.calls[READ]) == (3, 3 * len(EVERY))
    assert line_met(stage)


def test_a_region_that_was_enabled_since_is_found_and_set_once_somebody_approves(stage: Stage) -> None:
    stage.run()
    shop = stage.world.account_with_email(SHOP)
    assert shop is not None
    shop.opted_in.append("eu-south-2")

    assert not line_met(stage)
    assert ending_of(stage.run(frozenset())) is Ending.UNAPPROVED
    assert ending_of(stage.run()) is Ending.DONE

    assert encrypted(stage) == sorted((*EVERY, "eu-south-2"))


def test_a_region_that_tells_nothing_is_unknown_with_its_reason_and_stops_only_itself(stage: Stage) -> None:
    message = "You may not look."
    stage.world.rules.append(
        Rule(READ, Effect.ERROR, times=0, code="UnauthorizedOperation", message=message, region=EVERY[0])
    )

    assert ending_of(stage.run()) is Ending.FAILED

    assert encrypted(stage) == list(EVERY[1:])
    said = verdict_on(stage)
    assert isinstance(said, NotSeen)
    assert EVERY[0] in said.what
    assert message in said.what
    assert not any(region in said.what for region in EVERY[1:])
    assert not line_met(stage)
    stage.world.rules.clear()
    assert ending_of(stage.run()) is Ending.DONE
    assert stage.sent()[WRITE] == 3 * len(EVERY)


def test_a_region_that_takes_no_write_holds_up_no_other(stage: Stage) -> None:
    stage.world.rules.append(Rule(WRITE, Effect.ERROR, times=0, code="UnauthorizedOperation", region=EVERY[0]))

    assert ending_of(stage.run()) is Ending.FAILED

    assert encrypted(stage) == list(EVERY[1:])


def test_credentials_that_one_region_does_not_know_are_good_in_every_other(stage: Stage) -> None:
    stage.run()
    stage.world.rules.append(Rule(READ, Effect.ERROR, times=0, code="AuthFailure", region=EVERY[2]))

    said = verdict_on(stage, f"ebs-encryption:{MANAGEMENT_ACCOUNT}")

    assert isinstance(said, NotSeen)
    assert EVERY[2] in said.what


def test_regions_that_a_policy_closes_to_everybody_are_left_out_and_said_and_never_met(stage: Stage) -> None:
    stage.run()
    organization = next(iter(stage.world.organizations.values()))
    closing: dict[str, Any] = {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"}
    closing["Condition"] = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}
    policy = Policy("p-closing000", "acme-here-only", SERVICE_CONTROL_POLICY, "", json.dumps({"Statement": [closing]}))
    organization.policies[policy.policy_id] = policy
    organization.attachments.append((policy.policy_id, organization.root_id))
    organization.policy_types[SERVICE_CONTROL_POLICY] = stage.world.time

    said = verdict_on(stage)

    assert isinstance(said, Satisfied)
    looked_at, _, closed = said.evidence.partition("Not looked at")
    assert "eu-west-1" in looked_at
    assert "us-east-1" not in looked_at
    assert "eu-central-1, us-east-1" in closed
    assert not line_met(stage)
    assert ending_of(stage.run()) is Ending.DONE


@pytest.mark.parametrize("after", [1, 4, 8])
def test_killed_between_regions_each_is_set_once_in_the_end(stage: Stage, after: int) -> None:
    approved = stage.plan().approved()
    stage.world.rules.append(Rule(WRITE, Effect.KILL_AFTER, occurrence=after))

    with pytest.raises(Killed):
        stage.run(approved)
    assert ending_of(stage.run()) is Ending.DONE

    assert stage.sent()[WRITE] == 3 * len(EVERY)
    assert encrypted(stage) == list(EVERY)


def test_where_the_scope_shrinks_only_the_regions_that_were_set_here_go_again(stage: Stage) -> None:
    stage.run()
    shop = stage.world.account_with_email(SHOP)
    assert shop is not None
    shop.opted_in.append("eu-south-2")
    shop.regions["eu-south-2"] = RegionSettings(ebs_encryption=True)
    without = GuardrailScope(except_accounts=("production",))
    stage.want(bunker_and_shop(replace(ENCRYPTED, scopes={Item.EBS_ENCRYPTION: without})))
    stage.world.rules.append(Rule("DisableEbsEncryptionByDefault", Effect.KILL_AFTER))

    with pytest.raises(Killed):
        stage.run()
    stage.want(stage.setup)
    assert ending_of(stage.run()) is Ending.DONE

    assert encrypted(stage) == ["eu-south-2"]
    assert stage.sent()["DisableEbsEncryptionByDefault"] == len(EVERY)


def test_a_region_that_is_not_enabled_any_more_is_said_where_it_would_be_taken_back() -> None:
    place = Place("444455556666", "shop", "OrganizationAccountAccessRole", "eu-west-1")
    regions = Setting("444455556666", REGIONS, Known(as_value({"eu-west-1": FOR_EVERYBODY})))
    gone = InEveryRegion(place, NewVolumesAreEncrypted(place), frozenset({"ebs-encryption:me-south-1"}))

    assert gone.assess(Observed(settings=(regions,))) == Satisfied("No Region that it was set in is enabled any more.")
