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
from state.observed.seen import Unknown
from state.observed.settings import (
    AUDIT_LOGS,
    FOUR_BLOCKS,
    LOCKED,
    PLAIN,
    SUFFIXES,
    TAKEN,
    BucketAspect,
    as_value,
    bucket_setting,
    kind_of,
)
from state.observed.stand_ins import filled
from state.setup.guardrails import Item
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, not_seen
from wizard.claims.reads import Reads
from wizard.claims.settings import within
from wizard.guardrails.base import Wanted
from wizard.guardrails.block_public_access import PublicAccessBlock
from wizard.guardrails.bucket_claim import BucketClaim, bucket_key
from wizard.guardrails.bucket_lifecycle import BucketExpiresAsItShould, Keeping
from wizard.guardrails.bucket_names import called_otherwise, taken
from wizard.guardrails.bucket_reads import (
    encryption,
    existence,
    locked_for,
    policy_document,
    public_access_block,
    versioning,
)
from wizard.guardrails.trails import recorded_in_the_bunker
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.policy_text import Document


@dataclass(frozen=True)
class BucketExists(BucketClaim[str]):
    """The bucket is there; a new one is made for Object Lock where its logs shall be locked. None is made beside one
    that is there under another name: what is in that one would be protected no longer, and look as if it were all."""

    locked: bool
    earlier: tuple[str, ...] = ()
    """What buckets were called, before the account's id, that were made for the same purpose."""
    aspect = BucketAspect.EXISTS
    says = "exists"

    @property
    def reads(self) -> Reads[str]:
        return existence(self.bucket)

    @property
    def answer(self) -> tuple[str, ...]:
        return "guardrails", SUFFIXES[kind_of(self.bucket)]

    @property
    def settings(self) -> tuple[str, ...]:
        return (self.setting, *(bucket_setting(each, BucketAspect.EXISTS) for each in self.earlier))

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place),)

    def judge(self, present: str | None, observed: Observed) -> Verdict:
        if present in (LOCKED, PLAIN):
            return Satisfied("It is there, with Object Lock." if present == LOCKED else "It is there.")
        for each in self.earlier:
            setting = observed.setting(self.place.account, bucket_setting(each, BucketAspect.EXISTS))
            if setting is not None and isinstance(setting.seen, Unknown):
                return not_seen(setting.seen)
            if setting is not None and setting.content in (LOCKED, PLAIN):
                return called_otherwise(self.bucket, each)
        account = observed.account_called(self.place.account)
        account_id = account.account_id if account else ""
        recorded = recorded_in_the_bunker(observed, account_id)
        if recorded and kind_of(self.bucket) == AUDIT_LOGS and recorded != self.bucket:
            return called_otherwise(self.bucket, recorded)
        if present == TAKEN:
            return taken(self.bucket, account_id)
        return Needed(CreateBucket(self.place, as_value(LOCKED if self.locked else PLAIN), self.bucket))


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
    yield BucketExists(place, bucket, locked=locked_days > 0, earlier=_earlier(wanted, bucket, place.account))
    yield BucketKeepsEveryVersion(place, bucket)
    yield BucketIsEncrypted(place, bucket)
    yield BucketIsNotPublic(place, bucket)
    yield BucketExpiresAsItShould(place, bucket, as_value(keeping.rules), account.organizational_unit, returns)
    yield BucketTakesOnlyWhatItShould(place, bucket, policy, writers)
    if locked_days:
        yield BucketIsLocked(place, bucket, locked_days)


def _earlier(wanted: Wanted, bucket: str, account: str) -> tuple[str, ...]:
    """What other buckets were called that were made in this account for the same purpose."""
    made = wanted.buckets_made_in(account)
    return tuple(each for each in made if each != bucket and kind_of(each) == kind_of(bucket))
