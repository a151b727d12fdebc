"""Buckets, their settings, and the block on an account's public access behave as S3's do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.wizard.simulated.signing import OTTO, Aws, refused
from tests.wizard.simulated.test_iam_and_sts import assume

IRELAND = {"LocationConstraint": "eu-west-1"}
ALL_FOUR = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def policy(**changes: Any) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::acme-logs/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | changes]})


@pytest.fixture
def s3(aws: Aws) -> Any:
    """Clients of an account that has the bucket acme-logs, in Ireland."""
    client = aws.client("s3")
    client.create_bucket(Bucket="acme-logs", CreateBucketConfiguration=IRELAND)
    return client


def test_a_new_bucket_is_private_and_encrypted_and_neither_versioned_nor_locked(s3: Any) -> None:
    assert s3.get_public_access_block(Bucket="acme-logs")["PublicAccessBlockConfiguration"] == ALL_FOUR
    rules = s3.get_bucket_encryption(Bucket="acme-logs")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    controls = s3.get_bucket_ownership_controls(Bucket="acme-logs")["OwnershipControls"]
    assert controls == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert "Status" not in s3.get_bucket_versioning(Bucket="acme-logs")
    with refused("NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="acme-logs")
    with refused("ObjectLockConfigurationNotFoundError"):
        s3.get_object_lock_configuration(Bucket="acme-logs")
    with refused("NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket="acme-logs")
    with refused("NoSuchTagSet"):
        s3.get_bucket_tagging(Bucket="acme-logs")


def test_a_bucket_name_belongs_to_one_account_in_all_of_aws(aws: Aws, s3: Any) -> None:
    with refused("BucketAlreadyOwnedByYou"):
        s3.create_bucket(Bucket="acme-logs", CreateBucketConfiguration=IRELAND)
    with refused("BucketAlreadyExists"):
        aws.seen_by(OTTO).client("s3").create_bucket(Bucket="acme-logs", CreateBucketConfiguration=IRELAND)
    aws.simulated.world.used_bucket_names.append("logs")
    with pytest.raises(s3.exceptions.BucketAlreadyExists):
        s3.create_bucket(Bucket="logs", CreateBucketConfiguration=IRELAND)
    with refused("403"):
        s3.head_bucket(Bucket="logs")


def test_making_the_same_bucket_again_succeeds_in_us_east_1_only(aws: Aws) -> None:
    virginia = aws.client("s3", region_name="us-east-1")
    for _ in range(2):
        virginia.create_bucket(Bucket="acme-virginia")

    assert virginia.get_bucket_location(Bucket="acme-virginia")["LocationConstraint"] is None


def test_the_location_must_be_that_of_the_endpoint(aws: Aws, s3: Any) -> None:
    with refused("IllegalLocationConstraintException"):
        s3.create_bucket(Bucket="acme-other")
    with refused("IllegalLocationConstraintException"):
        s3.create_bucket(Bucket="acme-other", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    virginia = aws.client("s3", region_name="us-east-1")
    with refused("MalformedXML"):
        virginia.create_bucket(Bucket="acme-other", CreateBucketConfiguration={"LocationConstraint": "us-east-1"})
    virginia.create_bucket(Bucket="acme-other", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    assert s3.get_bucket_location(Bucket="acme-other")["LocationConstraint"] == "eu-north-1"
    with refused("InvalidBucketName"):
        s3.create_bucket(Bucket="Acme_Logs", CreateBucketConfiguration=IRELAND)


def test_head_says_only_a_number(aws: Aws, s3: Any) -> None:
    assert s3.head_bucket(Bucket="acme-logs", ExpectedBucketOwner="999988887777")["BucketRegion"] == "eu-west-1"
    with refused("404"):
        s3.head_bucket(Bucket="acme-gone")
    with refused("403"):
        aws.seen_by(OTTO).client("s3").head_bucket(Bucket="acme-logs")


def test_the_expected_owner_must_be_the_owner(s3: Any) -> None:
    with refused("403"):
        s3.head_bucket(Bucket="acme-logs", ExpectedBucketOwner="444455556666")
    with refused("AccessDenied"):
        s3.put_bucket_tagging(Bucket="acme-logs", Tagging={"TagSet": []}, ExpectedBucketOwner="444455556666")
    with refused("NoSuchBucket"):
        s3.get_bucket_policy(Bucket="acme-gone", ExpectedBucketOwner="444455556666")


def test_each_account_lists_its_own_buckets(organization: Aws) -> None:
    organization.client("s3").create_bucket(Bucket="acme-root-logs", CreateBucketConfiguration=IRELAND)
    inside = assume(organization, organization.account("shop")).client("s3")
    for name in ("acme-shop-b", "acme-shop-a"):
        inside.create_bucket(Bucket=name, CreateBucketConfiguration=IRELAND)

    first = inside.list_buckets(MaxBuckets=1)
    rest = inside.list_buckets(ContinuationToken=first["ContinuationToken"])
    assert [bucket["Name"] for bucket in first["Buckets"] + rest["Buckets"]] == ["acme-shop-a", "acme-shop-b"]
    assert [bucket["Name"] for bucket in organization.client("s3").list_buckets()["Buckets"]] == ["acme-root-logs"]


def test_settings_come_back_as_they_were_put(s3: Any) -> None:
    kms = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket="acme-logs", ServerSideEncryptionConfiguration={"Rules": [kms]})
    s3.put_bucket_versioning(Bucket="acme-logs", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_tagging(Bucket="acme-logs", Tagging={"TagSet": [{"Key": "team", "Value": "one"}]})
    s3.put_public_access_block(Bucket="acme-logs", PublicAccessBlockConfiguration={"BlockPublicAcls": True})

    assert s3.get_bucket_encryption(Bucket="acme-logs")["ServerSideEncryptionConfiguration"] == {"Rules": [kms]}
    assert s3.get_bucket_versioning(Bucket="acme-logs")["Status"] == "Enabled"
    assert s3.get_bucket_tagging(Bucket="acme-logs")["TagSet"] == [{"Key": "team", "Value": "one"}]
    block = s3.get_public_access_block(Bucket="acme-logs")["PublicAccessBlockConfiguration"]
    assert block == dict.fromkeys(ALL_FOUR, False) | {"BlockPublicAcls": True}


def test_a_lifecycle_rule_says_what_it_is_about_and_does_something(s3: Any) -> None:
    expiry = {"Date": datetime(2030, 1, 1, tzinfo=UTC)}
    rule = {"ID": "end", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": expiry}
    s3.put_bucket_lifecycle_configuration(Bucket="acme-logs", LifecycleConfiguration={"Rules": [rule]})

    assert s3.get_bucket_lifecycle_configuration(Bucket="acme-logs")["Rules"] == [rule]
    for broken in ({"Status": "Enabled", "Expiration": {"Days": 1}}, {"Status": "Enabled", "Filter": {"Prefix": ""}}):
        with refused("MalformedXML"):
            s3.put_bucket_lifecycle_configuration(Bucket="acme-logs", LifecycleConfiguration={"Rules": [broken]})


def test_a_locked_bucket_stays_versioned(s3: Any) -> None:
    s3.create_bucket(Bucket="acme-locked", CreateBucketConfiguration=IRELAND, ObjectLockEnabledForBucket=True)
    assert s3.get_bucket_versioning(Bucket="acme-locked")["Status"] == "Enabled"
    assert s3.get_object_lock_configuration(Bucket="acme-locked")["ObjectLockConfiguration"] == {
        "ObjectLockEnabled": "Enabled"
    }
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}}}

    s3.put_object_lock_configuration(Bucket="acme-locked", ObjectLockConfiguration=lock)

    assert s3.get_object_lock_configuration(Bucket="acme-locked")["ObjectLockConfiguration"] == lock
    with refused("InvalidBucketState"):
        s3.put_bucket_versioning(Bucket="acme-locked", VersioningConfiguration={"Status": "Suspended"})
    with refused("InvalidBucketState"):
        s3.put_object_lock_configuration(Bucket="acme-logs", ObjectLockConfiguration=lock)
    lock["Rule"] = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30, "Years": 1}}
    with refused("MalformedXML"):
        s3.put_object_lock_configuration(Bucket="acme-locked", ObjectLockConfiguration=lock)


@pytest.mark.parametrize(
    "document",
    [
        "{",
        policy(Resource="arn:aws:s3:::acme-other/*"),
        policy(Principal={"AWS": "arn:aws:iam::999988887777:role/gone"}),
        policy(Effect="Maybe"),
        json.dumps({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::acme-logs"}]}),
        policy() + " " * 20480,
    ],
)
def test_a_malformed_bucket_policy_is_refused(s3: Any, document: str) -> None:
    with refused("MalformedPolicy"):
        s3.put_bucket_policy(Bucket="acme-logs", Policy=document)


def test_a_bucket_policy_comes_back_and_goes(s3: Any) -> None:
    s3.put_bucket_policy(Bucket="acme-logs", Policy=policy())
    assert json.loads(s3.get_bucket_policy(Bucket="acme-logs")["Policy"]) == json.loads(policy())

    for _ in range(2):
        s3.delete_bucket_policy(Bucket="acme-logs")
    with refused("NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="acme-logs")


def test_a_public_policy_is_refused_while_public_access_is_blocked(s3: Any) -> None:
    with refused("AccessDenied"):
        s3.put_bucket_policy(Bucket="acme-logs", Policy=policy(Principal="*"))

    s3.put_public_access_block(Bucket="acme-logs", PublicAccessBlockConfiguration={})
    s3.put_bucket_policy(Bucket="acme-logs", Policy=policy(Principal="*"))


def test_a_deleted_bucket_is_gone(s3: Any) -> None:
    s3.delete_bucket(Bucket="acme-logs")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.delete_bucket(Bucket="acme-logs")


def test_each_account_blocks_public_access_for_itself(organization: Aws) -> None:
    account_id = organization.account("shop")
    inside = assume(organization, account_id).client("s3control")
    with refused("NoSuchPublicAccessBlockConfiguration"):
        inside.get_public_access_block(AccountId=account_id)

    inside.put_public_access_block(AccountId=account_id, PublicAccessBlockConfiguration=ALL_FOUR)

    assert inside.get_public_access_block(AccountId=account_id)["PublicAccessBlockConfiguration"] == ALL_FOUR
    with refused("AccessDenied"):
        organization.client("s3control").get_public_access_block(AccountId=account_id)
    inside.delete_public_access_block(AccountId=account_id)
    with refused("NoSuchPublicAccessBlockConfiguration"):
        inside.get_public_access_block(AccountId=account_id)
