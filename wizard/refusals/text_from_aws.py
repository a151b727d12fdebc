"""Text from elsewhere, fit to stand inside a sentence."""

from __future__ import annotations

import re

LONGEST = 400
"""Characters of foreign text that are shown."""

_USER_IN_ADDRESS = re.compile(r"://[^/\s]*@")


def one_line(text: str) -> str:
    """Foreign text as one printable line without a full stop at its end, and without who logs in to an address."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    line = _USER_IN_ADDRESS.sub("://", " ".join(printable.split())).rstrip(".")
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
