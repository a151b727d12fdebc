"""The data bunker's buckets for CloudFormation: a template for that account, and the list of what to import there.

Facts: template reference, AWS::S3::Bucket and AWS::S3::BucketPolicy. A stack is of one account, so this is another one
than the organization's.
"""

from __future__ import annotations

import re
from typing import Any

from state.inventory import Inventory
from state.observed.settings import BucketAspect
from wizard.exports.data_bunker import ENCRYPTED_BY_S3, Bucket, buckets_there
from wizard.exports.texts import Ref

RETAINED = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
Resources = dict[str, tuple[dict[str, Any], dict[str, str]]]
"""By logical name: the resource, and what CloudFormation finds it by."""


def bucket_resources(inventory: Inventory) -> Resources:
    """Every bucket that is there, and its policy."""
    found: Resources = {}
    for bucket in buckets_there(inventory):
        name = "".join(part.capitalize() for part in re.findall(r"[a-z0-9]+", bucket.name))
        found[name] = (_resource("Bucket", _properties(bucket)), {"BucketName": bucket.name})
        policy = bucket.known(BucketAspect.POLICY)
        if policy:
            given = {"Bucket": Ref(name), "PolicyDocument": policy}
            found[f"{name}Policy"] = (_resource("BucketPolicy", given), {"Bucket": bucket.name})
    return found


def left_out(inventory: Inventory) -> list[str]:
    """What of them is not in the template."""
    return [line for bucket in buckets_there(inventory) for line in bucket.left_out()]


def _resource(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"Type": f"AWS::S3::{kind}", **RETAINED, "Properties": properties}


def _properties(bucket: Bucket) -> dict[str, Any]:
    given: dict[str, Any] = {"BucketName": bucket.name}
    versioning, closed = bucket.known(BucketAspect.VERSIONING), bucket.known(BucketAspect.PUBLIC_ACCESS_BLOCK)
    if versioning:
        given["VersioningConfiguration"] = {"Status": versioning}
    if bucket.known(BucketAspect.ENCRYPTION) == ENCRYPTED_BY_S3:
        default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": ENCRYPTED_BY_S3}}
        given["BucketEncryption"] = {"ServerSideEncryptionConfiguration": [default]}
    if closed:
        given["PublicAccessBlockConfiguration"] = dict(closed)
    if bucket.locked:
        given["ObjectLockEnabled"] = True
    if bucket.rules:
        given["LifecycleConfiguration"] = {"Rules": [_rule(rule) for rule in bucket.rules]}
    return given


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """The same in CloudFormation's words, which differ from the API's in places."""
    given: dict[str, Any] = {"Id": rule["ID"], "Status": rule["Status"]}
    if prefix := rule.get("Filter", {}).get("Prefix"):
        given["Prefix"] = prefix
    expiration = rule.get("Expiration", {})
    if "Days" in expiration:
        given["ExpirationInDays"] = expiration["Days"]
    if "ExpiredObjectDeleteMarker" in expiration:
        given["ExpiredObjectDeleteMarker"] = expiration["ExpiredObjectDeleteMarker"]
    for same in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"):
        if same in rule:
            given[same] = rule[same]
    if "Transitions" in rule:
        given["Transitions"] = [_transition(each, "Days") for each in rule["Transitions"]]
    if "NoncurrentVersionTransitions" in rule:
        given["NoncurrentVersionTransitions"] = [
            _transition(each, "NoncurrentDays") for each in rule["NoncurrentVersionTransitions"]
        ]
    return given


def _transition(each: dict[str, Any], days: str) -> dict[str, Any]:
    newer = {"NewerNoncurrentVersions": each["NewerNoncurrentVersions"]} if "NewerNoncurrentVersions" in each else {}
    return {"StorageClass": each["StorageClass"], "TransitionInDays": each[days], **newer}
