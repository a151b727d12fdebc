"""What the program made can be taken back, and nothing else goes with it; what is there already is recognized."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.policies import AttachPolicy, CreatePolicy
from state.setup import Setup
from state.setup.guardrails import Choice, Item, Level
from tests.guarding import EVERYTHING_APPLIED, EVERYTHING_TAKEN_BACK, bunker_and_shop, guardrails, quick
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending
from wizard.guardrails.deny_root_user import deny_root_user
from wizard.simulated.settings import NEVER, AlternateContact, Budget
from wizard.simulated.world import Organization, Policy, World

OURS = "orgwizard-"


def with_choices(choices: dict[Item, Choice], level: Level = Level.NONE) -> Setup:
    return bunker_and_shop(guardrails(level, choices))


def organization_in(world: World) -> Organization:
    (organization,) = world.organizations.values()
    return organization


def attached_to_the_root(organization: Organization, policy: Policy) -> None:
    organization.policies[policy.policy_id] = policy
    organization.attachments.append((policy.policy_id, organization.root_id))


def test_everything_that_aws_lets_one_take_back_is_gone(tmp_path: Path) -> None:
    stage = quick(Stage(with_choices(EVERYTHING_APPLIED), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    stage.want(with_choices(EVERYTHING_TAKEN_BACK))

    assert ending_of(stage.run()) is Ending.DONE

    organization = organization_in(stage.world)
    assert [policy.policy_name for policy in organization.policies.values() if not policy.aws_managed] == []
    assert organization.root_features == []
    for account in stage.world.members(organization.organization_id):
        assert (account.password_policy, account.public_access_block) == (None, None)
        assert (account.contacts, account.trails, account.budgets) == ({}, [], {})
        assert {(each.ebs_encryption, *each.metadata_defaults) for each in account.regions.values()} == {(False,)}
    assert {account.account_alias for account in stage.world.members(organization.organization_id)} == {"", "acme-root"}
    assert len(stage.world.buckets) == 2, "logs and backups stay"
    assert stage.plan().approved() == frozenset()


def test_what_differs_from_what_the_program_makes_is_somebody_elses_and_stays(tmp_path: Path) -> None:
    stage = quick(Stage(with_choices(EVERYTHING_APPLIED), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    organization = organization_in(stage.world)
    attached_to_the_root(organization, Policy("p-somebody01", "theirs", "SERVICE_CONTROL_POLICY", "", deny_nothing()))
    owner = stage.world.accounts["999988887777"]
    owner.contacts["SECURITY"] = AlternateContact("Anna", "Chief", "anna@acme.example", "+49 1")
    assert owner.password_policy is not None
    owner.password_policy.minimum_length = 30
    owner.budgets["theirs"] = Budget("theirs", a_budget("theirs"), stage.world.time, NEVER, stage.world.time)
    stage.want(with_choices(EVERYTHING_TAKEN_BACK))

    assert ending_of(stage.run()) is Ending.DONE

    assert [
        policy.policy_name for policy in organization_in(stage.world).policies.values() if not policy.aws_managed
    ] == ["theirs"]
    owner = stage.world.accounts["999988887777"]
    assert owner.contacts["SECURITY"].email == "anna@acme.example"
    assert owner.password_policy is not None
    assert owner.password_policy.minimum_length == 30
    assert list(owner.budgets) == ["theirs"]
    assert owner.account_alias == "acme-root"


def deny_nothing() -> str:
    statement = {"Sid": "Nothing", "Effect": "Deny", "Action": "chatbot:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def a_budget(name: str) -> dict[str, object]:
    limit = {"Amount": "900", "Unit": "USD"}
    return {"BudgetName": name, "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}


@pytest.mark.parametrize("scenario", ["default", "existing-organization"])
def test_a_policy_that_says_the_same_under_another_name_is_kept_and_none_is_added(
    tmp_path: Path, scenario: str
) -> None:
    stage = quick(Stage(with_choices({}), tmp_path, scenario))
    assert ending_of(stage.run()) is Ending.DONE
    organization = organization_in(stage.world)
    content = deny_root_user().content
    attached_to_the_root(organization, Policy("p-somebody02", "no-root", "SERVICE_CONTROL_POLICY", "", content))
    stage.want(with_choices({Item.DENY_ROOT_USER: Choice.APPLY}))

    assert stage.plan().approved() == frozenset()


def test_where_no_more_policies_fit_it_says_so_and_what_to_do(tmp_path: Path) -> None:
    stage = quick(Stage(with_choices({}), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    organization = organization_in(stage.world)
    for number in range(9):
        policy = Policy(f"p-somebody{number:02}", f"theirs-{number}", "SERVICE_CONTROL_POLICY", "", deny_nothing())
        attached_to_the_root(organization, policy)
    stage.want(with_choices({Item.DENY_LEAVING: Choice.APPLY}))

    planned = [change for change, _ in stage.plan().changes]
    assert not any(isinstance(change, AttachPolicy) for change in planned)
    assert ending_of(stage.run()) is Ending.FAILED
    ((claim, blocked),) = stage.plan().blocked
    assert "10 policies" in blocked.what
    assert "detach one" in blocked.remedy
    assert claim.title.startswith("Policy orgwizard-deny-leaving")


def test_a_policy_is_not_made_where_it_could_not_be_attached(tmp_path: Path) -> None:
    stage = quick(Stage(with_choices({}), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    organization = organization_in(stage.world)
    for number in range(9):
        policy = Policy(f"p-somebody{number:02}", f"theirs-{number}", "SERVICE_CONTROL_POLICY", "", deny_nothing())
        attached_to_the_root(organization, policy)
    stage.want(with_choices({Item.DENY_LEAVING: Choice.APPLY}))

    assert not any(isinstance(change, CreatePolicy) for change, _ in stage.plan().changes)


def test_statements_that_others_added_to_our_policy_stay_when_it_is_renewed(tmp_path: Path) -> None:
    setup = with_choices({Item.ALLOWED_REGIONS: Choice.APPLY})
    stage = quick(Stage(setup, tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    policy = next(each for each in organization_in(stage.world).policies.values() if each.policy_name.startswith(OURS))
    document = json.loads(policy.content)
    document["Statement"].append({"Sid": "Added", "Effect": "Deny", "Action": "chatbot:*", "Resource": "*"})
    policy.content = json.dumps(document)
    stage.want(replace(setup, guardrails=replace(setup.guardrails, allowed_regions=("eu-central-1",))))

    assert ending_of(stage.run()) is Ending.DONE

    (renewed,) = [each for each in organization_in(stage.world).policies.values() if each.policy_id == policy.policy_id]
    assert "eu-central-1" in renewed.content
    assert "chatbot:*" in renewed.content


def test_a_policy_that_others_added_to_is_not_deleted_with_what_they_added(tmp_path: Path) -> None:
    stage = quick(Stage(with_choices({Item.DENY_LEAVING: Choice.APPLY}), tmp_path))
    assert ending_of(stage.run()) is Ending.DONE
    (policy,) = [each for each in organization_in(stage.world).policies.values() if each.policy_name.startswith(OURS)]
    document = json.loads(policy.content)
    document["Statement"].append(json.loads(deny_nothing())["Statement"][0])
    policy.content = json.dumps(document)
    stage.want(with_choices({Item.DENY_LEAVING: Choice.TAKE_BACK}))

    assert ending_of(stage.run()) is Ending.FAILED

    ((_, blocked),) = stage.plan().blocked
    assert "somebody added" in blocked.what
    assert policy.policy_id in organization_in(stage.world).policies
    assert policy.policy_id in {policy_id for policy_id, _ in organization_in(stage.world).attachments}
