"""Trails, of an account or of the organization, as the simulated AWS answers for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.passing_time import service_linked_role
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import Trail
from wizard.simulated.trail_delivery import CLOUDTRAIL, may_deliver, require_bucket, trail_arn
from wizard.simulated.world import Account

MOST_TRAILS = 5
"""In one Region of an account (CT: WhatIsCloudTrail-Limits)."""
FIRST_DELIVERY = timedelta(minutes=5)
"""How long after StartLogging the first log file is there (CT: how-cloudtrail-works)."""
_TRAIL_NAME = re.compile(r"(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_SETTINGS = {
    "S3BucketName": "bucket_name",
    "S3KeyPrefix": "key_prefix",
    "IsOrganizationTrail": "is_organization_trail",
    "IsMultiRegionTrail": "is_multi_region",
    "EnableLogFileValidation": "log_file_validation",
    "IncludeGlobalServiceEvents": "global_service_events",
    "KmsKeyId": "kms_key_id",
}
"""What CreateTrail and UpdateTrail set, by the names of their parameters."""


@answers("cloudtrail", "CreateTrail", writes=True)
def create_trail(call: Call) -> Answer:
    """API: cloudtrail.CreateTrail. Of one Region, not validated and not logging, unless told otherwise."""
    name = call.parameters["Name"]
    if not _TRAIL_NAME.fullmatch(name):
        raise Refusal("InvalidTrailNameException", f"Trail name {name} is not valid.")
    here = [trail for trail in call.account.trails if call.region == trail.home_region or trail.is_multi_region]
    if any(trail.trail_name == name for trail in here):
        raise Refusal(
            "TrailAlreadyExistsException", f"Trail {name} already exists for customer: {call.caller.account_id}"
        )
    if len(here) >= MOST_TRAILS:
        raise Refusal("MaximumNumberOfTrailsExceededException", f"User already has {MOST_TRAILS} trails.")
    tags = {tag["Key"]: tag.get("Value", "") for tag in call.parameters.get("TagsList", ())}
    trail = _with_settings(call, Trail(name, call.region, call.parameters["S3BucketName"], call.now, tags=tags))
    if trail.is_organization_trail:
        service_linked_role(call.world, call.account, CLOUDTRAIL, call.now)
    call.account.trails.append(trail)
    return _settings(trail, call.account)


@answers("cloudtrail", "UpdateTrail", writes=True)
def update_trail(call: Call) -> Answer:
    """API: cloudtrail.UpdateTrail, in the trail's home Region. What is not mentioned stays."""
    trail = _own_trail(call)
    changed = _with_settings(call, trail)
    call.account.trails[call.account.trails.index(trail)] = changed
    return _settings(changed, call.account)


def _with_settings(call: Call, trail: Trail) -> Trail:
    """The trail as the call wants it, if it may be like that."""
    given = {name: call.parameters[key] for key, name in _SETTINGS.items() if key in call.parameters}
    wanted = replace(trail, **given)
    if wanted.is_multi_region and not wanted.global_service_events:
        message = "Multi-Region trail must include global service events."
        raise Refusal("InvalidParameterCombinationException", message)
    if wanted.is_organization_trail:
        _require_organization(call)
    require_bucket(call.world, wanted, call.caller.account_id)
    return wanted


def _require_organization(call: Call) -> None:
    """An organization trail needs all features, trusted access, and the management account
    (CT: creating-an-organizational-trail-prepare)."""
    organization = call.world.organizations.get(call.account.organization_id)
    if organization is None:
        raise Refusal("OrganizationsNotInUseException", "Your account is not a member of an organization.")
    if organization.management_account_id != call.caller.account_id:
        raise Refusal("NotOrganizationMasterAccountException", "The account is not the management account.")
    if organization.feature_set != "ALL":
        raise Refusal("OrganizationNotInAllFeaturesModeException", "The organization does not have all features.")
    if not call.trusted(organization, CLOUDTRAIL):
        raise Refusal(
            "CloudTrailAccessNotEnabledException",
            "CloudTrail is not enabled as a trusted service in AWS Organizations.",
        )


@answers("cloudtrail", "GetTrail")
def get_trail(call: Call) -> Answer:
    """API: cloudtrail.GetTrail."""
    return {"Trail": _trail(*_trail_called(call))}


@answers("cloudtrail", "DescribeTrails")
def describe_trails(call: Call) -> Answer:
    """API: cloudtrail.DescribeTrails: those of the Region, of all Regions, and of the organization; without their
    shadows only those whose home it is."""
    wanted, shadows = call.parameters.get("trailNameList"), call.parameters.get("includeShadowTrails", True)
    shown = [
        _trail(trail, owner)
        for trail, owner in _visible(call)
        if not wanted or {trail.trail_name, trail_arn(trail, owner.account_id)} & set(wanted)
    ]
    return {"trailList": [trail for trail in shown if shadows or trail["HomeRegion"] == call.region]}


@answers("cloudtrail", "GetTrailStatus")
def get_trail_status(call: Call) -> Answer:
    """API: cloudtrail.GetTrailStatus: also whether its logs arrive."""
    trail, owner = _trail_called(call)
    status: Answer = {"IsLogging": trail.logging}
    if trail.started_at:
        status["StartLoggingTime"] = trail.started_at
    if trail.stopped_at:
        status["StopLoggingTime"] = trail.stopped_at
    if trail.logging and trail.started_at and call.now - trail.started_at >= FIRST_DELIVERY:
        if may_deliver(call.world, trail, owner.account_id):
            status["LatestDeliveryTime"] = call.now
        else:
            status["LatestDeliveryError"] = (
                "AccessDenied" if trail.bucket_name in call.world.buckets else "NoSuchBucket"
            )
    return status


@answers("cloudtrail", "GetEventSelectors")
def get_event_selectors(call: Call) -> Answer:
    """API: cloudtrail.GetEventSelectors. A trail takes in all management events unless told otherwise."""
    trail, owner = _trail_called(call, "TrailName")
    everything = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}
    selectors = trail.event_selectors or [everything | {"ExcludeManagementEventSources": []}]
    kind = "AdvancedEventSelectors" if "FieldSelectors" in selectors[0] else "EventSelectors"
    return {"TrailARN": trail_arn(trail, owner.account_id), kind: selectors}


@answers("cloudtrail", "StartLogging", writes=True)
def start_logging(call: Call) -> Answer:
    """API: cloudtrail.StartLogging. Repeating it changes nothing."""
    trail = _own_trail(call)
    if not trail.logging:
        trail.logging, trail.started_at = True, call.now
        if may_deliver(call.world, trail, call.caller.account_id):
            call.world.buckets[trail.bucket_name].has_objects = True
    return {}


@answers("cloudtrail", "StopLogging", writes=True)
def stop_logging(call: Call) -> Answer:
    """API: cloudtrail.StopLogging."""
    trail = _own_trail(call)
    if trail.logging:
        trail.logging, trail.stopped_at = False, call.now
    return {}


@answers("cloudtrail", "DeleteTrail", writes=True)
def delete_trail(call: Call) -> Answer:
    """API: cloudtrail.DeleteTrail. The bucket and what is in it stay."""
    call.account.trails.remove(_own_trail(call))
    return {}


def _visible(call: Call) -> Iterator[tuple[Trail, Account]]:
    """Every trail at work in the caller's Region, with its owner: a member account sees its organization's too."""
    organization = call.world.organizations.get(call.account.organization_id)
    owner = call.world.accounts[organization.management_account_id] if organization else call.account
    trails = [(trail, call.account) for trail in call.account.trails]
    if owner is not call.account:
        trails += [(trail, owner) for trail in owner.trails if trail.is_organization_trail]
    return (pair for pair in trails if pair[0].is_multi_region or pair[0].home_region == call.region)


def _trail_called(call: Call, parameter: str = "Name") -> tuple[Trail, Account]:
    """By name, or by ARN."""
    wanted = call.parameters[parameter]
    for trail, owner in _visible(call):
        if wanted in (trail.trail_name, trail_arn(trail, owner.account_id)):
            return trail, owner
    raise Refusal("TrailNotFoundException", f"Unknown trail: {wanted} for the user: {call.caller.account_id}")


def _own_trail(call: Call) -> Trail:
    """The trail, to be changed: by its owner, in its home Region."""
    trail, owner = _trail_called(call)
    if owner is not call.account:
        message = "Only the organization's management account can change an organization trail."
        raise Refusal("NotOrganizationMasterAccountException", message)
    if trail.home_region != call.region:
        message = f"Trail {trail.trail_name} can only be changed in its home region {trail.home_region}."
        raise Refusal("InvalidHomeRegionException", message)
    return trail


def _settings(trail: Trail, owner: Account) -> Answer:
    """What CreateTrail and UpdateTrail answer."""
    optional = {"S3KeyPrefix": trail.key_prefix, "KmsKeyId": trail.kms_key_id}
    return {
        "Name": trail.trail_name,
        "S3BucketName": trail.bucket_name,
        "IncludeGlobalServiceEvents": trail.global_service_events,
        "IsMultiRegionTrail": trail.is_multi_region,
        "TrailARN": trail_arn(trail, owner.account_id),
        "LogFileValidationEnabled": trail.log_file_validation,
        "IsOrganizationTrail": trail.is_organization_trail,
        **{key: value for key, value in optional.items() if value},
    }


def _trail(trail: Trail, owner: Account) -> Answer:
    """API: cloudtrail.Trail."""
    custom = bool(trail.event_selectors)
    more = {"HomeRegion": trail.home_region, "HasCustomEventSelectors": custom, "HasInsightSelectors": False}
    return _settings(trail, owner) | more
