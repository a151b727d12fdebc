"""Service control policies bind whoever acts inside of member accounts, and nobody else."""

from __future__ import annotations

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import Aws, refused
from tests.wizard.simulated.test_iam_and_sts import assume
from tests.wizard.simulated.test_root_access import assume_root
from wizard.guardrails.allowed_regions import restrict_regions
from wizard.guardrails.protect_data_bunker import protect_data_bunker
from wizard.guardrails.quarantine import quarantine
from wizard.simulated.passing_time import add_role, trust_in

PRODUCTION = "222222222222"
ADMINISTRATOR = "Administrator"
ACCESS_ROLES = frozenset({"OrganizationAccountAccessRole"})


@pytest.fixture
def aws(opening: Opening) -> Aws:
    """An organization with an account in which somebody beside the access role is an administrator."""
    aws = opening("existing-organization")
    account = aws.simulated.world.accounts[PRODUCTION]
    add_role(aws.simulated.world, account, ADMINISTRATOR, trust_in("999988887777"), aws.clock.now())
    return aws


def attach(aws: Aws, content: str, name: str = "test") -> None:
    policy = aws.organizations.create_policy(Name=name, Type="SERVICE_CONTROL_POLICY", Description="", Content=content)[
        "Policy"
    ]["PolicySummary"]
    aws.organizations.attach_policy(PolicyId=policy["Id"], TargetId=aws.root_id)


def test_another_region_is_refused_to_everybody_but_the_access_role(aws: Aws) -> None:
    attach(aws, restrict_regions(["eu-west-1"], ACCESS_ROLES).content)
    somebody, access_role = assume(aws, PRODUCTION, ADMINISTRATOR), assume(aws, PRODUCTION)

    with refused("UnauthorizedOperation"):
        somebody.client("ec2", region_name="eu-central-1").get_ebs_encryption_by_default()
    somebody.client("ec2", region_name="eu-west-1").get_ebs_encryption_by_default()
    somebody.client("iam").list_account_aliases()
    access_role.client("ec2", region_name="eu-central-1").get_ebs_encryption_by_default()


def test_in_quarantine_only_the_management_account_acts(aws: Aws) -> None:
    aws.organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    aws.iam.enable_organizations_root_credentials_management()
    attach(aws, quarantine(ACCESS_ROLES).content)

    with refused("AccessDenied"):
        assume(aws, PRODUCTION, ADMINISTRATOR).iam.list_roles()
    assume(aws, PRODUCTION).iam.list_roles()
    assume_root(aws, PRODUCTION).iam.list_access_keys()
    aws.iam.list_roles()


def test_not_even_the_access_role_deletes_the_buckets_of_the_data_bunker(aws: Aws) -> None:
    inside = assume(aws, PRODUCTION)
    inside.client("s3", region_name="us-east-1").create_bucket(Bucket="org-audit-logs-222222222222")
    attach(aws, protect_data_bunker(["org-audit-logs-222222222222"], ACCESS_ROLES).content)

    with refused("AccessDenied"):
        inside.client("s3", region_name="us-east-1").delete_bucket(Bucket="org-audit-logs-222222222222")
