"""Every call that the guardrails bring meets every kind of trouble, as in `test_fault_matrix`: the run gets over it, or
stops, says why and what to do; afterwards the same guardrails stand. Each write, and every sixth call that only reads,
meets one kind of trouble, the next another; with `make thorough` all meet all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from state.changes.base import Change
from state.setup.guardrails import PRESETS, Level
from tests.guarding import bunker_and_shop, guarded, made_once, quick
from tests.samples import sample
from tests.stage import WRITES, Stage, State, ending_of
from tests.wizard.engine.test_fault_matrix import (
    CARRIED_OUT,
    access_denied,
    answer_lost_after,
    connection_reset_before,
    malformed,
    run_until_done,
    server_error,
    throttled,
)
from tests.wizard.guardrails.test_killed import CALLS as WRITTEN
from wizard.engine.events import Ending
from wizard.guardrails import GUARDRAILS
from wizard.simulated.weather import Rule

FAULTS = (throttled, server_error, connection_reset_before, answer_lost_after, access_denied, malformed)
READ = tuple(
    sorted(
        {"AssumeRole", "DescribePolicy", "ListPolicies", "ListPoliciesForTarget"}
        | {
            call.partition(":")[2]
            for guardrail in GUARDRAILS
            if guardrail.item in PRESETS[Level.STRICT]
            for reads in guardrail.reads
            for call in reads.calls
        }
    )
)


@dataclass(frozen=True)
class FairWeather:
    """The accounts stand, and the guardrails are about to be made; and how that goes when nothing is wrong."""

    beginning: State
    approved: frozenset[Change]
    guarded: object
    calls: Counter[str]
    sent: Counter[str]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return quick(Stage(bunker_and_shop(), tmp_path_factory.mktemp("faults")))


@pytest.fixture(scope="module")
def fair(stage: Stage) -> FairWeather:
    planned = stage.plan().approved()
    assert ending_of(stage.run(planned, recording=True)) is Ending.DONE
    begun = (state for state in stage.states if b'"kind": "EnableAWSServiceAccess"' in state.journal)
    beginning = next(begun)
    stage.enter(beginning)
    stage.aws.calls.clear()
    assert run_until_done(stage, planned) == []
    return FairWeather(beginning, planned, guarded(stage.look()), Counter(stage.aws.calls), stage.sent())


def test_every_read_of_a_guardrail_is_in_the_list(fair: FairWeather) -> None:
    assert set(READ) | set(WRITTEN) <= set(fair.calls)


@pytest.mark.parametrize("operation", [*WRITTEN, *sample(READ, 6)])
def test_whatever_happens_to_a_call_the_same_guardrails_stand_in_the_end(
    stage: Stage, fair: FairWeather, operation: str, record_property: Callable[[str, object], None]
) -> None:
    runs = 0
    for fault in faults_for(operation):
        rule = fault(operation)
        rule.occurrence = max(1, fair.calls[operation] // 2)
        begin(stage, fair, rule)
        story = f"{rule.code or rule.effect} at call {rule.occurrence} of {operation}"
        sent = Counter(fair.sent)

        stops = run_until_done(stage, fair.approved)
        if operation in WRITES and rule.effect not in CARRIED_OUT:
            sent[operation] += rule.fired

        runs += 1
        assert rule.fired > 0, f"{story} never happened"
        assert len(stops) <= 1, f"{story}: {stops}"
        assert [stop for stop in stops if not stop.explained] == [], story
        assert stage.sent() == sent, f"{story}: what AWS had carried out was sent again"
        assert guarded(stage.look()) == fair.guarded, story
        assert made_once(stage.world), story
    record_property("runs", runs)


def faults_for(operation: str) -> Sequence[Callable[[str], Rule]]:
    """One of the six for each call, in turns: every fault meets several calls of every kind."""
    return sample(FAULTS, len(FAULTS), (*WRITTEN, *READ).index(operation))


def begin(stage: Stage, fair: FairWeather, rule: Rule) -> None:
    stage.enter(fair.beginning)
    stage.aws.calls.clear()
    stage.world.rules.append(rule)
