"""Text that is not ours on its way out. A terminal obeys what it is sent, so every exit lets only text through."""

from __future__ import annotations

import json
from typing import Any


def printable(text: str) -> str:
    """`text` as one line that any terminal shows and none obeys.

    What is not printable becomes an escape that Python, JSON and YAML have alike as far as they can: control
    characters of both sets, line ends of any kind, signs that turn the direction of writing, halves of characters.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def printable_lines(text: str) -> str:
    """The same for a document: it keeps its line breaks."""
    return "\n".join(map(printable, text.split("\n")))


def as_json(value: Any, indent: int | None = None) -> str:
    """`value` as JSON that is readable and harmless: what a terminal might obey is escaped as JSON escapes it."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return "".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()
