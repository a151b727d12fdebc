"""The claims that the data bunker's buckets are there and each aspect of them is as it should be, or stricter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from state.changes.buckets import (
    CreateBucket,
    PutBucketEncryption,
    PutBucketPolicy,
    PutBucketPublicAccessBlock,
    PutBucketVersioning,
    PutObjectLockConfiguration,
)
from state.observed import Observed, canonical
from state.observed.settings import (
    FOUR_BLOCKS,
    LOCKED,
    PLAIN,
    BucketAspect,
    as_value,
)
from state.observed.stand_ins import filled
from state.setup.guardrails import Item
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.reads import Reads
from wizard.claims.settings import within
from wizard.guardrails.base import Wanted
from wizard.guardrails.block_public_access import PublicAccessBlock
from wizard.guardrails.bucket_claim import BucketClaim, bucket_key
from wizard.guardrails.bucket_lifecycle import BucketExpiresAsItShould, Keeping
from wizard.guardrails.bucket_reads import (
    encryption,
    existence,
    locked_for,
    policy_document,
    public_access_block,
    versioning,
)
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.policy_text import Document


@dataclass(frozen=True)
class BucketExists(BucketClaim[str]):
    """The bucket is there; a new one is made for Object Lock where its logs shall be locked."""

    locked: bool
    aspect = BucketAspect.EXISTS
    says = "exists"

    @property
    def reads(self) -> Reads[str]:
        return existence(self.bucket)

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
        return versioning(self.bucket)

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
        return encryption(self.bucket)

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
        return public_access_block(self.bucket)

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
        return policy_document(self.bucket)

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
        return locked_for(self.bucket)

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
