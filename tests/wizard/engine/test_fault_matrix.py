"""Every call of a setup meets every kind of trouble: the run gets over it, or stops once, says why and what to do.

Afterwards the weather is fair again, and the same organization stands, each thing in it made exactly once. Each write
meets three kinds of trouble, each call that only reads one, others than its neighbour; with `make thorough` all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from state.changes.base import Change
from state.errors import OrgwizardError
from tests.rehearsing import comparable, small
from tests.samples import sample
from tests.stage import WRITES, Stage, State, done_once
from wizard.engine.events import Ending, RunEnded
from wizard.simulated.weather import Effect, Rule

BOTOCORE_GIVES_UP_AFTER = 5
"""Reads are repeated by botocore itself; trouble that lasts longer is the engine's."""


def throttled(operation: str) -> Rule:
    return Rule(operation, Effect.ERROR, times=BOTOCORE_GIVES_UP_AFTER, code="TooManyRequestsException")


def server_error(operation: str) -> Rule:
    return Rule(operation, Effect.ERROR, code="InternalFailure", message="We encountered an internal error.")


def service_exception(operation: str) -> Rule:
    return Rule(operation, Effect.ERROR, code="ServiceException", message="AWS Organizations can't complete this.")


def connection_reset_before(operation: str) -> Rule:
    return Rule(operation, Effect.CONNECTION_RESET_BEFORE, times=times_for(operation))


def answer_lost_after(operation: str) -> Rule:
    return Rule(operation, Effect.ANSWER_LOST, times=times_for(operation))


def connection_closed_after(operation: str) -> Rule:
    return Rule(operation, Effect.CONNECTION_CLOSED_AFTER, times=times_for(operation))


def access_denied(operation: str) -> Rule:
    return Rule(operation, Effect.ERROR, code="AccessDeniedException", message="You may not do this.")


def credentials_expired(operation: str) -> Rule:
    return Rule(operation, Effect.ERROR, code="ExpiredTokenException", until_sign_in=True)


def malformed(operation: str) -> Rule:
    return Rule(operation, Effect.MALFORMED)


def times_for(operation: str) -> int:
    return 1 if operation in WRITES else BOTOCORE_GIVES_UP_AFTER


FAULTS: tuple[Callable[[str], Rule], ...] = (
    throttled,
    server_error,
    service_exception,
    connection_reset_before,
    answer_lost_after,
    connection_closed_after,
    access_denied,
    credentials_expired,
    malformed,
)
CARRIED_OUT = (Effect.ANSWER_LOST, Effect.CONNECTION_CLOSED_AFTER, Effect.MALFORMED)
OPERATIONS = (
    "CreateOrganization",
    "EnablePolicyType",
    "CreateOrganizationalUnit",
    "InviteAccountToOrganization",
    "CreateAccount",
    "MoveAccount",
    "CreateRole",
    "PutRolePolicy",
    "GetCallerIdentity",
    "ListAccountAliases",
    "DescribeOrganization",
    "ListRoots",
    "ListAWSServiceAccessForOrganization",
    "ListOrganizationalUnitsForParent",
    "ListAccounts",
    "ListCreateAccountStatus",
    "DescribeCreateAccountStatus",
    "ListHandshakesForOrganization",
    "ListRoles",
    "GetAccountAuthorizationDetails",
    "AssumeRole",
    "GetAccountSummary",
)
ORGANIZATIONS_ONLY = frozenset(OPERATIONS) - {
    *("CreateRole", "PutRolePolicy", "GetCallerIdentity", "ListAccountAliases"),
    *("ListRoles", "GetAccountAuthorizationDetails", "AssumeRole", "GetAccountSummary"),
}


@dataclass(frozen=True)
class FairWeather:
    """The same setup without any trouble."""

    beginning: State
    approved: frozenset[Change]
    organization: object
    calls: Counter[str]
    sent: Counter[str]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = Stage(small(), tmp_path_factory.mktemp("faults"))
    stage.world.climate.creation_seconds = (10, 20)
    stage.world.climate.usable_after_seconds = 5
    return stage


@pytest.fixture(scope="module")
def fair(stage: Stage) -> FairWeather:
    beginning, approved = stage.leave(), stage.plan().approved()
    stage.enter(beginning)
    stage.aws.calls.clear()
    assert run_until_done(stage, approved) == []
    return FairWeather(beginning, approved, comparable(stage.look()), stage.aws.calls, stage.sent())


def test_every_call_of_the_setup_is_in_the_matrix(fair: FairWeather) -> None:
    only_when_a_creation_fails = {"DescribeCreateAccountStatus"}

    assert set(fair.calls) | only_when_a_creation_fails == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_happens_to_a_call_it_ends_in_the_same_organization(
    stage: Stage, fair: FairWeather, operation: str, record_property: Callable[[str, object], None]
) -> None:
    runs = 0
    for rule in rules_for(operation, fair.calls[operation]):
        stage.enter(fair.beginning)
        stage.world.rules.append(rule)
        sent = Counter(fair.sent)
        if operation == "DescribeCreateAccountStatus":
            stage.world.rules.append(Rule("CreateAccount", Effect.CREATION_FAILS, reason="INTERNAL_FAILURE"))
            sent["CreateAccount"] += 1
        story = f"{rule.code or rule.effect} at call {rule.occurrence} of {operation}"

        stops = run_until_done(stage, fair.approved)
        if operation in WRITES and rule.effect not in CARRIED_OUT:
            sent[operation] += rule.fired

        runs += 1
        assert rule.fired > 0, f"{story} never happened"
        assert len(stops) <= may_stop(rule), f"{story}: {stops}"
        assert [stop for stop in stops if not stop.explained] == [], story
        assert stage.sent() == sent, f"{story}: what AWS had carried out was sent again"
        assert comparable(stage.look()) == fair.organization, story
        assert set(done_once(stage.world).values()) == {1}, story
    record_property("runs", runs)


def rules_for(operation: str, calls: int) -> Iterator[Rule]:
    """At the first call of the operation or at one later on, by turns."""
    offset = OPERATIONS.index(operation)
    faults = [fault for fault in FAULTS if fault is not service_exception or operation in ORGANIZATIONS_ONLY]
    for number, fault in enumerate(sample(faults, 3 if operation in WRITES else len(faults), offset)):
        for occurrence in sorted({*sample((1, max(1, calls // 2)), 2, number + offset)}):
            yield replace(fault(operation), occurrence=occurrence)


def may_stop(rule: Rule) -> int:
    """Only somebody else can give a permission or sign in; everything else is got over in the same run."""
    return int(rule.code in ("AccessDeniedException", "ExpiredTokenException"))


@dataclass(frozen=True)
class Stop:
    """A run that could not go on, or a change that it left."""

    message: str
    remedy: str

    @property
    def explained(self) -> bool:
        """Both are whole sentences."""
        texts = (self.message, self.remedy)
        return all(len(text.split()) >= 3 and text[:1].isalnum() and text.endswith(".") for text in texts)


def run_until_done(stage: Stage, approved: frozenset[Change]) -> list[Stop]:
    """Start again after whatever stopped it; what stopped it."""
    stops: list[Stop] = []
    for _ in range(6):
        try:
            ended = stage.run(approved)[-1]
        except OrgwizardError as error:
            stops.append(Stop(error.message, error.remedy))
            continue
        assert isinstance(ended, RunEnded)
        stops += [Stop(failure.error.message, failure.error.remedy) for failure in ended.failures]
        if ended.ending is Ending.DONE:
            return stops
        assert ended.ending is not Ending.UNAPPROVED
        if ended.ending is Ending.WAITING:
            stage.come_back()
    pytest.fail(f"not done after six runs, stopped by {stops}")
