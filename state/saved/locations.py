"""Where files live, and how one is replaced so that a kill or a full disk leaves the old one or the new one whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from state.errors import StateNotWritable, WrongInput

OWN = frozenset({"setups", "rehearsals", "discarded", "templates", "secrets.json", "exports.json", "crash.txt"})
"""What we put into our home, beside hidden files that are being written."""


def home() -> Path:
    """The directory of everything saved: ORGWIZARD_HOME, or the place the system has for it. Made for its owner only.

    One that is there already is closed to others when nothing but ours is in it. Raises StateNotWritable when it
    cannot be made.
    """
    chosen = os.environ.get("ORGWIZARD_HOME")
    if chosen:
        try:
            directory = path_typed(chosen).absolute()
        except (WrongInput, OSError) as error:
            why = error.message if isinstance(error, WrongInput) else "The current directory is gone."
            raise StateNotWritable(
                f"ORGWIZARD_HOME cannot be used. {why}", "Set it to a directory of your own, then try again."
            ) from error
    else:
        from platformdirs import user_data_path

        directory = user_data_path("orgwizard", appauthor=False)
    make_directory(directory)
    with suppress(OSError):
        if {entry.name for entry in directory.iterdir() if not entry.name.startswith(".")} <= OWN:
            tighten(directory)
    return directory


def path_typed(text: str) -> Path:
    """The path that somebody typed, `~` and `~name` as a shell has them. Raises WrongInput."""
    if "\0" in text:
        raise WrongInput("A path cannot contain a null character.", "Type the path again.")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        user = text.partition("/")[0]
        raise WrongInput(
            f"There is no home directory for {user!r}.", "Write the path in full, beginning with a slash."
        ) from None


def is_file(path: Path) -> bool:
    """Whether there is a file; no where the system cannot even look for it, as under a name that is too long."""
    return _is(stat.S_ISREG, path)


def is_directory(path: Path) -> bool:
    """Whether there is a directory; no where the system cannot even look for it."""
    return _is(stat.S_ISDIR, path)


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def directory_typed(text: str) -> Path:
    """The directory that somebody typed. Raises WrongInput when there is none."""
    path = path_typed(text)
    if text and is_directory(path):
        return path
    raise WrongInput("There is no such directory.", "Write the path of one that exists.")


def file_typed(text: str) -> Path:
    """The file that somebody typed. Raises WrongInput when there is none."""
    path = path_typed(text)
    if text and is_file(path):
        return path
    raise WrongInput("There is no such file.", "Write the path of a file that exists.")


def names_a_file(text: str) -> bool:
    """Whether `text` is a setup file's path rather than a saved setup's name."""
    return "/" in text or os.sep in text or text.endswith((".yaml", ".yml")) or is_file(Path(text))


def names_a_directory(text: str) -> bool:
    """Whether `text` ends as only a directory's path does; a path forgets that."""
    return text.endswith(tuple(filter(None, (os.sep, os.altsep))))


def working_directory() -> Path:
    """Where the program was started, or the person's own directory when that is gone meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def tighten(path: Path) -> None:
    """Close a file or directory of ours to everybody else, where the system has such modes and lets us."""
    if os.name != "posix":
        return
    with suppress(OSError):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & 0o077 and not path.is_symlink():
            path.chmod(mode & 0o700)


def make_directory(directory: Path) -> None:
    """Make `directory` and those above it, readable by nobody else (0700). Raises StateNotWritable."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StateNotWritable(f"The directory {directory} cannot be made: {error.strerror}.") from error


def write_atomically(path: Path, text: str | bytes, *, durable: bool = True) -> None:
    """Replace `path` by `text` as a whole, readable by nobody else (0600). Raises StateNotWritable; the old file stays.

    Not `durable`, it survives the end of the process in any way, but perhaps not that of the machine.
    """
    from tempfile import mkstemp  # it brings random numbers and checksums along

    data = text.encode() if isinstance(text, str) else text
    temporary = ""
    try:
        descriptor, temporary = mkstemp(dir=path.parent, prefix=f".{path.name}.")
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


def new_file(named: str) -> Path:
    """The path that somebody typed for a file that is not there yet. Raises WrongInput."""
    path = path_typed(named)
    if names_a_directory(named) or is_directory(path):
        raise WrongInput(f"{named} is a directory, and a file is wanted.", "Name a file in it.")
    if os.path.lexists(path):
        raise WrongInput(f"{path} exists already, and nothing is overwritten.", "Name another file, or move it away.")
    return path


def write_new_file(named: str, text: str) -> Path:
    """Write `text` where no file is yet; returns where. Raises WrongInput."""
    path = new_file(named)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise WrongInput(f"{path} cannot be written: {error.strerror}.", "Name another file.") from error
    return path
