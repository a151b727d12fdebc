"""Each operation that is read is refused in turn, and whatever the product then says is walked: refused by a denial or
in another way, by turns; with `make thorough` in every way there is.

Nothing holds that was not looked at, nothing is done on a guess, and what could not be seen is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from state.observed import Observed
from state.saved.progress import ClaimStatus
from state.setup.guardrails import Level
from tests.guarding import EVERYTHING_APPLIED, bunker_and_shop, guardrails, quick
from tests.samples import THOROUGH
from tests.stage import WRITES, Stage, State, ending_of
from wizard.audit import standards
from wizard.claims.base import Satisfied
from wizard.engine.events import Ending
from wizard.errors import AwsError
from wizard.gateway import READING_FOR_REVIEW
from wizard.guardrails.auditing import Status
from wizard.narration import plan_lines
from wizard.onboarding.progress import lines_of
from wizard.plan import make_plan
from wizard.plan.assessment import assess_all
from wizard.plan.findings import findings
from wizard.simulated.weather import Effect, Rule

TROUBLES = {
    "denied": Rule("", Effect.ERROR, times=0, code="AccessDeniedException", message="You may not look."),
    "unreachable": Rule("", Effect.CONNECTION_RESET_BEFORE, times=0),
    "unreadable": Rule("", Effect.MALFORMED, times=0),
    "unimplemented": Rule("", Effect.ERROR, times=0, code="UnsupportedOperation"),
}
WITHOUT = ("GetCallerIdentity", "ListAccountAliases", "DescribeOrganization")
"""Whoever does not know who they are, or whether there is an organization, knows nothing: the reading says why."""
GLANCED = ("GetAccountPlanState", "ListServiceQuotas", "ListHandshakesForAccount")
"""What nothing depends on; a finding says so, where it matters."""


ANSWERED = ("ListBuckets", "denied")
"""Asked only to learn whether S3 knows the account: who says no knows it."""


@dataclass(frozen=True)
class Told:
    """What the product says of one reading."""

    satisfied: frozenset[str]
    met: frozenset[str]
    done: frozenset[str]
    planned: frozenset[str]
    said: str


def told(stage: Stage) -> Told:
    """Plan, Review, status and the auditors' lists."""
    observed = stage.gateway.observe(READING_FOR_REVIEW, stage.scope, Observed())
    assessed = assess_all(stage.claims, observed)
    plan = make_plan(stage.claims, observed)
    plan = replace(plan, findings=findings(stage.setup, observed, plan.approved()))
    return Told(
        frozenset(claim.key for claim, verdict in assessed if isinstance(verdict, Satisfied)),
        frozenset(
            f"{line.standard} {line.item}"
            for line in standards.lines(stage.setup, observed, assessed)
            if line.status is Status.MET
        ),
        frozenset(line.key for line in lines_of(assessed) if line.status is ClaimStatus.DONE),
        frozenset(change.full_title for change, _ in plan.changes),
        "\n".join(plan_lines(plan)),
    )


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    setup = bunker_and_shop(guardrails(Level.NONE, EVERYTHING_APPLIED))
    return quick(Stage(setup, tmp_path_factory.mktemp("reads")))


@pytest.fixture(scope="module")
def made(stage: Stage) -> State:
    """Every guardrail stands, and holds."""
    assert ending_of(stage.run()) is Ending.DONE
    stage.come_back(hours=48)
    return stage.leave()


@pytest.fixture(scope="module")
def undone(stage: Stage, made: State) -> State:
    """Somebody took everything back that could be taken back without a trace of it."""
    stage.enter(made)
    for account in stage.world.accounts.values():
        account.regions.clear()
        account.password_policy = account.public_access_block = None
        account.trails.clear()
        account.root_password = account.root_access_keys = True
    (organization,) = stage.world.organizations.values()
    organization.attachments.clear()
    organization.services.clear()
    organization.root_features.clear()
    return stage.leave()


@pytest.fixture(scope="module")
def operations(stage: Stage, made: State) -> tuple[str, ...]:
    stage.enter(made)
    stage.aws.calls.clear()
    told(stage)
    return tuple(sorted(set(stage.aws.calls) - WRITES - {*WITHOUT}))


def in_trouble(stage: Stage, state: State, operations: tuple[str, ...], denied: int) -> Iterator[tuple[str, str, Told]]:
    """By turns the denial or one of the other troubles of each operation."""
    others = [name for name in TROUBLES if name != "denied"]
    for number, operation in enumerate(operations):
        for name in TROUBLES if THOROUGH else ["denied" if number % 2 == denied else others[number % len(others)]]:
            stage.enter(state)
            stage.world.rules.append(replace(TROUBLES[name], operation=operation))
            yield operation, name, told(stage)


def test_where_something_cannot_be_read_nothing_is_planned_on_a_guess_and_it_is_named(
    stage: Stage, made: State, operations: tuple[str, ...], record_property: Callable[[str, object], None]
) -> None:
    stage.enter(made)
    fair, cases = told(stage), 0
    for operation, name, now in in_trouble(stage, made, operations, denied=0):
        cases += 1
        assert now.planned <= fair.planned, f"{operation} {name}: planned {now.planned - fair.planned}"
        if operation not in GLANCED and (operation, name) != ANSWERED:
            assert now.said != fair.said, f"{operation} {name}: nothing is said of it"
            assert operation in now.said, f"{operation} {name}: it is not named in {now.said}"
    record_property("runs", cases)


def test_where_something_cannot_be_read_nothing_holds_that_does_not_hold(
    stage: Stage, undone: State, operations: tuple[str, ...]
) -> None:
    stage.enter(undone)
    fair = told(stage)
    for operation, name, now in in_trouble(stage, undone, operations, denied=1):
        assert now.satisfied <= fair.satisfied, f"{operation} {name}: {now.satisfied - fair.satisfied}"
        assert now.met <= fair.met, f"{operation} {name}: {now.met - fair.met}"
        assert now.done <= fair.done, f"{operation} {name}: {now.done - fair.done}"


@pytest.mark.parametrize("operation", ["DescribeOrganization", "GetCallerIdentity"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_who_knows_nothing_says_nothing_and_why(stage: Stage, made: State, operation: str, trouble: str) -> None:
    stage.enter(made)
    stage.world.rules.append(replace(TROUBLES[trouble], operation=operation))

    with pytest.raises(AwsError, match=operation):
        told(stage)
