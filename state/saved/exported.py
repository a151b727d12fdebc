"""Files that people take away: written whole, and never over something that the program did not write itself.

What was written is remembered by path and checksum, so that a file somebody has edited since counts as theirs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from state.errors import StateNotWritable, WrongInput
from state.saved.locations import write_atomically
from state.saved.records import DAMAGE, read_bytes, record_of

RECORD = "exports.json"


class Exported:
    """The record of what was written from this machine."""

    def __init__(self, home: Path) -> None:
        self._file = home / RECORD

    def write(self, files: Mapping[str, str], folder: Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Write all of `files` below `folder`, or none of them.

        Raises WrongInput where something is that the program did not write, or that was edited since, unless told to
        `overwrite`; StateNotWritable where the disk refuses.
        """
        known = self._known()
        paths = {folder / name: text for name, text in files.items()}
        for path in paths:
            if os.path.lexists(path) and (path.is_dir() or not (overwrite or _is_ours(path, known))):
                raise WrongInput(
                    f"{path} is there already, and is not as orgwizard wrote it. Nothing was written.",
                    "Move it away, or name another place; on the command line, --overwrite replaces it.",
                )
        for path, text in paths.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WrongInput(
                    f"The directory {path.parent} cannot be made: {error.strerror}.", "Name another place."
                ) from error
            try:
                write_atomically(path, text)
            except StateNotWritable as error:
                raise WrongInput(error.message, "Name another place, or make that one writable.") from error
            known[_key(path)] = _sum(text.encode())
        write_atomically(self._file, json.dumps(known, indent=1, sort_keys=True) + "\n")
        return tuple(paths)

    def _known(self) -> dict[str, str]:
        """Checksums by path. A record that is gone or damaged only means that more is asked about."""
        try:
            return {str(path): str(known) for path, known in record_of(read_bytes(self._file)).items()}
        except (OSError, *DAMAGE):
            return {}


def _is_ours(path: Path, known: Mapping[str, str]) -> bool:
    try:
        return known.get(_key(path)) == _sum(path.read_bytes())
    except OSError:
        return False


def _key(path: Path) -> str:
    return os.path.realpath(path)  # `Path.resolve` raises what is no OSError for a link that leads to itself


def _sum(data: bytes) -> str:
    return sha256(data).hexdigest()
