"""The answers to the first questions, kept while no setup could hold them yet. Nothing secret is asked."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from state.saved.locations import make_directory, write_atomically
from state.saved.records import DAMAGE, read_bytes, record_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and chosen so far."""

    used: str = ""
    """`sandbox`, `existing` or `no`: whether an account is in use, and what becomes of it."""
    account: str = ""
    name: str = ""
    home_region: str = ""
    email_pattern: str = ""
    template: str = ""


def _file(home: Path, rehearsal: bool) -> Path:
    return home / ("new-rehearsal.json" if rehearsal else "new-setup.json")


def read_draft(home: Path, rehearsal: bool) -> Draft:
    """What is kept below `home`; a damaged file holds nothing worth an error."""
    try:
        record = record_of(read_bytes(_file(home, rehearsal)))
        return Draft(**{each.name: str(record.get(each.name, "")) for each in fields(Draft)})
    except (OSError, *DAMAGE):
        return Draft()


def write_draft(home: Path, rehearsal: bool, draft: Draft) -> None:
    """Keep it. Raises StateNotWritable."""
    make_directory(home)
    write_atomically(_file(home, rehearsal), json.dumps(asdict(draft)) + "\n", durable=False)


def forget_draft(home: Path, rehearsal: bool) -> None:
    """The setup exists now and holds the answers."""
    with suppress(OSError):
        _file(home, rehearsal).unlink()
