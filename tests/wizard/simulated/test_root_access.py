"""Root users of member accounts: who has credentials, and how the management account gets rid of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import ANNA, OTTO, ROOT_USER, Aws, refused
from tests.wizard.simulated.test_iam_and_sts import OWN_ACCOUNT, assume, inside_with

PRODUCTION = "222222222222"
AUDIT, DELETE, UNLOCK = "IAMAuditRootUserCredentials", "IAMDeleteRootUserCredentials", "S3UnlockBucketPolicy"


def assume_root(aws: Aws, account_id: str = PRODUCTION, task: str = AUDIT, **parameters: Any) -> Aws:
    """Boto3 clients of a root session."""
    policy = {"arn": f"arn:aws:iam::aws:policy/root-task/{task}"}
    answer = aws.sts.assume_root(TargetPrincipal=account_id, TaskPolicyArn=policy, **parameters)
    return inside_with(aws, answer["Credentials"])


@pytest.fixture
def aws(opening: Opening) -> Aws:
    """An organization in which root users are managed centrally."""
    aws = opening("existing-organization")
    aws.organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    aws.iam.enable_organizations_root_credentials_management()
    aws.iam.enable_organizations_root_sessions()
    return aws


def test_the_features_need_trusted_access_and_come_one_at_a_time(opening: Opening) -> None:
    aws = opening("existing-organization")
    with refused("ServiceAccessNotEnabledException"):
        aws.iam.list_organizations_features()
    with refused("ServiceAccessNotEnabledException"):
        aws.iam.enable_organizations_root_sessions()

    aws.organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    assert aws.iam.list_organizations_features()["EnabledFeatures"] == []
    for _ in range(2):
        aws.iam.enable_organizations_root_sessions()
    assert aws.iam.list_organizations_features()["EnabledFeatures"] == ["RootSessions"]
    aws.iam.enable_organizations_root_credentials_management()
    assert aws.iam.disable_organizations_root_sessions()["EnabledFeatures"] == ["RootCredentialsManagement"]
    assert aws.iam.disable_organizations_root_credentials_management()["EnabledFeatures"] == []


def test_iam_may_notice_its_trusted_access_later(opening: Opening) -> None:
    aws = opening("existing-organization", service_access_seconds=30)
    aws.organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    with refused("ServiceAccessNotEnabledException"):
        aws.iam.enable_organizations_root_sessions()

    aws.clock.advance(30)

    aws.iam.enable_organizations_root_sessions()


def test_only_the_management_account_of_a_full_organization_manages_root_users(opening: Opening, aws: Aws) -> None:
    inside = assume(aws, PRODUCTION)
    with refused("CallerIsNotManagementAccountException"):
        inside.iam.enable_organizations_root_sessions()
    with refused("AccountNotManagementOrDelegatedAdministratorException"):
        inside.iam.list_organizations_features()
    with refused("OrganizationNotFoundException"):
        aws.seen_by(OTTO).iam.list_organizations_features()
    with refused("OrganizationNotInAllFeaturesModeException"):
        opening("consolidated-billing").iam.enable_organizations_root_sessions()


def test_a_root_session_shows_the_credentials_and_takes_them_away(aws: Aws) -> None:
    iam = assume_root(aws, task=DELETE, DurationSeconds=900).iam
    assert iam.get_account_summary()["SummaryMap"]["AccountPasswordPresent"] == 1
    assert iam.get_login_profile()["LoginProfile"]
    (key,) = iam.list_access_keys()["AccessKeyMetadata"]
    assert iam.list_mfa_devices()["MFADevices"] == []

    iam.delete_login_profile()
    iam.delete_access_key(AccessKeyId=key["AccessKeyId"])

    with refused("NoSuchEntity"):
        iam.get_login_profile()
    with refused("NoSuchEntity"):
        iam.delete_access_key(AccessKeyId=key["AccessKeyId"])
    summary = assume(aws, PRODUCTION).iam.get_account_summary()["SummaryMap"]
    assert (summary["AccountPasswordPresent"], summary["AccountAccessKeysPresent"]) == (0, 0)


def test_devices_and_certificates_of_the_root_user_go_too(aws: Aws) -> None:
    account = aws.simulated.world.accounts["333333333333"]
    account.root_certificates = True
    iam = assume_root(aws, account.account_id, DELETE).iam
    (device,) = iam.list_mfa_devices()["MFADevices"]
    (certificate,) = iam.list_signing_certificates()["Certificates"]

    iam.deactivate_mfa_device(SerialNumber=device["SerialNumber"])
    iam.delete_signing_certificate(CertificateId=certificate["CertificateId"])

    assert (iam.list_mfa_devices()["MFADevices"], iam.list_signing_certificates()["Certificates"]) == ([], [])
    with refused("NoSuchEntity"):
        iam.deactivate_mfa_device(SerialNumber=device["SerialNumber"])
    with refused("NoSuchEntity"):
        iam.delete_signing_certificate(CertificateId=certificate["CertificateId"])


def test_a_created_account_has_no_root_credentials_and_an_invited_one_has_a_password(aws: Aws) -> None:
    with refused("NoSuchEntity"):
        assume_root(aws, aws.account("new")).iam.get_login_profile()
    assert assume_root(aws, "333333333333").iam.get_login_profile()["LoginProfile"]


def test_a_root_session_may_do_its_task_and_nothing_else(aws: Aws) -> None:
    inside = assume_root(aws, task=AUDIT)
    assert inside.sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{PRODUCTION}:root"

    with refused("AccessDenied"):
        inside.iam.delete_login_profile()
    with refused("AccessDenied"):
        inside.iam.list_access_keys(UserName="anna")
    with refused("AccessDenied"):
        inside.iam.create_role(RoleName="door", AssumeRolePolicyDocument=OWN_ACCOUNT)
    with refused("AccessDeniedException"):
        inside.organizations.describe_organization()
    with refused("UnauthorizedOperation"):
        inside.client("ec2").get_ebs_encryption_by_default()
    with refused("AccessDenied"):
        assume_root(aws, task=UNLOCK).iam.get_login_profile()
    assert assume_root(aws, task=UNLOCK).client("s3").list_buckets()["Buckets"] == []


def test_nobody_else_becomes_root(aws: Aws) -> None:
    with refused("AccessDenied"):
        assume_root(aws.seen_by(ROOT_USER))
    with refused("AccessDenied"):
        assume_root(aws.seen_by(OTTO))
    with refused("AccessDenied"):
        assume_root(assume(aws, "111111111111"))
    for account_id in ("999988887777", "055555555555", "444455556666", "not-an-account"):
        with refused("AccessDenied"):
            assume_root(aws, account_id)


def test_a_root_session_is_short_regional_and_for_a_task(aws: Aws) -> None:
    with refused("ValidationError"):
        assume_root(aws, DurationSeconds=901)
    with refused("ValidationError"):
        assume_root(aws, task="AdministratorAccess")
    policy = {"arn": f"arn:aws:iam::aws:policy/root-task/{AUDIT}"}
    with refused("AccessDenied"):
        aws.client("sts", region_name="aws-global").assume_root(TargetPrincipal=PRODUCTION, TaskPolicyArn=policy)


def test_root_sessions_end_with_the_feature(aws: Aws) -> None:
    aws.iam.disable_organizations_root_credentials_management()
    with refused("AccessDenied"):
        assume_root(aws, task=DELETE)
    assume_root(aws, task=UNLOCK)

    aws.organizations.disable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    with refused("AccessDenied"):
        assume_root(aws, task=UNLOCK)


def test_the_management_accounts_own_root_user_sees_its_own_credentials(aws: Aws) -> None:
    assert len(aws.seen_by(ROOT_USER).iam.list_mfa_devices()["MFADevices"]) == 1
    assert aws.seen_by(ROOT_USER).iam.list_access_keys()["AccessKeyMetadata"] == []
    with refused("NoSuchEntity"):
        aws.seen_by(ANNA).iam.list_access_keys(UserName="nobody")
