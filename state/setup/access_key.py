"""An access key as somebody types it in, and the rules for its parts. No rule repeats a secret in what it says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from state.errors import Advice

LONG_TERM, TEMPORARY = "AKIA", "ASIA"
"""How the ids of both kinds begin (IAM: reference_identifiers, unique ID prefixes)."""
_ID = re.compile(f"({LONG_TERM}|{TEMPORARY})[A-Z0-9]{{16}}")
_SECRET = re.compile(r"[A-Za-z0-9/+=]{40}")
_TOKEN = re.compile(r"[\x21-\x7e]{16,8192}")


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key pair, or a temporary one with its session token. Neither secret shows in its `repr`."""

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)

    @property
    def long_term(self) -> bool:
        """Whether it lasts until it is deleted."""
        return self.access_key_id.startswith(LONG_TERM)

    @property
    def ending(self) -> str:
        """The last four characters of its id: enough to tell it from others, and what the console shows too."""
        return self.access_key_id[-4:]

    def as_text(self) -> str:
        """All of it, for the keyring and for nowhere else."""
        return json.dumps([self.access_key_id, self.secret_access_key, self.session_token])


def access_key_from(text: str) -> AccessKey | None:
    """What `as_text` made; None when it is something else."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != 3 or not all(isinstance(part, str) for part in parts):
        return None
    return AccessKey(*parts)


def access_key_id_problem(text: str) -> Advice | None:
    """The id: AKIA… of a user's own key, ASIA… of a temporary one."""
    if _ID.fullmatch(text):
        return None
    return Advice(
        "This is not an access key id." if text else "The access key id is missing.",
        "It has 20 capital letters and digits and begins with AKIA, or with ASIA if it is temporary.",
    )


def secret_access_key_problem(text: str) -> Advice | None:
    """The secret."""
    if _SECRET.fullmatch(text):
        return None
    return Advice(
        f"This has {len(text)} characters or signs that no secret access key has."
        if text
        else "The secret is missing.",
        "Paste the 40 characters as AWS showed them, without spaces.",
    )


def session_token_problem(access_key_id: str, text: str) -> Advice | None:
    """The session token, which belongs to a temporary key and to no other."""
    if access_key_id.startswith(TEMPORARY) and not _TOKEN.fullmatch(text):
        return Advice(
            "A temporary key works only with its session token.", "Paste the whole token that AWS gave with the key."
        )
    if text and access_key_id.startswith(LONG_TERM):
        return Advice("A key that begins with AKIA has no session token.", "Leave the session token empty.")
    return None
