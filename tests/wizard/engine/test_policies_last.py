"""Policies bind accounts last: while one is being made or set up, nothing is attached or changed that could bind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.accounts import CreateAccount
from state.changes.policies import AttachPolicy, UpdatePolicy
from state.setup import MemberAccount
from state.setup.guardrails import Choice, Guardrails, Item, Level
from tests.guarding import bunker_and_shop, quick
from tests.stage import Stage, ending_of
from wizard.claims.base import Satisfied
from wizard.claims.readiness import AccountIsReady
from wizard.engine.events import Assessed, ChangePerformed, ChangeStarted, Ending, Event
from wizard.simulated.weather import Effect, Rule

RESTRICTED = Guardrails(
    level=Level.NONE,
    choices={Item.DENY_LEAVING: Choice.APPLY, Item.ALLOWED_REGIONS: Choice.APPLY},
    allowed_regions=("eu-west-1",),
)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = quick(Stage(bunker_and_shop(RESTRICTED), tmp_path))
    stage.world.climate.usable_after_seconds = 300
    return stage


def places(events: list[Event], *kinds: type) -> list[int]:
    """Where in the run such changes were started."""
    return [
        number
        for number, event in enumerate(events)
        if isinstance(event, ChangeStarted) and isinstance(event.change, kinds)
    ]


def last_account_ready(events: list[Event]) -> int:
    return max(
        number
        for number, event in enumerate(events)
        if isinstance(event, Assessed)
        and isinstance(event.claim, AccountIsReady)
        and isinstance(event.verdict, Satisfied)
    )


def test_policies_are_attached_when_every_account_can_be_used(stage: Stage) -> None:
    events = stage.run()

    assert ending_of(events) is Ending.DONE
    assert len(places(events, AttachPolicy)) == 2
    assert min(places(events, AttachPolicy)) > last_account_ready(events)


def test_an_account_that_comes_later_is_made_before_a_policy_is_changed(stage: Stage) -> None:
    stage.run()
    guardrails = replace(RESTRICTED, allowed_regions=("eu-west-1", "eu-central-1"))
    new = MemberAccount(account_name="sandbox", organizational_unit="Workloads")
    stage.want(replace(stage.setup, accounts=(*stage.setup.accounts, new), guardrails=guardrails))

    events = stage.run()

    assert ending_of(events) is Ending.DONE
    assert places(events, CreateAccount)
    assert min(places(events, UpdatePolicy)) > last_account_ready(events)


def test_an_account_that_cannot_be_made_keeps_no_policy_from_binding_the_others(stage: Stage) -> None:
    stage.world.rules.append(Rule("CreateAccount", Effect.CREATION_FAILS, reason="EMAIL_ALREADY_EXISTS"))

    events = stage.run()

    assert ending_of(events) is Ending.FAILED
    attached = [e.change for e in events if isinstance(e, ChangePerformed) and isinstance(e.change, AttachPolicy)]
    assert len(attached) == 2
    assert min(places(events, AttachPolicy)) > last_account_ready(events)
