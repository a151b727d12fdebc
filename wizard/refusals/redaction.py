"""The last net under text that goes to a file or a screen after a crash: nothing that opens AWS is in it."""

from __future__ import annotations

import os
import re

SECRET_VARIABLES = (
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
)
_ACCESS_KEY_ID = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}")
_TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{100,}")
_LOGIN = re.compile(r"://[^/\s\"']*@")


def without_secrets(text: str) -> str:
    """`text` with the environment's secrets, access key ids, long tokens and logins in addresses replaced.

    Nobody puts secrets into messages on purpose; what a library writes into an exception is out of our hands.
    """
    for value in filter(None, map(os.environ.get, SECRET_VARIABLES)):
        text = text.replace(value, "[secret]")
    text = _LOGIN.sub("://[secret]@", text)
    return _TOKEN.sub("[secret]", _ACCESS_KEY_ID.sub("[access key id]", text))
