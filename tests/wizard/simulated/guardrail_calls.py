"""Every operation that guardrails are made of, called at least once."""

from __future__ import annotations

import json
from typing import Any

from tests.wizard.simulated.signing import Aws
from tests.wizard.simulated.test_iam_and_sts import OWN_ACCOUNT, assume, inside_with

OWN = {"AccountId": "999988887777"}
BUCKET = {"Bucket": "acme-calls"}
SECURITY = {"AlternateContactType": "SECURITY"}
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def call_guardrails(aws: Aws) -> None:
    """In an organization of its own, which stays."""
    aws.organizations.create_organization()
    for service in ("iam", "cloudtrail", "account"):
        aws.organizations.enable_aws_service_access(ServicePrincipal=f"{service}.amazonaws.com")
    call_iam(aws)
    call_root_sessions(aws, aws.account("shop"))
    call_s3(aws.client("s3"))
    call_account_settings(aws)
    call_trails(aws)
    call_budgets(aws.client("budgets"))


def call_iam(aws: Aws) -> None:
    iam, group = aws.iam, {"GroupName": "Administrators"}
    iam.delete_account_alias(AccountAlias="acme-root")
    iam.create_account_alias(AccountAlias="acme")
    iam.update_account_password_policy(MinimumPasswordLength=14, MaxPasswordAge=90)
    iam.get_account_password_policy()
    iam.delete_account_password_policy()
    iam.create_role(RoleName="calls", AssumeRolePolicyDocument=OWN_ACCOUNT)
    iam.update_role(RoleName="calls", Description="calls")
    iam.list_groups()
    iam.get_group(**group)
    iam.put_group_policy(**group, PolicyName="all", PolicyDocument=ALLOW)
    iam.get_group_policy(**group, PolicyName="all")
    iam.list_group_policies(**group)
    iam.delete_group_policy(**group, PolicyName="all")
    iam.enable_organizations_root_credentials_management()
    iam.enable_organizations_root_sessions()
    iam.list_organizations_features()


def call_root_sessions(aws: Aws, account_id: str) -> None:
    account = aws.simulated.world.accounts[account_id]
    account.root_password = account.root_access_keys = account.root_mfa = account.root_certificates = True
    policy = {"arn": "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"}
    iam = inside_with(aws, aws.sts.assume_root(TargetPrincipal=account_id, TaskPolicyArn=policy)["Credentials"]).iam
    iam.get_login_profile()
    iam.delete_login_profile()
    iam.delete_access_key(AccessKeyId=iam.list_access_keys()["AccessKeyMetadata"][0]["AccessKeyId"])
    iam.deactivate_mfa_device(SerialNumber=iam.list_mfa_devices()["MFADevices"][0]["SerialNumber"])
    certificate = iam.list_signing_certificates()["Certificates"][0]
    iam.delete_signing_certificate(CertificateId=certificate["CertificateId"])
    aws.iam.disable_organizations_root_sessions()
    aws.iam.disable_organizations_root_credentials_management()
    assume(aws, account_id).client("ec2").enable_ebs_encryption_by_default()


def call_s3(s3: Any) -> None:
    s3.create_bucket(
        **BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}, ObjectLockEnabledForBucket=True
    )
    s3.head_bucket(**BUCKET)
    s3.list_buckets()
    s3.get_bucket_location(**BUCKET)
    s3.put_bucket_versioning(**BUCKET, VersioningConfiguration={"Status": "Enabled"})
    s3.get_bucket_versioning(**BUCKET)
    encryption = s3.get_bucket_encryption(**BUCKET)["ServerSideEncryptionConfiguration"]
    s3.put_bucket_encryption(**BUCKET, ServerSideEncryptionConfiguration=encryption)
    block = s3.get_public_access_block(**BUCKET)["PublicAccessBlockConfiguration"]
    s3.put_public_access_block(**BUCKET, PublicAccessBlockConfiguration=block)
    retention = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": retention}
    s3.put_object_lock_configuration(**BUCKET, ObjectLockConfiguration=lock)
    s3.get_object_lock_configuration(**BUCKET)
    rule = {"ID": "end", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 400}}
    s3.put_bucket_lifecycle_configuration(**BUCKET, LifecycleConfiguration={"Rules": [rule]})
    s3.get_bucket_lifecycle_configuration(**BUCKET)
    s3.put_bucket_tagging(**BUCKET, Tagging={"TagSet": [{"Key": "team", "Value": "one"}]})
    s3.get_bucket_tagging(**BUCKET)
    s3.get_bucket_ownership_controls(**BUCKET)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": ["arn:aws:s3:::acme-calls", "arn:aws:s3:::acme-calls/*"],
    }
    s3.put_bucket_policy(**BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    s3.get_bucket_policy(**BUCKET)


def call_account_settings(aws: Aws) -> None:
    control, ec2, account = aws.client("s3control"), aws.client("ec2"), aws.client("account")
    control.put_public_access_block(**OWN, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    control.get_public_access_block(**OWN)
    control.delete_public_access_block(**OWN)
    ec2.describe_regions(AllRegions=True)
    ec2.describe_instances()
    ec2.enable_ebs_encryption_by_default()
    ec2.get_ebs_encryption_by_default()
    ec2.disable_ebs_encryption_by_default()
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
    ec2.get_instance_metadata_defaults()
    ec2.get_snapshot_block_public_access_state()
    ec2.get_image_block_public_access_state()
    contact = {"Name": "Sam", "Title": "Security", "EmailAddress": "sam@acme.example", "PhoneNumber": "+4930123"}
    account.put_alternate_contact(**contact, **SECURITY)
    account.get_alternate_contact(**SECURITY)
    account.delete_alternate_contact(**SECURITY)
    account.put_alternate_contact(**contact, AlternateContactType="BILLING")


def call_trails(aws: Aws) -> None:
    trails, s3 = aws.client("cloudtrail"), aws.client("s3")
    for name in ("audit", "other"):
        trails.create_trail(Name=name, S3BucketName="acme-calls", S3KeyPrefix="trails", IsOrganizationTrail=True)
    trails.update_trail(Name="audit", IsMultiRegionTrail=True, EnableLogFileValidation=True)
    trails.get_trail(Name="audit")
    trails.describe_trails()
    trails.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateTrail"}])
    trails.start_logging(Name="audit")
    aws.clock.advance(600)
    trails.get_trail_status(Name="audit")
    trails.stop_logging(Name="audit")
    trails.get_trail_status(Name="audit")
    trails.get_event_selectors(TrailName="audit")
    trails.delete_trail(Name="other")
    s3.delete_bucket_policy(**BUCKET)
    s3.create_bucket(Bucket="acme-empty", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.delete_bucket(Bucket="acme-empty")


def call_budgets(budgets: Any) -> None:
    wanted = {"BudgetLimit": {"Amount": "50", "Unit": "USD"}, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    notification = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80}
    people = [{"SubscriptionType": "EMAIL", "Address": "billing@acme.example"}]
    told = [{"Notification": notification, "Subscribers": people}]
    for budget_name in ("monthly", "other"):
        budgets.create_budget(**OWN, Budget=wanted | {"BudgetName": budget_name}, NotificationsWithSubscribers=told)
    budgets.update_budget(**OWN, NewBudget=wanted | {"BudgetName": "monthly"})
    budgets.delete_budget(**OWN, BudgetName="other")
    name = {"BudgetName": "monthly"}
    budgets.describe_budget(**OWN, **name)
    questions: dict[str, dict[str, Any]] = {
        "describe_budgets": {},
        "describe_notifications_for_budget": name,
        "describe_subscribers_for_notification": {**name, "Notification": notification},
    }
    for operation, parameters in questions.items():
        list(budgets.get_paginator(operation).paginate(**OWN, **parameters))
