"""The writes that make a bucket and say what it takes, keeps and locks."""

from __future__ import annotations

import json
from abc import ABC
from dataclasses import dataclass
from typing import Any, ClassVar

from state.changes.request import MADE_HERE, Request
from state.changes.settings import STEP_IN, SettingChange
from state.observed import Observed
from state.observed.draft import Draft
from state.observed.settings import (
    FOUR_BLOCKS,
    LOCKED,
    SUFFIXES,
    BucketAspect,
    as_value,
    bucket_name,
    bucket_setting,
    kind_of,
)
from state.observed.stand_ins import filled
from state.page_key import PageKey

US_EAST_1 = "us-east-1"
"""The only Region in which a bucket is made without naming it (API: s3.CreateBucket)."""


@dataclass(frozen=True, slots=True)
class BucketChange(SettingChange, ABC):
    """One aspect of one bucket."""

    bucket: str
    """Its name before the account's id; see `state.observed.settings.bucket_name`."""

    aspect: ClassVar[BucketAspect]
    needs = (STEP_IN,)
    page = PageKey.GUARDRAILS

    @property
    def setting(self) -> str:
        return bucket_setting(self.bucket, self.aspect)

    def sent_to_bucket(self, observed: Observed, operation: str, parameters: dict[str, Any]) -> Request:
        """A bucket of that name in somebody else's account is refused (S3 user guide, bucket-owner-condition)."""
        account_id = self.account_id(observed)
        named: dict[str, Any] = {"Bucket": bucket_name(self.bucket, account_id), **parameters}
        if operation != "CreateBucket":
            named["ExpectedBucketOwner"] = account_id
        return self.sent_inside(observed, "s3", operation, named)


@dataclass(frozen=True, slots=True)
class CreateBucket(BucketChange):
    """API: s3.CreateBucket."""

    aspect = BucketAspect.EXISTS
    undo = "DeleteBucket removes it while it is empty."

    @property
    def title(self) -> str:
        return f"Create bucket {self.bucket}"

    @property
    def answer(self) -> tuple[str, ...]:
        return "guardrails", SUFFIXES[kind_of(self.bucket)]

    @property
    def locked(self) -> bool:
        """Whether it is made for Object Lock."""
        return self.value == as_value(LOCKED)

    def request(self, observed: Observed) -> Request:
        configuration: dict[str, Any] = {"Tags": MADE_HERE}
        if self.place.region != US_EAST_1:
            configuration["LocationConstraint"] = self.place.region
        parameters: dict[str, Any] = {"CreateBucketConfiguration": configuration}
        if self.locked:
            parameters["ObjectLockEnabledForBucket"] = True
        return self.sent_to_bucket(observed, "CreateBucket", parameters)

    def predict(self, draft: Draft) -> None:
        """A new bucket is encrypted and not public by itself (S3 user guide, default-bucket-encryption)."""
        draft.put_setting(self.place.account, self.setting, self.value)
        for aspect, value in (
            (BucketAspect.ENCRYPTION, as_value("AES256")),
            (BucketAspect.PUBLIC_ACCESS_BLOCK, as_value(FOUR_BLOCKS)),
        ):
            draft.put_setting(self.place.account, bucket_setting(self.bucket, aspect), value)

    @property
    def consequence(self) -> str:
        return f"It is in {self.place.region}. What is stored in it is paid for: cents a month for a small team's logs."


@dataclass(frozen=True, slots=True)
class PutBucketVersioning(BucketChange):
    """API: s3.PutBucketVersioning."""

    aspect = BucketAspect.VERSIONING
    undo = "PutBucketVersioning suspends it; versions that exist stay."

    @property
    def title(self) -> str:
        return f"Keep every version in {self.bucket}"

    def request(self, observed: Observed) -> Request:
        parameters = {"VersioningConfiguration": {"Status": self.content(observed)}}
        return self.sent_to_bucket(observed, "PutBucketVersioning", parameters)


@dataclass(frozen=True, slots=True)
class PutBucketEncryption(BucketChange):
    """API: s3.PutBucketEncryption."""

    aspect = BucketAspect.ENCRYPTION
    undo = "DeleteBucketEncryption brings back S3's own."

    @property
    def title(self) -> str:
        return f"Encrypt {self.bucket}"

    def request(self, observed: Observed) -> Request:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": self.content(observed)}}
        parameters = {"ServerSideEncryptionConfiguration": {"Rules": [rule]}}
        return self.sent_to_bucket(observed, "PutBucketEncryption", parameters)


@dataclass(frozen=True, slots=True)
class PutBucketPublicAccessBlock(BucketChange):
    """API: s3.PutPublicAccessBlock, of one bucket."""

    aspect = BucketAspect.PUBLIC_ACCESS_BLOCK
    undo = "DeletePublicAccessBlock lifts it."

    @property
    def title(self) -> str:
        return f"Block public access to {self.bucket}"

    def request(self, observed: Observed) -> Request:
        parameters = {"PublicAccessBlockConfiguration": self.content(observed)}
        return self.sent_to_bucket(observed, "PutPublicAccessBlock", parameters)


@dataclass(frozen=True, slots=True)
class PutBucketPolicy(BucketChange):
    """API: s3.PutBucketPolicy."""

    aspect = BucketAspect.POLICY
    undo = "DeleteBucketPolicy removes it."

    @property
    def title(self) -> str:
        return f"Say who may write to {self.bucket}"

    def request(self, observed: Observed) -> Request:
        return self.sent_to_bucket(observed, "PutBucketPolicy", {"Policy": filled(self.value, observed)})


@dataclass(frozen=True, slots=True)
class PutBucketLifecycle(BucketChange):
    """API: s3.PutBucketLifecycleConfiguration, which replaces all rules."""

    aspect = BucketAspect.LIFECYCLE
    undo = "DeleteBucketLifecycle removes it, while no policy denies that; what has expired does not come back."

    @property
    def title(self) -> str:
        return f"Say how long {self.bucket} keeps what"

    @property
    def consequence(self) -> str:
        expiring = [rule["Expiration"]["Days"] for rule in json.loads(self.value) if "Expiration" in rule]
        kept = f"What is written is deleted after {expiring[0]} days." if expiring else "Nothing is ever deleted by it."
        return f"Uploads that were given up go after 7 days, and what is older gets colder storage. {kept}"

    def request(self, observed: Observed) -> Request:
        parameters = {"LifecycleConfiguration": {"Rules": self.content(observed)}}
        return self.sent_to_bucket(observed, "PutBucketLifecycleConfiguration", parameters)


@dataclass(frozen=True, slots=True)
class PutObjectLockConfiguration(BucketChange):
    """API: s3.PutObjectLockConfiguration, in compliance mode."""

    aspect = BucketAspect.LOCKED_DAYS
    undo = ""

    @property
    def title(self) -> str:
        return f"Lock what is written to {self.bucket} for {self.value} days"

    @property
    def consequence(self) -> str:
        return (
            f"For {self.value} days nobody, not even the root user or AWS, can delete or change a log once it is "
            "written, and its storage is paid for that long. The days can be changed for later logs only."
        )

    def request(self, observed: Observed) -> Request:
        retention = {"Mode": "COMPLIANCE", "Days": self.content(observed)}
        configuration = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
        return self.sent_to_bucket(observed, "PutObjectLockConfiguration", {"ObjectLockConfiguration": configuration})
