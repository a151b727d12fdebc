"""Whoever has the policy that `permissions` prints, and nothing else, gets everything done; nothing of it is spare."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from botocore.model import OperationModel

from state.setup import Setup
from state.setup.access import Access, Callers
from state.setup.guardrails import Level
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.peopled import soon, with_people
from tests.rehearsing import EXISTING_ACCOUNT, suggested
from tests.stage import Stage, ending_of
from tests.wizard.audit.test_guardrail_permissions import OTHERWISE, SERVICES
from tests.wizard.onboarding.test_acceptance import having_invited, otto_accepts
from tests.wizard.simulated.signing import ANNA, OTTO
from wizard.audit.others_permissions import policies_for_callers, policy_for_accepting
from wizard.audit.permissions import policy_for
from wizard.aws.gateway import AwsGateway
from wizard.aws.sessions import identify
from wizard.engine.events import Ending
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.operation import Answer, Caller
from wizard.simulated.refusals import Refusal
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.session import simulated_session
from wizard.simulated.settings import Group
from wizard.simulated.world import World

OWNER = "999988887777"
Policy = dict[str, Any]


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def on_what(world: World, action: str, parameters: dict[str, Any], caller: Caller) -> str:
    """The resource as IAM sees it (service authorization reference)."""
    own = f"arn:aws:iam::{caller.account_id}"
    match action:
        case "sts:AssumeRole":
            return str(parameters["RoleArn"])
        case "sts:AssumeRoot":
            return f"arn:aws:iam::{parameters['TargetPrincipal']}:root"
        case _ if action.startswith("sso:"):
            named = ("PermissionSetArn", "InstanceArn")
            arn = next((str(parameters[each]) for each in named if each in parameters), "*")
            return f"arn:aws:sso:::account/{parameters['TargetId']}" if "TargetId" in parameters else arn
        case _ if "IdentityStoreId" in parameters:
            return f"arn:aws:identitystore::{caller.account_id}:identitystore/{parameters['IdentityStoreId']}"
        case _ if "GroupName" in parameters:
            group = world.accounts[caller.account_id].groups[parameters["GroupName"].lower()]
            return f"{own}:group{group.path}{group.group_name}"
        case _ if "RoleName" in parameters:
            return f"{own}:role/{parameters['RoleName']}"
    return "*"


def permits(policy: Policy, action: str, resource: str, parameters: dict[str, Any]) -> bool:
    """Whether a statement allows it, by its actions, its resources and its condition."""
    context = {
        "sts:TaskPolicyArn": (parameters.get("TaskPolicyArn") or {}).get("arn"),
        "iam:PolicyARN": parameters.get("PolicyArn"),
        "iam:AWSServiceName": parameters.get("AWSServiceName"),
    }
    for statement in policy["Statement"]:
        fits = action in listed(statement["Action"]) and any(
            fnmatch.fnmatchcase(resource, each) for each in listed(statement["Resource"])
        )
        keys = {
            key: listed(values) for lines in statement.get("Condition", {}).values() for key, values in lines.items()
        }
        if fits and all(context[key] in values for key, values in keys.items()):
            return True
    return False


@dataclass(frozen=True)
class InForce:
    """A policy, and whose it is."""

    caller: Caller
    policy: Policy


class StrictAws(SimulatedAws):
    """Lets one caller do what a policy allows, and remembers which of its actions were used."""

    in_force: InForce | None = None

    def answer(self, model: OperationModel, parameters: dict[str, Any], caller: Caller | None, region: str) -> Answer:
        enforced = self.in_force
        if enforced is not None and caller == enforced.caller and model.name != "GetCallerIdentity":
            service = model.service_model.service_name
            action = OTHERWISE.get((service, model.name), f"{SERVICES.get(service, service)}:{model.name}")
            if not permits(enforced.policy, action, on_what(self.world, action, parameters, caller), parameters):
                raise Refusal("AccessDeniedException", f"{caller.arn} is not authorized to perform: {action}")
        return super().answer(model, parameters, caller, region)


def permitted(stage: Stage, policy: Policy) -> Stage:
    aws = StrictAws(stage.world, stage.aws.clock)
    aws.in_force = InForce(ANNA, policy)
    session = simulated_session(aws, ANNA)
    stage.aws, stage.gateway = aws, AwsGateway(session, identify(session), aws.clock)
    return stage


def with_groups() -> Setup:
    access = Access(callers=Callers(groups=("Admins",)))
    return replace(bunker_and_shop(guardrails(Level.STRICT)), access=access, management_account_id=OWNER)


@pytest.mark.parametrize("path", ["/", "/people/"])
def test_everything_is_done_with_exactly_that_policy(tmp_path: Path, path: str) -> None:
    setup = with_groups()
    stage = quick(Stage(setup, tmp_path))
    stage.world.accounts[OWNER].groups["admins"] = Group("Admins", "AGPA0123456789ABCDEF1", stage.world.time, path=path)

    assert ending_of(permitted(stage, policy_for(setup)).run()) is Ending.DONE


def without(policy: Policy, action: str) -> Policy:
    statements = [
        {**each, "Action": [name for name in listed(each["Action"]) if name != action]} for each in policy["Statement"]
    ]
    return {**policy, "Statement": statements}


@pytest.mark.parametrize("action", ["iam:PutGroupPolicy", "sts:AssumeRoot"])
def test_with_less_it_is_not_done(tmp_path: Path, action: str) -> None:
    setup = with_groups()
    stage = quick(Stage(setup, tmp_path))
    stage.world.accounts[OWNER].groups["admins"] = Group("Admins", "AGPA0123456789ABCDEF1", stage.world.time)

    assert ending_of(permitted(stage, without(policy_for(setup), action)).run()) is not Ending.DONE


def test_people_get_in_with_exactly_that_policy(tmp_path: Path) -> None:
    setup = replace(with_people(), management_account_id=OWNER)
    stage = permitted(soon(Stage(setup, tmp_path)), policy_for(setup))

    assert ending_of(stage.run()) is Ending.DONE


@pytest.mark.parametrize("action", ["sso:CreateAccountAssignment", "identitystore:CreateUser", "sso:ListInstances"])
def test_with_less_nobody_gets_in(tmp_path: Path, action: str) -> None:
    setup = replace(with_people(), management_account_id=OWNER)
    stage = permitted(soon(Stage(setup, tmp_path)), without(policy_for(setup), action))

    assert ending_of(list(stage.runs())[-1]) is not Ending.DONE


def test_no_policy_of_another_group_can_be_written() -> None:
    policy = policy_for(with_groups())

    assert permits(policy, "iam:PutGroupPolicy", f"arn:aws:iam::{OWNER}:group/Admins", {})
    assert permits(policy, "iam:PutGroupPolicy", f"arn:aws:iam::{OWNER}:group/people/Admins", {})
    assert not permits(policy, "iam:PutGroupPolicy", f"arn:aws:iam::{OWNER}:group/Owners", {})
    assert not permits(policy, "iam:PutGroupPolicy", f"arn:aws:iam::{OWNER}:group/people/NotAdmins", {})


def test_cloudtrail_finds_its_own_role_and_without_a_trail_nobody_looks_for_it() -> None:
    assert permits(policy_for(with_groups()), "iam:GetRole", "*", {})
    assert not permits(policy_for(bunker_and_shop(guardrails(Level.NONE))), "iam:GetRole", "*", {})


@pytest.mark.parametrize(("taken", "ends"), [("", Ending.DONE), ("iam:AttachRolePolicy", Ending.FAILED)])
def test_the_owner_of_an_invited_account_needs_exactly_what_is_printed(
    tmp_path: Path, taken: str, ends: Ending
) -> None:
    setup = suggested(EXISTING_ACCOUNT)
    with having_invited(tmp_path, setup) as onboarding:
        rehearsal = onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        rehearsal._aws = aws = StrictAws(rehearsal.world, rehearsal.clock)
        acceptance = otto_accepts(onboarding, with_access_role=True)
        aws.in_force = InForce(OTTO, without(policy_for_accepting(setup), taken))
        plan = acceptance.plan()

        assert len(plan.changes) == 3
        assert ending_of(list(acceptance.run(plan.approved()))) is ends


def test_nobody_is_made_an_administrator_of_anything_else_by_it() -> None:
    policy = policy_for_accepting(suggested(EXISTING_ACCOUNT))
    role = f"arn:aws:iam::{EXISTING_ACCOUNT}:role/OrganizationAccountAccessRole"
    administrator = {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}

    assert permits(policy, "iam:AttachRolePolicy", role, administrator)
    assert not permits(policy, "iam:AttachRolePolicy", role, {"PolicyArn": "arn:aws:iam::aws:policy/Other"})
    assert not permits(policy, "iam:AttachRolePolicy", role.replace("Organization", ""), administrator)


def test_callers_may_assume_the_roles_that_are_for_them_with_what_federation_adds() -> None:
    setup = replace(
        with_groups(), access=Access(callers=Callers(users=("anna",)), data_bunker=Callers(users=("otto",)))
    )
    shop, bunker = policies_for_callers(setup)["Statement"][::-1]

    assert listed(shop["Resource"]) == [f"arn:aws:iam::{OWNER}:role/production-access"]
    assert listed(bunker["Resource"]) == [f"arn:aws:iam::{OWNER}:role/data-bunker-access"]
    assert shop["Action"] == ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
