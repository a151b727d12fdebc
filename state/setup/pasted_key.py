"""An access key inside a larger text, as portals, programs and files show it: lines that set variables, ini, JSON."""

from __future__ import annotations

import re

from state.setup.access_key import AccessKey

_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?:AWS_?)?(?:(?P<id>ACCESS[_ ]?KEY[_ ]?ID)|(?P<secret>SECRET[_ ]?ACCESS[_ ]?KEY)"
    r"|(?P<token>(?:SESSION|SECURITY)[_ ]?TOKEN))[\"']?[ \t]*"
    r"(?:[=:,][ \t]*|[ \t]|\r?\n[ \t]*(?=(?:AKIA|ASIA)[A-Z0-9]{16}\b|[A-Za-z0-9+/]{40}(?:\s|\Z)))[\"']?",
    re.IGNORECASE,
)
_ID = re.compile(r"[A-Z0-9]{16,128}\b")
_VALUE = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_NEXT_LINE = re.compile(r"[ \t]*\r?\n[ \t]*([A-Za-z0-9+/_-]+={0,2})(?=[\"']?[;,)]*[ \t]*(?:\r?\n|\Z))")
"""The rest of a value that was copied out of a terminal which broke it: a line of nothing else."""
_PAIR = re.compile(r"((?:AKIA|ASIA)[A-Z0-9]{16})[\s,;:]+([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])")
"""Id and secret beside each other, as in the file that the IAM console offers."""
SECRET_LENGTH = 40


def access_key_in(text: str) -> AccessKey | None:
    """Whatever parts of a key `text` names, '' for those that it does not; None when it names none.

    Recognized are `export NAME=value`, `set`, `$env:NAME = "value"`, the ini of ~/.aws/credentials, JSON of AWS's own
    operations, and the console's file of an id and a secret. A value that was broken into lines is put together.
    """
    found = {"id": "", "secret": "", "token": ""}
    if (pair := _PAIR.search(text)) is not None:
        found["id"], found["secret"] = pair.groups()
    for name in _NAME.finditer(text):
        part = str(name.lastgroup)
        found[part] = found[part] or _value(text, name.end(), part)
    return AccessKey(found["id"], found["secret"], found["token"]) if any(found.values()) else None


def _value(text: str, at: int, part: str) -> str:
    begun = (_ID if part == "id" else _VALUE).match(text, at)
    if begun is None:
        return ""
    value, end = begun[0], begun.end()
    while part == "token" or (part == "secret" and len(value) < SECRET_LENGTH):
        more = _NEXT_LINE.match(text, end)
        if more is None:
            break
        value, end = value + more[1], more.end()
    return value
