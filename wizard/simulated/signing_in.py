"""What one signs in to the simulated AWS with: who one can be, keys, an access portal, codes for a device."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Identity:
    """Somebody the rehearsal can be signed in as."""

    key: str
    title: str
    hint: str
    arn: str
    with_mfa: bool = True
    role_name: str = ""
    """The role to go through, which asks for the code of the user's MFA device; empty for the principal itself."""


@dataclass(slots=True)
class LongTermKey:
    """An access key of a user, or of the root user. It opens nothing but the simulated AWS."""

    secret: str
    arn: str


@dataclass(slots=True)
class Portal:
    """An Identity Center with its access portal."""

    start_url: str = "https://acme.awsapps.com/start"
    region: str = "eu-west-1"
    roles: dict[str, list[str]] = field(default_factory=dict)
    """Names of the roles that the person may have, by account id."""
    person: str = "anna"
    """Who approves a sign-in by device code: a user name, where an Identity Center of the organization has it."""


@dataclass(slots=True)
class DeviceGrant:
    """A sign-in by device code that somebody began (API: sso-oidc.StartDeviceAuthorization)."""

    device_code: str
    begun_at: datetime
    expires_at: datetime
    asked_at: datetime | None = None
    used: bool = False
