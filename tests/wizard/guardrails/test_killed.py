"""Killed at any moment while guardrails are made, also of several accounts side by side: nothing lost, nothing twice.

As in `test_crash_matrix`: one whole run is watched, and states of disk and AWS that it went through are resumed: a
sample of them, or with `make thorough` each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from state.saved.journal import Journal, Outcome
from state.setup import Setup
from tests.guarding import bunker_and_shop, guarded, made_once, quick
from tests.samples import THOROUGH, by_turns, sample
from tests.stage import Killed, Stage, State, ending_of
from wizard.engine.events import Ending
from wizard.simulated.weather import Effect, Rule

PARTS = 2
EVERY = 1 if THOROUGH else 29
"""Of the states, this many-th is gone on from: an odd number, so that entries and calls take turns."""
CALLS = (
    "EnableAWSServiceAccess",
    "CreatePolicy",
    "AttachPolicy",
    "EnableEbsEncryptionByDefault",
    "PutPublicAccessBlock",
    "UpdateAccountPasswordPolicy",
    "PutAlternateContact",
    "CreateBudget",
    "EnableOrganizationsRootCredentialsManagement",
    "EnableOrganizationsRootSessions",
    "CreateBucket",
    "PutBucketVersioning",
    "PutBucketLifecycleConfiguration",
    "PutBucketPolicy",
    "CreateTrail",
    "StartLogging",
)
ELSEWHERE = {"CreateOrganization", "EnablePolicyType", "CreateOrganizationalUnit", "CreateAccount", "MoveAccount"} | {
    "CreateRole",
    "PutRolePolicy",
}
"""Written in every setup, and the business of `test_crash_matrix`."""


@dataclass(frozen=True)
class Uninterrupted:
    """A whole run that nothing went wrong with."""

    states: tuple[State, ...]
    organization: object
    sent: Counter[str]


def three_accounts() -> Setup:
    """A data bunker and two workloads: more than two accounts have something to be set at the same time."""
    setup = bunker_and_shop()
    return replace(setup, accounts=(*setup.accounts, replace(setup.accounts[-1], account_name="staging")))


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return quick(Stage(three_accounts(), tmp_path))


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> Uninterrupted:
    stage = quick(Stage(three_accounts(), tmp_path_factory.mktemp("uninterrupted")))
    assert ending_of(stage.run(recording=True)) is Ending.DONE
    return Uninterrupted(tuple(stage.states), guarded(stage.look()), stage.sent())


def guarding(uninterrupted: Uninterrupted) -> list[State]:
    """The states from the first guardrail on; what is before is the business of `test_crash_matrix`."""
    begun = b'"kind": "EnableAWSServiceAccess"'
    return [state for state in uninterrupted.states if begun in state.journal]


def test_a_run_with_guardrails_has_several_intents_open_at_once(uninterrupted: Uninterrupted) -> None:
    most = max(len(open_in_accounts(state)) for state in uninterrupted.states)

    assert most >= 3, "the data bunker and both workloads"


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_in_any_state_and_started_again_the_same_guardrails_stand(
    stage: Stage, uninterrupted: Uninterrupted, part: int, record_property: Callable[[str, object], None]
) -> None:
    states = guarding(uninterrupted)
    numbers = range(part * EVERY, len(states), PARTS * EVERY)

    for number in numbers:
        stage.enter(states[number])
        ends_the_same(stage, uninterrupted, f"killed in state {number}")

    assert len(numbers) > 3
    record_property("runs", len(numbers))


def test_every_write_of_a_guardrail_is_in_the_list(uninterrupted: Uninterrupted) -> None:
    assert set(uninterrupted.sent) == set(CALLS) | ELSEWHERE


@pytest.mark.parametrize(("operation", "effect"), sample(by_turns(CALLS, [Effect.KILL_BEFORE, Effect.KILL_AFTER]), 3))
def test_killed_around_the_last_call_of_a_kind_it_is_sent_once(
    stage: Stage, uninterrupted: Uninterrupted, operation: str, effect: Effect
) -> None:
    calls = uninterrupted.sent[operation]
    stage.enter(before_the_last(uninterrupted, operation))
    left = calls - stage.sent()[operation]
    stage.world.rules.append(Rule(operation, effect, left))
    with pytest.raises(Killed):
        stage.run()
    del stage.world.rules[:]

    in_vain = int(effect is Effect.KILL_BEFORE)
    assert [ending_of(events) for events in stage.runs()][-1] is Ending.DONE
    assert guarded(stage.look()) == uninterrupted.organization
    assert stage.sent()[operation] == calls + in_vain
    assert made_once(stage.world)


def before_the_last(uninterrupted: Uninterrupted, operation: str) -> State:
    """The last state in which a call of the operation was still to come."""
    states, sent = reversed(uninterrupted.states), uninterrupted.sent[operation]
    return next(state for state in states if state.calls[operation] < sent)


def ends_the_same(stage: Stage, uninterrupted: Uninterrupted, story: str) -> None:
    """The same guardrails, from exactly as many writes."""
    endings = [ending_of(events) for events in stage.runs()]

    assert endings[-1] is Ending.DONE, story
    assert stage.sent() == uninterrupted.sent, story
    assert guarded(stage.look()) == uninterrupted.organization, story
    assert made_once(stage.world), story
    attempts = Journal(stage.journal_file).attempts
    assert {attempt.outcome for attempt in attempts} <= {Outcome.PERFORMED, Outcome.VANISHED}, story
    vanished = sum(attempt.outcome is Outcome.VANISHED for attempt in attempts)
    assert len(attempts) - vanished == sum(stage.sent().values()), f"{story}: what AWS got did not vanish"


def test_an_answer_of_several_that_nobody_heard_is_settled_by_looking(
    stage: Stage, uninterrupted: Uninterrupted
) -> None:
    """One of three calls was carried out when the process ended: that one is found, and the others are sent."""
    states = uninterrupted.states
    half_heard = [
        after
        for before, after in pairwise(states)
        if len(open_in_accounts(after)) >= 3 and before.journal == after.journal and before.calls != after.calls
    ]
    stage.enter(half_heard[0])
    no_answer = open_in_accounts(half_heard[0])

    ends_the_same(stage, uninterrupted, "one answer of several was lost")

    found = [Journal(stage.journal_file).attempts[number - 1].outcome for number in no_answer]
    assert Counter(found) == {Outcome.PERFORMED: 1, Outcome.VANISHED: len(no_answer) - 1}


def open_in_accounts(state: State) -> list[int]:
    """Numbers of the attempts at settings that the journal knows no outcome of."""
    entries = [json.loads(line) for line in state.journal.splitlines()[1:]]
    concluded = {entry["attempt"] for entry in entries if "outcome" in entry}
    settings = [entry for entry in entries if "place" in entry.get("intent", {})]
    return [entry["attempt"] for entry in settings if entry["attempt"] not in concluded]
