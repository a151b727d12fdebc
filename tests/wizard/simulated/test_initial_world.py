"""A scenario's accounts have what its file says they have."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import ROOT_USER, Aws
from tests.wizard.simulated.test_iam_and_sts import assume
from wizard.simulated.initial_world import populate
from wizard.simulated.scenarios import new_world

SCP = "SERVICE_CONTROL_POLICY"
CONSOLES_OWN = {"organizations:LeaveOrganization", "account:CloseAccount"}


def document_of(aws: Aws, policy_name: str) -> Any:
    policies = aws.all("list_policies", "Policies", Filter=SCP)
    (policy_id,) = (policy["Id"] for policy in policies if policy["Name"] == policy_name)
    return json.loads(aws.organizations.describe_policy(PolicyId=policy_id)["Policy"]["Content"])


def test_the_organization_made_in_the_console_keeps_its_accounts_already(opening: Opening) -> None:
    aws = opening("existing-organization")

    (statement,) = document_of(aws, "DenyLeaveOrganizationAndCloseAccount")["Statement"]

    assert (statement["Effect"], set(statement["Action"]), statement["Resource"]) == ("Deny", CONSOLES_OWN, "*")


def test_it_has_a_trail_of_one_account_that_is_at_work(opening: Opening) -> None:
    trails = opening("existing-organization").client("cloudtrail", region_name="us-east-1")

    (trail,) = trails.describe_trails()["trailList"]
    status = trails.get_trail_status(Name=trail["TrailARN"])

    assert (trail["IsOrganizationTrail"], trail["IsMultiRegionTrail"]) == (False, False)
    assert (status["IsLogging"], "LatestDeliveryTime" in status) == (True, True)


def test_one_of_its_accounts_has_a_stricter_password_policy_and_a_root_user_with_a_key(opening: Opening) -> None:
    inside = assume(opening("existing-organization"), "222222222222")

    assert inside.iam.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 20
    assert inside.iam.get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 1
    assert inside.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]


def test_the_guarded_organization_is_guarded(opening: Opening) -> None:
    aws = opening("guarded-organization")
    trails = aws.client("cloudtrail", region_name="eu-central-1")
    bunker = assume(aws, "111111111111").client("s3", region_name="eu-central-1")
    lock = bunker.get_object_lock_configuration(Bucket="acme-audit-logs")["ObjectLockConfiguration"]
    contact = aws.client("account").get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    budget = aws.client("budgets").describe_budget(AccountId="999988887777", BudgetName="acme-monthly")["Budget"]

    assert "LatestDeliveryTime" in trails.get_trail_status(Name="acme-audit")
    assert lock["Rule"]["DefaultRetention"] == {"Mode": "COMPLIANCE", "Years": 7}
    assert contact["EmailAddress"] == "security@acme.example"
    assert budget["BudgetLimit"] == {"Amount": "20", "Unit": "USD"}
    assert len(aws.iam.list_organizations_features()["EnabledFeatures"]) == 2
    assert aws.all("list_policies", "Policies", Filter="AISERVICES_OPT_OUT_POLICY")[0]["Name"] == "acme-ai-opt-out"
    assert aws.iam.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 24


def test_created_accounts_have_no_root_password_and_invited_ones_have(opening: Opening) -> None:
    aws = opening("existing-organization")
    accounts = aws.simulated.world.accounts

    assert not accounts["111111111111"].root_password
    assert accounts["333333333333"].root_password
    summary = aws.seen_by(ROOT_USER).iam.get_account_summary()["SummaryMap"]
    assert (summary["AccountPasswordPresent"], summary["AccountMFAEnabled"]) == (1, 1)


def test_two_worlds_of_a_scenario_share_nothing() -> None:
    one, other = new_world("guarded-organization"), new_world("guarded-organization")
    one.accounts["222222222222"].regions["eu-central-1"].metadata_defaults.clear()
    one.buckets["acme-audit-logs"].default_retention.clear()

    assert other.accounts["222222222222"].regions["eu-central-1"].metadata_defaults["HttpTokens"] == "required"
    assert other.buckets["acme-audit-logs"].default_retention["Years"] == 7


def test_what_no_account_can_have_is_a_mistake_in_the_scenario() -> None:
    world = new_world()

    with pytest.raises(TypeError, match="moat"):
        populate(world, world.accounts["999988887777"], {"moat": True}, world.time - timedelta(days=1))
