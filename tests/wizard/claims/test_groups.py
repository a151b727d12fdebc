"""A group that may use the roles into the accounts has to be there: nothing waits for one that nobody makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.changes.groups import PutGroupPolicy
from state.setup.access import Access, Callers
from tests.rehearsing import small
from tests.stage import Stage
from tests.wizard.audit.test_exactly_permitted import OWNER
from wizard.plan.findings import findings
from wizard.simulated.settings import Group

NONE = "There is no IAM group Developers in the management account"


def test_a_group_that_does_not_exist_is_told_before_anything_is_done(tmp_path: Path) -> None:
    callers = Callers(groups=("Developers",))
    stage = Stage(replace(small(), access=Access(callers=callers), management_account_id=OWNER), tmp_path)

    plan = stage.plan()
    found = findings(stage.setup, plan.observed, plan.approved())
    assert any(each.what == f"{NONE}." and "Make it in IAM" in each.remedy for each in found)
    assert not any(isinstance(change, PutGroupPolicy) for change in plan.approved())

    stage.world.accounts[OWNER].groups["developers"] = Group("Developers", "AGPA0123456789ABCDEF1", stage.world.time)
    plan = stage.plan()
    assert not any(NONE in each.what for each in findings(stage.setup, plan.observed, plan.approved()))
    assert any(isinstance(change, PutGroupPolicy) for change in plan.approved())
