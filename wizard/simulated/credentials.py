"""Credentials that say whose they are. They open nothing: only the simulated AWS reads them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime

from wizard.simulated.operation import FORGER, Caller
from wizard.simulated.signing_in import LongTermKey

SECRET = "simulated"  # noqa: S105 - opens nothing
_PREFIX = "simulated."


def credentials_of(caller: Caller) -> tuple[str, str, str]:
    """(access key id, secret access key, session token)."""
    key = hashlib.sha256(caller.arn.encode()).hexdigest()[:16].upper()
    text = f"{int(caller.with_mfa)}{caller.arn}" + (f"#{caller.task}" if caller.task else "")
    return "ASIA" + key, SECRET, _PREFIX + base64.urlsafe_b64encode(text.encode()).decode()


def session_of(caller: Caller, expires: datetime) -> dict[str, object]:
    """They, as AWS answers whoever begins a session."""
    access_key_id, secret, token = credentials_of(caller)
    return {"AccessKeyId": access_key_id, "SecretAccessKey": secret, "SessionToken": token, "Expiration": expires}


def caller_by_key(keys: Mapping[str, LongTermKey], access_key_id: str, secret: str) -> Caller | None:
    """Whose long-term key this is; the FORGER's when the secret is another one, None when there is no such key."""
    key = keys.get(access_key_id)
    if key is None:
        return None
    return Caller(key.arn, long_term=True) if key.secret == secret else FORGER


def caller_of(session_token: str | None) -> Caller | None:
    """Whose session token this is; None when it is not one of ours."""
    if not session_token or not session_token.startswith(_PREFIX):
        return None
    text = base64.urlsafe_b64decode(session_token.removeprefix(_PREFIX)).decode()
    arn, _, task = text[1:].partition("#")
    return Caller(arn, with_mfa=text[0] == "1", task=task)
