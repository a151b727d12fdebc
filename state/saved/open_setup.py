"""A saved setup that this process has open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from state.errors import EditedElsewhere, SetupInUse, StateNotWritable
from state.saved.files import (
    HOLDER_FILE,
    PROGRESS_FILE,
    SETUP_FILE,
    WAY_IN_FILE,
    WORLD_FILE,
    Saved,
    identify,
    journal_of,
    note_written,
    progress_as_json,
)
from state.saved.holder import Holder, read_holder
from state.saved.journal import Journal, Known
from state.saved.locations import write_atomically
from state.saved.progress import Progress
from state.saved.records import read_bytes
from state.setup import Setup
from state.setup.file import MOST_BYTES, write_setup

if TYPE_CHECKING:
    from filelock import FileLock


class OpenSetup:
    """A setup this process alone may change until it is closed. Also a context manager."""

    def __init__(self, name: str, directory: Path, lock: FileLock, saved: Saved, holder: Holder) -> None:
        self.name = name
        self.directory = directory
        self.setup = saved.setup
        """As last saved."""
        self.progress = saved.progress
        """As last saved, or None before the first look at AWS."""
        self.journal = journal_of(directory, saved, self.insist)
        self._written = saved.written
        self._lock: FileLock | None = lock
        self._holder = holder
        if not saved.setup_id:
            identify(directory, self.journal)

    def journal_called(self, file_name: str) -> Journal:
        """Another journal of this setup, of what somebody else does for it. Raises UnreadableState."""
        return Journal(self.directory / file_name, self.insist, Known(self.journal.setup_id))

    @property
    def world_file(self) -> Path:
        """Where a rehearsal keeps its simulated AWS."""
        return self.directory / WORLD_FILE

    def save(self, setup: Setup) -> None:
        """Save the answers durably. Raises StateNotWritable, EditedElsewhere; what was saved before stays then."""
        text = write_setup(setup)
        self._compare()
        self._write(SETUP_FILE, text)
        note_written(self.directory, text)
        self.setup, self._written = setup, text.encode()

    def save_progress(self, progress: Progress) -> None:
        """Save how the steps stand. Raises StateNotWritable."""
        progress = replace(progress, attempts=len(self.journal.attempts))
        self._write(PROGRESS_FILE, progress_as_json(progress))
        self.progress = progress

    @property
    def way_in(self) -> str:
        """The key of the credentials that were confirmed last; empty where nobody kept it, or nobody can read it."""
        try:
            return read_bytes(self.directory / WAY_IN_FILE).decode().strip()
        except (OSError, ValueError):
            return ""

    def note_way_in(self, key: str) -> None:
        """Remember which credentials were confirmed, never anything of them. Raises StateNotWritable, SetupInUse."""
        if key != self.way_in:
            self._write(WAY_IN_FILE, key + "\n")

    def note_applying(self, since: datetime | None) -> None:
        """Tell whoever looks on that a run is under way, or that it has ended. Raises StateNotWritable, SetupInUse."""
        self._holder = replace(self._holder, applying_since=since)
        self._write(HOLDER_FILE, self._holder.as_json())

    def insist(self) -> None:
        """Raises SetupInUse when somebody on another machine has taken the setup over: nothing may be written then."""
        present = read_holder(self.directory / HOLDER_FILE)
        if not self._holder.same_process(present):
            raise SetupInUse(
                f"{present or 'Somebody'} has taken over {self.name}, so nothing more is done here.",
                "Look there how it goes on. What was done here until now is recorded.",
            )

    def close(self) -> None:
        """Let others open it. Closing twice does nothing."""
        if self._lock is not None:
            if self._holder.same_process(read_holder(self.directory / HOLDER_FILE)):
                with suppress(OSError):
                    (self.directory / HOLDER_FILE).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def keep_answers_aside(self, now: datetime) -> Path:
        """Copy the saved answers beside themselves, before others replace them. Raises StateNotWritable."""
        file_name = f"setup-before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.yaml"
        self._write(file_name, write_setup(self.setup))
        return self.directory / file_name

    def _compare(self) -> None:
        """Raises EditedElsewhere when the setup's file is not as this process read or wrote it."""
        file = self.directory / SETUP_FILE
        try:
            edited = read_bytes(file, MOST_BYTES) != self._written
        except FileNotFoundError:
            return
        except (OSError, ValueError):
            edited = True
        if edited:
            raise EditedElsewhere(f"{file} was changed by another program since it was opened, so nothing was saved.")

    def _write(self, file_name: str, text: str) -> None:
        if self._lock is None:
            raise StateNotWritable(f"The setup {self.name} was closed before this could be saved.", "Open it again.")
        self.insist()
        write_atomically(self.directory / file_name, text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
