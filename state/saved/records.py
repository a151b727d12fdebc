"""Files of ours that hold JSON: read to a bound, and with one list of what damage can raise."""

from __future__ import annotations

import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)
"""What comes of understanding a record that is not as it was written: no JSON, other types, numbers without an end."""

MOST_BYTES = 256 * 1024 * 1024
"""No file of ours comes near; what is larger is not one."""

YEARS = range(1970, 9000)
"""A year outside of these cannot be shown in every time zone."""


def read_bytes(file: Path, most: int = MOST_BYTES) -> bytes:
    """What is in `file`. Raises OSError, also where it is no regular file, and ValueError when it is over `most` bytes.

    A pipe or a device in the place of a file would be waited for, perhaps for ever.
    """
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "It is not a regular file", str(file))
        data = stream.read(most + 1)
    if len(data) > most:
        raise ValueError(f"more than {most} bytes")
    return data


def record_of(data: bytes) -> Any:
    """JSON as data, without the numbers that JSON does not have. Raises one of DAMAGE."""
    return json.loads(data, parse_constant=_refuse)


def moment_of(text: Any) -> datetime:
    """A moment as it was written: with a time zone, and in a year that can be shown. Raises one of DAMAGE."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year not in YEARS:
        raise ValueError("no moment of ours")
    return moment


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
