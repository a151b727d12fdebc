"""What was attempted and what came of it. It survives kill -9 at any instant.

One JSON object a line, each made durable before the program goes on: first the intent, *then* the call to AWS, then the
receipt (for CreateAccount, the request id), then the outcome. A journal never says what exists, only what to ask AWS
about first: an attempt without an outcome is followed to its end before anything else is done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from state.changes import from_record, to_record
from state.changes.base import Change
from state.errors import StateNotWritable, UnreadableState

FORMAT = 1


class Outcome(StrEnum):
    """What came of an attempt."""

    PERFORMED = "performed"
    """AWS made the change, now or in an earlier try."""
    REFUSED = "refused"
    """AWS did not make the change and said why."""
    VANISHED = "vanished"
    """No trace of it at AWS: the request never arrived."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one change."""

    number: int
    change: Change
    intended_at: datetime
    receipt: str = ""
    outcome: Outcome | None = None
    concluded_at: datetime | None = None
    note: str = ""


class Journal:
    """The journal in one file. Only one process at a time has it open; the setup's lock sees to that.

    Raises UnreadableState when the file is damaged or of a newer format (it is left as it is), and StateNotWritable
    when an entry could not be made durable, before AWS was told anything.
    """

    def __init__(self, file: Path, insist: Callable[[], None] | None = None) -> None:
        """`insist` is asked before each entry, and raises where nothing may be written any more."""
        self.file = file
        self._insist = insist
        self._attempts: dict[int, Attempt] = {}
        self._whole_bytes = 0
        self._load()

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt, oldest first."""
        return tuple(self._attempts.values())

    @property
    def open_attempts(self) -> tuple[Attempt, ...]:
        """Attempts of which nobody knows yet what came of them."""
        return tuple(attempt for attempt in self.attempts if attempt.outcome is None)

    @property
    def receipts(self) -> frozenset[str]:
        """Every receipt ever got, so that none is taken for another attempt's."""
        return frozenset(attempt.receipt for attempt in self.attempts if attempt.receipt)

    def intend(self, change: Change, at: datetime) -> Attempt:
        """Make the intent durable. Only after this may AWS be called."""
        attempt = Attempt(len(self._attempts) + 1, change, at)
        return self._record(attempt, at, intent=to_record(change))

    def receive(self, attempt: Attempt, receipt: str, at: datetime) -> Attempt:
        """AWS took the change and gave this receipt for it."""
        return self._record(replace(attempt, receipt=receipt), at, receipt=receipt)

    def conclude(self, attempt: Attempt, outcome: Outcome, at: datetime, note: str = "") -> Attempt:
        """It is known now what came of the attempt."""
        concluded = replace(attempt, outcome=outcome, concluded_at=at, note=note)
        return self._record(concluded, at, outcome=outcome.value, note=note)

    def _record(self, attempt: Attempt, at: datetime, **entry: Any) -> Attempt:
        line = json.dumps({"attempt": attempt.number, "at": at.isoformat(), **entry}, ensure_ascii=False)
        self._append(line)
        self._attempts[attempt.number] = attempt
        return attempt

    def _append(self, line: str) -> None:
        """Add one line after the last whole one, so that a line torn by a kill or a full disk is overwritten."""
        if self._insist is not None:
            self._insist()
        header = json.dumps({"journal": FORMAT}) + "\n" if self._whole_bytes == 0 else ""
        data = (header + line + "\n").encode()
        try:
            descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.ftruncate(descriptor, self._whole_bytes)
                os.lseek(descriptor, 0, os.SEEK_END)
                _write_all(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if header:
                _sync_directory(self.file.parent)
        except OSError as error:
            raise StateNotWritable(f"The journal {self.file} cannot be written: {error.strerror}.") from error
        self._whole_bytes += len(data)

    def _load(self) -> None:
        try:
            data = self.file.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise UnreadableState(
                f"The journal {self.file} cannot be read: {error.strerror}.",
                "Make the file readable for you, then start again.",
            ) from error
        whole, newline, _torn = data.rpartition(b"\n")
        self._whole_bytes = len(whole) + len(newline)
        if not newline:
            return
        for number, line in enumerate(whole.split(b"\n"), start=1):
            self._take(number, line)

    def _take(self, number: int, line: bytes) -> None:
        try:
            entry = json.loads(line)
            if number == 1:
                self._check_format(entry)
            else:
                self._replay(entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableState(
                f"Line {number} of the journal {self.file} cannot be understood.",
                "The file was left as it is. Restore it from a backup, or use `orgwizard discard`, which moves it "
                "aside: what exists at AWS is found again by looking.",
            ) from error

    def _check_format(self, entry: dict[str, Any]) -> None:
        if int(entry["journal"]) > FORMAT:
            raise UnreadableState(
                f"The journal {self.file} was written by a newer orgwizard.",
                "Upgrade orgwizard, then start again. The file was left as it is.",
            )

    def _replay(self, entry: dict[str, Any]) -> None:
        number, at = int(entry["attempt"]), datetime.fromisoformat(entry["at"])
        if "intent" in entry:
            self._attempts[number] = Attempt(number, from_record(entry["intent"]), at)
        elif "receipt" in entry:
            self._attempts[number] = replace(self._attempts[number], receipt=str(entry["receipt"]))
        else:
            self._attempts[number] = replace(
                self._attempts[number], outcome=Outcome(entry["outcome"]), concluded_at=at, note=str(entry["note"])
            )


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _sync_directory(directory: Path) -> None:
    """Make the file's name durable too. Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
