"""The files beside a saved setup: the setup itself, and how far it has come.

A damaged file, and one that a newer orgwizard wrote, is reported with its name and left as it is.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from state.errors import UnknownSetup, UnreadableState
from state.page_key import PageKey
from state.saved.progress import Progress, ProgressLine, Standing
from state.setup import Setup
from state.setup.file import parse_file

PROGRESS_FORMAT = 1
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def read_saved_setup(file: Path) -> Setup:
    """The setup as it was saved; a draft may still have problems. Raises UnreadableState."""
    try:
        parsed = parse_file(file)
    except UnknownSetup as error:
        raise _damaged(file, "It is not there.") from error
    if parsed.setup is None:
        first = parsed.serious_problems[0]
        raise _damaged(file, f"Line {first.line}: {first.what}")
    return parsed.setup


def progress_as_json(progress: Progress) -> str:
    """For progress.json."""
    record = {"version": PROGRESS_FORMAT, **asdict(progress), "at": progress.at.isoformat()}
    return json.dumps(record, indent=1) + "\n"


def read_progress(file: Path) -> Progress | None:
    """What progress.json says; None when nobody has looked at AWS yet. Raises UnreadableState."""
    try:
        record = json.loads(file.read_bytes())
        version = int(record["version"])
        progress = _progress(record) if version == PROGRESS_FORMAT else None
    except FileNotFoundError:
        return None
    except (OSError, *DAMAGE) as error:
        raise UnreadableState(
            f"The file {file} is damaged.",
            "It was left as it is. You can delete it: it only says how things stood, and looking tells that again.",
        ) from error
    if progress is None:
        raise UnreadableState(
            f"The file {file} was made by a newer orgwizard.",
            "Upgrade orgwizard, then try again. The file was left as it is.",
        )
    return progress


def _progress(record: dict[str, Any]) -> Progress:
    lines = tuple(
        ProgressLine(
            str(one["key"]), str(one["title"]), Standing(one["standing"]), str(one["sentence"]), _page(one.get("page"))
        )
        for one in record["lines"]
    )
    return Progress(datetime.fromisoformat(record["at"]), lines, str(record.get("answers", "")))


def _page(key: object) -> PageKey | None:
    """None for a page that this version does not have, and where none was kept."""
    return next((page for page in PageKey if page == key), None)


def _damaged(file: Path, reason: str) -> UnreadableState:
    return UnreadableState(
        f"The saved setup {file} cannot be understood. {reason}",
        "It was left as it is. Correct it in an editor or restore it from a backup, or use `orgwizard discard`, which "
        "moves the setup aside: what exists at AWS is found again by looking.",
    )
