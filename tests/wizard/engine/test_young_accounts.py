"""Accounts that are minutes old: what a service says of a session that it does not know yet is waited out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.setup.guardrails import Choice, Guardrails, Item, Level
from tests.guarding import bunker_and_shop
from tests.rehearsing import EXISTING_ACCOUNT, small
from tests.samples import by_turns, sample
from tests.stage import Stage, ending_of
from wizard.claims.base import Blocked, NotSeen
from wizard.claims.readiness import ready_key
from wizard.engine.events import ChangeFailed, Ending, Event, RetryPlanned, RunEnded
from wizard.refusals.retries import NOT_READY_YET
from wizard.simulated.weather import Effect, Hesitation, Rule

ENCRYPTED = Guardrails(level=Level.NONE, choices={Item.EBS_ENCRYPTION: Choice.APPLY})
FOR_GOOD = 10.0**9
EC2_SAYS = {"ExpiredTokenException": "RequestExpired", "UnrecognizedClientException": "AuthFailure"}
"""Instead of the words of others."""
ELSEWHERE = {"InvalidAccessKeyId", "MissingAuthenticationToken", "PendingVerificationException"}
"""What neither IAM nor EC2 says."""
CODES = sorted(NOT_READY_YET - {*ELSEWHERE, "RegionDisabledException"})


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(bunker_and_shop(ENCRYPTED), tmp_path)
    stage.world.climate.creation_seconds = (10, 20)
    stage.world.climate.usable_after_seconds = 5
    return stage


def hesitate(stage: Stage, service: str, code: str, seconds: float) -> None:
    stage.world.climate.hesitations = [Hesitation(service, code, seconds)]


@pytest.mark.parametrize(("code", "service"), by_turns(CODES, ["iam", "ec2"]))
def test_a_service_that_does_not_know_a_new_account_is_waited_for(stage: Stage, service: str, code: str) -> None:
    hesitate(stage, service, code, 90)

    assert ending_of(stage.run()) is Ending.DONE


@pytest.mark.parametrize("code", [*EC2_SAYS, *sample([code for code in CODES if code not in EC2_SAYS], 4)])
def test_a_service_that_never_knows_an_account_is_told_with_account_and_remedy(stage: Stage, code: str) -> None:
    hesitate(stage, "ec2", code, FOR_GOOD)

    assert ending_of(stage.run()) is Ending.WAITING
    stage.come_back(25)
    blocked = [verdict for _, verdict in ended(stage.run()).verdicts if isinstance(verdict, Blocked)]

    assert len(blocked) == 2
    for verdict, account in zip(blocked, ("data-bunker", "production"), strict=True):
        found = next(each for each in stage.world.accounts.values() if each.account_name == account)
        assert f"Account {found.account_id} is not ready for ec2 yet" in verdict.what
        assert f"({EC2_SAYS.get(code, code)})" in verdict.what
        assert "AWS Support" in verdict.remedy
        assert "Sign in anew" not in str(verdict)


def ended(events: list[Event]) -> RunEnded:
    last = events[-1]
    assert isinstance(last, RunEnded)
    return last


@pytest.mark.parametrize("code", ["AuthFailure", "UnrecognizedClientException", "OptInRequired"])
def test_a_write_into_a_new_account_that_is_not_known_yet_is_sent_again_in_that_account_only(
    stage: Stage, code: str
) -> None:
    stage.world.rules.append(Rule("EnableEbsEncryptionByDefault", Effect.ERROR, occurrence=4, times=3, code=code))

    events = stage.run()

    assert ending_of(events) is Ending.DONE
    assert len([event for event in events if isinstance(event, RetryPlanned)]) == 3
    assert not [event for event in events if isinstance(event, ChangeFailed)]


def test_throttling_inside_an_invited_account_is_nobodys_job(tmp_path: Path) -> None:
    stage = Stage(replace(small(), accounts=(), guardrails=ENCRYPTED), tmp_path)
    stage.run()
    stage.come_back()
    stage.world.rules.append(Rule("AssumeRole", Effect.ERROR, times=0, code="Throttling"))

    (verdict,) = (verdict for claim, verdict in stage.plan().verdicts if claim.key == ready_key(EXISTING_ACCOUNT))

    assert isinstance(verdict, NotSeen)
    assert verdict.passing
