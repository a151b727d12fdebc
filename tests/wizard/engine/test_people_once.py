"""Killed at any moment, unheard, or refused for a while: people and access end the same, and each write is sent once.

As in `tests/wizard/engine/test_crash_matrix.py`: one whole run is watched, and states that it went through are gone on
from: some of them, or with `make thorough` each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from state.changes.base import Change
from state.saved.journal import Journal, Outcome
from tests.peopled import directory, made_once, soon, with_people
from tests.samples import THOROUGH, by_turns
from tests.stage import Stage, State, ending_of
from wizard.engine.events import Ending, RetryPlanned
from wizard.simulated.weather import Effect, Rule

WRITES = (
    "CreatePermissionSet",
    "AttachManagedPolicyToPermissionSet",
    "PutInlinePolicyToPermissionSet",
    "CreateGroup",
    "CreateUser",
    "CreateGroupMembership",
    "CreateAccountAssignment",
)
EVERY = 1 if THOROUGH else 9
"""An odd number: entries of the journal and calls take turns."""


@dataclass(frozen=True)
class Uninterrupted:
    """A whole run that nothing went wrong with."""

    states: tuple[State, ...]
    approved: frozenset[Change]
    directory: object
    sent: Counter[str]

    def before_the_first(self, operation: str) -> State:
        """The last state in which AWS had not got the first call of the operation."""
        return next(state for state in reversed(self.states) if not state.calls[operation])


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return soon(Stage(with_people(), tmp_path_factory.mktemp("people")))


@pytest.fixture(scope="module")
def uninterrupted(stage: Stage) -> Uninterrupted:
    approved = stage.plan().approved()
    assert ending_of(stage.run(approved, recording=True)) is Ending.DONE
    assert made_once(stage.world)
    return Uninterrupted(tuple(stage.states), approved, directory(stage.world), stage.sent())


def ends_the_same(
    stage: Stage, uninterrupted: Uninterrupted, story: str, *, in_vain: Counter[str] | None = None
) -> None:
    endings = [ending_of(stage.run(uninterrupted.approved)) for _ in range(2)]

    assert endings[-1] is Ending.DONE, f"{story}: {endings}"
    assert directory(stage.world) == uninterrupted.directory, story
    assert made_once(stage.world), story
    assert stage.sent() - (in_vain or Counter()) == uninterrupted.sent, story


def test_every_write_about_people_is_in_the_list(uninterrupted: Uninterrupted) -> None:
    elsewhere = {"CreateOrganization", "EnablePolicyType", "CreateOrganizationalUnit", "CreateAccount", "MoveAccount"}

    assert set(uninterrupted.sent) == {*WRITES, *elsewhere, "CreateRole", "PutRolePolicy"}


def test_killed_in_any_state_it_ends_the_same(stage: Stage, uninterrupted: Uninterrupted) -> None:
    about_people = [state for state in uninterrupted.states if b"CreatePermissionSet" in state.journal]

    for number, state in enumerate(about_people[::EVERY]):
        stage.enter(state)
        ends_the_same(stage, uninterrupted, f"killed in state {number * EVERY}")
        attempts = Journal(stage.journal_file).attempts
        assert {attempt.outcome for attempt in attempts} <= {Outcome.PERFORMED, Outcome.VANISHED}

    assert len(about_people) > 40


@pytest.mark.parametrize(("operation", "effect"), by_turns(WRITES, [Effect.ANSWER_LOST, Effect.MALFORMED]))
def test_what_aws_did_and_nobody_heard_of_is_found_and_not_sent_again(
    stage: Stage, uninterrupted: Uninterrupted, operation: str, effect: Effect
) -> None:
    stage.enter(uninterrupted.before_the_first(operation))
    stage.world.rules.append(Rule(operation, effect))

    ends_the_same(stage, uninterrupted, f"{effect} at {operation}")


@pytest.mark.parametrize(
    ("operation", "code"),
    by_turns(WRITES, ["InternalServerException", "ConflictException", "AccessDeniedException"]),
)
def test_what_aws_did_not_do_is_asked_again(
    stage: Stage, uninterrupted: Uninterrupted, operation: str, code: str
) -> None:
    stage.enter(uninterrupted.before_the_first(operation))
    stage.world.rules.append(Rule(operation, Effect.ERROR, code=code))

    ends_the_same(stage, uninterrupted, f"{code} at {operation}", in_vain=Counter({operation: 1}))


def test_an_assignment_that_ends_failed_is_told_in_aws_own_words_and_asked_anew(
    stage: Stage, uninterrupted: Uninterrupted
) -> None:
    stage.enter(uninterrupted.before_the_first("CreateAccountAssignment"))
    why = "Received a 403 status error: Access denied by IAM."
    stage.world.rules.append(Rule("CreateAccountAssignment", Effect.CREATION_FAILS, reason=why))

    events = stage.run(uninterrupted.approved)

    assert ending_of(events) is Ending.DONE
    told = [event.error.message for event in events if isinstance(event, RetryPlanned)]
    assert "Access denied by IAM" in told[-1]
    assert directory(stage.world) == uninterrupted.directory


def test_a_person_made_a_moment_ago_is_waited_for(stage: Stage, uninterrupted: Uninterrupted) -> None:
    stage.enter(uninterrupted.before_the_first("CreateUser"))
    stage.world.climate.principal_known_after_seconds = 25

    assert ending_of(stage.run(uninterrupted.approved)) is Ending.DONE
    assert directory(stage.world) == uninterrupted.directory


def test_a_new_account_that_takes_nobody_yet_is_waited_for(stage: Stage, uninterrupted: Uninterrupted) -> None:
    stage.enter(uninterrupted.before_the_first("CreateUser"))
    stage.world.climate.center_knows_account_after_seconds = 120

    assert ending_of(stage.run(uninterrupted.approved)) is Ending.DONE
    assert directory(stage.world) == uninterrupted.directory


def test_no_second_one_is_asked_for_in_an_account_that_aws_is_at_work_in(
    stage: Stage, uninterrupted: Uninterrupted
) -> None:
    """The simulated AWS refuses it, and it had nothing to refuse."""
    stage.enter(uninterrupted.states[-1])

    assert {attempt.outcome for attempt in Journal(stage.journal_file).attempts} == {Outcome.PERFORMED}
