"""From a session to an identity and its gateway, with MFA where there is a code for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import boto3
import botocore.session

from state.observed import Identity
from wizard.aws.endpoints import FALLBACK_REGION
from wizard.aws.gateway import AwsGateway
from wizard.aws.listings import Listings
from wizard.aws.mfa import MfaCode, credentials_with_mfa, mfa_devices
from wizard.aws.sessions import expiry_of, identify, session_of
from wizard.clock import Clock
from wizard.gateway import Gateway
from wizard.gateway.world import CredentialSource


def signed_in(
    session: boto3.Session,
    source: CredentialSource,
    code: MfaCode,
    clock: Clock,
    core: Callable[[], botocore.session.Session],
    ends: datetime | None = None,
    listings: Listings | None = None,
) -> tuple[Identity, Gateway]:
    """Who `session` is. Blocks. Raises AwsError.

    A code that was not asked for turns the keys of an IAM user into a session with MFA; `core` makes the botocore
    session for it. `ends` is when a sign-in that renews its credentials is over. `listings` follow what has many pages.
    """
    identity, region = identify(session), session.region_name or FALLBACK_REGION
    devices = mfa_devices(session, identity)
    if code.left and devices:
        credentials = credentials_with_mfa(session, devices, code.take(), clock)
        session, devices = session_of(core(), credentials, region), ()
        identity = identify(session)
    identity = replace(identity, source=source.title, expires_at=ends or expiry_of(session), mfa_devices=devices)
    return identity, AwsGateway(session, identity, clock, listings)
