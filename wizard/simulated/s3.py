"""Buckets coming and going, as the simulated AWS answers for them. Their settings are in `s3_protection`."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from wizard.simulated.bucket_policies import bucket_arn
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import Bucket

US_EAST_1 = "us-east-1"
_BUCKET_NAME = re.compile(r"(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]")
"""S3: bucketnamingrules."""
MOST_LISTED = 10000


@answers("s3", "CreateBucket", writes=True)
def create_bucket(call: Call) -> Answer:
    """API: s3.CreateBucket. Names are unique in the partition; repeating it succeeds in us-east-1 and only there."""
    name, region = call.parameters["Bucket"], _region_of_new(call)
    if not _BUCKET_NAME.fullmatch(name):
        raise Refusal("InvalidBucketName", "The specified bucket is not valid.")
    existing = call.world.buckets.get(name)
    if _is_used_elsewhere(call, name) or (existing and existing.account_id != call.caller.account_id):
        raise Refusal(
            "BucketAlreadyExists",
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
            "Please select a different name and try again.",
        )
    if existing and region != US_EAST_1:
        message = "Your previous request to create the named bucket succeeded and you already own it."
        raise Refusal("BucketAlreadyOwnedByYou", message)
    if not existing:
        bucket = Bucket(name, call.caller.account_id, region, call.now)
        bucket.object_lock = call.parameters.get("ObjectLockEnabledForBucket", False)
        bucket.versioning = "Enabled" if bucket.object_lock else ""
        bucket.ownership = call.parameters.get("ObjectOwnership", bucket.ownership)
        given = call.parameters.get("CreateBucketConfiguration", {}).get("Tags", ())
        bucket.tags = {tag["Key"]: tag["Value"] for tag in given}
        call.world.buckets[name] = bucket
    return {"Location": f"/{name}", "BucketArn": bucket_arn(name)}


def _is_used_elsewhere(call: Call, name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in call.world.used_bucket_names)


def _region_of_new(call: Call) -> str:
    """Where the bucket shall be: the constraint must name the endpoint's own Region, and us-east-1 is named by none."""
    endpoint = region_of(call)
    wanted = call.parameters.get("CreateBucketConfiguration", {}).get("LocationConstraint")
    wanted = "eu-west-1" if wanted == "EU" else wanted
    if endpoint == US_EAST_1:
        return str(wanted or US_EAST_1)
    if wanted == endpoint:
        return endpoint
    raise Refusal(
        "IllegalLocationConstraintException",
        f"The {wanted or 'unspecified'} location constraint is incompatible for the region specific endpoint this "
        "request was sent to.",
    )


def region_of(call: Call) -> str:
    """The Region of the endpoint that was asked; the global one is us-east-1's."""
    return US_EAST_1 if call.region in ("", "aws-global") else call.region


@answers("s3", "HeadBucket")
def head_bucket(call: Call) -> Answer:
    """API: s3.HeadBucket: 404 where there is none, 403 where it is somebody else's."""
    bucket = bucket_called(call)
    return {"BucketRegion": bucket.region, "BucketArn": bucket_arn(bucket.bucket_name), "AccessPointAlias": False}


@answers("s3", "ListBuckets")
def list_buckets(call: Call) -> Answer:
    """API: s3.ListBuckets: the account's own, of all Regions unless one is named."""
    prefix, region = call.parameters.get("Prefix", ""), call.parameters.get("BucketRegion")
    names = sorted(
        name
        for name, bucket in call.world.buckets.items()
        if bucket.account_id == call.caller.account_id
        and name.startswith(prefix)
        and region in (None, bucket.region)
        and name > call.parameters.get("ContinuationToken", "")
    )
    shown = names[: call.parameters.get("MaxBuckets", MOST_LISTED)]
    answer: Answer = {
        "Buckets": [_listed(call.world.buckets[name]) for name in shown],
        "Owner": {"ID": call.caller.account_id * 5 + "0000"},
    }
    return answer | ({"ContinuationToken": shown[-1]} if len(shown) < len(names) else {})


def _listed(bucket: Bucket) -> Answer:
    return {
        "Name": bucket.bucket_name,
        "CreationDate": bucket.created_at,
        "BucketRegion": bucket.region,
        "BucketArn": bucket_arn(bucket.bucket_name),
    }


@answers("s3", "GetBucketLocation")
def get_bucket_location(call: Call) -> Answer:
    """API: s3.GetBucketLocation: nothing at all for us-east-1."""
    region = bucket_called(call).region
    return {"LocationConstraint": None if region == US_EAST_1 else region}


@answers("s3", "DeleteBucket", writes=True)
def delete_bucket(call: Call) -> Answer:
    """API: s3.DeleteBucket. A bucket that a trail has delivered to is not empty."""
    bucket = bucket_called(call)
    if bucket.has_objects:
        raise Refusal("BucketNotEmpty", "The bucket you tried to delete is not empty.")
    del call.world.buckets[bucket.bucket_name]
    return {}


def bucket_called(call: Call) -> Bucket:
    """The bucket, for its own account: NoSuchBucket, or AccessDenied for others and for an unexpected owner."""
    bucket = call.world.buckets.get(call.parameters["Bucket"])
    if bucket is None and not _is_used_elsewhere(call, call.parameters["Bucket"]):
        raise Refusal("NoSuchBucket", "The specified bucket does not exist")
    expected = call.parameters.get("ExpectedBucketOwner", call.caller.account_id)
    if bucket is None or bucket.account_id != call.caller.account_id or bucket.account_id != expected:
        raise Refusal("AccessDenied", "Access Denied")
    return bucket
