"""Where files live, and how one is replaced so that a kill or a full disk leaves the old one or the new one whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from state.errors import StateNotWritable, WrongInput


def home() -> Path:
    """The directory of everything saved: ORGWIZARD_HOME, or the place the system has for it. Made for its owner only.

    Raises StateNotWritable when it cannot be made.
    """
    chosen = os.environ.get("ORGWIZARD_HOME")
    if chosen:
        directory = Path(chosen).expanduser().absolute()
    else:
        from platformdirs import user_data_path

        directory = user_data_path("orgwizard", appauthor=False)
    make_directory(directory)
    return directory


def make_directory(directory: Path) -> None:
    """Make `directory` and those above it, readable by nobody else (0700). Raises StateNotWritable."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StateNotWritable(f"The directory {directory} cannot be made: {error.strerror}.") from error


def write_atomically(path: Path, text: str, *, durable: bool = True) -> None:
    """Replace `path` by `text` as a whole, readable by nobody else (0600). Raises StateNotWritable; the old file stays.

    Not `durable`, it survives the end of the process in any way, but perhaps not that of the machine.
    """
    data = text.encode()
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).replace(path)
        temporary = ""
        if durable:
            sync_directory(path.parent)
    except OSError as error:
        raise StateNotWritable(f"The file {path} cannot be written: {error.strerror}.") from error
    finally:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()


def sync_directory(directory: Path) -> None:
    """Make names in `directory` durable. Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_new_file(path: Path, text: str) -> None:
    """Write `text` where no file is yet. Raises WrongInput."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise WrongInput(f"{path} exists already.", "Name another file with --output, or move that one away.") from None
    except OSError as error:
        raise WrongInput(f"{path} cannot be written: {error.strerror}.", "Name another file with --output.") from None
