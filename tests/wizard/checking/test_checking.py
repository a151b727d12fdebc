"""A check finds each single change made behind the setup's back, and who made it as far as CloudTrail tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from state.observed import Observed
from state.saved.progress import Progress
from state.setup import Setup
from state.setup.file import from_template
from tests.stage import Stage, State
from tests.wizard.simulated.signing import Aws
from wizard.adoption.things import of_everything
from wizard.checking import Checked, Kind, check
from wizard.edits.memory import remember
from wizard.gateway import READING_FOR_EXPORT
from wizard.onboarding.progress import lines_of
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of, scope_of
from wizard.simulated.operation import Caller
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Account

BEN = Caller("arn:aws:iam::999988887777:user/ben", with_mfa=True)
PATTERN = "aws+{account}@acme.example"
SCP = "SERVICE_CONTROL_POLICY"
ANYBODY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


@dataclass
class Made:
    """An organization as its setup made it, and Ben, who may do everything there."""

    stage: Stage
    setup: Setup
    state: State
    before: Progress
    """How it stood once it was made."""

    @property
    def ben(self) -> Aws:
        return Aws(self.stage.aws, BEN)

    def account(self, name: str) -> Account:
        return next(each for each in self.stage.world.accounts.values() if each.account_name == name)

    def unit(self, name: str) -> str:
        organization = next(iter(self.stage.world.organizations.values()))
        return next(each.unit_id for each in organization.units.values() if each.unit_name == name)

    @property
    def root(self) -> str:
        return next(iter(self.stage.world.organizations.values())).root_id

    def policy(self, name: str) -> str:
        organization = next(iter(self.stage.world.organizations.values()))
        return next(each.policy_id for each in organization.policies.values() if each.policy_name == name)

    def checked(self) -> Checked:
        scope = of_everything(scope_of(self.setup), self.setup)
        gateway = self.stage.gateway
        return check(self.setup, gateway.observe(READING_FOR_EXPORT, scope, Observed()), self.before, gateway)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    stage = Stage(from_template("minimal", "acme", "eu-west-1", PATTERN), tmp_path_factory.mktemp("made"))
    list(stage.runs())
    setup = remember(stage.setup, stage.look())
    stage.world.climate = replace(stage.world.climate, creation_seconds=(0, 0))
    lines = lines_of(assess_all(claims_of(setup), stage.look()))
    stage.aws.clock.advance(3600)
    return Made(stage, setup, stage.leave(), Progress(stage.aws.clock.now(), lines))


@pytest.fixture
def made(made_once: Made) -> Made:
    made_once.stage.enter(made_once.state)
    return made_once


def test_what_nobody_touched_is_in_step(made: Made) -> None:
    checked = made.checked()

    assert checked.in_step
    assert {each.kind for each in checked.differences} <= {Kind.WAITING}
    assert checked.as_planned > 30


def iam(made: Made, operation: str, **parameters: Any) -> None:
    getattr(made.ben.client("iam"), operation)(**parameters)


def an_account_is_moved(made: Made) -> None:
    made.ben.organizations.move_account(
        AccountId=made.account("production").account_id,
        SourceParentId=made.unit("Production"),
        DestinationParentId=made.root,
    )


def a_policy_is_edited(made: Made) -> None:
    content = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    made.ben.organizations.update_policy(PolicyId=made.policy("orgwizard-deny-leaving"), Content=json.dumps(content))


def a_policy_is_detached(made: Made) -> None:
    made.ben.organizations.detach_policy(PolicyId=made.policy("orgwizard-deny-leaving"), TargetId=made.root)


def a_policy_is_added(made: Made) -> None:
    content = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
    made.ben.organizations.create_policy(Name="no-s3", Description="-", Type=SCP, Content=json.dumps(content))


def the_trail_is_stopped(made: Made) -> None:
    made.ben.client("cloudtrail").stop_logging(Name="orgwizard-organization-trail")


def an_account_is_created(made: Made) -> None:
    made.ben.organizations.create_account(Email="new@acme.example", AccountName="new")
    made.stage.aws.clock.advance(3600)


def an_account_is_suspended(made: Made) -> None:
    made.account("production").state = "SUSPENDED"


def a_role_trusts_everybody(made: Made) -> None:
    iam(made, "update_assume_role_policy", RoleName="production-access", PolicyDocument=json.dumps(ANYBODY))


def a_role_is_given_more(made: Made) -> None:
    role = made.account("acme-root").roles["production-access"]
    role.attached_policies["AdministratorAccess"] = "arn:aws:iam::aws:policy/AdministratorAccess"


def a_role_is_deleted(made: Made) -> None:
    iam(made, "delete_role_policy", RoleName="production-access", PolicyName="assume-organization-access-role")
    iam(made, "delete_role", RoleName="production-access")


def an_access_role_trusts_everybody(made: Made) -> None:
    made.account("production").roles["organizationaccountaccessrole"].trust_policy = json.dumps(ANYBODY)


def an_access_role_is_given_more(made: Made) -> None:
    role = made.account("production").roles["organizationaccountaccessrole"]
    role.attached_policies["ReadOnlyAccess"] = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def a_service_is_trusted(made: Made) -> None:
    made.ben.organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")


def somebody_is_made_an_administrator(made: Made) -> None:
    account_id = made.account("production").account_id
    made.ben.organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    made.ben.organizations.register_delegated_administrator(
        AccountId=account_id, ServicePrincipal="config.amazonaws.com"
    )


def a_unit_is_added(made: Made) -> None:
    made.ben.organizations.create_organizational_unit(ParentId=made.root, Name="Secret")


def a_unit_is_renamed(made: Made) -> None:
    made.ben.organizations.update_organizational_unit(OrganizationalUnitId=made.unit("Development"), Name="Dev")


def an_account_is_invited(made: Made) -> None:
    made.ben.organizations.invite_account_to_organization(Target={"Id": "444455556666", "Type": "ACCOUNT"})


def passwords_may_be_weak(made: Made) -> None:
    iam(made, "delete_account_password_policy")


def buckets_may_be_public(made: Made) -> None:
    made.account("production").public_access_block = None


def logs_may_be_overwritten(made: Made) -> None:
    for bucket in made.stage.world.buckets.values():
        bucket.versioning = "Suspended"


CHANGED, UNKNOWN = Kind.CHANGED, Kind.UNKNOWN


@pytest.mark.parametrize(
    ("change", "kind", "title", "event"),
    [
        (an_account_is_moved, CHANGED, "Account production is in Workloads/Production", "MoveAccount"),
        (a_policy_is_edited, CHANGED, "Policy orgwizard-deny-leaving is in force", "UpdatePolicy"),
        (a_policy_is_detached, CHANGED, "Policy orgwizard-deny-leaving is in force", "DetachPolicy"),
        (a_policy_is_added, UNKNOWN, "Policy no-s3", "CreatePolicy"),
        (the_trail_is_stopped, CHANGED, "A trail records the whole organization", "StopLogging"),
        (an_account_is_created, UNKNOWN, "Account new", "CreateAccount"),
        (an_account_is_suspended, CHANGED, "Account production exists", ""),
        (a_role_trusts_everybody, CHANGED, "Role production-access leads into", "UpdateAssumeRolePolicy"),
        (a_role_is_given_more, CHANGED, "Role production-access may do nothing but", ""),
        (a_role_is_deleted, CHANGED, "Role production-access leads into", "DeleteRole"),
        (an_access_role_trusts_everybody, CHANGED, "Role OrganizationAccountAccessRole in account production", ""),
        (an_access_role_is_given_more, CHANGED, "Role OrganizationAccountAccessRole in account production", ""),
        (a_service_is_trusted, UNKNOWN, "Trusted access of a service (config", "EnableAWSServiceAccess"),
        (somebody_is_made_an_administrator, UNKNOWN, "Delegated administrator", "RegisterDelegatedAdministrator"),
        (a_unit_is_added, UNKNOWN, "Organizational unit Secret", "CreateOrganizationalUnit"),
        (a_unit_is_renamed, CHANGED, "Organizational unit Workloads/Development exists", "UpdateOrganizationalUnit"),
        (an_account_is_invited, UNKNOWN, "Open invitation of 444455556666", "InviteAccountToOrganization"),
        (passwords_may_be_weak, CHANGED, "", "DeleteAccountPasswordPolicy"),
        (buckets_may_be_public, CHANGED, "", ""),
        (logs_may_be_overwritten, CHANGED, "", ""),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_change_behind_its_back_is_found(
    made: Made, change: Callable[[Made], None], kind: Kind, title: str, event: str
) -> None:
    change(made)
    checked = made.checked()

    assert not checked.in_step
    found = next(each for each in checked.differences if each.kind is kind and each.title.startswith(title))
    assert (found.event.event_name if found.event else "") == event
    assert event == "" or (found.event is not None and found.event.by == BEN.arn)


def test_a_history_that_may_not_be_read_is_said_and_hides_nothing(made: Made) -> None:
    an_account_is_moved(made)
    made.stage.world.rules.append(
        Rule("LookupEvents", Effect.ERROR.value, times=0, code="AccessDeniedException", message="no")
    )
    checked = made.checked()

    assert [each.kind for each in checked.differences if each.kind is Kind.CHANGED]
    assert checked.history


def test_the_management_account_is_no_stranger_to_a_setup_that_does_not_name_it(made: Made) -> None:
    made.setup = replace(made.setup, management_account_id="")

    assert not [each for each in made.checked().differences if each.key.startswith("trust:")]


def test_where_nothing_was_ever_made_nobody_has_changed_anything_and_nothing_was_overlooked(tmp_path: Path) -> None:
    stage = Stage(from_template("minimal", "acme", "eu-west-1", PATTERN), tmp_path)
    scope = of_everything(scope_of(stage.setup), stage.setup)
    observed = stage.gateway.observe(READING_FOR_EXPORT, scope, Observed())

    checked = check(stage.setup, observed, None, stage.gateway)

    assert {each.kind for each in checked.differences} <= {Kind.NOT_YET, Kind.WAITING}
    assert not checked.in_step
