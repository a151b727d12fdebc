"""Who has signed in with Identity Center lately: neither of its services tells it, CloudTrail's event history does.

The history has the last 90 days, some minutes late. An id is in each event; the name only where another provider signs
people in (Identity Center user guide, understanding-sign-in-events and username-sign-in-cloudtrail-events).
"""

from __future__ import annotations

import json

from state.observed.cloudtrail_event import CloudTrailEvent
from state.observed.identity_center import SignIn
from state.observed.seen import Known, Seen, Unknown
from wizard.aws.calls import Calls
from wizard.aws.event_history import recorded_calls
from wizard.errors import AwsError, CredentialsExpired, NoCredentials

SIGNED_IN = "UserAuthentication"


def sign_ins(calls: Calls) -> Seen[tuple[SignIn, ...]]:
    """The latest sign-ins in the Region of `calls`, the first of them first; or unknown and why: nothing else that is
    looked at hangs on CloudTrail. Raises AwsError only where the credentials are no longer good."""
    try:
        events = recorded_calls(calls, SIGNED_IN)
    except (CredentialsExpired, NoCredentials):
        raise
    except AwsError as error:
        return Unknown(error.message, error.remedy, error.passing)
    return Known(tuple(each for event in reversed(events) if (each := _sign_in(event)) is not None))


def _sign_in(event: CloudTrailEvent) -> SignIn | None:
    """None for an event that names nobody, or in a form that nobody knows."""
    try:
        record = json.loads(event.text)
        identity, more = record.get("userIdentity") or {}, record.get("additionalEventData") or {}
        user_id = str((identity.get("onBehalfOf") or {}).get("userId", ""))
        user_name = str(more.get("UserName") or identity.get("userName") or "")
        credential = str(more.get("CredentialType", ""))
    except (ValueError, AttributeError):
        return None
    return SignIn(user_id, user_name, event.at.date().isoformat(), credential) if user_id or user_name else None
