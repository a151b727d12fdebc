"""AWS takes only so many policies in one place: it is counted before anything is made, and ours become fewer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.policies import AttachPolicy, CreatePolicy
from state.observed import Observed
from state.observed.policy_limits import PolicyLimits
from state.setup.guardrails import Choice, Guardrails, Item, Level
from tests.guarding import bunker_and_shop, quick
from tests.stage import Stage, ending_of
from wizard.claims.base import Blocked
from wizard.engine.events import Ending
from wizard.guardrails import guardrail_claims
from wizard.guardrails.policies import PolicyInForce
from wizard.policies.equality import says
from wizard.simulated.initial_world import add_policies
from wizard.simulated.weather import Effect, Rule

THREE = (Item.DENY_LEAVING, Item.DENY_ROOT_USER, Item.ALLOWED_REGIONS)
FULL_ACCESS = 1
"""AWS's own policy takes a place, too."""


def wanted(*taken_back: Item) -> Guardrails:
    choices = {item: Choice.TAKE_BACK if item in taken_back else Choice.APPLY for item in THREE}
    return Guardrails(level=Level.NONE, choices=choices)


def with_others(tmp_path: Path, others: int) -> Stage:
    """An organization whose root has that many policies of somebody's, AWS's own counted."""
    stage = quick(Stage(bunker_and_shop(Guardrails(level=Level.NONE)), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    (organization,) = stage.world.organizations.values()
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "a4b:*", "Resource": "*"}]}
    policies = [
        {"policy_name": f"theirs-{number}", "attached_to": ["Root"], "document": document}
        for number in range(others - FULL_ACCESS)
    ]
    add_policies(stage.world, organization, {"policies": policies}, {"Root": organization.root_id})
    stage.want(replace(stage.setup, guardrails=wanted()))
    return stage


def ours(stage: Stage) -> list[str]:
    observed = stage.look()
    return [each.content for each in observed.policies if each.policy_name.startswith("orgwizard-") and each.paths]


def test_policies_that_find_no_room_become_part_of_one_of_ours(tmp_path: Path) -> None:
    stage = with_others(tmp_path, 9)
    plan = stage.plan()

    assert ending_of(stage.run(plan.approved())) is Ending.DONE
    assert len([change for change, _ in plan.changes if isinstance(change, AttachPolicy)]) == 1
    (content,) = ours(stage)
    for sid in ("Leav", "Root", "Region"):
        assert sid in content
    assert stage.plan().approved() == frozenset()


def test_what_is_part_of_another_policy_is_taken_back_out_of_it(tmp_path: Path) -> None:
    stage = with_others(tmp_path, 9)
    stage.run()
    (before,) = ours(stage)
    stage.want(replace(stage.setup, guardrails=wanted(Item.ALLOWED_REGIONS)))

    assert ending_of(stage.run()) is Ending.DONE
    (after,) = ours(stage)
    assert says(before, after)
    assert "Region" in before
    assert "Region" not in after


def test_a_policy_that_others_became_part_of_is_taken_back_without_them_and_goes_with_the_last(tmp_path: Path) -> None:
    stage = with_others(tmp_path, 9)
    stage.run()
    stage.want(replace(stage.setup, guardrails=wanted(Item.DENY_LEAVING)))

    assert ending_of(stage.run()) is Ending.DONE
    (after,) = ours(stage)
    assert "Leave" not in after
    assert "Root" in after
    assert stage.plan().approved() == frozenset()
    stage.want(replace(stage.setup, guardrails=wanted(*THREE)))
    assert ending_of(stage.run()) is Ending.DONE
    assert ours(stage) == []
    assert stage.plan().approved() == frozenset()


@pytest.mark.parametrize("others", [10])
def test_where_there_is_no_room_at_all_it_is_said_before_anything_is_made(tmp_path: Path, others: int) -> None:
    stage = with_others(tmp_path, others)

    plan = stage.plan()

    assert not [change for change, _ in plan.changes if isinstance(change, CreatePolicy)]
    blocked = [verdict.what for _, verdict in plan.verdicts if isinstance(verdict, Blocked)]
    assert len(blocked) == len(THREE)
    assert "10 policies of others are attached to Root, and AWS takes 10" in blocked[0]


def test_aws_may_take_fewer_than_it_documents_and_what_it_tells_is_counted_before_anything_is_made(
    tmp_path: Path,
) -> None:
    stage = with_others(tmp_path, 4)
    stage.world.climate.policies_per_target = 5
    plan = stage.plan()

    assert ending_of(stage.run(plan.approved())) is Ending.DONE
    assert len([change for change, _ in plan.changes if isinstance(change, AttachPolicy)]) == 1
    assert len(ours(stage)) == 1


def test_where_nobody_may_ask_for_quotas_what_is_documented_holds(tmp_path: Path) -> None:
    stage = with_others(tmp_path, 7)
    stage.world.rules.append(Rule("ListServiceQuotas", Effect.ERROR, times=0, code="AccessDeniedException"))

    assert ending_of(stage.run()) is Ending.DONE
    assert len(ours(stage)) == len(THREE)


def test_a_policy_that_is_too_long_for_aws_is_told_before_it_is_made() -> None:
    setup = bunker_and_shop(wanted())
    few = (("SERVICE_CONTROL_POLICY", PolicyLimits(10, 100)),)
    claims = [each for each in guardrail_claims(setup) if isinstance(each, PolicyInForce)]

    verdicts = [each.assess(Observed(policy_limits=few)) for each in claims]

    assert len(verdicts) == len(THREE)
    assert all(isinstance(each, Blocked) and "AWS takes 100 here" in each.what for each in verdicts)


def test_where_there_is_room_each_policy_stands_by_itself(tmp_path: Path) -> None:
    stage = with_others(tmp_path, 7)

    assert ending_of(stage.run()) is Ending.DONE
    assert len(ours(stage)) == len(THREE)
