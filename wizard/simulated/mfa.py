"""MFA devices of IAM users, as the simulated AWS answers for them: every device shows the same code at all times."""

from __future__ import annotations

from datetime import timedelta

from wizard.simulated.credentials import session_of
from wizard.simulated.operation import Answer, Call, Caller, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import PARTITION

CODE = "123456"
ONCE_IN = timedelta(seconds=30)
"""A code is good for one call (IAM: id_credentials_mfa_configure-api-require)."""
LASTS = 43200
"""Seconds (API: sts.GetSessionToken, DurationSeconds)."""
LASTS_FOR_ROOT = 3600


def devices_of_user(call: Call) -> Answer:
    """API: iam.ListMFADevices, of the named user or of the one who asks."""
    kind, _, own_name = call.caller.principal.partition("/")
    name = call.parameters.get("UserName") or (own_name if kind == "user" else "")
    if name not in call.account.users:
        raise Refusal("NoSuchEntity", f"The user with name {name} cannot be found.")
    devices = call.account.mfa_devices.get(name, [default_device(call.caller.account_id, name)])
    shown = [{"UserName": name, "SerialNumber": each, "EnableDate": call.account.created_at} for each in devices]
    return {"MFADevices": shown, "IsTruncated": False}


@answers("sts", "GetSessionToken", writes=True)
def get_session_token(call: Call) -> Answer:
    """API: sts.GetSessionToken, for long-term keys only."""
    if not call.caller.long_term:
        raise Refusal("AccessDenied", "Cannot call GetSessionToken with session credentials")
    with_mfa = with_code(call)
    longest = LASTS_FOR_ROOT if call.caller.principal == "root" else LASTS
    seconds = call.parameters.get("DurationSeconds", longest)
    return {"Credentials": session_of(Caller(call.caller.arn, with_mfa), call.now + timedelta(seconds=seconds))}


def with_code(call: Call) -> bool:
    """Whether the call has a code, a good one. A wrong or used one is refused in AWS's words."""
    serial, code = call.parameters.get("SerialNumber"), call.parameters.get("TokenCode")
    if code is None:
        return False
    used = call.world.codes_used.get(serial or "")
    if serial is None or code != CODE or (used is not None and call.now - used < ONCE_IN):
        raise Refusal("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")
    call.world.codes_used[serial] = call.now
    return True


def default_device(account_id: str, user_name: str) -> str:
    """The serial number of a user's authenticator app."""
    return f"arn:{PARTITION}:iam::{account_id}:mfa/{user_name}"
