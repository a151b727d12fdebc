"""What cannot be looked at holds up what depends on it, and nothing else: it is neither there nor missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from state.setup.guardrails import Choice, Guardrails, Item, Level
from tests.guarding import bunker_and_shop, quick
from tests.rehearsing import small
from tests.stage import Stage, done_once, ending_of
from wizard.claims.base import NotSeen, Satisfied
from wizard.engine.events import Ending, Event, RunEnded
from wizard.plan.findings import findings
from wizard.simulated.weather import Effect, Rule

ENCRYPTED = Guardrails(level=Level.NONE, choices={Item.EBS_ENCRYPTION: Choice.APPLY})
FOR_EVER = 0


def refused(operation: str, code: str, times: int = FOR_EVER) -> Rule:
    return Rule(operation, Effect.ERROR, times=times, code=code)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return quick(Stage(bunker_and_shop(ENCRYPTED), tmp_path))


def not_seen(events: list[Event]) -> dict[str, str]:
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    return {claim.title: verdict.what for claim, verdict in ended.verdicts if isinstance(verdict, NotSeen)}


def satisfied(events: list[Event]) -> set[str]:
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    return {claim.title for claim, verdict in ended.verdicts if isinstance(verdict, Satisfied)}


UNTOLD = (
    refused("GetEbsEncryptionByDefault", "InternalFailure"),
    refused("GetEbsEncryptionByDefault", "UnauthorizedOperation"),
    refused("GetEbsEncryptionByDefault", "UnsupportedOperation"),
    Rule("GetEbsEncryptionByDefault", Effect.CONNECTION_RESET_BEFORE, times=FOR_EVER),
    Rule("GetEbsEncryptionByDefault", Effect.MALFORMED, times=FOR_EVER),
)


@pytest.mark.parametrize("trouble", UNTOLD, ids=lambda rule: rule.code or rule.effect)
def test_a_setting_that_aws_does_not_tell_holds_up_itself_and_nothing_else(stage: Stage, trouble: Rule) -> None:
    stage.world.rules.append(trouble)

    events = stage.run()

    assert ending_of(events) is Ending.FAILED
    assert set(not_seen(events)) == {
        f"New volumes in {account} are encrypted" for account in ("the management account", "data-bunker", "production")
    }
    assert {"Account production exists", "Account production can be used"} <= satisfied(events)
    assert stage.sent()["EnableEbsEncryptionByDefault"] == 0
    stage.world.rules.clear()
    assert ending_of(stage.run()) is Ending.DONE


def test_a_setting_that_aws_does_not_tell_for_a_minute_is_waited_for_while_everything_else_goes_on(
    stage: Stage,
) -> None:
    plan = stage.plan()
    stage.world.rules.append(refused("GetEbsEncryptionByDefault", "InternalFailure", times=20))

    assert ending_of(stage.run(plan.approved())) is Ending.DONE


def test_a_plan_says_what_it_could_not_see_and_what_would_follow(stage: Stage) -> None:
    stage.world.rules.append(refused("GetEbsEncryptionByDefault", "InternalFailure"))

    plan = stage.plan()

    assert "Create account production" in {change.title for change, _ in plan.changes}
    regions = ("eu-central-1", "eu-west-1", "us-east-1")
    assert [change.title for change, _ in plan.later] == [f"Encrypt new EBS volumes in {each}" for each in regions]
    told = [finding.what for finding in findings(stage.setup, plan.observed, plan.approved())]
    assert "Could not be seen: ebs encryption in eu-central-1, ebs encryption in eu-west-1, " in " ".join(told)


@dataclass(frozen=True)
class Section:
    """What depends on one list, in the first run on a new organization."""

    operation: str
    held_up: str = ""


LISTS = (
    Section("ListRoles", "Role shop-access leads into account shop"),
    Section("ListHandshakesForOrganization", "Account 444455556666 has joined"),
    Section("ListCreateAccountStatus"),
    Section("ListAccounts", "Account shop exists"),
    Section("ListRoots", "Service control policies are enabled"),
    Section("ListOrganizationalUnitsForParent", "Organizational unit Workloads exists"),
    Section("ListAWSServiceAccessForOrganization"),
)


@pytest.mark.parametrize("code", ["InternalFailure", "AccessDeniedException"])
@pytest.mark.parametrize("section", LISTS, ids=lambda section: section.operation)
def test_a_list_that_aws_does_not_give_stops_no_plan_and_no_run(tmp_path: Path, section: Section, code: str) -> None:
    stage = quick(Stage(small(), tmp_path))
    stage.world.rules.append(refused(section.operation, code))

    events = stage.run()

    assert ending_of(events) is (Ending.FAILED if section.held_up else Ending.WAITING)
    assert not section.held_up or section.held_up in not_seen(events)
    assert "The organization exists with all features" in satisfied(events)
    stage.world.rules.clear()
    stage.run()
    stage.come_back()
    assert ending_of(stage.run()) is Ending.DONE
    assert set(done_once(stage.world).values()) == {1}
