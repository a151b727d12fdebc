"""Killed at any moment, a run is picked up where it stood: nothing lost, nothing twice.

A killed process leaves behind its journal and AWS, nothing else. So one whole run is watched, every state that the two
were ever in is kept (after each entry made durable, and after each write that AWS carried out, which is before the
next of either), and each of these states is gone on from. Calls that only read change neither.

Some states of a setup with one of each kind are gone on from, and fewer of the suggested one, which asks for several
accounts at a time; with `make thorough` all of both.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from state.saved.journal import Journal, Outcome
from state.setup import Setup
from tests.command_line import ROOT
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, comparable, ending, signed_in, small, suggested
from tests.samples import THOROUGH, sample
from tests.stage import Killed, Stage, State, done_once, ending_of
from wizard.engine.events import ChangeFailed, Ending
from wizard.simulated.weather import Effect, Rule

PARTS = 3
EVERY, EVERY_SMALL = (1, 1) if THOROUGH else (13, 3)
"""Of the suggested setup's states, and of the small one's, this many-th is gone on from: odd numbers, so that entries
and calls take turns."""


@dataclass(frozen=True)
class Uninterrupted:
    """A whole run that nothing went wrong with."""

    states: tuple[State, ...]
    organization: object
    sent: Counter[str]
    made: set[str]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stage_of(suggested(EXISTING_ACCOUNT), tmp_path_factory.mktemp("suggested"))


@pytest.fixture(scope="module")
def one_of_each(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stage_of(small(), tmp_path_factory.mktemp("one-of-each"))


def stage_of(setup: Setup, home: Path) -> Stage:
    stage = Stage(setup, home)
    stage.world.climate.usable_after_seconds = 20
    return stage


@pytest.fixture(scope="module")
def uninterrupted(stage: Stage) -> Uninterrupted:
    return watched(stage)


@pytest.fixture(scope="module")
def one_uninterrupted(one_of_each: Stage) -> Uninterrupted:
    return watched(one_of_each)


def watched(stage: Stage) -> Uninterrupted:
    """A whole run, in its two halves: before the invitation is accepted, and after."""
    assert ending_of(stage.run(recording=True)) is Ending.WAITING
    stage.come_back()
    assert ending_of(stage.run(recording=True)) is Ending.DONE
    made = done_once(stage.world)
    assert set(made.values()) == {1}
    return Uninterrupted(tuple(stage.states), comparable(stage.look()), stage.sent(), set(made))


def assert_ends_the_same(stage: Stage, uninterrupted: Uninterrupted, story: str) -> None:
    """The same organization, from exactly as many writes."""
    endings = [ending_of(events) for events in stage.runs()]

    assert set(endings[:-1]) <= {Ending.WAITING}, story
    assert endings[-1] is Ending.DONE, story
    assert stage.sent() == uninterrupted.sent, story
    assert comparable(stage.look()) == uninterrupted.organization, story
    assert set(done_once(stage.world).values()) == {1}, story
    attempts = Journal(stage.journal_file).attempts
    assert {attempt.outcome for attempt in attempts} <= {Outcome.PERFORMED, Outcome.VANISHED}, story
    vanished = sum(attempt.outcome is Outcome.VANISHED for attempt in attempts)
    assert len(attempts) - vanished == sum(stage.sent().values()), f"{story}: what AWS got did not vanish"


def test_a_whole_run_goes_through_a_state_before_and_after_every_entry_and_every_write(
    uninterrupted: Uninterrupted,
) -> None:
    writes = [sum(state.calls[operation] for operation in uninterrupted.sent) for state in uninterrupted.states]
    entries = [state.journal.count(b"\n") for state in uninterrupted.states]

    assert writes == sorted(writes)
    assert entries == sorted(entries)
    assert set(writes) == set(range(sum(uninterrupted.sent.values()) + 1))
    assert set(entries) == {0, *range(2, entries[-1] + 1)}, "the first entry comes with the header"


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_in_any_state_and_started_again_it_ends_in_the_same_organization(
    one_of_each: Stage, one_uninterrupted: Uninterrupted, part: int, record_property: Callable[[str, object], None]
) -> None:
    numbers = range(part * EVERY_SMALL, len(one_uninterrupted.states), PARTS * EVERY_SMALL)

    for number in numbers:
        one_of_each.enter(one_uninterrupted.states[number])
        if number % 2 and number > PARTS:  # the first states have no entry yet
            a_day_later_with_a_torn_entry(one_of_each)
        assert_ends_the_same(one_of_each, one_uninterrupted, f"killed in state {number}")

    assert len(numbers) > 4
    record_property("runs", len(numbers))


def test_killed_with_several_accounts_asked_for_it_ends_in_the_same_organization(
    stage: Stage, uninterrupted: Uninterrupted, record_property: Callable[[str, object], None]
) -> None:
    numbers = range(0, len(uninterrupted.states), EVERY)

    for number in numbers:
        stage.enter(uninterrupted.states[number])
        if number % 2:
            a_day_later_with_a_torn_entry(stage)
        assert_ends_the_same(stage, uninterrupted, f"killed in state {number}")

    assert len(numbers) > 4
    record_property("runs", len(numbers))


def a_day_later_with_a_torn_entry(stage: Stage) -> None:
    """The kill came in the middle of writing, and nobody looked until the next day."""
    with stage.journal_file.open("ab") as journal:
        journal.write(b'{"attempt": 7, "at": "2026-11-02T09:1')
    stage.come_back(20)


@pytest.mark.parametrize("call", sample(range(1, 160, 20), 2))
def test_killed_before_any_call_and_started_again_it_ends_in_the_same_organization(
    stage: Stage, uninterrupted: Uninterrupted, call: int
) -> None:
    stage.enter(stage.beginning)
    stage.world.rules.append(Rule("*", Effect.KILL_BEFORE, call))
    with pytest.raises(Killed):
        stage.run()
    del stage.world.rules[:]

    sent_in_vain = Counter(uninterrupted.sent)
    endings = [ending_of(events) for events in stage.runs()]

    assert endings == [Ending.WAITING, Ending.DONE]
    assert comparable(stage.look()) == uninterrupted.organization
    assert set(done_once(stage.world).values()) == {1}
    assert sum((stage.sent() - sent_in_vain).values()) <= 1, "only the call before which it was killed may be counted"


def test_a_creation_that_failed_while_nobody_looked_is_explained_and_not_asked_for_again(tmp_path: Path) -> None:
    stage = Stage(one_account(), tmp_path)
    stage.world.rules.append(Rule("CreateAccount", Effect.CREATION_FAILS, reason="EMAIL_ALREADY_EXISTS"))
    stage.run(recording=True)
    under_way = [state for state in stage.states if state.world.creations and not told_why(state)]
    assert len(under_way) >= 2, "with and without a receipt"

    for state in under_way:
        stage.enter(state)
        stage.come_back(20)
        events = stage.run()
        assert ending_of(events) is Ending.FAILED
        assert ["already" in event.error.message for event in events if isinstance(event, ChangeFailed)] == [True]
        assert stage.sent()["CreateAccount"] == 1


def one_account() -> Setup:
    return replace(suggested(), organizational_units=("Security",), accounts=suggested().accounts[:1])


def told_why(state: State) -> bool:
    return b"email address exists" in state.journal


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize(
    "rule",
    sample([Rule("CreateOrganization", Effect.KILL_AFTER), Rule("MoveAccount", Effect.KILL_BEFORE, 3)], 2),
    ids=lambda rule: f"{rule.operation}-{rule.effect}",
)
def test_a_real_process_killed_by_the_system_is_gone_on_from_by_another(tmp_path: Path, rule: Rule) -> None:
    killed = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.wizard.engine.apply_once",
            tmp_path,
            rule.operation,
            rule.effect,
            str(rule.occurrence),
        ],
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL

    with signed_in(tmp_path, suggested()) as onboarding:
        assert ending(apply_all(onboarding)) == "done"
        observed = onboarding.look()
        attempts = Journal(onboarding.directory / "journal.jsonl").attempts

    assert len(observed.accounts) == len(suggested().accounts) + 1
    receipts = Counter(attempt.change for attempt in attempts if attempt.receipt)
    assert set(receipts.values()) == {1}
