"""Everything that happens is recorded: a trail of the organization writes to a bucket in the data bunker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from state.changes.base import Change
from state.changes.trails import CreateTrail, DeleteTrail, StartLogging, UpdateTrail
from state.observed import Observed
from state.observed.settings import AUDIT_LOGS, NOTHING, BucketAspect, Place, as_value, audit_logs_of, bucket_name
from state.observed.stand_ins import MANAGEMENT_ACCOUNT_ID, ORGANIZATION_ID, account_id_of
from state.setup import Setup
from state.setup.guardrails import Item
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, not_seen
from wizard.claims.settings import SettingClaim, within
from wizard.edits.guardrails import LOG_DAYS
from wizard.guardrails.auditing import BASELINE, CIS, Audited, Facts, Judge, Judged, Status
from wizard.guardrails.base import STORAGE, Group, Guardrail, Value, ValueWords, Wanted, Words
from wizard.guardrails.bucket_claim import bucket_key
from wizard.guardrails.bucket_reads import bucket_reads
from wizard.guardrails.buckets import bucket_claims
from wizard.guardrails.object_lock import keeping_of_logs
from wizard.guardrails.second_trails import second_trails
from wizard.guardrails.trails import OWN_TRAILS, TRAILS, Trail, in_the_bunker, trails_of
from wizard.guardrails.trusted_access import TrustedAccessEnabled, trusted_access_key
from wizard.policies.buckets import trail_bucket_policy

CLOUDTRAIL = "cloudtrail.amazonaws.com"
TRAIL = "orgwizard-organization-trail"
KEY = "audit-trail"


@dataclass(frozen=True)
class OrganizationIsRecorded(SettingClaim[tuple[Trail, ...]]):
    """A trail records every account and every Region, and its files can be validated. Anybody's will do."""

    bucket: str
    """The bucket's whole name, with a stand-in for the account's id."""
    after: tuple[str, ...]
    reads = TRAILS

    @property
    def key(self) -> str:
        return KEY

    @property
    def title(self) -> str:
        return "A trail records the whole organization"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), trusted_access_key(CLOUDTRAIL), *self.after)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (UpdateTrail.of(self.place, TRAIL),)

    def judge(self, present: tuple[Trail, ...] | None, _observed: Observed) -> Verdict:
        """A trail that nobody may look into might be a good one: a second beside it would cost for nothing."""
        trails = present or ()
        for trail in trails:
            if trail.is_set_up and trail.records_everything:
                beside = "" if in_the_bunker(trail) else ", which is not among those that this setup protects"
                return Satisfied(f"Trail {trail.name} records to bucket {trail.bucket}{beside}.")
        ours = next((trail for trail in trails if trail.name == TRAIL), None)
        hidden = next((each.not_seen for each in trails if each.not_seen and (each.is_set_up or each is ours)), None)
        if hidden is not None:
            return not_seen(hidden)
        stopped = next((trail for trail in trails if trail.is_set_up and not trail.logging), None)
        if stopped is not None:
            return _started(stopped, self.place)
        if ours is None:
            return Needed(CreateTrail.writing_to(self.bucket, self.place, TRAIL))
        if not ours.is_set_up:
            return Needed(UpdateTrail.of(self.place, TRAIL))
        return _falls_short(ours)


def _started(stopped: Trail, place: Place) -> Verdict:
    """Anybody's: a second trail beside one that was stopped would cost once somebody starts it again. Where its home is
    another Region, it can be started there only (API: cloudtrail.StartLogging), and its name is its ARN."""
    if not stopped.name.startswith("arn:"):
        return Needed(StartLogging.of(place, stopped.name))
    return Blocked(
        f"Trail {stopped.name} would record the whole organization, and somebody has stopped it.",
        "Start it in the console of CloudTrail, in the Region that its ARN names, or delete it: then one is made here.",
    )


def _falls_short(ours: Trail) -> Blocked:
    """The program's own trail, which somebody has narrowed, or whose logs do not arrive."""
    if not ours.all_management_events:
        return Blocked(
            f"Trail {TRAIL} does not record every management event.",
            "Let it record all of them, reads and writes of every service, in the trail's settings in the console of "
            "CloudTrail; or delete it, so that it is made anew.",
        )
    return Blocked(
        f"Trail {TRAIL} cannot write to bucket {ours.bucket}: S3 says {ours.delivery_error}.",
        "See that the bucket is there and that its policy lets CloudTrail write. CloudTrail tries again by itself, and "
        "says so within the hour.",
    )


@dataclass(frozen=True)
class TrailTakenBack(SettingClaim[tuple[Trail, ...]]):
    """The program's trail is gone. The bucket and what is in it stay: AWS deletes no bucket that holds anything."""

    reads = TRAILS

    @property
    def key(self) -> str:
        return f"taken-back:{KEY}"

    @property
    def title(self) -> str:
        return f"Trail {TRAIL} is taken back"

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (DeleteTrail(self.place, NOTHING, TRAIL),)

    def judge(self, present: tuple[Trail, ...] | None, _observed: Observed) -> Verdict:
        if any(trail.name == TRAIL for trail in present or ()):
            return Needed(DeleteTrail(self.place, NOTHING, TRAIL))
        return Satisfied("There is no such trail. Its bucket, and the logs in it, stay.")


def _recorded(wanted: Wanted) -> Iterator[Claim]:
    """The bucket, then the trail that writes to it."""
    place = wanted.bunker
    if place is None:
        return
    called = audit_logs_of(wanted.setup.guardrails)
    bucket = bucket_name(called, account_id_of(place.account))
    arn = f"arn:{wanted.partition}:cloudtrail:{place.region}:{MANAGEMENT_ACCOUNT_ID}:trail/{TRAIL}"
    policy = trail_bucket_policy(wanted.partition, bucket, MANAGEMENT_ACCOUNT_ID, ORGANIZATION_ID, arn)
    yield from bucket_claims(wanted, called, as_value(policy), keeping=keeping_of_logs(wanted.setup))
    ready = tuple(bucket_key(called, aspect) for aspect in (BucketAspect.VERSIONING, BucketAspect.POLICY))
    yield OrganizationIsRecorded(wanted.management, bucket, ready)


def _gone(wanted: Wanted) -> Iterator[Claim]:
    yield TrailTakenBack(wanted.management)


def _judge(facts: Facts) -> Judged:
    whole = next((trail for trail in trails_of(facts.observed) or () if trail.records_everything), None)
    if whole is not None:
        return Status.MET, f"Trail {whole.name} records every account and every Region."
    return Status.YOURS, "No trail of the whole organization is known to record."


def _about_each_trail(yours: str, *, validated: bool = False) -> Judge:
    """A line about each trail; where there is none, there is nothing to judge."""

    def judge(facts: Facts) -> Judged:
        trails = trails_of(facts.observed)
        if trails is None:
            return Status.YOURS, "Trails were not looked at."
        if not trails:
            return Status.NOT_APPLICABLE, "The management account has no trail, and this is about trails."
        lacking = sorted(trail.name for trail in trails if not (validated and trail.validated))
        if lacking:
            return Status.YOURS, f"{yours} It concerns {', '.join(lacking)}."
        return (
            Status.MET,
            "It is so for every trail of the management account; other accounts' own are not looked at.",
        )

    return judge


def _now(setup: Setup) -> str:
    days = setup.guardrails.audit_log_days
    return f"{days} days" if days else "ever"


GUARDRAIL = Guardrail(
    item=Item.AUDIT_TRAIL,
    group=Group.DATA_BUNKER,
    words=Words(
        "Everything that happens is recorded",
        "A trail writes who did what, in every account and Region, to a bucket in the data bunker.",
        "The first trail costs nothing; storing its logs costs cents a month at first.",
        "The trail goes; its bucket and the logs in it stay.",
    ),
    before=(TrustedAccessEnabled(CLOUDTRAIL),),
    applied=_recorded,
    taken_back=_gone,
    reads=(*bucket_reads(AUDIT_LOGS, locked=True), TRAILS, OWN_TRAILS),
    audited=(
        Audited(CIS, "CloudTrail.1", "A trail of all Regions with management events", _judge),
        Audited(
            CIS,
            "CloudTrail.2",
            "Trails encrypted with a key of AWS KMS",
            _about_each_trail("The bucket encrypts with S3's keys; whether a KMS key does beside it is not looked at."),
        ),
        Audited(CIS, "CloudTrail.4", "Log file validation of trails", _about_each_trail("Turn it on.", validated=True)),
        Audited(
            CIS,
            "CloudTrail.7",
            "Access logging of the trail's bucket",
            _about_each_trail("This program does not look at it."),
        ),
        Audited(BASELINE, "ACCT.07", "What happens recorded by CloudTrail", _judge),
    ),
    value=ValueWords(
        Value.LOG_DAYS,
        "Audit logs are kept for",
        "After how long an audit log is deleted by itself, where that is wanted. Choose it before the data bunker is "
        "protected: to change it later, that protection is taken off for a moment, which the plan shows.",
        LOG_DAYS,
        _now,
    ),
    costs=lambda _setup: (STORAGE, "a trail of your own beside it, 2 USD for 100,000 events"),
    warns=second_trails,
)
