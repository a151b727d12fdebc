"""Signing in to IAM Identity Center by device code, as the AWS CLI does, and without it (RFC 8628).

None of the calls is signed. Client secret, device code and access token live in memory, and no `repr` shows them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import RefreshableCredentials

from wizard.aws.bounds import bounded, ending
from wizard.aws.failures import explained
from wizard.aws.sessions import READING, session_without_credentials
from wizard.clock import Clock
from wizard.errors import AwsError, AwsRefused, CredentialsExpired, DeviceSignInEnded
from wizard.gateway.world import AccessPortal, CenterAccount, CredentialSource

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "sso:account:access"
USUAL_INTERVAL = 5
"""Seconds between two questions where AWS names none (RFC 8628, 3.2)."""
SLOWER = 5
"""Seconds that the interval grows by when AWS asks to slow down (RFC 8628, 3.5)."""
SLICE = 1.0
"""Seconds within which a wait notices that it was cancelled."""

_UNSIGNED = READING.merge(Config(signature_version=UNSIGNED))

Hold = Callable[["CenterRole"], CredentialSource]


class PortalSignIn:
    """`wizard.gateway.DeviceSignIn`, one attempt of it. Making one asks for the code, and raises AwsError."""

    def __init__(self, core: botocore.session.Session, portal: AccessPortal, clock: Clock, hold: Hold) -> None:
        """`core` is a session to make clients of; `hold` remembers a chosen role."""
        self._clock = clock
        self._hold = hold
        self._cancelled = threading.Event()
        self._token = ""
        self._token_ends = clock.now()
        session = session_without_credentials(core, portal.region)
        make: Any = session.client
        self._oidc = bounded(make("sso-oidc", region_name=portal.region, config=_UNSIGNED))
        self._sso = bounded(make("sso", region_name=portal.region, config=_UNSIGNED))
        with explained("sso-oidc:RegisterClient"):
            client = self._oidc.register_client(
                clientName="orgwizard", clientType="public", scopes=[SCOPE], grantTypes=[GRANT]
            )
            self._client = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
        with explained("sso-oidc:StartDeviceAuthorization"):
            begun = self._oidc.start_device_authorization(**self._client, startUrl=portal.start_url)
            self._device_code = begun["deviceCode"]
            self._interval = begun.get("interval") or USUAL_INTERVAL
            self._ends = clock.now() + timedelta(seconds=begun["expiresIn"])
            self.user_code: str = begun["userCode"]
            self.address: str = begun["verificationUri"]
            self.address_with_code: str = begun.get("verificationUriComplete") or self.address

    def seconds_left(self) -> int:
        """How long the code is still good."""
        return max(0, int((self._ends - self._clock.now()).total_seconds()))

    def cancel(self) -> None:
        """End `wait` within a second."""
        self._cancelled.set()

    def wait(self) -> bool:
        """Ask every few seconds until it is approved; False when it was cancelled. Raises AwsError."""
        while self._rest():
            if not self.seconds_left():
                raise DeviceSignInEnded("The code has run out before anybody approved the sign-in.")
            if self._ask_once():
                return True
        return False

    def _rest(self) -> bool:
        """Let the interval pass in small slices; False when it was cancelled."""
        until = self._clock.now() + timedelta(seconds=self._interval)
        while not self._cancelled.is_set():
            now = self._clock.now()
            if now >= until:
                return True
            self._clock.sleep(min(SLICE, (until - now).total_seconds()))
            if self._clock.now() <= now:
                return False  # the clock was stopped: everything is being stopped
        return False

    def _ask_once(self) -> bool:
        """Whether it is approved (API: sso-oidc.CreateToken). Each way to say no is an error code of its own."""
        try:
            with explained("sso-oidc:CreateToken"):
                given = self._oidc.create_token(**self._client, grantType=GRANT, deviceCode=self._device_code)
                self._token = given["accessToken"]
                self._token_ends = self._clock.now() + timedelta(seconds=given["expiresIn"])
        except AwsRefused as error:
            return self._refused(error)
        except CredentialsExpired as error:
            raise DeviceSignInEnded("The code has run out before anybody approved the sign-in.") from error
        return True

    def _refused(self, error: AwsRefused) -> bool:
        match error.code:
            case "AuthorizationPendingException":
                return False
            case "SlowDownException":
                self._interval += SLOWER
                return False
            case "AccessDeniedException":
                raise DeviceSignInEnded(
                    "The sign-in was denied in the browser.",
                    "If that was you, begin again and choose Allow. If it was not, tell your administrator.",
                ) from error
            case _:
                raise error

    def accounts(self) -> tuple[CenterAccount, ...]:
        """API: sso.ListAccounts."""
        found = self._pages("ListAccounts", "list_accounts", "accountList")
        accounts = (
            CenterAccount(each["accountId"], each.get("accountName", ""), each.get("emailAddress", ""))
            for each in found
        )
        return tuple(sorted(accounts, key=lambda each: (each.account_name.lower(), each.account_id)))

    def role_names(self, account_id: str) -> tuple[str, ...]:
        """API: sso.ListAccountRoles."""
        found = self._pages("ListAccountRoles", "list_account_roles", "roleList", accountId=account_id)
        return tuple(sorted(each["roleName"] for each in found))

    def source(self, account: CenterAccount, role_name: str) -> CredentialSource:
        """The role, held for this run."""
        return self._hold(CenterRole(self._sso, self._token, self._token_ends, account, role_name, self._clock))

    def _pages(self, operation: str, method: str, key: str, **parameters: str) -> list[dict[str, Any]]:
        with explained(f"sso:{operation}"):
            pages = self._sso.get_paginator(method).paginate(accessToken=self._token, **parameters)
            return [each for page in ending(f"sso:{operation}", pages, key) for each in page[key]]


class CenterRole:
    """A role of an Identity Center user. Its credentials are fetched anew with the access token when they run out."""

    def __init__(
        self, sso: Any, token: str, ends: datetime, account: CenterAccount, role_name: str, clock: Clock
    ) -> None:
        self._sso = sso
        self._token = token
        self.ends = ends
        """When the sign-in itself is over, and nothing can be fetched any more."""
        self.account = account
        self.role_name = role_name
        self._clock = clock

    def credentials(self) -> RefreshableCredentials:
        """Blocks. Raises AwsError."""
        given = self._fetch()
        return RefreshableCredentials(
            given["access_key"],
            given["secret_key"],
            given["token"],
            datetime.fromisoformat(given["expiry_time"]),
            refresh_using=self._fetch,
            method="sso",
            time_fetcher=self._clock.now,
        )

    def _fetch(self) -> dict[str, str]:
        """API: sso.GetRoleCredentials, in botocore's own words for it."""
        try:
            with explained("sso:GetRoleCredentials"):
                given = self._sso.get_role_credentials(
                    accessToken=self._token, accountId=self.account.account_id, roleName=self.role_name
                )["roleCredentials"]
                ends = datetime.fromtimestamp(given["expiration"] / 1000, UTC)
                return {
                    "access_key": given["accessKeyId"],
                    "secret_key": given["secretAccessKey"],
                    "token": given["sessionToken"],
                    "expiry_time": ends.isoformat(),
                }
        except AwsRefused as error:
            if error.code != "UnauthorizedException":
                raise
            raise CredentialsExpired("The sign-in to Identity Center has run out.") from error


def begun(core: botocore.session.Session, portal: AccessPortal, clock: Clock, hold: Hold) -> PortalSignIn:
    """A sign-in for which there is a code. Raises AwsError, with the likely reason where AWS names none."""
    try:
        return PortalSignIn(core, portal, clock, hold)
    except AwsRefused as error:
        if error.code not in ("InvalidRequestException", "InvalidClientException", "UnauthorizedClientException"):
            raise
        raise AwsError(
            f"There is no Identity Center for {portal.start_url} in {portal.region}.",
            "Check the start URL, and that the Region is the one Identity Center was turned on in; the console of IAM "
            "Identity Center shows both under Settings.",
        ) from error
