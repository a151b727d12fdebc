"""orgwizard at the same work, without the rate of CreateAccount that it keeps by itself: an AWS of moto's has none.

python -m tests.benchmarks.peers.unpaced 24
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from state.observed import Observed
from state.saved.journal import Journal
from tests.benchmarks.accounts import setup_with
from tests.stage import ending_of
from wizard.aws.world import AwsWorld
from wizard.engine import run
from wizard.engine.limits import Limits, Rate
from wizard.gateway import EVERYTHING
from wizard.plan import make_plan
from wizard.plan.claims import claims_of, scope_of


def main(number: int) -> None:
    """Sign in, plan and do it, as `orgwizard apply` does."""
    begun, world = time.monotonic(), AwsWorld()
    setup = setup_with(number)
    identity, gateway = world.sign_in.use(next(iter(world.sign_in.sources())), setup.home_region)
    setup = replace(setup, management_account_id=identity.account_id)
    claims, scope = claims_of(setup), scope_of(setup)
    approved = make_plan(claims, gateway.observe(EVERYTHING, scope, Observed())).approved()
    limits = Limits(create_account_rate=Rate(1000, 1000))
    with tempfile.TemporaryDirectory() as directory:
        journal = Journal(Path(directory) / "journal.jsonl")
        events = list(run(claims, scope, gateway, journal, world.clock, approved, limits=limits))
    print(f"{ending_of(events).value}: {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
