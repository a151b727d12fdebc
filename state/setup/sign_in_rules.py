"""What is typed while signing in, judged before AWS is asked."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from state.errors import Advice
from state.setup.text_rules import quoted

_CODE = re.compile(r"[0-9]{6}")  # API: sts.AssumeRole.TokenCode


def mfa_code_problem(text: str) -> Advice | None:
    """The code that an MFA device shows."""
    if _CODE.fullmatch(text):
        return None
    return Advice("An MFA code has six digits.", "Type the code that the device shows now.")


def start_url_problem(text: str) -> Advice | None:
    """The address of an Identity Center's access portal, which ends in /start or is AWS's newer form of it."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "https" and "." in (parts.hostname or "") and text.isprintable() and " " not in text:
        return None
    what = f"{quoted(text)} is not the address of an access portal." if text else "The start URL is missing."
    return Advice(what, "Write it as your administrator gave it, such as https://acme.awsapps.com/start.")


def takes_codes(serial: str) -> bool:
    """Whether codes of this MFA device can be used in calls. Passkeys and security keys show none
    (IAM: id_credentials_mfa_configure-api-require); their serial number says `u2f`."""
    return ":u2f/" not in serial


def mfa_devices_problem(serials: tuple[str, ...]) -> Advice | None:
    """Why no code of a user's devices can be given; None when one can."""
    if any(takes_codes(serial) for serial in serials):
        return None
    if serials:
        return Advice(
            "This user's MFA device is a passkey or security key, and AWS takes those in a browser only, not in calls.",
            "Register an authenticator app as a second device in the IAM console, or sign in with Identity Center.",
        )
    return Advice(
        "This user has no MFA device, so there is no code to give.",
        "Register an authenticator app for the user in the IAM console, then sign in again.",
    )
