"""The policy to hand to an administrator is enough for every guardrail, and gives nothing that is not called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from botocore.model import OperationModel

from state.changes.account_settings import PutPublicAccessBlock, SetEbsEncryptionByDefault
from state.changes.buckets import PutBucketEncryption, PutBucketPublicAccessBlock
from state.changes.groups import DeleteGroupPolicy
from state.changes.root_users import SetRootFeature
from state.changes.tags import TagAccount
from state.observed.settings import FOUR_BLOCKS, NOTHING, as_value
from state.setup import Setup
from state.setup.access import Access, Callers
from state.setup.guardrails import Choice, Item, Level
from tests.guarding import CONTACT, EVERYTHING_APPLIED, EVERYTHING_TAKEN_BACK, bunker_and_shop, guardrails, quick
from tests.rehearsing import UNGUARDED
from tests.stage import Stage, ending_of
from tests.state.changes.guardrail_changes import GUARDRAIL_CHANGES, OWNER, SHOP
from tests.wizard.audit.test_permissions import CALLED_OTHERWISE, PREFIXES
from tests.wizard.simulated.signing import ANNA
from wizard.audit.permissions import (
    MOST_CHARACTERS,
    TO_LOOK,
    minified,
    policy_for,
    possible_changes,
    smallest_policy,
)
from wizard.aws.gateway import AwsGateway
from wizard.aws.sessions import identify
from wizard.engine.events import Ending
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.operation import Answer, Caller
from wizard.simulated.session import simulated_session

SERVICES = {service: prefix for prefix, service in PREFIXES.items()}
OTHERWISE = {operation: action for action, operation in CALLED_OTHERWISE.items()} | {
    ("budgets", "DeleteBudget"): "budgets:ModifyBudget",
    ("budgets", "DescribeNotificationsForBudget"): "budgets:ViewBudget",
    ("budgets", "DescribeSubscribersForNotification"): "budgets:ViewBudget",
    ("s3control", "DeletePublicAccessBlock"): "s3:PutAccountPublicAccessBlock",
}


class WatchedAws(SimulatedAws):
    """Remembers what was asked with the signed-in identity's own credentials, as permissions."""

    def answer(self, model: OperationModel, parameters: dict[str, Any], caller: Caller | None, region: str) -> Answer:
        if caller == ANNA:
            service = model.service_model.service_name
            named = f"{SERVICES.get(service, service)}:{model.name}"
            self.__dict__.setdefault("permissions", set()).add(OTHERWISE.get((service, model.name), named))
        return super().answer(model, parameters, caller, region)


def watched(stage: Stage) -> WatchedAws:
    aws = WatchedAws(stage.world, stage.aws.clock)
    session = simulated_session(aws, ANNA)
    stage.aws, stage.gateway = aws, AwsGateway(session, identify(session), aws.clock)
    return aws


def actions_in(policy: dict[str, Any]) -> set[str]:
    return {action for statement in policy["Statement"] for action in statement["Action"]}


def test_a_run_makes_no_call_that_the_policy_does_not_allow(tmp_path: Path) -> None:
    setup = bunker_and_shop(guardrails(Level.ESSENTIAL))
    stage = quick(Stage(setup, tmp_path))
    aws = watched(stage)

    assert ending_of(stage.run()) is Ending.DONE

    assert aws.__dict__["permissions"] - actions_in(policy_for(setup)) == {"sts:GetCallerIdentity"}


def test_taking_back_makes_no_call_that_the_policy_does_not_allow(tmp_path: Path) -> None:
    stage = quick(Stage(bunker_and_shop(guardrails(Level.NONE, EVERYTHING_APPLIED)), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    setup = bunker_and_shop(guardrails(Level.NONE, EVERYTHING_TAKEN_BACK))
    stage.want(setup)
    aws = watched(stage)

    assert ending_of(stage.run()) is Ending.DONE

    assert aws.__dict__["permissions"] - actions_in(policy_for(setup)) == {"sts:GetCallerIdentity"}


def with_choices(choices: dict[Item, Choice]) -> Setup:
    chosen = guardrails(Level.NONE, choices)
    return bunker_and_shop(replace(chosen, billing_contact=CONTACT, operations_contact=CONTACT))


def test_every_kind_of_change_of_a_guardrail_can_be_among_the_possible_ones() -> None:
    every = (EVERYTHING_APPLIED, EVERYTHING_TAKEN_BACK)
    possible = {type(change) for choices in every for change in possible_changes(with_choices(choices))}
    named = replace(with_choices({}), access=Access(callers=Callers(groups=("administrators",))))
    possible |= {type(change) for change in possible_changes(named)}

    a_new_bucket_has_it = {PutBucketEncryption, PutBucketPublicAccessBlock}
    only_taking_back_needs_it = {DeleteGroupPolicy}
    assert {type(change) for change in GUARDRAIL_CHANGES} - possible == (
        a_new_bucket_has_it | only_taking_back_needs_it | {TagAccount}
    ), "a new account has its tags"


def test_the_policy_for_everything_fits_into_one() -> None:
    setup = replace(with_choices(EVERYTHING_APPLIED), management_account_id="999988887777")

    assert len(minified(policy_for(setup))) <= MOST_CHARACTERS


def test_without_guardrails_nothing_of_theirs_is_allowed() -> None:
    actions = actions_in(policy_for(bunker_and_shop(UNGUARDED))) - {*TO_LOOK}

    assert not {each for each in actions if each.startswith(("budgets:", "cloudtrail:", "ec2:", "s3:", "account:"))}
    assert "sts:AssumeRoot" not in actions


def test_only_one_of_two_directions_is_allowed() -> None:
    assert SetEbsEncryptionByDefault(OWNER, "true").needed_actions == ("ec2:EnableEbsEncryptionByDefault",)
    assert SetEbsEncryptionByDefault(OWNER, "false").needed_actions == ("ec2:DisableEbsEncryptionByDefault",)
    assert SetRootFeature(OWNER, NOTHING, "RootSessions").needed_actions == ("iam:DisableOrganizationsRootSessions",)


def test_inside_of_a_member_account_only_its_role_is_entered() -> None:
    policy = smallest_policy([PutPublicAccessBlock(SHOP, as_value(FOUR_BLOCKS))])
    (entering,) = [each for each in policy["Statement"] if "sts:AssumeRole" in each["Action"]]

    assert actions_in(policy).isdisjoint({"s3:PutAccountPublicAccessBlock"})
    assert entering["Resource"] == ["arn:aws:iam::*:role/OrganizationAccountAccessRole"]


def test_a_root_user_is_assumed_for_credentials_only() -> None:
    policy = policy_for(with_choices({Item.ROOT_CREDENTIALS: Choice.APPLY}))
    (as_root,) = [each for each in policy["Statement"] if "sts:AssumeRoot" in each["Action"]]

    assert as_root["Action"] == ["sts:AssumeRoot"]
    assert [task.rpartition("/")[2] for task in as_root["Condition"]["StringEquals"]["sts:TaskPolicyArn"]] == [
        "IAMAuditRootUserCredentials",
        "IAMDeleteRootUserCredentials",
    ]
