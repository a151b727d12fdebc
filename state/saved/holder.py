"""Who has a saved setup open, whether that can still be so, and when somebody else may take over.

The system's lock decides as far as it reaches: it goes with its process, however that ends. Two cases are left in
which somebody may be locked out for good, or let in too early. A process on this machine that was stopped (Ctrl+Z)
keeps its lock and does nothing; it may be ended, for a run may be killed at any moment. And on a network share a lock
may not reach the other machines: then a file that names another machine is all there is, and only a person knows what
became of it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from state.saved.records import DAMAGE, moment_of, read_bytes, record_of
from state.text.printable import printable

SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "lustre"})
"""Linux's names of file systems that other machines may have open too."""

MOUNTS = Path("/proc/self/mounts")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a setup open."""

    user: str
    host: str
    pid: int
    since: datetime
    applying_since: datetime | None = None
    """Since when a run is under way; None while there is none."""

    def __str__(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid})"

    @property
    def on_this_host(self) -> bool:
        """Whether it is, or was, a process of this machine."""
        return self.host == socket.gethostname()

    def same_process(self, other: Holder | None) -> bool:
        """Whether this is the very same opening of the setup."""
        return other is not None and replace(self, applying_since=None) == replace(other, applying_since=None)

    def doing(self, name: str) -> str:
        """`anna on laptop (process 12) has been applying acme since 2026-11-23 12:04`, without a full stop."""
        if self.applying_since is not None:
            return f"{self} has been applying {name} since {self.applying_since.astimezone():%Y-%m-%d %H:%M}"
        return f"{self} has had {name} open since {self.since.astimezone():%Y-%m-%d %H:%M}"

    def as_json(self) -> str:
        """For holder.json."""
        applying = self.applying_since.isoformat() if self.applying_since else None
        return json.dumps({**asdict(self), "since": self.since.isoformat(), "applying_since": applying}) + "\n"


@dataclass(frozen=True, slots=True)
class Hold:
    """That a setup is open elsewhere, as far as anybody can tell from here."""

    holder: Holder | None
    """None where it does not say."""
    can_be_taken_over: bool
    advice: str
    """What can be done about it, as whole sentences."""
    to_be_ended: int = 0
    """The stopped process of this machine that a take-over ends; 0 for none."""

    def sentence(self, name: str) -> str:
        """Who has the setup of this name open and what is being done with it, as a sentence."""
        return f"{self.holder.doing(name)}." if self.holder else f"Another process has {name} open."


def hold_by_lock(holder: Holder | None, lock_file: Path) -> Hold:
    """What to make of a lock that somebody has."""
    if holder is None:
        return Hold(None, False, "Close it there, or wait until it is done there.")
    if not holder.on_this_host:
        return Hold(
            holder,
            False,
            f"Close it on {holder.host}, or wait until it is done there. Only there can be seen whether process "
            f"{holder.pid} still runs; when it has ended, it holds nothing.",
        )
    if _is_stopped(holder.pid) and _has_open(holder.pid, lock_file):
        return Hold(
            holder,
            True,
            f"Process {holder.pid} is stopped, perhaps by Ctrl+Z: `fg` in its terminal goes on with it. Or take over, "
            "which ends that process; everything it did is recorded.",
            to_be_ended=holder.pid,
        )
    return Hold(
        holder,
        False,
        f"Close it there, or wait until it is done there. If nobody can reach that terminal any more, `kill "
        f"{holder.pid}` ends it: everything it did is recorded, and a process that has ended holds nothing.",
    )


def hold_by_name_only(holder: Holder | None) -> Hold | None:
    """What to make of a file on a network share that names somebody, when the lock is free all the same."""
    if holder is None or holder.on_this_host:
        return None
    return Hold(
        holder,
        True,
        f"The setup lies on a network share, and from here cannot be seen whether process {holder.pid} on "
        f"{holder.host} has ended. Look there, and close it if it is still open. If it has ended, or {holder.host} is "
        "gone, take over; should it still run, it notices before it writes or asks AWS for anything more, and stops.",
    )


def end(hold: Hold) -> None:
    """End the stopped process that has the setup open. It may be gone already."""
    if hold.to_be_ended:
        with suppress(ProcessLookupError):
            os.kill(hold.to_be_ended, signal.SIGKILL)


def this_process(since: datetime) -> Holder:
    """The holder that this process is."""
    from getpass import getuser

    try:
        user = getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"
    return Holder(user, socket.gethostname(), os.getpid(), since)


def read_holder(file: Path) -> Holder | None:
    """Who wrote holder.json; None when there is nothing in it to be shown."""
    try:
        record = record_of(read_bytes(file))
        since, applying = moment_of(record["since"]), record.get("applying_since")
        applying_since = moment_of(applying) if applying else None
        user, host = printable(record["user"]), printable(record["host"])
        return Holder(user, host, int(record["pid"]), since, applying_since)
    except (OSError, *DAMAGE):
        return None


def on_a_share(directory: Path, mounts: Path = MOUNTS) -> bool:
    """Whether other machines may have `directory` open too. Known on Linux only; elsewhere the lock is trusted."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return False
    place = directory.absolute()
    found = [line.split(" ")[1:3] for line in lines if line.count(" ") >= 3]
    around = [(point, kind) for point, kind in found if place.is_relative_to(point)]
    return max(around, key=lambda each: len(each[0]), default=("", ""))[1] in SHARED


def _is_stopped(pid: int) -> bool:
    """Whether the process was stopped by a signal (proc(5), `/proc/pid/stat`). False where there is no such file."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state == "T"


def _has_open(pid: int, file: Path) -> bool:
    """Whether it is the process meant, and not another one that got its number since."""
    try:
        return any(entry.samefile(file) for entry in Path(f"/proc/{pid}/fd").iterdir() if entry.exists())
    except OSError:
        return False
