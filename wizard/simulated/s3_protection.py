"""What protects a bucket: versions, encryption, policy, lock, lifecycle; as the simulated AWS answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wizard.simulated.bucket_policies import require_bucket_policy
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.s3 import bucket_called
from wizard.simulated.settings import PublicAccessBlock

_BLOCKS = {
    "BlockPublicAcls": "block_public_acls",
    "IgnorePublicAcls": "ignore_public_acls",
    "BlockPublicPolicy": "block_public_policy",
    "RestrictPublicBuckets": "restrict_public_buckets",
}
"""API: s3.PublicAccessBlockConfiguration."""


def public_access_block_of(configuration: dict[str, bool]) -> PublicAccessBlock:
    """The block as it was sent; what it does not mention is off."""
    return PublicAccessBlock(**{name: configuration.get(key, False) for key, name in _BLOCKS.items()})


def public_access_block_answer(block: PublicAccessBlock | None) -> Answer:
    """API: s3.GetPublicAccessBlock; NoSuchPublicAccessBlockConfiguration where nobody has set one."""
    if block is None:
        raise Refusal("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")
    return {"PublicAccessBlockConfiguration": {key: getattr(block, name) for key, name in _BLOCKS.items()}}


@answers("s3", "GetPublicAccessBlock")
def get_public_access_block(call: Call) -> Answer:
    """API: s3.GetPublicAccessBlock."""
    return public_access_block_answer(bucket_called(call).public_access_block)


@answers("s3", "PutPublicAccessBlock", writes=True)
def put_public_access_block(call: Call) -> Answer:
    """API: s3.PutPublicAccessBlock."""
    bucket = bucket_called(call)
    bucket.public_access_block = public_access_block_of(call.parameters["PublicAccessBlockConfiguration"])
    return {}


@answers("s3", "GetBucketVersioning")
def get_bucket_versioning(call: Call) -> Answer:
    """API: s3.GetBucketVersioning: nothing for a bucket that never was versioned."""
    versioning = bucket_called(call).versioning
    return {"Status": versioning} if versioning else {}


@answers("s3", "PutBucketVersioning", writes=True)
def put_bucket_versioning(call: Call) -> Answer:
    """API: s3.PutBucketVersioning. A bucket with Object Lock stays versioned."""
    bucket, status = bucket_called(call), call.parameters["VersioningConfiguration"].get("Status")
    if status is None:
        raise Refusal("ValidationError", "The XML you provided was not well-formed.")
    if bucket.object_lock and status == "Suspended":
        message = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        raise Refusal("InvalidBucketState", message)
    bucket.versioning = status
    return {}


@answers("s3", "GetBucketEncryption")
def get_bucket_encryption(call: Call) -> Answer:
    """API: s3.GetBucketEncryption: every bucket has some."""
    return {"ServerSideEncryptionConfiguration": {"Rules": bucket_called(call).encryption}}


@answers("s3", "PutBucketEncryption", writes=True)
def put_bucket_encryption(call: Call) -> Answer:
    """API: s3.PutBucketEncryption."""
    bucket_called(call).encryption = call.parameters["ServerSideEncryptionConfiguration"]["Rules"]
    return {}


@answers("s3", "GetBucketPolicy")
def get_bucket_policy(call: Call) -> Answer:
    """API: s3.GetBucketPolicy."""
    policy = bucket_called(call).policy
    if not policy:
        raise Refusal("NoSuchBucketPolicy", "The bucket policy does not exist")
    return {"Policy": policy}


@answers("s3", "PutBucketPolicy", writes=True)
def put_bucket_policy(call: Call) -> Answer:
    """API: s3.PutBucketPolicy."""
    bucket = bucket_called(call)
    require_bucket_policy(call.world, bucket, call.parameters["Policy"])
    bucket.policy = call.parameters["Policy"]
    return {}


@answers("s3", "DeleteBucketPolicy", writes=True)
def delete_bucket_policy(call: Call) -> Answer:
    """API: s3.DeleteBucketPolicy, whether there is one or not."""
    bucket_called(call).policy = ""
    return {}


@answers("s3", "GetObjectLockConfiguration")
def get_object_lock_configuration(call: Call) -> Answer:
    """API: s3.GetObjectLockConfiguration."""
    bucket = bucket_called(call)
    if not bucket.object_lock:
        message = "Object Lock configuration does not exist for this bucket"
        raise Refusal("ObjectLockConfigurationNotFoundError", message)
    rule = {"Rule": {"DefaultRetention": bucket.default_retention}} if bucket.default_retention else {}
    return {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"} | rule}


@answers("s3", "PutObjectLockConfiguration", writes=True)
def put_object_lock_configuration(call: Call) -> Answer:
    """API: s3.PutObjectLockConfiguration. A bucket made without a lock can get one while it is versioned, and keeps it
    (S3: object-lock-configure)."""
    bucket, wanted = bucket_called(call), call.parameters.get("ObjectLockConfiguration", {})
    retention = wanted.get("Rule", {}).get("DefaultRetention", {})
    if wanted.get("ObjectLockEnabled") != "Enabled":
        raise Refusal("ValidationError", "The XML you provided was not well-formed.")
    if retention and ("Mode" not in retention or ("Days" in retention) == ("Years" in retention)):
        raise Refusal("ValidationError", "The default retention needs a mode, and either days or years.")
    if bucket.versioning != "Enabled":
        message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
        raise Refusal("InvalidBucketState", message)
    bucket.object_lock, bucket.default_retention = True, retention
    return {}


@answers("s3", "GetBucketLifecycleConfiguration")
def get_bucket_lifecycle_configuration(call: Call) -> Answer:
    """API: s3.GetBucketLifecycleConfiguration."""
    rules = bucket_called(call).lifecycle
    if not rules:
        raise Refusal("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
    return {"Rules": _with_dates(rules)}


@answers("s3", "PutBucketLifecycleConfiguration", writes=True)
def put_bucket_lifecycle_configuration(call: Call) -> Answer:
    """API: s3.PutBucketLifecycleConfiguration. A rule says what it is about, and does something."""
    bucket, rules = bucket_called(call), call.parameters.get("LifecycleConfiguration", {}).get("Rules", [])
    actions = {"Expiration", "Transitions", "AbortIncompleteMultipartUpload"}
    actions |= {"NoncurrentVersionExpiration", "NoncurrentVersionTransitions"}
    if not rules or not all({"Filter", "Prefix"} & set(rule) and actions & set(rule) for rule in rules):
        raise Refusal("ValidationError", "The XML you provided was not well-formed.")
    bucket.lifecycle = _as_text(rules)
    return {}


def _as_text(value: Any) -> Any:
    """Dates as text all the way down, so that the world can be written to a file."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _with_dates(value: Any) -> Any:
    """The other way round: in a lifecycle rule every `Date` is one."""
    if isinstance(value, dict):
        return {
            key: datetime.fromisoformat(item) if key == "Date" else _with_dates(item) for key, item in value.items()
        }
    return [_with_dates(item) for item in value] if isinstance(value, list) else value


@answers("s3", "GetBucketTagging")
def get_bucket_tagging(call: Call) -> Answer:
    """API: s3.GetBucketTagging."""
    tags = bucket_called(call).tags
    if not tags:
        raise Refusal("NoSuchTagSet", "The TagSet does not exist")
    return {"TagSet": [{"Key": key, "Value": value} for key, value in tags.items()]}


@answers("s3", "PutBucketTagging", writes=True)
def put_bucket_tagging(call: Call) -> Answer:
    """API: s3.PutBucketTagging: these tags and no others."""
    bucket_called(call).tags = {tag["Key"]: tag["Value"] for tag in call.parameters["Tagging"]["TagSet"]}
    return {}


@answers("s3", "GetBucketOwnershipControls")
def get_bucket_ownership_controls(call: Call) -> Answer:
    """API: s3.GetBucketOwnershipControls: a new bucket has no ACLs."""
    return {"OwnershipControls": {"Rules": [{"ObjectOwnership": bucket_called(call).ownership}]}}
