"""The data bunker's buckets for Terraform: each aspect is a resource of its own there, as AWS has it today.

Facts of the provider (hashicorp/aws, its documentation of the resources aws_s3_bucket…): each is imported by the
bucket's name. They are in another account, so each names the provider that leads there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from state.inventory import Inventory
from state.observed.settings import BucketAspect
from wizard.exports.data_bunker import ENCRYPTED_BY_S3, Bucket, buckets_there, bunker_account
from wizard.exports.format import comment
from wizard.exports.texts import Block, Expression, label

PROVIDER = Expression("aws.data_bunker")
Blocks = Iterator[Block | str]
Keep = Callable[[str, dict[str, Any]], Expression]
"""Puts a document into a file of its own, and says how it is read there."""


def bucket_blocks(inventory: Inventory, keep: Keep) -> Blocks:
    """A provider for the account, and everything that is known of its buckets."""
    account, buckets = bunker_account(inventory), buckets_there(inventory)
    if account is None or not buckets:
        yield comment(["There is no data bunker, or nothing of it was looked at."])
        return
    if inventory.role_into(account, "management") is None:
        yield comment(["No role leads into the data bunker, so its buckets are not in here."])
        return
    profile = Block("variable", "data_bunker_profile").set("type", Expression("string"))
    profile.set("description", "The profile of ~/.aws/config that leads into the data bunker.")
    yield profile.set("default", f"{inventory.name}-{label(account.name, 'account', '-')}")
    provider = Block("provider", "aws").set("alias", "data_bunker").set("region", inventory.home_region)
    yield provider.set("profile", Expression("var.data_bunker_profile"))
    for bucket in buckets:
        yield from _bucket(bucket, keep)


def _bucket(bucket: Bucket, keep: Keep) -> Blocks:
    name = label(bucket.name, "bucket")
    yield from (comment([line]) for line in bucket.left_out())
    itself = _resource("aws_s3_bucket", name).set("bucket", bucket.name)
    if bucket.locked:
        itself.set("object_lock_enabled", True)
    yield _imported("aws_s3_bucket", name, bucket)
    yield itself.put(_kept("force_destroy", "tags", "tags_all"))
    for kind, block in _aspects(bucket, name, keep):
        yield _imported(kind, name, bucket)
        yield block


def _aspects(bucket: Bucket, name: str, keep: Keep) -> Iterator[tuple[str, Block]]:
    def resource(kind: str) -> Block:
        return _resource(kind, name).set("bucket", Expression(f"aws_s3_bucket.{name}.id"))

    versioning = bucket.known(BucketAspect.VERSIONING)
    if versioning:
        kind = "aws_s3_bucket_versioning"
        yield kind, resource(kind).put(Block("versioning_configuration").set("status", versioning)).put(_kept())
    if bucket.known(BucketAspect.ENCRYPTION) == ENCRYPTED_BY_S3:
        kind = "aws_s3_bucket_server_side_encryption_configuration"
        default = Block("apply_server_side_encryption_by_default").set("sse_algorithm", ENCRYPTED_BY_S3)
        yield kind, resource(kind).put(Block("rule").put(default)).put(_kept())
    closed = bucket.known(BucketAspect.PUBLIC_ACCESS_BLOCK)
    if closed:
        kind = "aws_s3_bucket_public_access_block"
        block = resource(kind)
        for api, argument in CLOSED.items():
            block.set(argument, bool(closed.get(api)))
        yield kind, block.put(_kept())
    policy = bucket.known(BucketAspect.POLICY)
    if policy:
        kind = "aws_s3_bucket_policy"
        yield kind, resource(kind).set("policy", keep(f"buckets/{name}-policy.json", policy)).put(_kept())
    if bucket.rules:
        kind = "aws_s3_bucket_lifecycle_configuration"
        block = resource(kind)
        for rule in bucket.rules:
            block.put(_rule(rule))
        yield kind, block.put(_kept())


CLOSED = {
    "BlockPublicAcls": "block_public_acls",
    "BlockPublicPolicy": "block_public_policy",
    "IgnorePublicAcls": "ignore_public_acls",
    "RestrictPublicBuckets": "restrict_public_buckets",
}
"""The provider's word for each of the API's."""
PARTS = {
    "AbortIncompleteMultipartUpload": "abort_incomplete_multipart_upload",
    "Transitions": "transition",
    "NoncurrentVersionTransitions": "noncurrent_version_transition",
    "Expiration": "expiration",
    "NoncurrentVersionExpiration": "noncurrent_version_expiration",
}
VALUES = {
    "DaysAfterInitiation": "days_after_initiation",
    "Days": "days",
    "StorageClass": "storage_class",
    "NoncurrentDays": "noncurrent_days",
    "NewerNoncurrentVersions": "newer_noncurrent_versions",
    "ExpiredObjectDeleteMarker": "expired_object_delete_marker",
}


def _rule(rule: dict[str, Any]) -> Block:
    block = Block("rule").set("id", rule["ID"]).set("status", rule["Status"])
    prefix = rule.get("Filter", {}).get("Prefix")
    block.put(Block("filter").set("prefix", prefix) if prefix else Block("filter"))
    for api, name in PARTS.items():
        found = rule.get(api, [])
        for part in found if isinstance(found, list) else [found]:
            inner = Block(name)
            for key, argument in VALUES.items():
                if key in part:
                    inner.set(argument, part[key])
            block.put(inner)
    return block


def _imported(kind: str, name: str, bucket: Bucket) -> Block:
    where = Block("import").set("to", Expression(f"{kind}.{name}"))
    return where.set("id", bucket.name).set("provider", PROVIDER)


def _resource(kind: str, name: str) -> Block:
    return Block("resource", kind, name).set("provider", PROVIDER)


def _kept(*ignored: str) -> Block:
    """What is never taken away in passing."""
    block = Block("lifecycle").set("prevent_destroy", True)
    return block.set("ignore_changes", [Expression(each) for each in ignored]) if ignored else block
