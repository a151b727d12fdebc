"""How the data bunker's buckets are read: each aspect of one by a call of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from state.observed.seen import Fact
from state.observed.settings import (
    LOCKED,
    PLAIN,
    TAKEN,
    BucketAspect,
    bucket_name,
    bucket_setting,
)
from wizard.claims.reads import Answer, Inside, Reads
from wizard.errors import NotFound, NotPermitted
from wizard.guardrails.block_public_access import PublicAccessBlock, blocks_in
from wizard.policies.policy_text import Document


def _reads(
    bucket: str,
    aspect: BucketAspect,
    operation: str,
    understand: Callable[[Answer], object],
    fact: Callable[[Any], Fact],
) -> Reads[Fact]:
    """An aspect that one call tells. Of a bucket in somebody else's account nothing is ours; `existence` says so."""

    def read(inside: Inside) -> object:
        try:
            return inside.own.ask("s3", operation, understand, **_named(bucket, inside))
        except NotPermitted:
            if _is_own(bucket, inside):
                raise
            return None

    return Reads(bucket_setting(bucket, aspect), read, fact, (f"s3:{operation}",), ())


def _named(bucket: str, inside: Inside) -> dict[str, str]:
    return {"Bucket": bucket_name(bucket, inside.account_id), "ExpectedBucketOwner": inside.account_id}


def _is_own(bucket: str, inside: Inside) -> bool:
    """Whether the account has the bucket: S3 denies to look at one's own and at somebody else's in the same words."""
    name = bucket_name(bucket, inside.account_id)
    return name in inside.own.ask_all("s3", "ListBuckets", "Buckets", lambda each: str(each["Name"]), Prefix=name)


@cache
def existence(bucket: str) -> Reads[str]:
    """Whether it is there, and whether it was made for Object Lock; or whether the name is somebody else's."""

    def read(inside: Inside) -> str:
        try:
            inside.own.ask("s3", "HeadBucket", lambda _answer: None, **_named(bucket, inside))
        except NotPermitted:
            if _is_own(bucket, inside):
                raise
            return TAKEN
        try:
            inside.own.ask("s3", "GetObjectLockConfiguration", lambda _answer: None, **_named(bucket, inside))
        except NotFound:
            return PLAIN
        return LOCKED

    calls = ("s3:HeadBucket", "s3:ListBuckets", "s3:GetObjectLockConfiguration")
    return Reads(bucket_setting(bucket, BucketAspect.EXISTS), read, str, calls, ())


@cache
def versioning(bucket: str) -> Reads[str]:
    """Whether older versions are kept."""
    return _reads(bucket, BucketAspect.VERSIONING, "GetBucketVersioning", lambda answer: answer.get("Status"), str)


@cache
def encryption(bucket: str) -> Reads[str]:
    """The algorithm by which it encrypts what nobody else has."""

    def algorithm(answer: Answer) -> str:
        rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0]
        return str(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])

    return _reads(bucket, BucketAspect.ENCRYPTION, "GetBucketEncryption", algorithm, str)


@cache
def public_access_block(bucket: str) -> Reads[PublicAccessBlock]:
    """Which ways to be public are closed."""
    return _reads(bucket, BucketAspect.PUBLIC_ACCESS_BLOCK, "GetPublicAccessBlock", blocks_in, PublicAccessBlock.of)


@cache
def policy_document(bucket: str) -> Reads[Document]:
    """Its policy."""

    def document(answer: Answer) -> object:
        return json.loads(answer["Policy"])

    return _reads(bucket, BucketAspect.POLICY, "GetBucketPolicy", document, dict)


@cache
def locked_for(bucket: str) -> Reads[int]:
    """For how many days nobody can delete what is written."""

    def days(answer: Answer) -> int | None:
        """Of either mode: to replace a longer lock by our shorter one would loosen it."""
        retention = answer["ObjectLockConfiguration"].get("Rule", {}).get("DefaultRetention", {})
        return int(retention.get("Days", 0)) or int(retention.get("Years", 0)) * 365 or None

    return _reads(bucket, BucketAspect.LOCKED_DAYS, "GetObjectLockConfiguration", days, int)


@cache
def lifecycle(bucket: str) -> Reads[tuple[Document, ...]]:
    """The rules of its lifecycle, as S3 has them."""
    operation = "GetBucketLifecycleConfiguration"
    return _reads(bucket, BucketAspect.LIFECYCLE, operation, lambda answer: answer["Rules"], tuple)


BY_ASPECT: dict[BucketAspect, Callable[[str], Reads[Any]]] = {
    BucketAspect.EXISTS: existence,
    BucketAspect.VERSIONING: versioning,
    BucketAspect.ENCRYPTION: encryption,
    BucketAspect.PUBLIC_ACCESS_BLOCK: public_access_block,
    BucketAspect.LIFECYCLE: lifecycle,
    BucketAspect.POLICY: policy_document,
    BucketAspect.LOCKED_DAYS: locked_for,
}


def bucket_reads(bucket: str, *, locked: bool = False) -> tuple[Reads[Any], ...]:
    """Everything that is read of a bucket; of one whose objects may be locked, also for how long."""
    aspects = (aspect for aspect in BY_ASPECT if locked or aspect is not BucketAspect.LOCKED_DAYS)
    return tuple(BY_ASPECT[aspect](bucket) for aspect in aspects)


def bucket_setting_called(setting: str) -> Reads[Any]:
    """How a setting of a bucket with any suffix is read. Raises ValueError for what is no such setting."""
    bucket, _, aspect = setting.partition(":")
    return BY_ASPECT[BucketAspect(aspect)](bucket)
