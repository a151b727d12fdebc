"""How a line of the journal looks: JSON, a check at its end, and what a kill may leave of it."""

from __future__ import annotations

import json
import re
from typing import Any

from state.saved.records import DAMAGE, record_of

HEADER_START, ENTRY_START = b'{"journal": ', b'{"attempt": '
CHECK = re.compile(rb', "check": "([0-9a-f]{8})"\}')
CHECK_BYTES = len(b', "check": "01234567"}')


def line_of(record: dict[str, Any]) -> bytes:
    """One line of JSON. Half a character, which AWS may send, becomes an escape that JSON reads as the same."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")


def may_be_torn(last: bytes, start: bytes) -> bool:
    """Whether this can be the beginning of a line of ours, and not a whole one: only that may be overwritten.

    A line begins once, holds no control characters, and is whole when it can be read as JSON or ends in its check.
    """
    begins = last.startswith(start) or start.startswith(last)
    if not begins or start in last[1:] or ENTRY_START in last[1:] or any(byte < 0x20 for byte in last):
        return False
    try:
        record_of(last)
    except DAMAGE:
        return CHECK.search(last, max(0, len(last) - CHECK_BYTES)) is None
    return False
