"""The simulated AWS says what moto says, where moto has the operations that guardrails are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.second_opinion import Client, in_moto
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.operation import Caller
from wizard.simulated.scenarios import new_world
from wizard.simulated.session import simulated_session

ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
ANNA = Caller("arn:aws:iam::999988887777:user/anna")


def own_account(client: Client) -> str:
    return str(client("sts").get_caller_identity()["Account"])


def aliases(client: Client) -> Any:
    client("iam").create_account_alias(AccountAlias="acme")
    return client("iam").list_account_aliases()["AccountAliases"]


def password_policy(client: Client) -> Any:
    client("iam").update_account_password_policy(
        MinimumPasswordLength=14, RequireSymbols=True, MaxPasswordAge=90, PasswordReusePrevention=24, HardExpiry=False
    )
    return client("iam").get_account_password_policy()["PasswordPolicy"]


def bucket(client: Client) -> Any:
    s3, named = client("s3"), {"Bucket": "acme-contract"}
    s3.create_bucket(
        **named, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}, ObjectLockEnabledForBucket=True
    )
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}}}
    s3.put_object_lock_configuration(**named, ObjectLockConfiguration=lock)
    s3.put_public_access_block(**named, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    rule = {"ID": "end", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 400}}
    s3.put_bucket_lifecycle_configuration(**named, LifecycleConfiguration={"Rules": [rule]})
    s3.put_bucket_tagging(**named, Tagging={"TagSet": [{"Key": "team", "Value": "one"}]})
    retention = s3.get_object_lock_configuration(**named)["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    return [
        s3.get_bucket_location(**named)["LocationConstraint"],
        s3.get_bucket_versioning(**named)["Status"],
        (retention["Mode"], retention["Days"]),  # moto adds zero years
        s3.get_public_access_block(**named)["PublicAccessBlockConfiguration"],
        s3.get_bucket_lifecycle_configuration(**named)["Rules"],
        s3.get_bucket_tagging(**named)["TagSet"],
        [each["Name"] for each in s3.list_buckets()["Buckets"]],
    ]


def public_access(client: Client) -> Any:
    own = {"AccountId": own_account(client)}
    client("s3control").put_public_access_block(**own, PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
    return client("s3control").get_public_access_block(**own)["PublicAccessBlockConfiguration"]


def encryption(client: Client) -> Any:
    ec2 = client("ec2")
    before = ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    ec2.enable_ebs_encryption_by_default()
    return before, ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]


def trail(client: Client) -> Any:
    s3, trails, own = client("s3"), client("cloudtrail"), own_account(client)
    s3.create_bucket(Bucket="acme-trail", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": ["arn:aws:s3:::acme-trail", "arn:aws:s3:::acme-trail/*"],
    }
    s3.put_bucket_policy(Bucket="acme-trail", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    made = trails.create_trail(Name="audit", S3BucketName="acme-trail", IsMultiRegionTrail=True)
    before = trails.get_trail_status(Name="audit")["IsLogging"]
    trails.start_logging(Name="audit")
    shown = trails.get_trail(Name="audit")["Trail"]
    made.pop("ResponseMetadata")
    shown.pop("HomeRegion", "")  # moto leaves it out
    return json.loads(
        json.dumps([made, before, trails.get_trail_status(Name="audit")["IsLogging"], shown]).replace(own, "OWN")
    )


def contact(client: Client) -> Any:
    security = {"AlternateContactType": "SECURITY"}
    client("account").put_alternate_contact(
        **security, Name="Sam", Title="Security", EmailAddress="sam@acme.example", PhoneNumber="+4930123"
    )
    return client("account").get_alternate_contact(**security)["AlternateContact"]


def budget(client: Client) -> Any:
    own, budgets = {"AccountId": own_account(client)}, client("budgets")
    wanted = {"BudgetName": "monthly", "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    limit = {"BudgetLimit": {"Amount": "50", "Unit": "USD"}}
    notification = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
    people = [{"SubscriptionType": "EMAIL", "Address": "billing@acme.example"}]
    told = [{"Notification": notification, "Subscribers": people}]
    budgets.create_budget(**own, Budget=wanted | limit, NotificationsWithSubscribers=told)
    shown = budgets.describe_budget(**own, BudgetName="monthly")["Budget"]
    pages = budgets.get_paginator("describe_notifications_for_budget").paginate(**own, BudgetName="monthly")
    thresholds = [each["Threshold"] for page in pages for each in page["Notifications"]]
    return {key: shown[key] for key in ("BudgetName", "BudgetLimit", "TimeUnit", "BudgetType", "CostTypes")}, thresholds


@pytest.mark.parametrize("story", [aliases, password_policy, bucket, public_access, encryption, trail, contact, budget])
def test_the_simulated_aws_and_moto_agree(story: Callable[[Client], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = in_moto(story, monkeypatch)
    world = new_world()
    simulated_aws: Any = simulated_session(SimulatedAws(world, SimulatedClock(world.time)), ANNA)
    simulated = story(simulated_aws.client)

    assert simulated == expected
