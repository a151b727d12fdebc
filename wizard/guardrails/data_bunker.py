"""Claims about the data bunker: buckets that keep what is written, and the organization's trail that writes to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from state.changes.buckets import (
    BucketChange,
    CreateBucket,
    PutBucketEncryption,
    PutBucketPolicy,
    PutBucketPublicAccessBlock,
    PutBucketVersioning,
    PutObjectLockConfiguration,
)
from state.changes.trails import CreateTrail, DeleteTrail, StartLogging, UpdateTrail
from state.observed import Observed
from state.observed.settings import FOUR_BLOCKS, NOTHING, BucketAspect, Place, SettingName, as_value, bucket_setting
from state.observed.stand_ins import filled
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict
from wizard.claims.settings import SettingClaim, within
from wizard.guardrails.policies import trusted_access_key
from wizard.policies.equality import amounts_to_the_same

CLOUDTRAIL = "cloudtrail.amazonaws.com"
TRAIL = "orgwizard-organization-trail"
CLAIMS = {
    BucketAspect.EXISTS: "exists",
    BucketAspect.VERSIONING: "keeps every version",
    BucketAspect.ENCRYPTION: "is encrypted",
    BucketAspect.PUBLIC_ACCESS_BLOCK: "is not public",
    BucketAspect.POLICY: "takes only what it should",
    BucketAspect.LOCKED_DAYS: "is locked",
}
CHANGES: dict[BucketAspect, type[BucketChange]] = {
    BucketAspect.EXISTS: CreateBucket,
    BucketAspect.VERSIONING: PutBucketVersioning,
    BucketAspect.ENCRYPTION: PutBucketEncryption,
    BucketAspect.PUBLIC_ACCESS_BLOCK: PutBucketPublicAccessBlock,
    BucketAspect.POLICY: PutBucketPolicy,
    BucketAspect.LOCKED_DAYS: PutObjectLockConfiguration,
}


def bucket_key(bucket: str, aspect: BucketAspect) -> str:
    """The key of the step that sees to one aspect of a bucket."""
    return f"bucket:{bucket}:{aspect}"


@dataclass(frozen=True)
class BucketIs(SettingClaim):
    """One aspect of one bucket is as it should be, or stricter."""

    bucket: str
    aspect: BucketAspect
    wanted: str
    """As canonical JSON, with stand-ins for ids that AWS has yet to give."""
    after: tuple[str, ...] = ()
    """Keys of steps that have to hold before, beside the obvious ones."""

    @property
    def setting(self) -> str:
        return bucket_setting(self.bucket, self.aspect)

    @property
    def key(self) -> str:
        return bucket_key(self.bucket, self.aspect)

    @property
    def title(self) -> str:
        return f"Bucket {self.bucket} {CLAIMS[self.aspect]}"

    @property
    def requires(self) -> tuple[str, ...]:
        before = () if self.aspect is BucketAspect.EXISTS else (bucket_key(self.bucket, BucketAspect.EXISTS),)
        return (within(self.place), *before, *self.after)

    def judge(self, present: Any, observed: Observed) -> Verdict:
        wanted = filled(self.wanted, observed)
        change = CHANGES[self.aspect](self.place, self.wanted, self.bucket)
        if present is not None and (as_value(present) == wanted or self._is_stricter(present, change, observed)):
            return Satisfied(self._evidence(present))
        match self.aspect:
            case BucketAspect.EXISTS if present == "plain":
                return Blocked(
                    f"Bucket {self.bucket} exists and was not made for Object Lock.",
                    "Turn Object Lock on in the bucket's properties in the S3 console, or choose `leave` for "
                    "object-lock.",
                )
            case BucketAspect.POLICY if present is not None and not _only_ours(present, change.content(observed)):
                return Blocked(
                    f"Bucket {self.bucket} has a policy of somebody else's.",
                    "Nothing of yours is overwritten: compare it with what Review shows in the S3 console, add what is "
                    "missing, or delete it.",
                )
        return Needed(change)

    def _is_stricter(self, present: Any, change: BucketChange, observed: Observed) -> bool:
        match self.aspect:
            case BucketAspect.EXISTS:
                return bool(present == "locked")
            case BucketAspect.ENCRYPTION:
                return bool(str(present).startswith("aws:kms"))
            case BucketAspect.LOCKED_DAYS:
                return bool(present >= change.content(observed))
            case BucketAspect.POLICY:
                return amounts_to_the_same(present, change.content(observed))
        return False

    def _evidence(self, present: Any) -> str:
        match self.aspect:
            case BucketAspect.POLICY:
                return "Its policy says so."
            case BucketAspect.PUBLIC_ACCESS_BLOCK:
                return "All four settings block public access."
            case BucketAspect.LOCKED_DAYS:
                return f"What is written is locked for {present} days."
        return f"AWS says {present}."


def _only_ours(present: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether every statement is one of those that the program writes, so that it may write them anew."""
    known = {statement["Sid"] for statement in wanted["Statement"]}
    return all(statement.get("Sid") in known for statement in present.get("Statement", []))


def bucket_claims(
    place: Place, bucket: str, policy: str, *, locked_days: int = 0, writers: tuple[str, ...] = ()
) -> tuple[BucketIs, ...]:
    """Everything that is claimed of a bucket. `locked_days` is 0 for no Object Lock; `writers` are the keys of the
    steps that see to the accounts that its policy names."""
    wanted: dict[BucketAspect, Any] = {
        BucketAspect.EXISTS: as_value("locked" if locked_days else "plain"),
        BucketAspect.VERSIONING: as_value("Enabled"),
        BucketAspect.ENCRYPTION: as_value("AES256"),
        BucketAspect.PUBLIC_ACCESS_BLOCK: as_value(FOUR_BLOCKS),
        BucketAspect.POLICY: policy,
    }
    if locked_days:
        wanted[BucketAspect.LOCKED_DAYS] = as_value(locked_days)
    return tuple(
        BucketIs(place, bucket, aspect, value, writers if aspect is BucketAspect.POLICY else ())
        for aspect, value in wanted.items()
    )


@dataclass(frozen=True)
class OrganizationIsRecorded(SettingClaim):
    """A trail records every account and every Region, and its files can be validated. Anybody's will do."""

    bucket: str
    """The bucket's whole name, with a stand-in for the account's id."""
    after: tuple[str, ...]
    name = SettingName.TRAILS

    @property
    def key(self) -> str:
        return "audit-trail"

    @property
    def title(self) -> str:
        return "A trail records the whole organization"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), trusted_access_key(CLOUDTRAIL), *self.after)

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        trails: dict[str, dict[str, Any]] = present or {}
        for name, trail in trails.items():
            if trail["organization"] and trail["multi_region"] and trail["logging"] and trail["validation"]:
                return Satisfied(f"Trail {name} records to bucket {trail['bucket']}.")
        ours = trails.get(TRAIL)
        whole = {"organization": True, "multi_region": True, "validation": True}
        if ours is None:
            content = as_value({"bucket": self.bucket, **whole, "logging": False})
            return Needed(CreateTrail(self.place, content, TRAIL))
        if not all(ours[aspect] for aspect in whole):
            return Needed(UpdateTrail(self.place, as_value(whole), TRAIL))
        return Needed(StartLogging(self.place, as_value({"logging": True}), TRAIL))


@dataclass(frozen=True)
class TrailTakenBack(SettingClaim):
    """The program's trail is gone. The bucket and what is in it stay: AWS deletes no bucket that holds anything."""

    name = SettingName.TRAILS

    @property
    def key(self) -> str:
        return "taken-back:audit-trail"

    @property
    def title(self) -> str:
        return f"Trail {TRAIL} is taken back"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if TRAIL in (present or {}):
            return Needed(DeleteTrail(self.place, NOTHING, TRAIL))
        return Satisfied("There is no such trail. Its bucket, and the logs in it, stay.")
