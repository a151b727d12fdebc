"""What follows when somebody has answered is in the plan, and that nobody can step into an account is in the ending."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.rehearsing import EXISTING_ACCOUNT, small
from tests.stage import Stage
from wizard.claims.base import Waiting
from wizard.claims.readiness import ready_key
from wizard.engine.events import Ending, RunEnded


def test_a_run_is_not_done_while_nobody_can_step_into_an_account_that_has_joined(tmp_path: Path) -> None:
    stage = Stage(small(), tmp_path)
    stage.world.climate.owner_makes_role = False
    stage.run()
    stage.come_back()

    ended = stage.run()[-1]

    assert isinstance(ended, RunEnded)
    assert ended.ending is Ending.WAITING
    (verdict,) = (verdict for claim, verdict in ended.verdicts if claim.key == ready_key(EXISTING_ACCOUNT))
    assert isinstance(verdict, Waiting)
    assert verdict.on_whom == f"the owner of {EXISTING_ACCOUNT}"


def test_a_first_plan_goes_on_after_each_answer_to_the_end(tmp_path: Path) -> None:
    """The approval of all features is waited for, then the invitation, then the access role."""
    stage = Stage(replace(small(), accounts=()), tmp_path, "consolidated-billing")
    plan = stage.plan()

    assert [change.title for change, _ in plan.changes] == ["Ask for all features"]
    later = [change.title for change, _ in plan.later]
    assert later.index(f"Invite account {EXISTING_ACCOUNT}") < later.index(
        f"Move {EXISTING_ACCOUNT} from Root to Workloads"
    )
