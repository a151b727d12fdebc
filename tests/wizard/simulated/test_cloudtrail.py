"""Trails need a bucket that lets them in, and log only once they are told to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import OTTO, Aws, refused
from tests.wizard.simulated.test_iam_and_sts import assume

BUNKER, SHOP, MANAGEMENT = "111111111111", "222222222222", "999988887777"
BUCKET = "acme-bunker-logs"
TRAIL = f"arn:aws:cloudtrail:eu-west-1:{MANAGEMENT}:trail/audit"
WANTED = {"Name": "audit", "S3BucketName": BUCKET, "IsOrganizationTrail": True, "IsMultiRegionTrail": True}
TLS_ONLY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def bucket_policy(*folders: str, source: str = TRAIL, more: tuple[dict[str, Any], ...] = ()) -> str:
    """What CloudTrail needs, for these folders and this trail."""
    arn, condition = f"arn:aws:s3:::{BUCKET}", {"StringEquals": {"aws:SourceArn": source}}
    full_control = {"StringEquals": condition["StringEquals"] | {"s3:x-amz-acl": "bucket-owner-full-control"}}
    statements = [{"Action": "s3:GetBucketAcl", "Resource": arn, "Condition": condition}]
    statements += [
        {"Action": "s3:PutObject", "Resource": f"{arn}/AWSLogs/{folder}/*", "Condition": full_control}
        for folder in folders
    ]
    allow = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    return json.dumps({"Version": "2012-10-17", "Statement": [*(allow | each for each in statements), *more]})


@pytest.fixture
def aws(opening: Opening) -> Aws:
    """An organization with an empty bucket in its data bunker."""
    aws = opening("existing-organization")
    bunker(aws).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return aws


def bunker(aws: Aws) -> Any:
    return assume(aws, BUNKER).client("s3")


def let_in(aws: Aws) -> None:
    """Put a policy on the bucket that is enough for the organization's trail."""
    organization_id = aws.organizations.describe_organization()["Organization"]["Id"]
    policy = bucket_policy(MANAGEMENT, organization_id, more=(TLS_ONLY,))
    bunker(aws).put_bucket_policy(Bucket=BUCKET, Policy=policy)


def test_a_trail_does_not_log_until_it_is_told_to_and_delivers_minutes_later(aws: Aws) -> None:
    let_in(aws)
    trails = aws.client("cloudtrail")
    assert trails.create_trail(**WANTED)["TrailARN"] == TRAIL
    assert not trails.get_trail_status(Name="audit")["IsLogging"]

    for _ in range(2):
        trails.start_logging(Name=TRAIL)

    assert "LatestDeliveryTime" not in trails.get_trail_status(Name="audit")
    aws.clock.advance(600)
    status = trails.get_trail_status(Name="audit")
    assert (status["IsLogging"], "LatestDeliveryTime" in status, "LatestDeliveryError" in status) == (True, True, False)
    trails.stop_logging(Name="audit")
    assert not trails.get_trail_status(Name="audit")["IsLogging"]


def test_what_is_not_asked_for_is_off(aws: Aws) -> None:
    let_in(aws)
    trails = aws.client("cloudtrail")
    trails.create_trail(Name="audit", S3BucketName=BUCKET)

    trail = trails.get_trail(Name="audit")["Trail"]
    assert (trail["IsMultiRegionTrail"], trail["LogFileValidationEnabled"], trail["IsOrganizationTrail"]) == (
        False,
        False,
        False,
    )
    assert (trail["HomeRegion"], trail["IncludeGlobalServiceEvents"]) == ("eu-west-1", True)


@pytest.mark.parametrize(
    "missing", ["acl", "management", "organization", "trail", "everything", "denied", "unknown", "key"]
)
def test_a_bucket_policy_that_is_not_enough_is_refused(aws: Aws, missing: str) -> None:
    organization_id = aws.organizations.describe_organization()["Organization"]["Id"]
    folders = [MANAGEMENT, organization_id]
    if missing in ("management", "organization"):
        folders.remove(MANAGEMENT if missing == "management" else organization_id)
    source = TRAIL.replace("audit", "other") if missing == "trail" else TRAIL
    more = {
        "denied": TLS_ONLY | {"Condition": {"Null": {"aws:SourceArn": "false"}}},
        "unknown": TLS_ONLY | {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
    }
    document = json.loads(bucket_policy(*folders, source=source, more=(more.get(missing, TLS_ONLY),)))
    if missing == "acl":
        del document["Statement"][0]
    if missing == "key":
        document["Statement"][0]["Condition"] = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    if missing != "everything":
        bunker(aws).put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(document))

    with refused("InsufficientS3BucketPolicyException"):
        aws.client("cloudtrail").create_trail(**WANTED)


def test_conditions_on_the_source_may_be_written_in_several_ways(aws: Aws) -> None:
    organization_id = aws.organizations.describe_organization()["Organization"]["Id"]
    text = bucket_policy(MANAGEMENT, organization_id, source="arn:aws:cloudtrail:*:999988887777:trail/*")
    trails = aws.client("cloudtrail")
    bunker(aws).put_bucket_policy(Bucket=BUCKET, Policy=text)
    with refused("InsufficientS3BucketPolicyException"):
        trails.create_trail(**WANTED)

    liked = json.loads(text)
    for statement in liked["Statement"]:
        statement["Condition"] = {
            "ArnLike": {"AWS:SourceArn": "arn:aws:cloudtrail:*:999988887777:trail/*"},
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-else"},
        }
    bunker(aws).put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(liked))

    assert trails.create_trail(**WANTED)["IsOrganizationTrail"]


def test_an_organization_trail_needs_trusted_access_and_the_management_account(opening: Opening, aws: Aws) -> None:
    let_in(aws)
    with refused("NotOrganizationMasterAccountException"):
        assume(aws, SHOP).client("cloudtrail").create_trail(**WANTED)
    with refused("OrganizationsNotInUseException"):
        aws.seen_by(OTTO).client("cloudtrail").create_trail(**WANTED)
    with refused("OrganizationNotInAllFeaturesModeException"):
        opening("consolidated-billing").client("cloudtrail").create_trail(**WANTED)
    aws.organizations.disable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    with refused("CloudTrailAccessNotEnabledException"):
        aws.client("cloudtrail").create_trail(**WANTED)


def test_a_trail_has_a_bucket_a_name_and_is_made_once(aws: Aws) -> None:
    let_in(aws)
    trails = aws.client("cloudtrail")
    with refused("S3BucketDoesNotExistException"):
        trails.create_trail(**(WANTED | {"S3BucketName": "acme-gone"}))
    with refused("InvalidTrailNameException"):
        trails.create_trail(**(WANTED | {"Name": "a..b"}))
    with refused("InvalidParameterCombinationException"):
        trails.create_trail(**WANTED, IncludeGlobalServiceEvents=False)
    trails.create_trail(**WANTED)
    with refused("TrailAlreadyExistsException"):
        trails.create_trail(**WANTED)
    with pytest.raises(trails.exceptions.TrailNotFoundException):
        trails.get_trail(Name="other")


def test_five_trails_are_the_most_in_a_region(aws: Aws) -> None:
    organization_id = aws.organizations.describe_organization()["Organization"]["Id"]
    document = json.loads(bucket_policy(MANAGEMENT, organization_id))
    for statement in document["Statement"]:
        statement["Condition"] = {}
    bunker(aws).put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(document))
    trails = aws.client("cloudtrail")
    for number in range(5):
        trails.create_trail(Name=f"trail-{number}", S3BucketName=BUCKET)

    with refused("MaximumNumberOfTrailsExceededException"):
        trails.create_trail(Name="trail-5", S3BucketName=BUCKET)


def test_a_trail_is_changed_in_its_home_region_only(aws: Aws) -> None:
    let_in(aws)
    here, there = aws.client("cloudtrail"), aws.client("cloudtrail", region_name="eu-central-1")
    here.create_trail(**WANTED)

    for change in (there.update_trail, there.start_logging, there.stop_logging, there.delete_trail):
        with refused("InvalidHomeRegionException"):
            change(Name=TRAIL)
    here.update_trail(Name="audit", EnableLogFileValidation=True)
    assert there.get_trail(Name=TRAIL)["Trail"]["LogFileValidationEnabled"]
    assert there.get_trail(Name=TRAIL)["Trail"]["IsOrganizationTrail"]
    with refused("S3BucketDoesNotExistException"):
        here.update_trail(Name="audit", S3BucketName="acme-gone")


def test_every_region_shows_a_trail_of_all_regions_and_its_home_alone_without_shadows(aws: Aws) -> None:
    let_in(aws)
    here, there = aws.client("cloudtrail"), aws.client("cloudtrail", region_name="eu-central-1")
    here.create_trail(**WANTED)

    def names(client: Any, **parameters: Any) -> list[str]:
        return [trail["Name"] for trail in client.describe_trails(**parameters)["trailList"]]

    assert names(here) == names(there) == ["audit"]
    assert names(there, includeShadowTrails=False) == []
    assert names(here, trailNameList=["audit"], includeShadowTrails=False) == ["audit"]
    assert names(aws.client("cloudtrail", region_name="us-east-1")) == ["management-events", "audit"]


def test_member_accounts_see_the_organizations_trail_and_cannot_change_it(aws: Aws) -> None:
    let_in(aws)
    aws.client("cloudtrail").create_trail(**WANTED)
    inside = assume(aws, SHOP).client("cloudtrail")

    assert [trail["TrailARN"] for trail in inside.describe_trails()["trailList"]] == [TRAIL]
    for change in (inside.stop_logging, inside.delete_trail, inside.update_trail):
        with refused("NotOrganizationMasterAccountException"):
            change(Name=TRAIL)


def test_a_trail_whose_bucket_shuts_it_out_says_so(aws: Aws) -> None:
    let_in(aws)
    trails = aws.client("cloudtrail")
    trails.create_trail(**WANTED)
    trails.start_logging(Name="audit")
    aws.clock.advance(600)

    bunker(aws).delete_bucket_policy(Bucket=BUCKET)

    assert trails.get_trail_status(Name="audit")["LatestDeliveryError"] == "AccessDenied"
    trails.delete_trail(Name="audit")
    with refused("BucketNotEmpty"):
        bunker(aws).delete_bucket(Bucket=BUCKET)
    with refused("TrailNotFoundException"):
        trails.get_trail_status(Name="audit")
