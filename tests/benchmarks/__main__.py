"""`make bench`: how many calls a setup costs, and how long it takes beside what AWS's limits allow. Never asserted.

The floor is what a perfect program would need that asks for the accounts in the same order and knows the moment each
is there: CreateOrganization, then CreateAccount at its published rate, five in flight, as long for each as the
simulated AWS takes, and after the last one as long as AWS takes to let anybody in.
"""

from __future__ import annotations

import heapq
import tempfile
import time
from collections import Counter
from pathlib import Path

from state.observed import Observed
from state.setup import MemberAccount, Setup
from tests.rehearsing import UNGUARDED, suggested
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending
from wizard.engine.limits import Limits
from wizard.gateway import EVERYTHING

SIZES = (6, 24, 100)


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


def measure(accounts: int) -> tuple[Counter[str], float, float, float]:
    """Calls, simulated seconds, the floor, and real seconds of one whole run."""
    with tempfile.TemporaryDirectory() as home:
        stage = Stage(setup_with(accounts), Path(home))
        stage.world.climate.account_quota = accounts + 10
        approved = stage.plan().approved()
        stage.aws.calls.clear()
        begun, simulated = time.perf_counter(), stage.aws.clock.now()
        events = stage.run(approved)
        real, wall = time.perf_counter() - begun, (stage.aws.clock.now() - simulated).total_seconds()
        assert ending_of(events) is Ending.DONE
        durations = [
            (creation.ready_at - creation.requested_at).total_seconds() for creation in stage.world.creations.values()
        ]
        climate = stage.world.climate
        least = climate.write_seconds + floor(durations, Limits()) + climate.usable_after_seconds
        return stage.aws.calls, wall, least, real


def read_large() -> tuple[Counter[str], float]:
    """Calls and real seconds of one reading of 2,000 accounts in 120 units."""
    with tempfile.TemporaryDirectory() as home:
        stage = Stage(suggested(), Path(home), "large")
        begun = time.perf_counter()
        stage.gateway.observe(EVERYTHING, stage.scope, Observed())
        return stage.aws.calls, time.perf_counter() - begun


def main() -> None:
    """Print two tables."""
    results = {accounts: measure(accounts) for accounts in SIZES}
    operations = sorted({operation for calls, *_ in results.values() for operation in calls})
    row = "{:<36}" + "{:>12}" * len(SIZES)
    print(row.format("accounts", *SIZES))
    for operation in operations:
        print(row.format(operation, *(f"{calls[operation] / size:.1f}" for size, (calls, *_) in results.items())))
    print(row.format("calls an account, all operations", *(f"{r[0].total() / s:.1f}" for s, r in results.items())))
    print(row.format("seconds on the simulated clock", *(f"{wall:.0f}" for _, wall, _, _ in results.values())))
    print(row.format("floor that the limits allow", *(f"{least:.0f}" for _, _, least, _ in results.values())))
    print(row.format("over the floor", *(f"{wall / least - 1:.1%}" for _, wall, least, _ in results.values())))
    print(row.format("real seconds", *(f"{real:.2f}" for *_, real in results.values())))
    calls, real = read_large()
    print(f"\nOne reading of 2,000 accounts in 120 units: {calls.total()} calls, {real:.2f} real seconds")
    for operation, count in sorted(calls.items()):
        print(f"  {operation:<34}{count:>12}")


if __name__ == "__main__":
    main()
