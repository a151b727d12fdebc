"""A user or role that may enter has to be there, under its whole name, before anything trusts it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.roles import CreateRole
from state.setup.access import Access, Callers
from tests.rehearsing import small
from tests.stage import Stage
from tests.wizard.audit.test_exactly_permitted import OWNER
from wizard.audit.permissions import policy_for
from wizard.plan.findings import findings


def stage_for(callers: Callers, home: Path) -> Stage:
    return Stage(replace(small(), access=Access(callers=callers), management_account_id=OWNER), home)


@pytest.mark.parametrize(
    ("callers", "says"),
    [
        (Callers(users=("anna", "nobody")), "There is no IAM user nobody in the management account"),
        (Callers(roles=("ci/deploy",)), "There is no IAM role ci/deploy in the management account"),
        (Callers(users=("ben",)), "with its path it is called team/ben"),
    ],
)
def test_one_that_is_not_there_is_told_and_trusted_by_nothing(tmp_path: Path, callers: Callers, says: str) -> None:
    stage = stage_for(callers, tmp_path)
    stage.world.accounts[OWNER].users = ["team/ben"]
    plan = stage.plan()

    found = [each for each in findings(stage.setup, plan.observed, plan.approved()) if says in each.what]
    assert [each.serious for each in found] == [True]
    assert not any(isinstance(change, CreateRole) for change in plan.approved())


def test_those_who_are_there_are_trusted_and_looking_at_them_is_permitted(tmp_path: Path) -> None:
    stage = stage_for(Callers(users=("team/ben",)), tmp_path)
    stage.world.accounts[OWNER].users = ["team/ben"]
    plan = stage.plan()

    assert any(isinstance(change, CreateRole) for change in plan.approved())
    (look,) = [each for each in policy_for(stage.setup)["Statement"] if each["Sid"] == "LookAtWhoMayEnter"]
    assert look["Action"] == ["iam:GetUser"]
    assert look["Resource"] == [f"arn:aws:iam::{OWNER}:user/team/ben"]
