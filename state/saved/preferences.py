"""What one person likes, whatever setup is open. Never an answer, and never a secret."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from state.saved.locations import make_directory, write_atomically
from state.saved.records import DAMAGE, read_bytes, record_of

FILE = "preferences.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Chosen once, and kept for the next start."""

    theme: str = ""
    """The colours that were chosen; empty while nobody has chosen any."""
    light_terminal: bool = False
    """Whether the terminal said last that its background is light."""


def read_preferences(home: Path) -> Preferences:
    """What is kept below `home`; a file that is missing or damaged keeps nobody from starting."""
    try:
        record = record_of(read_bytes(home / FILE))
        return Preferences(str(record.get("theme", "")), record.get("light_terminal") is True)
    except (OSError, *DAMAGE):
        return Preferences()


def write_preferences(home: Path, preferences: Preferences) -> None:
    """Keep them. Raises StateNotWritable."""
    make_directory(home)
    write_atomically(home / FILE, json.dumps(asdict(preferences)) + "\n", durable=False)
