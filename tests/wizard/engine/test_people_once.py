"""Killed at any moment, unheard, or refused for a while: people and access end the same, and each write is sent once.

As in `tests/wizard/engine/test_crash_matrix.py`: one whole run is watched, and states that it went through are gone on
from: some of them, or with `make thorough` each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest

from state.changes.base import Change
from state.changes.identity_center import UpdateInstance
from state.observed import Observed
from state.saved.journal import Journal, Outcome
from state.setup import Setup
from tests.peopled import DEPLOYERS, directory, made_once, soon, with_people
from tests.samples import THOROUGH, by_turns
from tests.stage import Killed, Stage, State, ending_of
from tests.state.changes.people_changes import PEOPLE_CHANGES
from wizard.engine.events import Ending, RetryPlanned
from wizard.simulated.weather import Effect, Rule

WRITES = (
    "UpdateInstance",
    "CreatePermissionSet",
    "AttachManagedPolicyToPermissionSet",
    "PutInlinePolicyToPermissionSet",
    "CreateGroup",
    "CreateUser",
    "CreateGroupMembership",
    "CreateAccountAssignment",
)
LATER_WRITES = ("UpdatePermissionSet", "ProvisionPermissionSet", "DeleteAccountAssignment")
"""Those of a second run, in which a permission set is wider and somebody has less."""
EVERY = 1 if THOROUGH else 9
"""An odd number: entries of the journal and calls take turns."""


@dataclass(frozen=True)
class Uninterrupted:
    """A whole run that nothing went wrong with."""

    setup: Setup
    states: tuple[State, ...]
    approved: frozenset[Change]
    directory: object
    sent: Counter[str]

    def before_the_first(self, operation: str) -> State:
        """The last state in which AWS had not got the first call of the operation."""
        return next(state for state in reversed(self.states) if not state.calls[operation])


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = soon(Stage(with_people(), tmp_path_factory.mktemp("people")))
    stage.world.climate.center_permission_sets = False
    return stage


def run_through(stage: Stage, setup: Setup) -> Uninterrupted:
    stage.want(setup)
    approved = stage.plan().approved() | {UpdateInstance()}
    stage.states.clear()
    assert ending_of(stage.run(approved, recording=True)) is Ending.DONE
    assert made_once(stage.world)
    return Uninterrupted(setup, tuple(stage.states), approved, directory(stage.world), stage.sent())


@pytest.fixture(scope="module")
def uninterrupted(stage: Stage) -> Uninterrupted:
    """From nothing, in an Identity Center that gives access to accounts only once it is asked to."""
    return run_through(stage, with_people())


@pytest.fixture(scope="module")
def later(stage: Stage, uninterrupted: Uninterrupted) -> Uninterrupted:
    """A permission set that is in use gets more and lasts longer, and somebody has less."""
    stage.enter(uninterrupted.states[-1])
    before = with_people()
    wider = replace(DEPLOYERS, session_hours=8, policies=(*DEPLOYERS.policies, "AmazonS3FullAccess"))
    given = tuple(replace(each, withdrawn=each.permission_set == "ReadOnly") for each in before.assignments)
    return run_through(stage, replace(before, permission_sets=(wider,), assignments=given))


@pytest.fixture
def stories(uninterrupted: Uninterrupted, later: Uninterrupted) -> dict[str, Uninterrupted]:
    """By each write, the run that it is first sent in."""
    return {**dict.fromkeys(LATER_WRITES, later), **dict.fromkeys(WRITES, uninterrupted)}


def ends_the_same(
    stage: Stage, uninterrupted: Uninterrupted, story: str, *, in_vain: Counter[str] | None = None
) -> None:
    stage.want(uninterrupted.setup)
    endings = [ending_of(stage.run(uninterrupted.approved)) for _ in range(2)]

    assert endings[-1] is Ending.DONE, f"{story}: {endings}"
    assert directory(stage.world) == uninterrupted.directory, story
    assert made_once(stage.world), story
    assert stage.sent() - (in_vain or Counter()) == uninterrupted.sent, story


def test_every_write_about_people_is_in_the_list(uninterrupted: Uninterrupted, later: Uninterrupted) -> None:
    elsewhere = {"CreateOrganization", "EnablePolicyType", "CreateOrganizationalUnit", "CreateAccount", "MoveAccount"}

    assert set(uninterrupted.sent) == {*WRITES, *elsewhere, "CreateRole", "PutRolePolicy"}
    assert set(later.sent) == {*uninterrupted.sent, *LATER_WRITES}
    assert {each.request(Observed()).operation for each in PEOPLE_CHANGES} == {*WRITES, *LATER_WRITES}


@pytest.mark.parametrize("first", ["UpdateInstance", "UpdatePermissionSet"])
def test_killed_in_any_state_it_ends_the_same(stage: Stage, stories: dict[str, Uninterrupted], first: str) -> None:
    states = [state for state in stories[first].states if f'"kind": "{first}"'.encode() in state.journal]
    assert len(states) > EVERY

    for number, state in enumerate(states[::EVERY]):
        stage.enter(state)
        ends_the_same(stage, stories[first], f"killed in state {number * EVERY} from {first} on")
        attempts = Journal(stage.journal_file).attempts
        assert {attempt.outcome for attempt in attempts} <= {Outcome.PERFORMED, Outcome.VANISHED}


@pytest.mark.parametrize(
    ("operation", "effect"), by_turns(["UpdateInstance", *LATER_WRITES], [Effect.KILL_BEFORE, Effect.KILL_AFTER])
)
def test_killed_around_a_write_it_is_sent_once(
    stage: Stage, stories: dict[str, Uninterrupted], operation: str, effect: Effect
) -> None:
    story = stories[operation]
    stage.enter(story.before_the_first(operation))
    stage.want(story.setup)
    stage.world.rules.append(Rule(operation, effect))
    with pytest.raises(Killed):
        stage.run(story.approved)
    del stage.world.rules[:]

    in_vain = Counter({operation: int(effect is Effect.KILL_BEFORE)})
    ends_the_same(stage, story, f"{effect} at {operation}", in_vain=in_vain)


@pytest.mark.parametrize(
    ("operation", "effect"), by_turns([*WRITES, *LATER_WRITES], [Effect.ANSWER_LOST, Effect.MALFORMED])
)
def test_what_aws_did_and_nobody_heard_of_is_found_and_not_sent_again(
    stage: Stage, stories: dict[str, Uninterrupted], operation: str, effect: Effect
) -> None:
    stage.enter(stories[operation].before_the_first(operation))
    stage.world.rules.append(Rule(operation, effect))

    ends_the_same(stage, stories[operation], f"{effect} at {operation}")


@pytest.mark.parametrize(
    ("operation", "code"),
    by_turns([*WRITES, *LATER_WRITES], ["InternalServerException", "ConflictException", "AccessDeniedException"]),
)
def test_what_aws_did_not_do_is_asked_again(
    stage: Stage, stories: dict[str, Uninterrupted], operation: str, code: str
) -> None:
    stage.enter(stories[operation].before_the_first(operation))
    stage.world.rules.append(Rule(operation, Effect.ERROR, code=code))

    ends_the_same(stage, stories[operation], f"{code} at {operation}", in_vain=Counter({operation: 1}))


def test_an_assignment_that_ends_failed_is_told_in_aws_own_words_and_asked_anew(
    stage: Stage, uninterrupted: Uninterrupted
) -> None:
    stage.enter(uninterrupted.before_the_first("CreateAccountAssignment"))
    stage.want(uninterrupted.setup)
    why = "Received a 403 status error: Access denied by IAM."
    stage.world.rules.append(Rule("CreateAccountAssignment", Effect.CREATION_FAILS, reason=why))

    events = stage.run(uninterrupted.approved)

    assert ending_of(events) is Ending.DONE
    told = [event.error.message for event in events if isinstance(event, RetryPlanned)]
    assert "Access denied by IAM" in told[-1]
    assert directory(stage.world) == uninterrupted.directory


def test_a_person_made_a_moment_ago_is_waited_for(stage: Stage, uninterrupted: Uninterrupted) -> None:
    stage.enter(uninterrupted.before_the_first("CreateUser"))
    stage.want(uninterrupted.setup)
    stage.world.climate.principal_known_after_seconds = 25

    assert ending_of(stage.run(uninterrupted.approved)) is Ending.DONE
    assert directory(stage.world) == uninterrupted.directory


def test_a_new_account_that_takes_nobody_yet_is_waited_for(stage: Stage, uninterrupted: Uninterrupted) -> None:
    stage.enter(uninterrupted.before_the_first("CreateUser"))
    stage.want(uninterrupted.setup)
    stage.world.climate.center_knows_account_after_seconds = 120

    assert ending_of(stage.run(uninterrupted.approved)) is Ending.DONE
    assert directory(stage.world) == uninterrupted.directory


def test_no_second_one_is_asked_for_in_an_account_that_aws_is_at_work_in(
    stage: Stage, uninterrupted: Uninterrupted
) -> None:
    """The simulated AWS refuses it, and it had nothing to refuse."""
    stage.enter(uninterrupted.states[-1])

    assert {attempt.outcome for attempt in Journal(stage.journal_file).attempts} == {Outcome.PERFORMED}
