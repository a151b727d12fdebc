"""For how long a bucket of the data bunker keeps what is in it, and the claim that its lifecycle says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from state.changes.base import Change
from state.changes.buckets import (
    PutBucketLifecycle,
)
from state.changes.policies import DetachPolicy
from state.observed import SERVICE_CONTROL_POLICY, Observed, Policy
from state.observed.settings import (
    BucketAspect,
    as_value,
    bucket_name,
)
from state.setup import ROOT, ancestors_and_self
from state.setup.partitions import partition_of
from wizard.claims.base import Needed, Satisfied, Verdict, Waiting
from wizard.claims.reads import Reads
from wizard.guardrails.bucket_claim import BucketClaim
from wizard.guardrails.bucket_reads import lifecycle
from wizard.policies.evaluator import Request, denies
from wizard.policies.policy_text import Document

BUNKER_POLICY = "orgwizard-protect-data-bunker"
"""The policy that protects what is in the buckets, from a change of their lifecycle too."""


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
        return lifecycle(self.bucket)

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
            "again afterwards; or turn off what keeps this bucket: nothing is lost, and storage costs a "
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
