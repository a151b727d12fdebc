"""The policy to hand to an administrator allows what is needed and nothing else."""

from __future__ import annotations

import fnmatch
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from state.changes import KINDS
from state.changes.accounts import CreateAccount
from state.changes.organization import CreateOrganization
from state.changes.request import kebab_case
from state.changes.roles import CreateRole, PutRolePolicy, UpdateAssumeRolePolicy, UpdateRole, trust_with_mfa
from state.changes.units import CreateOrganizationalUnit
from state.setup import MemberAccount
from tests.peopled import with_administrators
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, signed_in, suggested
from wizard.audit.others_permissions import policies_for_callers, policy_for_accepting
from wizard.audit.people_permissions import TO_LOOK_AT_PEOPLE
from wizard.audit.permissions import (
    MOST_CHARACTERS,
    TO_LOOK,
    TO_LOOK_AT_GUARDRAILS,
    minified,
    policy_for,
    possible_changes,
    smallest_policy,
    why_wildcards,
)
from wizard.audit.reading_permissions import policy_for_checking, what_it_opens
from wizard.audit.undoing_permissions import policy_for_undoing
from wizard.aws.service_models import with_shared_models
from wizard.onboarding import Onboardings
from wizard.simulated.rehearsal import Rehearsal

OWNER = "999988887777"
PREFIXES = {"servicequotas": "service-quotas", "sso": "sso-admin"}
CALLED_OTHERWISE = {
    "budgets:ModifyBudget": ("budgets", "CreateBudget"),
    "budgets:ViewBudget": ("budgets", "DescribeBudgets"),
    "s3:ListAllMyBuckets": ("s3", "ListBuckets"),
    "s3:GetAccountPublicAccessBlock": ("s3control", "GetPublicAccessBlock"),
    "s3:PutAccountPublicAccessBlock": ("s3control", "PutPublicAccessBlock"),
}
"""Permissions that have another name than the operation (service authorization reference)."""


def allows(policy: dict[str, Any], action: str, resource: str = "*") -> bool:
    for statement in policy["Statement"]:
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        if action in statement["Action"] and any(fnmatch.fnmatchcase(resource, each) for each in resources):
            return True
    return False


@pytest.mark.parametrize(
    "action",
    sorted(
        {
            *TO_LOOK,
            *TO_LOOK_AT_GUARDRAILS,
            *TO_LOOK_AT_PEOPLE,
            *(each for kind in KINDS.values() for each in kind.needs),
        }
    ),
)
def test_every_permission_is_an_operation_of_its_service(action: str) -> None:
    prefix, _, operation = action.partition(":")
    service, operation = CALLED_OTHERWISE.get(action, (PREFIXES.get(prefix, prefix), operation))

    model = with_shared_models(botocore.session.Session()).get_service_model(service)

    assert operation in model.operation_names, kebab_case(operation)


def test_a_rehearsal_of_everything_makes_no_call_that_the_policy_does_not_allow(tmp_path: Path) -> None:
    setup = suggested(EXISTING_ACCOUNT)
    policy = policy_for(setup)
    rehearsal = Rehearsal()
    onboarding = Onboardings(tmp_path, True, lambda _rehearsal, _world_file: rehearsal).begin(setup)
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()

    assert ending(apply_all(onboarding)) == "waiting"
    assert ending(apply_all(onboarding)) == "done"
    onboarding.close()

    allowed = {action.partition(":")[2] for statement in policy["Statement"] for action in statement["Action"]}
    otherwise = {operation: action.partition(":")[2] for action, (_, operation) in CALLED_OTHERWISE.items()}
    assert {otherwise.get(each, each) for each in rehearsal.aws.calls} - allowed == {"GetCallerIdentity"}


def test_roles_are_only_those_of_the_setup() -> None:
    setup = replace(suggested(), management_account_id=OWNER)
    policy = policy_for(setup)

    assert allows(policy, "iam:CreateRole", f"arn:aws:iam::{OWNER}:role/production-access")
    assert allows(policy, "iam:PutRolePolicy", f"arn:aws:iam::{OWNER}:role/production-access")
    assert not allows(policy, "iam:CreateRole", f"arn:aws:iam::{OWNER}:role/administrator")
    assert not allows(policy, "iam:PutRolePolicy", "arn:aws:iam::111111111111:role/production-access")


def test_only_the_service_linked_role_of_organizations_may_be_made() -> None:
    (statement,) = [
        each
        for each in smallest_policy([CreateOrganization()])["Statement"]
        if "iam:CreateServiceLinkedRole" in each["Action"]
    ]

    assert statement["Action"] == ["iam:CreateServiceLinkedRole"]
    assert statement["Resource"].endswith(":role/aws-service-role/organizations.amazonaws.com/*")
    assert statement["Condition"] == {"StringEquals": {"iam:AWSServiceName": "organizations.amazonaws.com"}}


def test_what_is_not_needed_is_not_allowed() -> None:
    policy = smallest_policy([CreateOrganizationalUnit("Sandbox")])

    assert allows(policy, "organizations:CreateOrganizationalUnit")
    assert not allows(policy, "organizations:CreateAccount")
    assert not allows(policy, "iam:CreateServiceLinkedRole", "*")
    assert "iam:CreateRole" not in minified(policy)
    assert [each["Sid"] for each in smallest_policy([])["Statement"]] == ["Look"]


def test_tags_need_a_permission_of_their_own() -> None:
    bare = CreateAccount("a", "a@example.com", "Admin")

    assert "organizations:TagResource" not in bare.needed_actions
    assert "organizations:TagResource" in replace(bare, tags=(("team", "x"),)).needed_actions


def test_a_policy_that_would_be_too_long_names_roles_by_their_ending() -> None:
    names = [f"workload-{number:03}-{'x' * 30}-access" for number in range(100)]
    changes = [CreateRole(name, trust_with_mfa("aws", OWNER), "") for name in names]
    policy = smallest_policy(changes, account_id=OWNER)

    assert len(minified(policy)) <= MOST_CHARACTERS
    assert allows(policy, "iam:CreateRole", f"arn:aws:iam::{OWNER}:role/{names[-1]}")
    assert not allows(policy, "iam:CreateRole", f"arn:aws:iam::{OWNER}:role/administrator")


@pytest.mark.parametrize(
    ("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eu-west-1", "aws")]
)
def test_arns_are_of_the_home_regions_partition(region: str, partition: str) -> None:
    policy = policy_for(replace(suggested(), home_region=region))

    assert allows(policy, "iam:CreateRole", f"arn:{partition}:iam::{OWNER}:role/production-access")


def test_a_setup_could_need_what_its_first_plan_has(tmp_path: Path) -> None:
    setup = suggested(EXISTING_ACCOUNT)
    with signed_in(tmp_path, setup) as onboarding:
        planned = onboarding.plan().approved()

    where_roles_are_there = {UpdateAssumeRolePolicy, UpdateRole}
    possible = {type(change) for change in possible_changes(setup)}
    assert possible - where_roles_are_there == {type(change) for change in planned}


def test_what_a_setup_has_learned_of_its_accounts_takes_nothing_from_the_policies() -> None:
    setup = replace(suggested(), management_account_id=OWNER)
    accounts = (replace(each, account_id=f"{n:012}") for n, each in enumerate(setup.accounts, 1))
    learned = replace(setup, accounts=tuple(accounts))

    for policy_of in (policy_for, policy_for_undoing):
        assert policy_of(learned) == policy_of(setup)
    inside = [each for each in policy_for_checking(learned)["Statement"] if each["Sid"] == "LookInsideAccounts"]
    assert inside[0]["Resource"][0] == "arn:aws:iam::000000000001:role/OrganizationAccountAccessRole"
    one = learned.accounts[0]
    crowd = (replace(one, account_name=f"a{n}", email=f"{n}@x.example", account_id=f"{n:012}") for n in range(150))
    many = replace(learned, accounts=tuple(crowd))
    assert len(minified(policy_for_checking(many))) <= MOST_CHARACTERS


def test_an_access_role_that_was_narrowed_can_be_looked_at_to_take_back_the_rest() -> None:
    assert allows(policy_for_undoing(with_administrators()), "iam:DeleteRole", "arn:aws:iam::1:role/shop-access")


def test_every_account_has_its_role_in_the_policy() -> None:
    account = MemberAccount(account_name="shop & co", email="x@example.com", organizational_unit="Root")
    setup = replace(suggested(), accounts=(account,))
    changes = [each for each in possible_changes(setup) if isinstance(each, PutRolePolicy)]

    assert [change.role_name for change in changes] == ["shop-co-access"]
    assert "role/shop-co-access" in json.dumps(policy_for(setup))


def test_whoever_reads_the_policy_is_told_why_it_has_wildcards() -> None:
    setup = suggested()
    unknown, known = (why_wildcards(policy_for(each)) for each in (setup, replace(setup, management_account_id=OWNER)))

    assert any("management_account_id" in sentence for sentence in unknown)
    assert not any("management_account_id" in sentence for sentence in known)
    assert any("when they are made" in sentence for sentence in known)
    assert why_wildcards(smallest_policy([])) == ()
    assert "management_account_id" in why_wildcards(policies_for_callers(setup))[0]
    for invited in ("a@acme.example", ""):
        assert any("invited by its id" in each for each in why_wildcards(policy_for_accepting(suggested(invited))))
    assert not any("invited" in each for each in why_wildcards(policy_for_accepting(suggested(EXISTING_ACCOUNT))))


def test_who_moves_over_from_another_organization_is_told_what_that_takes_besides() -> None:
    (told,) = what_it_opens(policy_for_accepting(suggested()))

    assert "organizations:LeaveOrganization" in told
