"""When people of the simulated AWS first sign in with Identity Center, and what CloudTrail tells of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wizard.simulated.identity_center import Center, CenterUser
from wizard.simulated.world import World

SIGNED_IN = "UserAuthentication"
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """Somebody has signed in."""

    center: Center
    user: CenterUser
    at: datetime

    def is_told(self, account_id: str, region: str) -> bool:
        """Whether the event history of this account has it in this Region: the owner's, where Identity Center is."""
        return (account_id, region) == (self.center.owner_id, self.center.region)

    def as_answer(self) -> dict[str, Any]:
        """API: cloudtrail.Event. It tells the user's id and no name (Identity Center user guide,
        username-sign-in-cloudtrail-events)."""
        center = self.center
        store = f"arn:aws:identitystore::{center.owner_id}:identitystore/{center.identity_store_id}"
        record = {
            "eventName": SIGNED_IN,
            "eventSource": "signin.amazonaws.com",
            "eventTime": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "awsRegion": center.region,
            "userIdentity": {
                "type": "IdentityCenterUser",
                "accountId": center.owner_id,
                "onBehalfOf": {"userId": self.user.user_id, "identityStoreArn": store},
            },
            "additionalEventData": {"CredentialType": "EXTERNAL_IDP" if self.user.issuer else "TOTP"},
        }
        told = {"EventName": SIGNED_IN, "EventTime": self.at, "EventSource": "signin.amazonaws.com"}
        return {**told, "CloudTrailEvent": json.dumps(record)}


def sign_ins_of(world: World, now: datetime) -> Iterator[FirstSignIn]:
    """Of everybody who has something to sign in to, in the last ninety days: some hours after they were made; of those
    who were there before the rehearsal began, today's."""
    hours = world.climate.first_sign_in_after_hours
    for center in world.centers:
        for user in center.users.values():
            at = user.created_at + timedelta(hours=hours) if user.created_at else now
            never = user.created_at is not None and hours < 0
            if not never and at <= now <= at + KEPT_FOR and center.given_to(user.user_name):
                yield FirstSignIn(center, user, at)
