"""Credentials that say whose they are. They open nothing: only the simulated AWS reads them."""

from __future__ import annotations

import base64
import hashlib

from wizard.simulated.operation import Caller

SECRET = "simulated"  # noqa: S105 - opens nothing
_PREFIX = "simulated."


def credentials_of(caller: Caller) -> tuple[str, str, str]:
    """(access key id, secret access key, session token)."""
    key = hashlib.sha256(caller.arn.encode()).hexdigest()[:16].upper()
    text = f"{int(caller.with_mfa)}{caller.arn}" + (f"#{caller.task}" if caller.task else "")
    return "ASIA" + key, SECRET, _PREFIX + base64.urlsafe_b64encode(text.encode()).decode()


def caller_of(session_token: str | None) -> Caller | None:
    """Whose session token this is; None when it is not one of ours."""
    if not session_token or not session_token.startswith(_PREFIX):
        return None
    text = base64.urlsafe_b64decode(session_token.removeprefix(_PREFIX)).decode()
    arn, _, task = text[1:].partition("#")
    return Caller(arn, with_mfa=text[0] == "1", task=task)
