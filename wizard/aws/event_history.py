"""Asking CloudTrail's event history, which every account has for 90 days, trail or not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from state.observed.cloudtrail_event import CloudTrailEvent
from wizard.aws.calls import Calls

MOST = 50
"""Events on one page, the latest first (API: cloudtrail.LookupEvents). Nobody asks for a second one: two calls a second
are allowed."""


def recorded_calls(calls: Calls, event_name: str) -> tuple[CloudTrailEvent, ...]:
    """The latest events of this name in the Region of `calls`. Raises AwsError."""

    def understand(answer: Mapping[str, Any]) -> tuple[CloudTrailEvent, ...]:
        return tuple(_event(each) for each in answer.get("Events", ()))

    attribute = {"AttributeKey": "EventName", "AttributeValue": event_name}
    return calls.ask("cloudtrail", "LookupEvents", understand, LookupAttributes=[attribute], MaxResults=MOST)


def _event(event: Mapping[str, Any]) -> CloudTrailEvent:
    text = str(event.get("CloudTrailEvent", ""))
    try:
        identity = json.loads(text).get("userIdentity", {})
        by = str(identity.get("arn") or identity.get("invokedBy") or "")
    except (ValueError, AttributeError):
        by = ""
    return CloudTrailEvent(str(event["EventName"]), event["EventTime"], by or str(event.get("Username", "")), text)
