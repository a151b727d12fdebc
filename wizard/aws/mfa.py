"""Codes of MFA devices: handed to botocore where a profile asks for one, or turned into a session of a user's keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from typing import Any, NoReturn

import boto3
from botocore.credentials import RefreshableCredentials

from state.observed import Identity
from state.setup.sign_in_rules import mfa_devices_problem, takes_codes
from wizard.aws.failures import explained
from wizard.aws.sessions import Clients, ask_nobody
from wizard.clock import Clock
from wizard.errors import AwsError, CredentialsExpired, MfaCodeRefused, NotPermitted

_REFUSED = ("one time pass code", "unable to validate MFA code")
"""What AWS says of a wrong code (IAM: id_credentials_mfa_sync, sts.AssumeRole)."""


class MfaCode:
    """Answers botocore's question for a code, once: a code is good for one call."""

    def __init__(self, code: str) -> None:
        self._code = code
        self.used = False

    def __call__(self, prompt: str) -> str:
        if not self._code or self.used:
            ask_nobody(prompt)
        self.used = True
        return self._code

    @property
    def left(self) -> bool:
        """Whether there is a code that nobody has asked for yet."""
        return bool(self._code) and not self.used

    def take(self) -> str:
        """The code, which is used up by that."""
        self.used = True
        return self._code


@contextmanager
def code_judged() -> Iterator[None]:
    """Tell a refused code from a missing permission; AWS gives both the same code, AccessDenied."""
    try:
        yield
    except NotPermitted as error:
        if not any(said in error.message for said in _REFUSED):
            raise
        raise MfaCodeRefused("AWS did not take the MFA code: it is wrong, or was used already.") from error


def mfa_devices(session: boto3.Session, identity: Identity) -> tuple[str, ...]:
    """Serial numbers of the devices of an IAM user who signed in with long-term keys (API: iam.ListMFADevices).

    Empty for everybody else, because only such keys can be turned into a session with MFA (API: sts.GetSessionToken),
    and for whoever may not ask.
    """
    credentials = session.get_credentials()
    if identity.kind != "IAM user" or credentials is None or credentials.token:
        return ()
    try:
        with explained("iam:ListMFADevices"):
            devices = Clients(session).reading("iam").list_mfa_devices()["MFADevices"]
            return tuple(str(device["SerialNumber"]) for device in devices)
    except AwsError:
        return ()


def credentials_with_mfa(
    session: boto3.Session, devices: tuple[str, ...], code: str, clock: Clock
) -> RefreshableCredentials:
    """A session of the same user that counts as signed in with MFA (API: sts.GetSessionToken), for twelve hours.

    Raises MfaCodeRefused, and AwsError when the user has no device whose codes AWS takes.
    """
    fault = mfa_devices_problem(devices)
    if fault is not None:
        raise AwsError(fault.what, fault.remedy)
    serial = next(each for each in devices if takes_codes(each))
    with code_judged(), explained("sts:GetSessionToken"):
        given = Clients(session).reading("sts").get_session_token(SerialNumber=serial, TokenCode=code)["Credentials"]
    return _until_they_run_out(given, clock)


def assumed_with_code(
    session: boto3.Session, role_arn: str, serial: str, code: str, clock: Clock
) -> RefreshableCredentials:
    """The role's credentials (API: sts.AssumeRole with SerialNumber and TokenCode). Raises MfaCodeRefused."""
    with code_judged(), explained("sts:AssumeRole"):
        given = (
            Clients(session)
            .reading("sts")
            .assume_role(RoleArn=role_arn, RoleSessionName="orgwizard", SerialNumber=serial, TokenCode=code)[
                "Credentials"
            ]
        )
    return _until_they_run_out(given, clock)


def _until_they_run_out(given: Mapping[str, Any], clock: Clock) -> RefreshableCredentials:
    return RefreshableCredentials(
        given["AccessKeyId"],
        given["SecretAccessKey"],
        given["SessionToken"],
        given["Expiration"].astimezone(UTC),
        refresh_using=_ran_out,
        method="mfa",
        time_fetcher=clock.now,
    )


def _ran_out() -> NoReturn:
    """Such a session can be renewed with a new code only."""
    raise CredentialsExpired("The session with MFA has run out.")
