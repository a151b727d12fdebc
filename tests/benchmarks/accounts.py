"""Setups of many accounts on the simulated AWS: planned, applied and looked at."""

from __future__ import annotations

import heapq
import os
import resource
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from state.observed import Identity, Observed, Scope
from state.saved.journal import Journal
from state.setup import MemberAccount, Purpose, Setup
from state.setup.file import parse_bytes
from state.setup.guardrails import Guardrails
from tests.rehearsing import UNGUARDED, suggested
from tests.stage import Stage, ending_of
from wizard.engine import run
from wizard.engine.events import Ending
from wizard.engine.limits import Limits
from wizard.gateway import EVERYTHING
from wizard.onboarding import Onboardings
from wizard.plan import make_plan
from wizard.plan.claims import claims_of
from wizard.simulated.rehearsal import Rehearsal

QUICK = {
    "read_seconds": 0.05,
    "write_seconds": 0.05,
    "creation_seconds": (4, 9),
    "usable_after_seconds": 2,
    "policy_type_seconds": 0,
    "empty_first_pages": False,
}
"""An AWS that holds a run up by nothing but its published rates: its answers come after 50 ms."""


def setup_with(accounts: int) -> Setup:
    """Two units, and accounts spread over them."""
    return Setup(
        name="bench",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        organizational_units=("Workloads/Production", "Workloads/Development"),
        accounts=tuple(
            MemberAccount(
                account_name=f"workload-{number:03d}",
                organizational_unit=("Workloads/Production", "Workloads/Development")[number % 2],
            )
            for number in range(accounts)
        ),
        guardrails=UNGUARDED,
    )


def floor(durations: list[float], limits: Limits) -> float:
    """Seconds from the first CreateAccount until the last account is there, for a list of how long each takes."""
    rate, in_flight, ready, last = limits.create_account_rate, [0.0] * limits.creations_in_flight, 0.0, 0.0
    tokens, as_of = float(rate.burst), 0.0
    heapq.heapify(in_flight)
    for duration in durations:
        free = max(heapq.heappop(in_flight), as_of)
        tokens = min(float(rate.burst), tokens + (free - as_of) * rate.per_second)
        start = free + max(0.0, 1 - tokens) / rate.per_second
        tokens = min(float(rate.burst), tokens + (start - free) * rate.per_second) - 1
        as_of, ready = start, start + duration
        heapq.heappush(in_flight, ready)
        last = max(last, ready)
    return last


def guarded(accounts: int) -> Setup:
    """The same with the guardrails that are suggested, and the account that their logs go to."""
    setup = setup_with(accounts)
    bunker = replace(setup.accounts[0], account_name="data-bunker", purpose=Purpose.DATA_BUNKER)
    return replace(setup, accounts=(bunker, *setup.accounts[1:]), guardrails=Guardrails())


def at_published_rates(setup: Setup) -> tuple[Counter[str], float, float]:
    """Calls of one whole run, its seconds on the simulated clock, and the fewest seconds that the rates allow.

    Those are what a perfect program would need that asks for the accounts in the same order and knows the moment each
    is there: CreateOrganization, then CreateAccount at its published rate, five in flight, as long for each as the
    simulated AWS takes, and after the last one as long as AWS takes to let anybody in.
    """
    with tempfile.TemporaryDirectory() as home:
        stage = Stage(setup, Path(home))
        climate = stage.world.climate
        for name, value in {**QUICK, "account_quota": len(setup.accounts) + 10}.items():
            setattr(climate, name, value)
        approved = stage.plan().approved()
        stage.aws.calls.clear()
        begun = stage.aws.clock.now()
        assert ending_of(stage.run(approved)) is Ending.DONE
        wall = (stage.aws.clock.now() - begun).total_seconds()
        created = stage.world.creations.values()
        durations = [(creation.ready_at - creation.requested_at).total_seconds() for creation in created]
        least = climate.write_seconds + floor(durations, Limits()) + climate.usable_after_seconds
        return Counter(stage.aws.calls), wall, least


def with_nothing_to_do(accounts: int, home: Path) -> int:
    """Calls from signing in to the end, once all is there."""
    worlds: list[Rehearsal] = []

    def world_for(_rehearsal: bool, world_file: Path | None) -> Rehearsal:
        worlds.append(Rehearsal(world_file))
        return worlds[-1]

    onboardings = Onboardings(home, True, world_for)
    onboardings.begin(setup_with(accounts)).close()
    for _ in range(2):
        onboarding = onboardings.resume("bench")
        worlds[-1].world.climate.account_quota = accounts + 10
        onboarding.sign_in(onboarding.credential_sources()[0])
        onboarding.confirm_identity()
        for _ in onboarding.apply(onboarding.plan().approved()):
            pass
        onboarding.close()
    aws = worlds[-1]._aws
    assert aws is not None
    return aws.calls.total()


def applied(accounts: int) -> None:
    """One whole run, without a wait."""
    stage = Stage(setup_with(accounts), Path(tempfile.mkdtemp(dir=os.environ["ORGWIZARD_HOME"])))
    stage.world.climate.account_quota = accounts + 10
    assert ending_of(stage.run()) is Ending.DONE


def an_hour() -> None:
    """A run in which AWS takes 700 seconds for each account, five at a time; prints the most memory there was until
    ten minutes on the simulated clock, that at the end, and the seconds there."""
    stage = Stage(setup_with(24), Path(tempfile.mkdtemp(dir=os.environ["ORGWIZARD_HOME"])))
    stage.world.climate.account_quota, stage.world.climate.creation_seconds = 34, (700, 700)
    stage.aws.signed_in()
    approved, clock, early = stage.plan().approved(), stage.aws.clock, 0.0
    begun, journal = clock.now(), Journal(stage.journal_file)
    for _ in run(stage.claims, stage.scope, stage.gateway, journal, clock, approved):
        early = early if (clock.now() - begun).total_seconds() > 600 else _megabytes()
    print(early, _megabytes(), (clock.now() - begun).total_seconds())


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def planned(file: str) -> None:
    """The plan of a setup file where nothing exists."""
    setup = parse_bytes(Path(file).read_bytes(), file).setup
    assert setup is not None
    identity = Identity("111111111111", "arn:aws:iam::111111111111:user/anna")
    plan = make_plan(claims_of(setup), Observed(identity=identity))
    print(len(plan.approved()))


def looked(*, step_in: bool) -> None:
    """One reading of 2,000 accounts in 120 units."""
    stage = Stage(suggested(), Path(tempfile.mkdtemp(dir=os.environ["ORGWIZARD_HOME"])), "large")
    accounts = [each.account_id for each in stage.world.accounts.values()]
    enter = tuple((account_id, "OrganizationAccountAccessRole") for account_id in accounts) if step_in else ()
    scope: Scope = replace(stage.scope, enter=enter)
    seen = stage.gateway.observe(EVERYTHING, scope, Observed())
    print(sum(each.ready for each in seen.readiness))
