"""The saved setups of this machine: one directory each, open in one process at a time, never deleted.

    <home>/setups/<name>/        id, setup.yaml, written, journal.jsonl, progress.json, way-in,
                                 lock, holder.json
    <home>/rehearsals/<name>/    the same, and world.json
    <home>/discarded/            what was put aside, with its journal

The lock is the system's and goes with its process, however that ends; holder.json says whose it is. Where the lock may
not reach everybody, on a network share, holder.json counts too; see `state.saved.holder`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from state.errors import Advice, OrgwizardError, SetupInUse, StateNotWritable, UnknownSetup
from state.saved import holder as holders
from state.saved.files import (
    HOLDER_FILE,
    JOURNAL_FILE,
    PROGRESS_FILE,
    SETUP_FILE,
    identify,
    look_over_journal,
    note_written,
    read_progress,
    read_saved,
    read_saved_setup,
    written_by_us,
)
from state.saved.holder import Hold, Holder, hold_by_lock, hold_by_name_only, on_a_share, read_holder, this_process
from state.saved.journal import Journal
from state.saved.locations import is_file, make_directory, sync_directory, tighten, write_atomically
from state.saved.progress import Progress

if TYPE_CHECKING:
    from filelock import FileLock

    from state.saved.open_setup import OpenSetup
    from state.setup import Setup

LOCK_FILE = "lock"
CANNOT_LOCK = (OSError, NotImplementedError)
"""What filelock raises where the system refuses, or a file system has no locks."""
ENDING_PATIENCE = 5.0
"""Seconds until the system has let go of what a process held that was ended."""
LOCK_PATIENCE = 0.3
"""Seconds. Whoever lists the setups holds each lock for an instant to see whether it is free."""


@dataclass(frozen=True, slots=True)
class SetupSummary:
    """A saved setup as the start screen lists it."""

    name: str
    rehearsal: bool
    saved_at: datetime | None
    progress: Progress | None
    trouble: str
    """Why it cannot be opened, with the remedy: a damaged or newer file. Empty when there is nothing."""
    edited: bool
    """Whether the answers are others than those that AWS was last compared with."""
    hold: Hold | None
    """Who has it open at this moment, if anybody, and what can be done about it."""

    @property
    def holder(self) -> Holder | None:
        """Who has it open at this moment, if anybody says so."""
        return self.hold.holder if self.hold else None


class SavedSetups:
    """The setups saved below `home`: the real ones, or the rehearsals, which lie beside and never inside them."""

    def __init__(self, home: Path, rehearsal: bool, shared: bool | None = None) -> None:
        """`shared`: whether other machines may have `home` open too; found out when it is not said."""
        self.home = home
        self.shared = on_a_share(home) if shared is None else shared
        self.rehearsal = rehearsal
        self.directory = home / ("rehearsals" if rehearsal else "setups")

    def summaries(self) -> tuple[SetupSummary, ...]:
        """Every saved setup, the latest first; a damaged one with its trouble, and the directory itself where it cannot
        be read. Raises nothing for what it finds."""
        try:
            names = sorted(entry.name for entry in self.directory.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            trouble = (
                f"The directory {self.directory} cannot be read: {error.strerror}. "
                "Make it a directory that you can read: what is saved in it is not listed meanwhile."
            )
            return (SetupSummary(self.directory.name, self.rehearsal, None, None, trouble, edited=False, hold=None),)
        found = [self._summary(name) for name in names if _fault_of(name) is None and self.exists(name)]
        return tuple(sorted(found, key=lambda one: one.saved_at or datetime.min.replace(tzinfo=UTC), reverse=True))

    def exists(self, name: str) -> bool:
        """Whether anything is saved under `name`, damaged or not."""
        directory = self.directory_of(name)
        try:
            return any(directory.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True

    def create(self, setup: Setup) -> None:
        """Save a new setup. Raises OrgwizardError when the name is taken or cannot be used, and StateNotWritable.

        It appears whole or not at all: a kill in between leaves a hidden directory that nobody asks for again.
        """
        from shutil import rmtree
        from tempfile import mkdtemp

        from state.setup.file import write_setup

        directory = self.directory_of(setup.name)
        if self.exists(setup.name):
            raise _taken(setup.name, self.rehearsal)
        make_directory(self.home)
        make_directory(self.directory)
        try:
            unfinished = Path(mkdtemp(dir=self.directory, prefix=f".{setup.name}."))
        except OSError as error:
            raise StateNotWritable(f"The directory {self.directory} cannot be written: {error.strerror}.") from error
        try:
            text = write_setup(setup)
            write_atomically(unfinished / SETUP_FILE, text)
            note_written(unfinished, text)
            identify(unfinished, Journal(unfinished / JOURNAL_FILE))
            unfinished.rename(directory)
            sync_directory(self.directory)
        except OSError as error:
            if self.exists(setup.name):
                raise _taken(setup.name, self.rehearsal) from error
            raise StateNotWritable(f"The directory {directory} cannot be made: {error.strerror}.") from error
        finally:
            rmtree(unfinished, ignore_errors=True)

    def read(self, name: str) -> Setup:
        """The answers saved under `name`, without opening the setup. Raises UnknownSetup, UnreadableState."""
        if not self.exists(name):
            raise _unknown(name)
        return read_saved_setup(self.directory_of(name) / SETUP_FILE)[0]

    def open(self, name: str, now: datetime) -> OpenSetup:
        """Open a setup for this process alone.

        Raises UnknownSetup, SetupInUse (says who, where, since when), UnreadableState (a file is damaged or newer; it
        is left as it is) and StateNotWritable.
        """
        return self._open(name, self._lock(name), now)

    def take_over(self, name: str, now: datetime) -> OpenSetup:
        """Open a setup that `open` refuses, where its hold can be taken over: never while somebody else can write.

        A stopped process of this machine is ended first. Raises what `open` raises.
        """
        hold = self.hold(name)
        if hold is None:
            return self.open(name, now)
        if not hold.can_be_taken_over:
            raise _in_use(name, hold)
        holders.end(hold)
        return self._open(name, self._lock(name, patience=ENDING_PATIENCE, taking_over=True), now)

    def hold(self, name: str) -> Hold | None:
        """Who has the setup open, if anybody: the lock tells whether, and only on a share the file alone."""
        directory = self.directory_of(name)
        if not is_file(directory / LOCK_FILE):
            return None
        from filelock import Timeout

        lock = _lock_of(directory)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return hold_by_lock(read_holder(directory / HOLDER_FILE), directory / LOCK_FILE)
        except CANNOT_LOCK:
            return None
        lock.release()
        return hold_by_name_only(read_holder(directory / HOLDER_FILE)) if self.shared else None

    def _open(self, name: str, lock: FileLock, now: datetime) -> OpenSetup:
        from state.saved.open_setup import OpenSetup

        directory, holder = self.directory_of(name), this_process(now)
        try:
            for each in (self.directory, directory, *directory.iterdir()):
                tighten(each)
            opened = OpenSetup(name, directory, lock, read_saved(directory), holder)
            write_atomically(directory / HOLDER_FILE, holder.as_json())
        except BaseException:
            lock.release()
            raise
        return opened

    def discard(self, name: str, now: datetime, *, moves_what_is_open: bool = os.name == "posix") -> Path:
        """Move a setup and all that belongs to it aside; nothing is deleted. Returns where it lies now.

        Raises UnknownSetup, SetupInUse and StateNotWritable. A damaged setup can be discarded too. Windows does not
        move a directory in which a file is open, not even the lock that was just taken.
        """
        lock = self._lock(name)
        kind = "rehearsal" if self.rehearsal else "setup"
        stem = f"{name}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{kind}"
        aside = self.home / "discarded"
        try:
            make_directory(aside)
            target, count = aside / stem, 1
            while target.exists():
                count += 1
                target = aside / f"{stem}-{count}"
            if not moves_what_is_open:
                lock.release()
            self.directory_of(name).rename(target)
            sync_directory(aside)
        except OSError as error:
            raise StateNotWritable(f"The setup {name} cannot be moved to {aside}: {error.strerror}.") from error
        finally:
            lock.release()
        return target

    def directory_of(self, name: str) -> Path:
        """The only way from a name to a path; nothing but a valid name gets through."""
        fault = _fault_of(name)
        if fault is not None:
            raise UnknownSetup(fault.what, fault.remedy)
        return self.directory / name

    def _lock(self, name: str, patience: float = LOCK_PATIENCE, taking_over: bool = False) -> FileLock:
        """The setup's lock, taken."""
        from filelock import Timeout

        directory = self.directory_of(name)
        if not self.exists(name):
            raise _unknown(name)
        lock = _lock_of(directory)
        try:
            lock.acquire(timeout=patience)
        except Timeout as error:
            raise _in_use(name, hold_by_lock(read_holder(directory / HOLDER_FILE), directory / LOCK_FILE)) from error
        except CANNOT_LOCK as error:
            why = getattr(error, "strerror", None) or "this file system has no locks"
            raise StateNotWritable(f"The setup {name} cannot be locked: {why}.") from error
        if not self.exists(name):  # discarded by whoever had the lock before
            lock.release()
            raise _unknown(name)
        hold = hold_by_name_only(read_holder(directory / HOLDER_FILE)) if self.shared and not taking_over else None
        if hold is not None:
            lock.release()
            raise _in_use(name, hold)
        return lock

    def _summary(self, name: str) -> SetupSummary:
        directory = self.directory / name
        progress, trouble, edited = None, "", False
        try:
            text = written_by_us(directory) or _text_of(directory)
            progress = read_progress(directory / PROGRESS_FILE)
            edited = progress is not None and progress.answers not in ("", text)
            look_over_journal(directory, progress)
        except OrgwizardError as error:
            trouble = f"{error.message} {error.remedy}"
        try:
            saved_at = datetime.fromtimestamp((directory / SETUP_FILE).stat().st_mtime, UTC)
        except (OSError, ValueError, OverflowError):  # a clock may have been in any year
            saved_at = None
        return SetupSummary(name, self.rehearsal, saved_at, progress, trouble, edited, self.hold(name))


def _fault_of(name: str) -> Advice | None:
    """What is wrong with a setup's name. Where nothing is saved nobody asks, and the rules are not imported."""
    from state.setup.text_rules import name_problem

    return name_problem(name)


def _text_of(directory: Path) -> str:
    """The answers as this version would write them, whoever wrote the file. Raises UnreadableState."""
    from state.setup.file import write_setup

    return write_setup(read_saved_setup(directory / SETUP_FILE)[0])


def _lock_of(directory: Path) -> FileLock:
    """One lock for all threads of a process: what one opens another may close."""
    from filelock import FileLock

    return FileLock(directory / LOCK_FILE, mode=0o600, thread_local=False)


def _taken(name: str, rehearsal: bool) -> OrgwizardError:
    again = " --rehearse" if rehearsal else ""
    return OrgwizardError(
        f"There is a saved setup called {name} already.",
        f"Go on with that one, choose another name, or put it aside with `orgwizard discard {name}{again}`.",
    )


def _unknown(name: str) -> UnknownSetup:
    return UnknownSetup(
        f"There is no saved setup called {name}.",
        "Check the spelling; the first screen of `orgwizard` lists what is saved. Or begin a new setup.",
    )


def _in_use(name: str, hold: Hold) -> SetupInUse:
    doing = hold.holder.doing(name) if hold.holder else f"Another process has had {name} open"
    return SetupInUse(f"{doing}.", hold.advice, can_be_taken_over=hold.can_be_taken_over)
