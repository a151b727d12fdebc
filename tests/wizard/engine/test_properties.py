"""Whatever the setup, the organization that is there already, the weather and the moments of dying: nothing is done
twice, nothing that was approved is missing in the end, and nothing else is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from state.changes.base import Change
from state.errors import OrgwizardError
from state.saved.journal import Journal
from state.setup import (
    DEFAULT_ORGANIZATION_ACCESS_ROLE,
    Invitation,
    MemberAccount,
    Setup,
    ancestors_and_self,
    parent_path,
    unit_name,
)
from tests.rehearsing import EXISTING_ACCOUNT
from tests.samples import examples
from tests.stage import Killed, Stage, State, done_once, ending_of
from tests.wizard.simulated.signing import ANNA
from wizard.engine.events import ChangeStarted, Ending
from wizard.simulated.organizations import new_organization
from wizard.simulated.organizations_units import new_unit
from wizard.simulated.passing_time import add_role, join, trust_in
from wizard.simulated.scenarios import new_world
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Account, World

PATHS = ("Security", "Workloads", "Workloads/Production", "Workloads/Production/EU", "Sandbox")
NAMES = ("bunker", "shop", "bank")
MOST_RUNS = 12
deterministic = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

places = st.sampled_from(("Root", *PATHS))


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    accounts = [
        MemberAccount(account_name=name, organizational_unit=draw(places))
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    ]
    invitations = (
        [Invitation(account=EXISTING_ACCOUNT, organizational_unit=draw(places))] if draw(st.booleans()) else []
    )
    wanted = {account.organizational_unit for account in accounts} | {each.organizational_unit for each in invitations}
    wanted |= set(draw(st.lists(st.sampled_from(PATHS), max_size=2)))
    return Setup(
        name="acme",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        organizational_units=tuple(sorted(wanted - {"Root"})),
        accounts=tuple(accounts),
        invitations=tuple(invitations),
    )


@dataclass(frozen=True)
class Existing:
    """An organization that is there already, with some of what a setup may want, in other places perhaps."""

    paths: frozenset[str]
    accounts: tuple[tuple[str, str], ...]
    """Name and path."""
    namesake: bool
    """Somebody else's account has the name of one that is wanted."""


existing_organizations = st.none() | st.builds(
    Existing,
    st.frozensets(st.sampled_from((*PATHS, "Old"))),
    st.lists(st.tuples(st.sampled_from(NAMES), places), unique_by=lambda each: each[0], max_size=2).map(tuple),
    st.booleans(),
)

written = st.sampled_from(
    (
        *("CreateOrganization", "EnablePolicyType", "CreateOrganizationalUnit", "InviteAccountToOrganization"),
        *("CreateAccount", "MoveAccount", "CreateRole", "PutRolePolicy"),
    )
)
anything = written | st.sampled_from(("List*", "Describe*", "*"))
occurrences = st.integers(1, 5)
troubles = st.one_of(
    st.builds(
        Rule, anything, st.just(Effect.ERROR), occurrences, st.integers(1, 6), code=st.just("ThrottlingException")
    ),
    st.builds(Rule, anything, st.just(Effect.ERROR), occurrences, code=st.just("InternalFailure")),
    st.builds(Rule, anything, st.just(Effect.ERROR), occurrences, code=st.just("AccessDenied")),
    st.builds(
        Rule,
        anything,
        st.just(Effect.ERROR),
        occurrences,
        code=st.just("ExpiredTokenException"),
        until_sign_in=st.just(True),
    ),
    st.builds(
        Rule,
        written,
        st.sampled_from(
            (Effect.CONNECTION_RESET_BEFORE, Effect.ANSWER_LOST, Effect.CONNECTION_CLOSED_AFTER, Effect.MALFORMED)
        ),
        occurrences,
        st.integers(1, 3),
    ),
    st.builds(Rule, anything, st.sampled_from((Effect.KILL_BEFORE, Effect.KILL_AFTER)), st.integers(1, 12)),
    st.builds(
        Rule,
        st.just("CreateAccount"),
        st.just(Effect.CREATION_FAILS),
        occurrences,
        reason=st.sampled_from(("INTERNAL_FAILURE", "CONCURRENT_ACCOUNT_MODIFICATION")),
    ),
)


def world_with(existing: Existing | None) -> World:
    world = new_world()
    world.climate.creation_seconds = (10, 40)
    world.climate.usable_after_seconds = 5
    if existing is not None:
        organization = new_organization(world, world.accounts[ANNA.account_id], "ALL", world.time)
        ids = {"Root": organization.root_id}
        needed = {
            above
            for path in existing.paths | {path for _, path in existing.accounts}
            for above in ancestors_and_self(path)
        }
        for path in sorted(needed - {"Root"}):
            ids[path] = new_unit(world, organization, unit_name(path), ids[parent_path(path)]).unit_id
        for number, (name, path) in enumerate(existing.accounts):
            settle_in(
                world, organization.organization_id, f"{100 + number}", name, f"AWS+{name}@acme.example", ids[path]
            )
        if existing.namesake:
            settle_in(world, organization.organization_id, "900", NAMES[0], "else@elsewhere.example", ids["Root"])
    return world


def settle_in(world: World, organization_id: str, number: str, name: str, email: str, parent_id: str) -> None:
    long_ago = world.time - timedelta(days=400)
    account = world.accounts[number * 4] = Account(number * 4, name, email, long_ago)
    join(world, account, organization_id, "CREATED", long_ago)
    account.parent_id = parent_id
    add_role(world, account, DEFAULT_ORGANIZATION_ACCESS_ROLE, trust_in(ANNA.account_id), long_ago)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(Setup(name="acme", home_region="eu-west-1"), tmp_path_factory.mktemp("properties"))


def begin(stage: Stage, setup: Setup, existing: Existing | None, weather: list[Rule]) -> None:
    stage.want(setup)
    stage.enter(State(b"", world_with(existing), Counter()))
    stage.world.rules.extend(weather)


def run_through(stage: Stage, approved: frozenset[Change]) -> None:
    """Start again with the same approval, whatever ends a run, until one gets to its end without any failure."""
    for _ in range(MOST_RUNS):
        try:
            ending = ending_of(stage.run(approved))
        except (OrgwizardError, Killed):
            continue
        if ending is Ending.WAITING:
            stage.come_back()
        elif ending is not Ending.FAILED:
            return
    pytest.fail(f"not done after {MOST_RUNS} runs")


def attempted(stage: Stage) -> set[Change]:
    return {attempt.change for attempt in Journal(stage.journal_file).attempts}


@given(setup=setups(), existing=existing_organizations)
@settings(deterministic, max_examples=examples(6))
def test_in_fair_weather_exactly_the_plan_is_performed(stage: Stage, setup: Setup, existing: Existing | None) -> None:
    begin(stage, setup, existing, [])
    plan = stage.plan()

    first = stage.run(plan.approved())
    started = [event.change for event in first if isinstance(event, ChangeStarted)]
    assert Counter(started) == Counter(change for change, _ in plan.changes)
    assert ending_of(first) is (Ending.WAITING if plan.later else Ending.DONE) or setup.invitations
    if ending_of(first) is Ending.WAITING:
        stage.come_back()
        second = stage.run(plan.approved())
        assert {event.change for event in second if isinstance(event, ChangeStarted)} == {c for c, _ in plan.later}

    assert stage.plan().approved() == frozenset()
    assert set(done_once(stage.world).values()) == {1}


@given(setup=setups(), existing=existing_organizations, weather=st.lists(troubles, max_size=4))
@settings(deterministic, max_examples=examples(10))
def test_in_any_weather_everything_approved_is_done_in_the_end_and_once(
    stage: Stage, setup: Setup, existing: Existing | None, weather: list[Rule]
) -> None:
    begin(stage, setup, existing, [])
    approved = stage.plan().approved()
    stage.world.rules.extend(weather)

    run_through(stage, approved)

    del stage.world.rules[:]
    assert attempted(stage) <= approved
    assert set(done_once(stage.world).values()) == {1}
    assert stage.plan().approved() == frozenset()
    assert stage.run(frozenset())[-1:] != []


@given(setup=setups(), existing=existing_organizations, weather=st.lists(troubles, max_size=2), chosen=st.randoms())
@settings(deterministic, max_examples=examples(6))
def test_of_what_was_left_out_of_the_approval_nothing_is_done(
    stage: Stage, setup: Setup, existing: Existing | None, weather: list[Rule], chosen: Random
) -> None:
    begin(stage, setup, existing, [])
    every = sorted(stage.plan().approved(), key=repr)
    approved = frozenset(change for change in every if chosen.random() < 0.7)
    stage.world.rules.extend(weather)

    run_through(stage, approved)

    del stage.world.rules[:]
    assert attempted(stage) <= approved
    assert set(done_once(stage.world).values()) == {1}
    before = stage.sent()
    stage.run(approved)
    assert stage.sent() == before, "what could be done of it was done"
