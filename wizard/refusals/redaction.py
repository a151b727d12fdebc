"""The net under every text that a library, a program or AWS writes: nothing that opens AWS or a proxy is in it.

Nobody puts secrets into messages on purpose. HTTP libraries quote headers and addresses that they cannot use, programs
print what they could not read, and AWS quotes a whole request whose signature it refuses, session token included.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import unquote

from wizard.refusals.text_from_aws import one_line

SECRET_VARIABLES = (
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
)
ADDRESS_VARIABLES = re.compile(r"AWS_ENDPOINT_URL(_.*)?|(HTTPS?|ALL)_PROXY", re.IGNORECASE)
"""Variables whose values are addresses, which may say who logs in and with which password."""
SHORTEST, SHORTEST_PASSWORD = 8, 4
"""Characters of what is looked for by itself; what is shorter would take every text to pieces."""

_used: set[str] = set()
"""Secrets that this process has signed with. They are in memory anyway; here they are found in what others write."""

_LOGIN = re.compile(r"://[^\s\"'<>]*@")
_ADDRESS_WITH_PORT = re.compile(r"://[^\s\"'<>/@:]+:[0-9]+/")
_HEADER = re.compile(r"(?i)(header value).*", re.DOTALL)
_SIGNED = re.compile(r"(AWS4(?:-[A-Z0-9]+)+)\s+[^\"'\r\n]*")
_LOGS_IN = re.compile(
    r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?(?:(?:Basic|Bearer|Negotiate)\s+)?)(?!\[)[^\s\"'&,;)}]+"
)
_NAMED = re.compile(
    r"(?i)(x-amz-(?:security-token|signature|credential)|x-amz-sso_bearer_token"
    r"|secret[_ ]?access[_ ]?key|(?:session|security|access|refresh)[_ ]?token|client[_ ]?secret|device[_ ]?code"
    r"|password|passwd)"
    r"(\\?[\"']?\s*[:=]\s*\\?[\"']?)(?!\[)[^\s\"'&,;)}\\]+"
)
_ACCESS_KEY_ID = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}")
_TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{100,}")


def remember(*secrets: str | None) -> None:
    """What is signed with from now on is no longer shown, whoever writes it."""
    _used.update(piece for secret in secrets if secret for piece in _pieces(secret))


def without_secrets(text: str) -> str:
    """`text` with everything replaced that is a secret of this process, or looks like one.

    That is what the environment and the credentials in use hold, also in part where a line break cuts it; headers that
    sign or log in; access key ids; long tokens; and logins in addresses.
    """
    for secret in sorted({*_used, *_of_the_environment()}, key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    text = _LOGIN.sub(lambda login: login[0] if _ADDRESS_WITH_PORT.match(login[0]) else "://[secret]@", text)
    text = _HEADER.sub(r"\1 [secret]", text)
    text = _LOGS_IN.sub(r"\1[secret]", _SIGNED.sub(r"\1 [secret]", text))
    text = _NAMED.sub(r"\1\2[secret]", text)
    return _TOKEN.sub(_long, _ACCESS_KEY_ID.sub("[access key id]", text))


def said(text: object) -> str:
    """What a library, a program or AWS says, as one printable line that can stand inside a sentence."""
    return one_line(without_secrets(str(text)))


def _of_the_environment() -> Iterator[str]:
    for name, value in os.environ.items():
        if name in SECRET_VARIABLES:
            yield from _pieces(value)
        elif ADDRESS_VARIABLES.fullmatch(name) and "@" in value:
            login = value.rpartition("@")[0].rpartition("://")[2]
            password = login.partition(":")[2]
            header = b64encode(unquote(login).encode()).decode()
            yield from (part for part in (login, password, unquote(password), header) if len(part) >= SHORTEST_PASSWORD)


def _pieces(secret: str) -> Iterator[str]:
    """Its unbroken parts: whoever quotes it may write a line break as two characters."""
    return (piece for piece in re.split(r"[^\x21-\x7e]+", secret) if len(piece) >= SHORTEST)


def _long(token: re.Match[str]) -> str:
    """A path may be as long as a token, but its names are not; and no token is without digits or letters."""
    name = max(token[0].split("/"), key=len)
    mixed = any(sign.isdigit() for sign in name) and any(sign.isalpha() for sign in name)
    return "[secret]" if len(name) > 40 and mixed else token[0]
