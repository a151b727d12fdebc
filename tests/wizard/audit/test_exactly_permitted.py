"""Whoever has the policy that `permissions` prints, and nothing else, gets everything done; nothing of it is spare."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from botocore.model import OperationModel

from state.observed import Observed
from state.saved.journal import Journal
from state.setup import Setup
from state.setup.access import Access, Callers
from state.setup.guardrails import Level
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.peopled import soon, with_administrators, with_people
from tests.rehearsing import EXISTING_ACCOUNT, suggested
from tests.stage import Stage, ending_of
from tests.wizard.audit.test_guardrail_permissions import OTHERWISE, SERVICES
from tests.wizard.onboarding.test_acceptance import having_invited, otto_accepts
from tests.wizard.plan.test_life import Life
from tests.wizard.simulated.signing import ANNA, OTTO
from wizard.adoption.things import of_everything
from wizard.audit.others_permissions import policies_for_callers, policy_for_accepting
from wizard.audit.permissions import ROOT_TASKS, policy_for
from wizard.audit.reading_permissions import policy_for_checking, what_it_opens
from wizard.audit.tending_permissions import policy_for_tending
from wizard.audit.undoing_permissions import policy_for_undoing
from wizard.aws.gateway import AwsGateway
from wizard.aws.sessions import identify
from wizard.checking import check
from wizard.engine.events import Ending
from wizard.gateway import READING_FOR_EXPORT
from wizard.onboarding.taking_back import UNDOING_JOURNAL, TakingBack
from wizard.onboarding.tending import Tending
from wizard.plan.claims import scope_of
from wizard.plan.life import Act
from wizard.policies.trusts import is_narrowed
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
        case _ if "UserName" in parameters:
            return f"{own}:user/{parameters['UserName']}"
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
    """Lets one caller do what a policy allows, and remembers what was used of it, and what was denied."""

    in_force: InForce | None = None

    def answer(self, model: OperationModel, parameters: dict[str, Any], caller: Caller | None, region: str) -> Answer:
        enforced = self.in_force
        if enforced is not None and caller == enforced.caller and model.name != "GetCallerIdentity":
            service = model.service_model.service_name
            action = OTHERWISE.get((service, model.name), f"{SERVICES.get(service, service)}:{model.name}")
            if not permits(enforced.policy, action, on_what(self.world, action, parameters, caller), parameters):
                self.__dict__.setdefault("denied", set()).add(action)
                raise Refusal("AccessDeniedException", f"{caller.arn} is not authorized to perform: {action}")
            self.__dict__.setdefault("used", set()).add(action)
        return super().answer(model, parameters, caller, region)


def permitted(stage: Stage, policy: Policy | None, caller: Caller = ANNA) -> Stage:
    """The stage with whoever is signed in, Anna as a rule, allowed no more than that; everything without one."""
    aws = StrictAws(stage.world, stage.aws.clock)
    aws.in_force = InForce(caller, policy) if policy is not None else None
    session = simulated_session(aws, caller)
    stage.aws, stage.gateway = aws, AwsGateway(session, identify(session), aws.clock)
    return stage


def with_groups() -> Setup:
    access = Access(callers=Callers(groups=("Admins",)))
    return replace(bunker_and_shop(guardrails(Level.STRICT)), access=access, management_account_id=OWNER)


def everything() -> Setup:
    """Guardrails, tags, people, each kind of caller by which somebody may enter, and break-glass users."""
    access = Access(callers=Callers(users=("anna",), groups=("Admins",)), break_glass=("first", "second"))
    guarded, people = bunker_and_shop(guardrails(Level.STRICT)), with_people()
    return replace(
        people,
        organizational_units=guarded.organizational_units,
        accounts=(*people.accounts, replace(guarded.accounts[0], tags={"team": "one"})),
        guardrails=guarded.guardrails,
        access=access,
        management_account_id=OWNER,
    )


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Ending]:
    """Everything, applied with exactly the policy for that; and how that ended."""
    stage = soon(quick(Stage(everything(), tmp_path_factory.mktemp("applied"))))
    owner = stage.world.accounts[OWNER]
    owner.groups["admins"] = Group("Admins", "AGPA0123456789ABCDEF1", stage.world.time, path="/people/")
    ended = ending_of(permitted(stage, policy_for(stage.setup)).run())
    assert "denied" not in stage.aws.__dict__
    return stage, ended


def test_everything_is_done_and_people_get_in_with_exactly_that_policy(applied: tuple[Stage, Ending]) -> None:
    assert applied[1] is Ending.DONE


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


@pytest.mark.parametrize("action", ["sso:CreateAccountAssignment", "identitystore:CreateUser", "sso:ListInstances"])
def test_with_less_nobody_gets_in(tmp_path: Path, action: str) -> None:
    setup = replace(with_people(), management_account_id=OWNER)
    stage = permitted(soon(Stage(setup, tmp_path)), without(policy_for(setup), action))

    assert ending_of(list(stage.runs())[-1]) is not Ending.DONE


def having_let_people_in(home: Path) -> tuple[Stage, Caller]:
    """Everything but narrowed access roles, made with exactly the policy that is printed; and an administrator of the
    organization, after people have entered their accounts by Identity Center."""
    stage = soon(Stage(replace(with_administrators(), management_account_id=OWNER), home))
    assert ending_of(permitted(stage, policy_for(stage.setup)).run()) is Ending.WAITING
    assert "denied" not in stage.aws.__dict__
    for account in stage.world.accounts.values():
        for role in account.roles.values():
            if role.role_name.startswith("AWSReservedSSO_Administrator"):
                role.last_used_at = stage.aws.clock.now()
    (reserved,) = (role for role in stage.world.accounts[OWNER].roles.values() if "SSO_Organization" in role.role_name)
    return stage, Caller(f"arn:aws:sts::{OWNER}:assumed-role/{reserved.role_name}/bert")


def test_access_roles_are_narrowed_with_exactly_that_policy_and_with_less_they_are_left(tmp_path: Path) -> None:
    stage, bert = having_let_people_in(tmp_path)
    policy = policy_for(stage.setup)
    roles = [
        each.roles["organizationaccountaccessrole"]
        for each in stage.world.members(next(iter(stage.world.organizations)))
        if "organizationaccountaccessrole" in each.roles
    ]
    before = [role.trust_policy for role in roles]
    assert len(before) == 2

    for taken in ("cloudtrail:LookupEvents", "sts:AssumeRole"):
        assert ending_of(permitted(stage, without(policy, taken), bert).run()) is not Ending.DONE, taken
        assert [role.trust_policy for role in roles] == before, taken
    assert ending_of(permitted(stage, policy, bert).run()) is Ending.DONE

    assert "denied" not in stage.aws.__dict__
    assert all(is_narrowed(role.trust_policy) for role in roles)
    assert ending_of(permitted(stage, policy_for_checking(stage.setup), bert).run(frozenset())) is Ending.DONE
    assert "denied" not in stage.aws.__dict__, "who only looks sees that they are narrowed"


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


NOT_EVERY_TIME = {
    "iam:GetGroup",  # once a group's policy is gone: whether the group is
    "organizations:ListAccountsForParent",  # where AWS sends no paths of accounts
    "sso:DescribeAccountAssignmentCreationStatus",  # while AWS works on something
    "sso:DescribeAccountAssignmentDeletionStatus",
    "sso:DescribePermissionSetProvisioningStatus",
    "sso:ListPermissionSetProvisioningStatus",
    "sts:SetSourceIdentity",  # where the job signs in by federation
    "sts:TagSession",
}


def checked(stage: Stage, policy: Policy | None) -> tuple[Observed, str, frozenset[str]]:
    """What a check and an inventory see with it, why nobody tells who changed what, and the actions that it took."""
    gateway = permitted(stage, policy).gateway
    observed = gateway.observe(READING_FOR_EXPORT, of_everything(scope_of(stage.setup), stage.setup), Observed())
    history = check(stage.setup, observed, None, gateway).history
    return observed, history, frozenset(stage.aws.__dict__.get("used", ()))


def test_a_check_sees_as_much_as_an_administrator_with_a_policy_that_writes_nothing(
    applied: tuple[Stage, Ending],
) -> None:
    stage, policy = applied[0], policy_for_checking(applied[0].setup)
    (organization,) = stage.world.organizations.values()
    shop = next(each for each in stage.world.accounts.values() if each.account_name == "shop")
    shop.parent_id, stage.world.accounts[OWNER].account_alias = organization.root_id, "acme"
    organization.delegations[shop.account_id] = {"guardduty.amazonaws.com": stage.world.time}
    whole = checked(stage, None)[0]

    seen, history, used = checked(stage, policy)

    assert (seen, history) == (whole, "")
    assert "Unknown(" not in repr(seen)
    assert used == {action for each in policy["Statement"] for action in each["Action"]} - NOT_EVERY_TIME
    for taken in ("iam:ListAccountAliases", "cloudtrail:GetTrailStatus", "organizations:ListTagsForResource"):
        assert checked(stage, without(policy, taken))[0] != whole, taken
    assert "cloudtrail:LookupEvents" in checked(stage, without(policy, "cloudtrail:LookupEvents"))[1]


def test_a_check_goes_into_no_account_but_the_setups_and_as_root_only_to_look() -> None:
    policy = policy_for_checking(replace(suggested(EXISTING_ACCOUNT), accounts=()))
    audit, delete = ({"TaskPolicyArn": {"arn": f"arn:aws:iam::aws:policy/root-task/{task}"}} for task in ROOT_TASKS)

    assert permits(policy, "sts:AssumeRole", f"arn:aws:iam::{EXISTING_ACCOUNT}:role/OrganizationAccountAccessRole", {})
    assert not permits(policy, "sts:AssumeRole", f"arn:aws:iam::{OWNER}:role/OrganizationAccountAccessRole", {})
    spare = replace(everything(), access=Access(callers=Callers(users=("anna",)), break_glass=("spare",)))
    strict = policy_for_checking(spare)
    assert permits(strict, "iam:GetUserPolicy", f"arn:aws:iam::{OWNER}:user/spare", {})
    assert not permits(strict, "iam:GetUserPolicy", f"arn:aws:iam::{OWNER}:user/anna", {})
    assert permits(strict, "sts:AssumeRoot", f"arn:aws:iam::{OWNER}:root", audit)
    assert not permits(strict, "sts:AssumeRoot", f"arn:aws:iam::{OWNER}:root", delete)
    assert any("may do more than read" in sentence for sentence in what_it_opens(strict))


def test_all_that_undo_takes_back_is_taken_back_with_exactly_that_policy(applied: tuple[Stage, Ending]) -> None:
    stage = applied[0]
    made, journal = Journal(stage.journal_file).performed, Journal(stage.journal_file.with_name(UNDOING_JOURNAL))

    def taking_back(policy: Policy | None) -> TakingBack:
        permitted(stage, policy)
        return TakingBack(stage.setup, made, stage.gateway, journal, stage.aws.clock)

    whole = taking_back(None).look()
    undoing = taking_back(policy_for_undoing(stage.setup))

    assert undoing.look().plan == whole.plan
    assert len(whole.plan.changes) > 50
    assert ending_of(list(undoing.run(whole.plan.approved()))) is Ending.DONE
    assert not undoing.look().plan.changes
    assert "denied" not in stage.aws.__dict__
    assert not permits(policy_for_undoing(stage.setup), "organizations:CreateAccount", "*", {})


def test_accounts_are_renamed_moved_and_closed_with_exactly_that_policy(tmp_path: Path) -> None:
    life = Life(tmp_path)
    policy = policy_for_tending(life.stage.setup)
    stage = permitted(life.stage, policy)
    life.tending = Tending(stage.setup, stage.gateway, stage.aws.clock, life.journal_called)
    shop = next(each.account_id for each in life.tending.look().accounts if each.account_name == "shop")

    for act, *given in (
        (Act.RENAME, "store"),
        (Act.ADDRESS, "new@acme.example"),
        (Act.ADDRESS, "new@acme.example", "123456"),
        (Act.MOVE, "Sandbox"),
        (Act.CLOSE,),
    ):
        ended = ending_of(life.carry_out(life.tending.wish(act, shop, *given)))
        assert ended is (Ending.WAITING if given == ["new@acme.example"] else Ending.DONE)

    writes = next(each for each in policy["Statement"] if each["Sid"] == "ChangeAccountsThatExist")
    assert set(writes["Action"]) <= stage.aws.__dict__["used"]
    assert "denied" not in stage.aws.__dict__
