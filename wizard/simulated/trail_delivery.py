"""Whether CloudTrail may deliver a trail's logs to its bucket, and the bucket policy that lets it."""

from __future__ import annotations

import json

from wizard.simulated.bucket_policies import bucket_arn, lets_service
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import Trail
from wizard.simulated.world import PARTITION, World

CLOUDTRAIL = "cloudtrail.amazonaws.com"


def trail_arn(trail: Trail, account_id: str) -> str:
    """The trail's ARN, in its home Region and its owner's account."""
    return f"arn:{PARTITION}:cloudtrail:{trail.home_region}:{account_id}:trail/{trail.trail_name}"


def require_bucket(world: World, trail: Trail, account_id: str) -> None:
    """S3BucketDoesNotExistException or InsufficientS3BucketPolicyException (API: cloudtrail.CreateTrail)."""
    if trail.bucket_name not in world.buckets:
        raise Refusal("S3BucketDoesNotExistException", f"S3 bucket {trail.bucket_name} does not exist!")
    if not may_deliver(world, trail, account_id):
        message = f"Incorrect S3 bucket policy is detected for bucket: {trail.bucket_name}"
        raise Refusal("InsufficientS3BucketPolicyException", message)


def may_deliver(world: World, trail: Trail, account_id: str) -> bool:
    """Whether the bucket's policy lets CloudTrail read its ACL and write into every folder of the trail, for this trail
    (CT: create-s3-bucket-policy-for-cloudtrail)."""
    bucket = world.buckets.get(trail.bucket_name)
    if bucket is None:
        return False
    context = {
        "aws:sourcearn": trail_arn(trail, account_id),
        "aws:sourceaccount": account_id,
        "aws:securetransport": "true",
        "aws:principalisawsservice": "true",
        "aws:principalservicename": CLOUDTRAIL,
    }
    arn = bucket_arn(trail.bucket_name)
    if not lets_service(bucket.policy, CLOUDTRAIL, "s3:GetBucketAcl", arn, context):
        return False
    context["s3:x-amz-acl"] = "bucket-owner-full-control"
    objects = (f"{arn}/{folder}/CloudTrail/log.json.gz" for folder in _folders(world, trail, account_id))
    return all(lets_service(bucket.policy, CLOUDTRAIL, "s3:PutObject", each, context) for each in objects)


def delivery_policy(world: World, trail: Trail, account_id: str) -> str:
    """A bucket policy that is enough for the trail."""
    arn, source = bucket_arn(trail.bucket_name), {"aws:SourceArn": trail_arn(trail, account_id)}
    read = {"Sid": "Read", "Action": "s3:GetBucketAcl", "Resource": arn, "Condition": {"StringEquals": source}}
    full_control = source | {"s3:x-amz-acl": "bucket-owner-full-control"}
    writes = [
        {
            "Sid": f"Write{number}",
            "Action": "s3:PutObject",
            "Resource": f"{arn}/{folder}/*",
            "Condition": {"StringEquals": full_control},
        }
        for number, folder in enumerate(_folders(world, trail, account_id))
    ]
    everywhere = {"Effect": "Allow", "Principal": {"Service": CLOUDTRAIL}}
    statements = [everywhere | each for each in (read, *writes)]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _folders(world: World, trail: Trail, account_id: str) -> list[str]:
    """Where the logs go: the owner's folder, and the organization's for an organization trail."""
    owners = [account_id]
    if trail.is_organization_trail:
        owners.append(world.accounts[account_id].organization_id)
    prefix = f"{trail.key_prefix}/" if trail.key_prefix else ""
    return [f"{prefix}AWSLogs/{owner}" for owner in owners]
