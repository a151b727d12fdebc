"""The data bunker cannot be emptied, not even by the access role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from state.changes.base import Change
from state.changes.buckets import PutBucketLifecycle
from state.changes.policies import AttachPolicy, DetachPolicy
from state.errors import Advice
from state.observed import Observed
from state.observed.settings import BucketAspect, audit_logs_of, backups_of, bucket_name
from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Group, Wanted, Words
from wizard.guardrails.bucket_claim import bucket_key
from wizard.guardrails.bucket_lifecycle import BUNKER_POLICY
from wizard.guardrails.policies import POLICY_UNDO, STAND_IN_ID, PlacedPolicy, PolicyGuardrail
from wizard.guardrails.trails import recorded_elsewhere
from wizard.policies.policy_text import AccessRole, NothingNamed, PolicyText, deny, document_of, unless, usable

WAYS_TO_EMPTY_A_BUCKET = tuple(
    f"s3:{operation}"
    for operation in (
        "BypassGovernanceRetention",
        "DeleteBucket",
        "DeleteObject",
        "DeleteObjectVersion",
        "PutLifecycleConfiguration",
        "PutObjectLegalHold",
        "PutObjectRetention",
        "UpdateObjectEncryption",
    )
)
BUCKET_UPKEEP = tuple(
    f"s3:{operation}"
    for operation in (
        "DeleteBucketPolicy",
        "PutBucketAcl",
        "PutBucketObjectLockConfiguration",
        "PutBucketOwnershipControls",
        "PutBucketPolicy",
        "PutBucketPublicAccessBlock",
        "PutBucketVersioning",
        "PutEncryptionConfiguration",
        "PutReplicationConfiguration",
    )
)


def protect_data_bunker(bucket_names: Iterable[str], role_names: frozenset[AccessRole]) -> PolicyText:
    """Nobody quietly empties the buckets of logs and backups, not even the access role.

    Encrypting what is there anew counts as emptying: with a key that is then deleted, nobody can read it again
    (API: s3.UpdateObjectEncryption). So do shorter retention and lifted legal holds.

    Deleting is denied to everybody in every member account, and so is changing the lifecycle, because a rule that
    expires everything after a day deletes just as well. Lifecycle has therefore to be set before this policy is
    attached, and to change it, or to empty a bucket on purpose, the policy has to be detached in the management
    account, which the trail records. Configuration that deletes nothing (bucket policy, versioning, encryption,
    replication) stays open to the access role for upkeep, and to nobody else.

    Not stopped are the expiry that is set already, which S3 does by itself; deliveries of CloudTrail, which no service
    control policy binds; and another organization's principals that the access role lets in with a bucket policy:
    against those Object Lock helps. Raises NothingNamed.
    """
    buckets = sorted(f"arn:*:s3:::{usable(name, 'a bucket')}" for name in bucket_names)
    if not buckets:
        raise NothingNamed("No bucket is named for protection.", "Name the buckets of logs and backups.")
    everything = sorted([*buckets, *(f"{bucket}/*" for bucket in buckets)])
    return PolicyText(
        BUNKER_POLICY,
        "Nobody in a member account can delete audit logs and backups; only the organization access role configures.",
        document_of(
            deny("DenyEmptyingTheDataBunker", WAYS_TO_EMPTY_A_BUCKET, everything),
            deny("DenyReconfiguringTheDataBunker", BUCKET_UPKEEP, buckets, unless(role_names)),
        ),
    )


def _placed(wanted: Wanted) -> PlacedPolicy | None:
    """On the data bunker's unit, with a stand-in for the account's id. A bucket that was made stays protected, whatever
    the setup would call another."""
    account = wanted.setup.data_bunker
    if account is None:
        return None
    guardrails = wanted.setup.guardrails
    made = wanted.buckets_made_in(wanted.setup.email_of(account))
    called = dict.fromkeys((audit_logs_of(guardrails), backups_of(guardrails), *made))
    buckets = [bucket_name(each, STAND_IN_ID) for each in called]
    role_name = wanted.setup.organization_access_role_of(account)
    return PlacedPolicy(protect_data_bunker(buckets, frozenset({role_name})), account.organizational_unit)


def _after_the_lifecycle(wanted: Wanted) -> tuple[str, ...]:
    """The policy denies everybody to set a lifecycle, so it is there first."""
    guardrails = wanted.setup.guardrails
    made = ((Item.AUDIT_TRAIL, audit_logs_of(guardrails)), (Item.BACKUPS, backups_of(guardrails)))
    return tuple(bucket_key(bucket, BucketAspect.LIFECYCLE) for item, bucket in made if wanted.applies(item))


def _logs_elsewhere(observed: Observed, changes: Collection[Change]) -> Iterator[Advice]:
    """The bucket that a trail of somebody else's writes to may be in any account, which this policy does not bind."""
    trail = recorded_elsewhere(observed)
    attaches = any(isinstance(each, AttachPolicy) and each.policy_name == BUNKER_POLICY for each in changes)
    if trail is not None and attaches:
        yield Advice(
            f"The organization's logs go to bucket {trail.bucket} (trail {trail.name}), which this guardrail does not "
            "protect: it is for the buckets that are made here.",
            "Protect that bucket where it is: deny its deletion in a policy of its account's unit, or turn Object Lock "
            "on. Or delete that trail, so that one is made here that writes to the data bunker.",
        )


def _warned(observed: Observed, changes: Collection[Change]) -> Iterator[Advice]:
    yield from _logs_elsewhere(observed, changes)
    yield from _off_for_a_moment(changes)


def _off_for_a_moment(changes: Collection[Change]) -> Iterator[Advice]:
    """A bucket whose lifecycle is another one than the setup wants: of an earlier version's, or of an earlier
    answer."""
    off = any(isinstance(each, DetachPolicy) and each.policy_name == BUNKER_POLICY for each in changes)
    kept = sorted(each.bucket for each in changes if isinstance(each, PutBucketLifecycle))
    on = any(isinstance(each, AttachPolicy) and each.policy_name == BUNKER_POLICY for each in changes)
    if off and on and kept:
        yield Advice(
            f"How long {' and '.join(kept)} keep{'' if len(kept) > 1 else 's'} things is set anew, which policy "
            f"{BUNKER_POLICY} denies to everybody: it is detached, and attached again right after. For that moment the "
            "data bunker's administrators could empty it.",
            "Go on if that is acceptable; the trail records both. If not, turn off the guardrails that keep those "
            "buckets, and this one (`leave` in a setup file).",
        )


GUARDRAIL = PolicyGuardrail(
    item=Item.PROTECT_DATA_BUNKER,
    group=Group.DATA_BUNKER,
    words=Words(
        "The data bunker cannot be emptied",
        "Nobody in the data bunker's unit can delete logs or backups; only the access role changes how they are kept.",
        FREE,
        POLICY_UNDO,
    ),
    placed=_placed,
    after=_after_the_lifecycle,
    warns=_warned,
)
