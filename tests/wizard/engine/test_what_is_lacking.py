"""After one denial everything that the caller lacks for the rest of the plan is told at once, to paste."""

from __future__ import annotations

import json
from pathlib import Path

from tests.rehearsing import small
from tests.stage import Stage
from wizard.engine.events import RunEnded
from wizard.narration import lacking_lines
from wizard.simulated.weather import Effect, Rule


def told_after(stage: Stage, *denied: str) -> dict[str, set[str]]:
    """The actions of each statement that is told after a run in which these operations are denied."""
    for operation in denied:
        stage.world.rules.append(Rule(operation, Effect.ERROR, times=0, code="AccessDeniedException"))
    ended = stage.run()[-1]
    assert isinstance(ended, RunEnded)
    lines = list(lacking_lines(ended))
    policy = json.loads("\n".join(lines[1:])) if lines else {"Statement": []}
    return {each["Sid"]: set(each["Action"]) for each in policy["Statement"]}


def test_what_waits_for_the_denied_call_is_in_it_and_what_was_seen_to_work_is_not(tmp_path: Path) -> None:
    told = told_after(Stage(small(), tmp_path), "CreateAccount")

    assert "organizations:CreateAccount" in told["ChangeTheOrganization"]
    assert "organizations:MoveAccount" in told["ChangeTheOrganization"], "nobody has tried it yet"
    assert "iam:CreateRole" in told["MakeItsRoles"]
    assert "organizations:CreateOrganizationalUnit" not in set().union(*told.values())


def test_two_denied_calls_are_one_policy_and_no_denial_is_none(tmp_path: Path) -> None:
    assert told_after(Stage(small(), tmp_path)) == {}
    (tmp_path / "again").mkdir()

    told = told_after(Stage(small(), tmp_path / "again"), "CreateOrganizationalUnit", "InviteAccountToOrganization")

    both = {"organizations:CreateOrganizationalUnit", "organizations:InviteAccountToOrganization"}
    assert both <= told["ChangeTheOrganization"]
