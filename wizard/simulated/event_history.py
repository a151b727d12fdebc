"""CloudTrail's event history: every write that was carried out and every sign-in of people, for 90 days."""

from __future__ import annotations

import json
from typing import Any

from wizard.simulated.first_sign_ins import KEPT_FOR, SIGNED_IN, sign_ins_of
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.world import GLOBAL_REGION, Event

MOST_KEPT = 500
MOST_CHARACTERS = 200
"""Of a parameter: documents are left out."""
GLOBAL_SERVICES = frozenset({"organizations", "iam", "account", "budgets", "sts"})


def note_event(call: Call, service: str, event_name: str) -> None:
    """Write down what was just done."""
    parameters = call.parameters.items()
    texts = {key: value if isinstance(value, str) else json.dumps(value, default=str) for key, value in parameters}
    told = {key: value for key, value in texts.items() if len(value) < MOST_CHARACTERS}
    region = GLOBAL_REGION if service in GLOBAL_SERVICES else call.region
    event = Event(event_name, service, call.caller.account_id, region, call.caller.arn, call.now, told)
    call.world.events = [*call.world.events[1 - MOST_KEPT :], event]


@answers("cloudtrail", "LookupEvents")
def lookup_events(call: Call) -> Answer:
    """API: cloudtrail.LookupEvents, by the name of the event, or by a role that it is about; of the caller's account
    and the Region, latest first."""
    wanted = {each["AttributeKey"]: each["AttributeValue"] for each in call.parameters.get("LookupAttributes", ())}
    if wanted.get("EventName") == SIGNED_IN:
        here = (each for each in sign_ins_of(call.world, call.now) if each.is_told(call.caller.account_id, call.region))
        return {"Events": [each.as_answer() for each in sorted(here, key=lambda each: each.at, reverse=True)]}
    found = [
        event
        for event in reversed(call.world.events)
        if event.account_id == call.caller.account_id
        and event.region == call.region
        and event.event_name == wanted.get("EventName", event.event_name)
        and event.parameters.get("roleArn") == wanted.get("ResourceName", event.parameters.get("roleArn"))
        and call.now - event.at <= KEPT_FOR
    ]
    return {"Events": [_as_answer(event) for event in found[: call.parameters.get("MaxResults", 50)]]}


def _as_answer(event: Event) -> dict[str, Any]:
    record = {
        "eventName": event.event_name,
        "eventSource": f"{event.service}.amazonaws.com",
        "eventTime": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "awsRegion": event.region,
        "userIdentity": {"arn": event.by, "accountId": event.account_id},
        "requestParameters": event.parameters,
    }
    return {
        "EventName": event.event_name,
        "EventTime": event.at,
        "EventSource": record["eventSource"],
        "Username": event.by.rpartition("/")[2],
        "CloudTrailEvent": json.dumps(record),
    }
