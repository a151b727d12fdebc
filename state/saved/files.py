"""The files beside a saved setup: the setup itself, how far it has come, and its journal.

A damaged file, and one that a newer orgwizard wrote, is reported with its name and left as it is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from state import VERSION
from state.errors import StateNotWritable, UnreadableState
from state.page_key import PageKey
from state.saved.journal import Journal, Known, look_over
from state.saved.locations import is_file, write_atomically
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from state.saved.records import DAMAGE, moment_of, read_bytes, record_of

if TYPE_CHECKING:
    from state.setup import Setup

SETUP_FILE = "setup.yaml"
JOURNAL_FILE = "journal.jsonl"
PROGRESS_FILE = "progress.json"
WORLD_FILE = "world.json"
HOLDER_FILE = "holder.json"
ID_FILE = "id"
WAY_IN_FILE = "way-in"
WRITTEN_FILE = "written"
PROGRESS_FORMAT = 1
_LINE_FIELDS = tuple(field.name for field in fields(ProgressLine))


@dataclass(frozen=True, slots=True)
class Saved:
    """What the files of one setup say."""

    setup: Setup
    """It may still have problems, as a draft does."""
    written: bytes
    """The setup's file."""
    progress: Progress | None
    """None when nobody has looked at AWS yet."""
    setup_id: str
    """The setup's own, which its journal names too; empty for one that an older orgwizard made."""


def read_saved(directory: Path) -> Saved:
    """Everything but the journal. Raises UnreadableState."""
    setup, written = read_saved_setup(directory / SETUP_FILE)
    return Saved(setup, written, read_progress(directory / PROGRESS_FILE), _read_id(directory / ID_FILE))


def note_written(directory: Path, text: str) -> None:
    """Remember that the setup's file is this very text, so that a list of setups need not understand it again: that
    takes 6 ms for a setup of eight accounts, and the parser's import 250 ms. What cannot be kept is not missed."""
    with suppress(StateNotWritable):
        write_atomically(directory / WRITTEN_FILE, _as_written(text.encode()), durable=False)


def written_by_us(directory: Path) -> str | None:
    """The text of the setup's file where this very version wrote it, as it does for these answers; None for any other,
    which has to be understood first."""
    try:
        data, noted = read_bytes(directory / SETUP_FILE), read_bytes(directory / WRITTEN_FILE)
    except (OSError, ValueError):
        return None
    return data.decode() if noted == _as_written(data) else None


def _as_written(data: bytes) -> bytes:
    from hashlib import sha256

    return f"{VERSION} {sha256(data).hexdigest()}\n".encode()


def journal_of(directory: Path, saved: Saved, insist: Callable[[], None] | None = None) -> Journal:
    """The setup's journal, compared with what the other files know of it. Raises UnreadableState.

    A setup that was looked at by an older orgwizard may have no journal, but an empty one was not left by it.
    """
    return Journal(directory / JOURNAL_FILE, insist, _known(directory, saved.progress, saved.setup_id))


def look_over_journal(directory: Path, progress: Progress | None) -> None:
    """Raises UnreadableState where the setup's journal is damaged or gone."""
    look_over(directory / JOURNAL_FILE, _known(directory, progress, _read_id(directory / ID_FILE)))


def _known(directory: Path, progress: Progress | None, setup_id: str) -> Known:
    begun = bool(setup_id) or (progress is not None and is_file(directory / JOURNAL_FILE))
    return Known(setup_id, begun, progress.attempts if progress else 0)


def identify(directory: Path, journal: Journal) -> str:
    """Give the setup an id of its own, the one its journal names if there is one. Raises StateNotWritable."""
    journal.setup_id = journal.setup_id or os.urandom(16).hex()
    journal.begin()
    write_atomically(directory / ID_FILE, journal.setup_id + "\n", durable=False)  # the journal tells it again
    return journal.setup_id


def read_saved_setup(file: Path) -> tuple[Setup, bytes]:
    """The setup as it was saved, and the bytes that say so. Raises UnreadableState."""
    from state.setup.file import MOST_BYTES, parse_bytes  # it brings YAML along, and there may be nothing to read

    try:
        data = read_bytes(file, MOST_BYTES)
    except FileNotFoundError as error:
        raise _damaged(file, "It is not there.") from error
    except (OSError, ValueError) as error:
        raise _damaged(file, f"{getattr(error, 'strerror', None) or 'It is larger than 1 MiB'}.") from error
    parsed = parse_bytes(data, str(file))
    if parsed.setup is None:
        first = parsed.serious_problems[0]
        raise _damaged(file, f"Line {first.line}: {first.what}")
    return parsed.setup, data


def progress_as_json(progress: Progress) -> str:
    """For progress.json."""
    since = progress.run_since.isoformat() if progress.run_since else None
    lines = [_line_as_json(line) for line in progress.lines]
    when = {"at": progress.at.isoformat(), "run_since": since}
    record = {"version": PROGRESS_FORMAT, **asdict(replace(progress, lines=())), **when, "lines": lines}
    return json.dumps(record) + "\n"  # on one line: indented it takes ten times as long, many times in a run


def _line_as_json(line: ProgressLine) -> dict[str, Any]:
    """Its status is called `standing` there, as in the files of every version."""
    return {"standing" if name == "status" else name: getattr(line, name) for name in _LINE_FIELDS}


def read_progress(file: Path) -> Progress | None:
    """What progress.json says; None when nobody has looked at AWS yet. Raises UnreadableState."""
    try:
        record = record_of(read_bytes(file))
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
            str(one["key"]),
            str(one["title"]),
            ClaimStatus(one["standing"]),
            str(one["sentence"]),
            _page(one.get("page")),
            str(one.get("whose_move", "")),
            str(one.get("message", "")),
        )
        for one in record["lines"]
    )
    since = record.get("run_since")
    return Progress(
        moment_of(record["at"]),
        lines,
        str(record.get("answers", "")),
        attempts=int(record.get("attempts", 0)),
        run_since=moment_of(since) if since else None,
    )


def _page(key: object) -> PageKey | None:
    """None for a page that this version does not have, and where none was kept."""
    return next((page for page in PageKey if page == key), None)


def _read_id(file: Path) -> str:
    """'' where there is none, or none that can be read: the journal then says whose it is."""
    try:
        text = read_bytes(file).decode("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if re.fullmatch("[0-9a-f]{32}", text) else ""


def _damaged(file: Path, reason: str) -> UnreadableState:
    return UnreadableState(
        f"The saved setup {file} cannot be understood. {reason}",
        "It was left as it is. Correct it in an editor or restore it from a backup, or use `orgwizard discard`, which "
        "moves the setup aside: what exists at AWS is found again by looking.",
    )
