"""How long the engine keeps trying, what it makes of refusals that mean something else, and that it always ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from state.errors import OrgwizardError
from state.saved.journal import Journal, Outcome
from state.setup import Invitation, Setup
from tests.rehearsing import small
from tests.samples import sample
from tests.stage import Killed, Stage, done_once, ending_of
from wizard.claims.base import Waiting
from wizard.engine.events import ChangeFailed, ChangeHeldUp, Ending, Event, RetryPlanned, RunEnded, WaitStarted
from wizard.errors import EmailNotVerified
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Creation

HOUR = 3600
ROLE = small().organization_access_role


def accounts_only() -> Setup:
    return replace(small(), invitations=())


def one_account() -> Setup:
    return replace(accounts_only(), accounts=small().accounts[:1])


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(accounts_only(), tmp_path)


def failures(events: list[Event]) -> list[str]:
    return [event.error.message for event in events if isinstance(event, ChangeFailed)]


def seconds_taken(stage: Stage, act: Callable[[], object]) -> float:
    before = stage.aws.clock.now()
    act()
    return (stage.aws.clock.now() - before).total_seconds()


def too_many_accounts(times: int) -> Rule:
    reason = "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
    return Rule("CreateAccount", Effect.ERROR, 1, times, code="ConstraintViolationException", reason=reason)


def test_a_new_organization_that_takes_no_accounts_yet_is_waited_for(stage: Stage) -> None:
    stage.world.rules.append(too_many_accounts(times=4))

    events = stage.run()

    assert ending_of(events) is Ending.DONE
    assert len([event for event in events if isinstance(event, RetryPlanned)]) == 4


def test_after_its_first_hour_the_limit_of_accounts_is_a_limit(stage: Stage) -> None:
    stage.world.rules.append(too_many_accounts(times=0))

    took = seconds_taken(stage, lambda: failures(stage.run()))

    assert HOUR <= took < 1.3 * HOUR


def test_in_an_organization_that_was_there_before_the_limit_of_accounts_is_told_at_once(tmp_path: Path) -> None:
    stage = Stage(accounts_only(), tmp_path, "existing-organization")
    stage.world.rules.append(too_many_accounts(times=0))

    told: list[str] = []
    took = seconds_taken(stage, lambda: told.extend(failures(stage.run())))

    assert len(told) == len(accounts_only().accounts)
    assert took < 60


def test_an_hour_of_finalizing_is_waited_for_once_and_not_for_each_account(stage: Stage) -> None:
    stage.world.climate.finalizing_seconds = 10 * HOUR

    told: list[str] = []
    took = seconds_taken(stage, lambda: told.extend(failures(stage.run())))

    assert len(told) == len(accounts_only().accounts)
    assert HOUR <= took < 1.1 * HOUR
    assert stage.sent()["CreateAccount"] < 150


def test_an_internal_failure_of_aws_is_tried_once_more(stage: Stage) -> None:
    stage.world.rules.append(Rule("CreateAccount", Effect.CREATION_FAILS, reason="INTERNAL_FAILURE"))

    assert ending_of(stage.run()) is Ending.DONE
    assert stage.sent()["CreateAccount"] == 3


def test_a_second_internal_failure_is_told(tmp_path: Path) -> None:
    stage = Stage(one_account(), tmp_path)
    stage.world.rules.append(Rule("CreateAccount", Effect.CREATION_FAILS, times=0, reason="INTERNAL_FAILURE"))

    assert len(failures(stage.run())) == 1
    assert stage.sent()["CreateAccount"] == 2


def test_the_first_request_is_looked_for_when_aws_says_that_it_has_one_already(tmp_path: Path) -> None:
    """Two requests for one address: somebody's that nobody knows of is under way while ours is refused."""
    stage = Stage(one_account(), tmp_path, "existing-organization")
    request_from_elsewhere(stage, "shop on the way", "aws+shop@acme.example", seconds=400)

    events = stage.run()

    assert ending_of(events) is Ending.DONE
    assert sum(not each.failure_reason for each in stage.world.creations.values()) == 1
    assert set(done_once(stage.world).values()) == {1}


def test_a_namesake_being_created_by_somebody_else_is_not_taken_for_ours(tmp_path: Path) -> None:
    stage = Stage(one_account(), tmp_path, "existing-organization")
    stage.world.rules.append(Rule("CreateAccount", Effect.KILL_BEFORE))
    approved = stage.plan().approved()
    with pytest.raises(Killed):
        stage.run(approved)
    request_from_elsewhere(stage, "shop", "somebody@elsewhere.example", seconds=90)

    assert ending_of(stage.run(approved)) is Ending.DONE
    emails = [account.email for account in stage.world.accounts.values() if account.account_name == "shop"]
    assert sorted(emails) == ["aws+shop@acme.example", "somebody@elsewhere.example"]


def request_from_elsewhere(stage: Stage, name: str, email: str, seconds: float) -> None:
    """Somebody asks for an account in the console."""
    now = stage.aws.clock.now()
    organization = next(iter(stage.world.organizations))
    creation = Creation("car-" + "e" * 32, organization, name, email, ROLE, now, now, "777777777777")
    creation.ready_at = now + timedelta(seconds=seconds)
    stage.world.creations[creation.create_account_request_id] = creation


def test_a_creation_that_takes_too_long_is_left_to_aws_and_found_by_the_next_run(stage: Stage) -> None:
    stage.world.climate.creation_seconds = (2 * HOUR, 2 * HOUR)

    first = stage.run()
    stage.come_back(3)
    second = stage.run()

    assert [ending_of(first), ending_of(second)] == [Ending.WAITING, Ending.DONE]
    assert stage.sent()["CreateAccount"] == 2
    assert {attempt.outcome for attempt in Journal(stage.journal_file).attempts} == {Outcome.PERFORMED}


@pytest.mark.parametrize("seconds", [5, 20, 45])
def test_what_aws_shows_late_is_waited_for_and_never_asked_for_twice(tmp_path: Path, seconds: int) -> None:
    stage = Stage(small(), tmp_path)
    stage.world.climate.shown_after_seconds = seconds
    fair = [ending_of(events) for events in stage.runs()], stage.sent()
    stage.enter(stage.beginning)
    stage.world.climate.shown_after_seconds = seconds
    stage.world.rules.append(Rule("CreateAccount", Effect.ANSWER_LOST, times=2))
    lost = [ending_of(events) for events in stage.runs()], stage.sent()

    assert fair == lost
    assert fair[0] == [Ending.WAITING, Ending.DONE]
    assert fair[1] == plainly_sent(tmp_path)


def plainly_sent(home: Path) -> Counter[str]:
    stage = Stage(small(), home)
    stage.enter(stage.beginning)
    list(stage.runs())
    return stage.sent()


ENDLESS = (
    Rule("", Effect.ERROR, times=0, code="ThrottlingException"),
    Rule("", Effect.ERROR, times=0, code="InternalFailure"),
    Rule("", Effect.ANSWER_LOST, times=0),
    Rule("", Effect.CONNECTION_RESET_BEFORE, times=0),
    Rule("", Effect.MALFORMED, times=0),
)


INTERRUPTED = (
    *("CreateOrganization", "EnablePolicyType", "CreateOrganizationalUnit", "CreateAccount"),
    *("MoveAccount", "CreateRole", "PutRolePolicy", "DescribeCreateAccountStatus"),
    *("ListCreateAccountStatus", "ListAccounts", "DescribeOrganization", "GetAccountAuthorizationDetails", "*"),
)


@pytest.mark.parametrize(
    ("operation", "trouble"),
    [
        pytest.param(operation, trouble, id=f"{operation}-{trouble.code or trouble.effect}")
        for number, operation in enumerate(INTERRUPTED)
        for trouble in sample(ENDLESS, len(ENDLESS), number)
    ],
)
def test_trouble_without_end_ends_the_run_and_never_spins(stage: Stage, operation: str, trouble: Rule) -> None:
    approved = stage.plan().approved()
    if operation == "DescribeCreateAccountStatus":
        stage.world.rules.append(Rule("CreateAccount", Effect.CREATION_FAILS, times=0, reason="INTERNAL_FAILURE"))
    stage.world.rules.append(replace(trouble, operation=operation))
    events: list[Event] = []

    def run() -> None:
        with suppress(OrgwizardError):
            events.extend(stage.run(approved))

    assert seconds_taken(stage, run) < 3 * HOUR
    assert all(event.seconds > 0 for event in events if isinstance(event, WaitStarted))
    assert set(done_once(stage.world).values()) <= {1}


def test_an_address_to_be_verified_holds_up_every_invitation_after_one_refusal_and_nothing_else(tmp_path: Path) -> None:
    others = tuple(Invitation(account=f"{digit}" * 12, organizational_unit="Workloads") for digit in (5, 6))
    stage = Stage(replace(small(), invitations=(*small().invitations, *others)), tmp_path)
    stage.world.climate.management_email_verified = False

    events = stage.run()

    assert ending_of(events) is Ending.WAITING
    assert stage.sent()["InviteAccountToOrganization"] == 1
    assert failures(events) == []
    assert [type(event) for event in events].count(ChangeHeldUp) == 1
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    waiting = [verdict for _, verdict in ended.verdicts if isinstance(verdict, Waiting) and verdict.on_a_person]
    assert len(waiting) == 3
    assert {verdict.on_whom for verdict in waiting} == {EmailNotVerified.on_whom}
    assert {account.account_name for account in stage.world.accounts.values()} >= {"shop", "bank"}

    stage.world.climate.management_email_verified = True
    stage.run()
    assert stage.sent()["InviteAccountToOrganization"] == 1 + 3
