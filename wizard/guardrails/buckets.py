"""The data bunker's buckets: how one is read, and the claims that each aspect of it is as it should be, or stricter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from state.changes.base import Change
from state.changes.buckets import (
    CreateBucket,
    PutBucketEncryption,
    PutBucketLifecycle,
    PutBucketPolicy,
    PutBucketPublicAccessBlock,
    PutBucketVersioning,
    PutObjectLockConfiguration,
)
from state.changes.policies import DetachPolicy
from state.observed import SERVICE_CONTROL_POLICY, Observed, Policy, canonical
from state.observed.seen import Absent, Fact
from state.observed.settings import (
    AUDIT_LOGS,
    FOUR_BLOCKS,
    LOCKED,
    PLAIN,
    BucketAspect,
    as_value,
    bucket_name,
    bucket_setting,
)
from state.observed.stand_ins import filled
from state.setup import ROOT, ancestors_and_self
from state.setup.guardrails import Item
from state.setup.partitions import partition_of
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim, within
from wizard.errors import NotFound
from wizard.guardrails.base import Wanted
from wizard.guardrails.block_public_access import PublicAccessBlock, blocks_in
from wizard.guardrails.trails import recorded_elsewhere
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.evaluator import Request, denies
from wizard.policies.policy_text import Document

BUNKER_POLICY = "orgwizard-protect-data-bunker"
"""The policy that protects what is in the buckets, from a change of their lifecycle too."""


def bucket_key(bucket: str, aspect: BucketAspect) -> str:
    """The key of the claim about one aspect of a bucket."""
    return f"bucket:{bucket}:{aspect}"


# Reading


def _reads(
    bucket: str,
    aspect: BucketAspect,
    operation: str,
    understand: Callable[[Answer], object],
    fact: Callable[[Any], Fact],
) -> Reads[Fact]:
    """An aspect that one call tells. A bucket of that name in somebody else's account is refused."""

    def read(inside: Inside) -> object:
        return inside.own.ask("s3", operation, understand, **_named(bucket, inside))

    return Reads(bucket_setting(bucket, aspect), read, fact, (f"s3:{operation}",), ())


def _named(bucket: str, inside: Inside) -> dict[str, str]:
    return {"Bucket": bucket_name(bucket, inside.account_id), "ExpectedBucketOwner": inside.account_id}


@cache
def _exists(bucket: str) -> Reads[str]:
    def read(inside: Inside) -> str:
        inside.own.ask("s3", "HeadBucket", lambda _answer: None, **_named(bucket, inside))
        try:
            inside.own.ask("s3", "GetObjectLockConfiguration", lambda _answer: None, **_named(bucket, inside))
        except NotFound:
            return PLAIN
        return LOCKED

    calls = ("s3:HeadBucket", "s3:GetObjectLockConfiguration")
    return Reads(bucket_setting(bucket, BucketAspect.EXISTS), read, str, calls, ())


@cache
def _versioning(bucket: str) -> Reads[str]:
    return _reads(bucket, BucketAspect.VERSIONING, "GetBucketVersioning", lambda answer: answer.get("Status"), str)


@cache
def _encryption(bucket: str) -> Reads[str]:
    def algorithm(answer: Answer) -> str:
        rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0]
        return str(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])

    return _reads(bucket, BucketAspect.ENCRYPTION, "GetBucketEncryption", algorithm, str)


@cache
def _public_access_block(bucket: str) -> Reads[PublicAccessBlock]:
    return _reads(bucket, BucketAspect.PUBLIC_ACCESS_BLOCK, "GetPublicAccessBlock", blocks_in, PublicAccessBlock.of)


@cache
def _policy(bucket: str) -> Reads[Document]:
    def document(answer: Answer) -> object:
        return json.loads(answer["Policy"])

    return _reads(bucket, BucketAspect.POLICY, "GetBucketPolicy", document, dict)


@cache
def _locked_days(bucket: str) -> Reads[int]:
    def days(answer: Answer) -> int | None:
        """Of either mode: to replace a longer lock by our shorter one would loosen it."""
        retention = answer["ObjectLockConfiguration"].get("Rule", {}).get("DefaultRetention", {})
        return int(retention.get("Days", 0)) or int(retention.get("Years", 0)) * 365 or None

    return _reads(bucket, BucketAspect.LOCKED_DAYS, "GetObjectLockConfiguration", days, int)


@cache
def _lifecycle(bucket: str) -> Reads[tuple[Document, ...]]:
    operation = "GetBucketLifecycleConfiguration"
    return _reads(bucket, BucketAspect.LIFECYCLE, operation, lambda answer: answer["Rules"], tuple)


def bucket_reads(bucket: str, *, locked: bool = False) -> tuple[Reads[Any], ...]:
    """Everything that is read of a bucket; of one whose objects may be locked, also for how long."""
    aspects = (_exists, _versioning, _encryption, _public_access_block, _lifecycle, _policy)
    return (*(each(bucket) for each in aspects), *((_locked_days(bucket),) if locked else ()))


# Claims


@dataclass(frozen=True)
class BucketClaim(SettingClaim[Fact]):
    """One aspect of one bucket."""

    bucket: str
    aspect: ClassVar[BucketAspect]
    says: ClassVar[str]
    """The claim, after the bucket's name."""

    @property
    def key(self) -> str:
        return bucket_key(self.bucket, self.aspect)

    @property
    def title(self) -> str:
        return f"Bucket {self.bucket} {self.says}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), bucket_key(self.bucket, BucketAspect.EXISTS))

    def assess(self, observed: Observed) -> Verdict:
        """A bucket of logs beside the one that logs go to would stay empty, and look as if it were the one."""
        elsewhere = recorded_elsewhere(observed) if self.bucket == AUDIT_LOGS else None
        there = observed.setting(self.place.account, bucket_setting(self.bucket, BucketAspect.EXISTS))
        if elsewhere is not None and (there is None or isinstance(there.seen, Absent)):
            return Satisfied(f"None is needed: trail {elsewhere.name} records to bucket {elsewhere.bucket}.")
        return super().assess(observed)


@dataclass(frozen=True)
class BucketExists(BucketClaim[str]):
    """The bucket is there; a new one is made for Object Lock where its logs shall be locked."""

    locked: bool
    aspect = BucketAspect.EXISTS
    says = "exists"

    @property
    def reads(self) -> Reads[str]:
        return _exists(self.bucket)

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place),)

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present is None:
            return Needed(CreateBucket(self.place, as_value(LOCKED if self.locked else PLAIN), self.bucket))
        return Satisfied("It is there, with Object Lock." if present == LOCKED else "It is there.")


@dataclass(frozen=True)
class BucketKeepsEveryVersion(BucketClaim[str]):
    """What is overwritten or deleted in the bucket can be had back."""

    aspect = BucketAspect.VERSIONING
    says = "keeps every version"

    @property
    def reads(self) -> Reads[str]:
        return _versioning(self.bucket)

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present == "Enabled":
            return Satisfied(f"Versioning is {present}.")
        return Needed(PutBucketVersioning(self.place, as_value("Enabled"), self.bucket))


@dataclass(frozen=True)
class BucketIsEncrypted(BucketClaim[str]):
    """What is written to the bucket is encrypted, by S3 itself or with a key of AWS KMS."""

    aspect = BucketAspect.ENCRYPTION
    says = "is encrypted"

    @property
    def reads(self) -> Reads[str]:
        return _encryption(self.bucket)

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present is not None and (present == "AES256" or present.startswith("aws:kms")):
            return Satisfied(f"Its default is {present}.")
        return Needed(PutBucketEncryption(self.place, as_value("AES256"), self.bucket))


@dataclass(frozen=True)
class BucketIsNotPublic(BucketClaim[PublicAccessBlock]):
    """Public access to the bucket is blocked in every way."""

    aspect = BucketAspect.PUBLIC_ACCESS_BLOCK
    says = "is not public"

    @property
    def reads(self) -> Reads[PublicAccessBlock]:
        return _public_access_block(self.bucket)

    def judge(self, present: PublicAccessBlock | None, _observed: Observed) -> Verdict:
        if present is not None and present.whole:
            return Satisfied("All four settings block public access.")
        return Needed(PutBucketPublicAccessBlock(self.place, as_value(FOUR_BLOCKS), self.bucket))


@dataclass(frozen=True)
class BucketTakesOnlyWhatItShould(BucketClaim[Document]):
    """The bucket's policy is the one that the program writes, in whatever words."""

    policy: str
    """As canonical JSON, with stand-ins for ids that AWS has yet to give."""
    writers: tuple[str, ...] = ()
    """The keys of the claims about the accounts that the policy names."""
    aspect = BucketAspect.POLICY
    says = "takes only what it should"

    @property
    def reads(self) -> Reads[Document]:
        return _policy(self.bucket)

    @property
    def requires(self) -> tuple[str, ...]:
        return (*super().requires, *self.writers)

    def judge(self, present: Document | None, observed: Observed) -> Verdict:
        wanted: Document = json.loads(filled(self.policy, observed))
        if present is not None and amounts_to_the_same(present, wanted):
            return Satisfied("Its policy says so.")
        if present is not None and amounts_to_the_same(_of_any_region(present), _of_any_region(wanted)):
            return Satisfied("Its policy says so, for a trail whose home is another Region.")
        if present is not None and not _only_ours(present, wanted):
            return Blocked(
                f"Bucket {self.bucket} has a policy of somebody else's.",
                "Nothing of yours is overwritten: compare it with what Review shows in the S3 console, add what is "
                "missing, or delete it.",
            )
        return Needed(PutBucketPolicy(self.place, self.policy, self.bucket))


def _of_any_region(policy: Document) -> Document:
    """The policy as if its trail could be at home anywhere. Another home Region in the setup moves no trail, and one
    that records is not cut off from its bucket."""
    document: Document = json.loads(re.sub(r"(arn:[^:\"]+:cloudtrail:)[a-z0-9-]+:", r"\1*:", canonical(policy)))
    return document


def _only_ours(present: Document, wanted: Document) -> bool:
    """Whether every statement is one of those that the program writes, so that it may write them anew."""
    known = {statement["Sid"] for statement in wanted["Statement"]}
    return all(statement.get("Sid") in known for statement in present.get("Statement", []))


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long a bucket keeps what is in it."""

    locked_days: int = 0
    """How long nobody can delete what was written; 0 for no Object Lock."""
    days: int = 0
    """After how many days it is deleted by itself; 0 for never."""

    @property
    def rules(self) -> list[dict[str, Any]]:
        """API: s3.LifecycleRule. Infrequent access exists in every partition; S3 leaves objects under 128 KB where
        they are (S3 user guide, lifecycle-transition-general-considerations)."""
        every: dict[str, Any] = {"Status": "Enabled", "Filter": {}}
        rules = [
            {**every, "ID": "orgwizard-given-up", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
            {
                **every,
                "ID": "orgwizard-colder",
                "Transitions": [{"Days": COLDER_AFTER, "StorageClass": COLDER}],
                "NoncurrentVersionTransitions": [{"NoncurrentDays": 30, "StorageClass": COLDER}],
            },
        ]
        if self.days:
            gone = {"NoncurrentVersionExpiration": {"NoncurrentDays": DELETED_KEPT}}
            rules.append({**every, "ID": "orgwizard-retention", "Expiration": {"Days": self.days}, **gone})
        return rules


COLDER, COLDER_AFTER = "STANDARD_IA", 90
DELETED_KEPT = 90
"""For how many days an older version can be had back, once there is a retention at all."""


@dataclass(frozen=True)
class BucketExpiresAsItShould(BucketClaim[tuple[Document, ...]]):
    """What was given up is cleared away, what is old is stored for less, and what has served its time goes. Rules that
    somebody else has set stay beside it."""

    rules: str
    """As canonical JSON."""
    unit: str
    """The path of the data bunker's unit, whose policies may deny the change."""
    policy_returns: bool = True
    """Whether the policy that protects the bucket is attached again afterwards, so that it may be taken off."""
    aspect = BucketAspect.LIFECYCLE
    says = "keeps things as long as it should"

    @property
    def reads(self) -> Reads[tuple[Document, ...]]:
        return _lifecycle(self.bucket)

    def judge(self, present: tuple[Document, ...] | None, observed: Observed) -> Verdict:
        wanted: list[Document] = json.loads(self.rules)
        ours = {rule["ID"] for rule in wanted}
        there = [*(present or ())]
        if all(any(_amounts_to(rule, each) for each in there) for rule in wanted) and not _left_over(there, ours):
            return Satisfied("Its lifecycle says so.")
        denying = [each for each in observed.policies if self._denied_by(each, observed)]
        theirs = [each for each in denying if not (each.policy_name == BUNKER_POLICY and self.policy_returns)]
        if theirs:
            return self._waits_for(theirs[0])
        if denying:
            off = next(path for path in denying[0].paths if path in self.bound_at)
            return Needed(DetachPolicy(denying[0].policy_type, denying[0].policy_name, off))
        others = [rule for rule in there if not str(rule.get("ID", "")).startswith(OURS)]
        return Needed(PutBucketLifecycle(self.place, as_value([*wanted, *others]), self.bucket))

    @property
    def may_need(self) -> tuple[Change, ...]:
        off = DetachPolicy(SERVICE_CONTROL_POLICY, BUNKER_POLICY, self.unit)
        return (off,) if self.policy_returns else ()

    @property
    def bound_at(self) -> frozenset[str]:
        """Paths of the places whose policies bind the data bunker."""
        return frozenset({ROOT} if self.unit == ROOT else {ROOT, *ancestors_and_self(self.unit)})

    def _waits_for(self, policy: Policy) -> Waiting:
        """Somebody's policy is theirs to take off: nothing fails, and whoever looks after it is told."""
        return Waiting(
            f"The lifecycle of bucket {self.bucket} is not as it should be, and policy {policy.policy_name} denies "
            f"everybody to change it. Detach {policy.policy_name} in AWS Organizations, apply again, and attach it "
            "again afterwards; or choose `leave` for what keeps this bucket: nothing is lost, and storage costs a "
            "little more.",
            on_whom=f"whoever looks after policy {policy.policy_name}",
        )

    def _denied_by(self, policy: Policy, observed: Observed) -> bool:
        """Whether the policy keeps the access role from setting the lifecycle."""
        account = observed.account_called(self.place.account)
        if account is None or not policy.content or not set(policy.paths) & self.bound_at:
            return False
        partition = partition_of(self.place.region)
        request = Request(
            "s3:PutLifecycleConfiguration",
            f"arn:{partition}:s3:::{bucket_name(self.bucket, account.account_id)}",
            f"arn:{partition}:iam::{account.account_id}:role/{self.place.role_name}",
            {"aws:RequestedRegion": self.place.region, "aws:AssumedRoot": None},
        )
        return policy.policy_type == SERVICE_CONTROL_POLICY and denies(json.loads(policy.content), request)


OURS = "orgwizard-"


def _amounts_to(wanted: Document, present: Document) -> bool:
    """S3 says more of a rule than it was told, such as an empty prefix."""
    return all(present.get(name) == value for name, value in wanted.items() if name != "Filter")


def _left_over(present: list[Document], ours: set[str]) -> bool:
    """Whether a rule of the program's is there that is no longer wanted, such as an earlier retention."""
    return any(str(rule.get("ID", "")).startswith(OURS) and rule["ID"] not in ours for rule in present)


@dataclass(frozen=True)
class BucketIsLocked(BucketClaim[int]):
    """What is written to the bucket cannot be deleted by anybody for so many days, or more. A bucket that was made
    without Object Lock gets it, once it keeps every version (S3 user guide, object-lock-configure)."""

    days: int
    aspect = BucketAspect.LOCKED_DAYS
    says = "is locked"

    @property
    def requires(self) -> tuple[str, ...]:
        return (*super().requires, bucket_key(self.bucket, BucketAspect.VERSIONING))

    @property
    def reads(self) -> Reads[int]:
        return _locked_days(self.bucket)

    def judge(self, present: int | None, _observed: Observed) -> Verdict:
        if present is not None and present >= self.days:
            return Satisfied(f"What is written is locked for {present} days.")
        return Needed(PutObjectLockConfiguration(self.place, as_value(self.days), self.bucket))


def bucket_claims(
    wanted: Wanted, bucket: str, policy: str, *, keeping: Keeping, writers: tuple[str, ...] = ()
) -> Iterator[Claim]:
    """Everything that is claimed of a bucket in the data bunker. `writers` are the keys of the claims about the
    accounts that its policy names."""
    place, account = wanted.bunker, wanted.setup.data_bunker
    if place is None or account is None:
        return
    returns = wanted.applies(Item.PROTECT_DATA_BUNKER) or wanted.takes_back(Item.PROTECT_DATA_BUNKER)
    locked_days = keeping.locked_days
    yield BucketExists(place, bucket, locked=locked_days > 0)
    yield BucketKeepsEveryVersion(place, bucket)
    yield BucketIsEncrypted(place, bucket)
    yield BucketIsNotPublic(place, bucket)
    yield BucketExpiresAsItShould(place, bucket, as_value(keeping.rules), account.organizational_unit, returns)
    yield BucketTakesOnlyWhatItShould(place, bucket, policy, writers)
    if locked_days:
        yield BucketIsLocked(place, bucket, locked_days)
