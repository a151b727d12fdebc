"""A claim about one aspect of one bucket of the data bunker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from state.observed import Observed
from state.observed.seen import Absent, Fact, Known, Seen
from state.observed.settings import (
    AUDIT_LOGS,
    TAKEN,
    BucketAspect,
    as_value,
    bucket_setting,
    kind_of,
)
from wizard.claims.base import Satisfied, Verdict
from wizard.claims.settings import SettingClaim, within
from wizard.guardrails.trails import recorded_elsewhere


def bucket_key(bucket: str, aspect: BucketAspect) -> str:
    """The key of the claim about one aspect of a bucket."""
    return f"bucket:{bucket}:{aspect}"


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
        elsewhere = recorded_elsewhere(observed) if kind_of(self.bucket) == AUDIT_LOGS else None
        there = observed.setting(self.place.account, bucket_setting(self.bucket, BucketAspect.EXISTS))
        if elsewhere is not None and (there is None or not _is_ours(there.seen)):
            return Satisfied(f"None is needed: trail {elsewhere.name} records to bucket {elsewhere.bucket}.")
        return super().assess(observed)


def _is_ours(seen: Seen[str]) -> bool:
    """Whether there may be such a bucket in the account itself."""
    return not isinstance(seen, Absent) and seen != Known(as_value(TAKEN))
