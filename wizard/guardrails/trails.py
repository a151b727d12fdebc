"""Trails of the management account: what one records, and whether its logs arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from state.changes.trails import TrailChange
from state.observed import Observed
from state.observed.seen import Unknown
from state.observed.settings import AUDIT_LOGS, MANAGEMENT_ACCOUNT
from wizard.claims.reads import Answer, Inside, Reads, unknown
from wizard.errors import AwsRefused, NotFound

_BOTH = {"read", "write"}
_DIRECTIONS = {"All": _BOTH, "ReadOnly": {"read"}, "WriteOnly": {"write"}}
"""What a basic event selector records, by its ReadWriteType (API: cloudtrail.EventSelector)."""


@dataclass(frozen=True, slots=True)
class Trail:
    """API: cloudtrail.Trail, with its status and its event selectors."""

    name: str
    """Its name; of a trail whose home is another Region, its ARN: names are unique in one Region only."""
    bucket: str
    of_organization: bool
    of_all_regions: bool
    validated: bool
    """Whether its files can be proven unchanged."""
    logging: bool
    all_management_events: bool
    any_management_events: bool
    delivery_error: str
    """What S3 said when a log or a digest was last delivered; empty when it went well."""
    not_seen: Unknown | None
    """Why its status or its event selectors could not be looked at."""

    @classmethod
    def all_of(cls, content: Answer) -> tuple[Trail, ...]:
        """From what `read` gives. A trail that is only planned records everything and delivers, as AWS makes it."""
        return tuple(_trail(name, facts) for name, facts in content.items())

    @property
    def is_set_up(self) -> bool:
        """Whether it is meant for every account and Region, with files that can be validated."""
        return self.of_organization and self.of_all_regions and self.validated

    @property
    def records_everything(self) -> bool:
        """Whether it is known to record every management event in every account and Region, and to deliver."""
        everywhere = self.of_organization and self.of_all_regions and self.logging
        return everywhere and self.all_management_events and not self.delivery_error and self.not_seen is None

    @property
    def costs_beside_another(self) -> bool:
        """Whether it is a copy of management events that is paid for, or may be one, once another trail has the first
        (aws.amazon.com/cloudtrail/pricing)."""
        records = self.logging and self.any_management_events
        return not self.of_organization and (records or self.not_seen is not None)


def _trail(name: str, facts: Answer) -> Trail:
    not_seen = facts.get("not_seen")
    return Trail(
        name=name,
        bucket=str(facts.get("bucket", "")),
        of_organization=bool(facts.get("organization")),
        of_all_regions=bool(facts.get("multi_region")),
        validated=bool(facts.get("validation")),
        logging=bool(facts.get("logging")),
        all_management_events=bool(facts.get("management_events", True)),
        any_management_events=not facts.get("no_management_events"),
        delivery_error=str(facts.get("delivery_error", "")),
        not_seen=Unknown(*not_seen) if not_seen else None,
    )


def _read_own(inside: Inside) -> dict[str, dict[str, Any]]:
    """Without those of an organization, which show in each of its accounts."""
    return _read(inside, lambda facts: not facts["organization"])


def _read(inside: Inside, meant: Callable[[Answer], bool] = bool) -> dict[str, dict[str, Any]]:
    """Trails that act in the home Region: those of every Region show in each (API: cloudtrail.DescribeTrails)."""

    def understand(trail: Answer) -> tuple[str, str, dict[str, Any]]:
        arn, here = str(trail.get("TrailARN", trail["Name"])), inside.place.region
        facts = {
            "bucket": str(trail.get("S3BucketName", "")),
            "organization": bool(trail.get("IsOrganizationTrail")),
            "multi_region": bool(trail.get("IsMultiRegionTrail")),
            "validation": bool(trail.get("LogFileValidationEnabled")),
        }
        return str(trail["Name"]) if trail.get("HomeRegion", here) == here else arn, arn, facts

    found = inside.own.ask(
        "cloudtrail", "DescribeTrails", lambda answer: [understand(trail) for trail in answer["trailList"]]
    )
    return {name: facts | _looked_into(inside, arn) for name, arn, facts in found if meant(facts)}


def _looked_into(inside: Inside, arn: str) -> dict[str, Any]:
    """What takes calls of its own. One trail that may not be looked into leaves the others known."""
    try:
        status = inside.own.ask("cloudtrail", "GetTrailStatus", _status, Name=arn)
        return status | inside.own.ask("cloudtrail", "GetEventSelectors", _selected, TrailName=arn)
    except NotFound:
        return {"logging": False}  # deleted a moment ago
    except AwsRefused as error:
        if error.passing:
            raise
        hidden = unknown(error, inside.place)
        return {"not_seen": [hidden.what, hidden.remedy]}


def _status(answer: Answer) -> dict[str, Any]:
    errors = (answer.get("LatestDeliveryError"), answer.get("LatestDigestDeliveryError"))
    return {
        "logging": bool(answer.get("IsLogging")),
        "delivery_error": next((str(error) for error in errors if error), ""),
    }


def _selected(answer: Answer) -> dict[str, Any]:
    """A trail without any selector records all management events (API: cloudtrail.PutEventSelectors)."""
    basic, advanced = answer.get("EventSelectors") or (), answer.get("AdvancedEventSelectors") or ()
    selected: set[str] = set().union(*_basic(basic), *_advanced(advanced))
    if not selected and (basic or advanced):
        return {"management_events": False, "no_management_events": True}
    return {"management_events": selected == _BOTH or not (basic or advanced)}


def _basic(selectors: Iterable[Answer]) -> Iterator[set[str]]:
    """Reads, writes or both, of a selector that takes in the management events of every service."""
    for selector in selectors:
        if selector.get("IncludeManagementEvents", True) and not selector.get("ExcludeManagementEventSources"):
            yield _DIRECTIONS.get(selector.get("ReadWriteType", "All"), set())


def _advanced(selectors: Iterable[Answer]) -> Iterator[set[str]]:
    """The same of API: cloudtrail.AdvancedEventSelector. Any condition beside these two leaves something out."""
    for selector in selectors:
        fields = {field["Field"]: field.get("Equals") for field in selector["FieldSelectors"]}
        if fields.pop("eventCategory", None) == ["Management"] and not fields.keys() - {"readOnly"}:
            read_only = fields.get("readOnly", ["true", "false"])
            yield {"read" if value == "true" else "write" for value in read_only or ()}


TRAILS: Reads[tuple[Trail, ...]] = Reads(
    TrailChange.name,
    _read,
    Trail.all_of,
    ("cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"),
)

OWN_TRAILS: Reads[tuple[Trail, ...]] = Reads("own-trails", _read_own, Trail.all_of, TRAILS.calls, otherwise=())
"""Those that an account has for itself."""


def own_trails(observed: Observed) -> Iterator[tuple[str, tuple[Trail, ...] | Unknown]]:
    """By account, what it has for itself and pays for beside the organization's trail; or why nobody knows."""
    for setting in observed.settings:
        if setting.name != OWN_TRAILS.setting:
            continue
        if isinstance(setting.seen, Unknown):
            yield setting.account_id, setting.seen
        else:
            trails = OWN_TRAILS.fact(setting.content or {})
            yield setting.account_id, tuple(trail for trail in trails if trail.costs_beside_another)


def trails_of(observed: Observed) -> tuple[Trail, ...] | None:
    """The management account's trails; None when they were not looked at."""
    setting = observed.setting(MANAGEMENT_ACCOUNT, TRAILS.setting)
    if setting is None or isinstance(setting.seen, Unknown):
        return None
    return TRAILS.fact(setting.content or {})


def in_the_bunker(trail: Trail) -> bool:
    """Whether it writes to the bucket that the program makes, and protects."""
    return trail.bucket.startswith(f"{AUDIT_LOGS}-")


def recorded_in_the_bunker(observed: Observed, account_id: str) -> str:
    """What the bucket of this account is called, before its id, that the organization's trail writes to; empty where
    it writes to none that the program makes."""
    meant = (trail.bucket for trail in trails_of(observed) or () if trail.is_set_up and in_the_bunker(trail))
    end = f"-{account_id}"
    return next((bucket.removesuffix(end) for bucket in meant if account_id and bucket.endswith(end)), "")


def recorded_elsewhere(observed: Observed) -> Trail | None:
    """The organization's trail that writes to another bucket than the program's; None where there is none."""
    meant = (trail for trail in trails_of(observed) or () if trail.is_set_up)
    return next((trail for trail in meant if not in_the_bunker(trail)), None)
