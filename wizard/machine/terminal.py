"""The terminal as it is, whatever the environment claims: how large, and whether it shows more than ASCII."""

from __future__ import annotations

import os
import sys
from codecs import lookup
from collections.abc import MutableMapping


def measured() -> os.terminal_size | None:
    """The size that the terminal itself tells; None where there is none, or it does not know."""
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            size = os.get_terminal_size(stream.fileno()) if stream is not None else None
        except (OSError, ValueError):
            continue
        if size is not None and size.columns > 0 and size.lines > 0:
            return size
    return None


def forget_exported_size(environment: MutableMapping[str, str]) -> None:
    """Drop COLUMNS and LINES where the terminal tells its size: exported by a shell or by `docker exec`, they are what
    it was once, and every library believes them before the terminal."""
    if measured() is not None:
        environment.pop("COLUMNS", None)
        environment.pop("LINES", None)


def writes_unicode(encoding: str) -> bool:
    """Whether every sign can be written in `encoding`, however its name is spelled."""
    try:
        return lookup(encoding).name.startswith("utf")
    except LookupError:
        return False


def draws_unicode() -> bool:
    """Whether the wizard's signs come out as they are: it draws on the standard error stream."""
    stream = sys.__stderr__ or sys.__stdout__
    return stream is not None and writes_unicode(stream.encoding or "")
