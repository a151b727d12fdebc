"""What was attempted and what came of it. It survives kill -9 at any instant.

One JSON object a line, each made durable before the program goes on: first the intent, *then* the call to AWS, then the
receipt (for CreateAccount, the request id), then the outcome. A journal never says what exists, only what to ask AWS
about first: an attempt without an outcome is followed to its end before anything else is done.

The first line names the setup that the journal belongs to, and every further line ends in a check over itself and all
lines before it. So damage can be told from the one thing that a kill leaves behind, a last line that is torn off; only
that is ever overwritten. Journals of format 1 have neither; they are read, and go on with checked lines.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

from state.errors import StateNotWritable, UnreadableState
from state.saved.journal_line import CHECK, CHECK_BYTES, ENTRY_START, HEADER_START, line_of, may_be_torn
from state.saved.locations import write_atomically
from state.saved.records import DAMAGE, moment_of, read_bytes, record_of

if TYPE_CHECKING:
    from state.changes.base import Change

FORMAT = 2
AS_IT_WAS = (
    "The file was left as it was. Restore it from a backup; or use `orgwizard discard`, which moves the setup and its "
    "journal aside, and begin again with the setup.yaml there: what exists at AWS is found again by looking."
)


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
    for_good: bool = False
    """Of a refusal: whether AWS would say the same again."""
    by: str = ""
    """The ARN that asked for it; empty in journals of before it was written down."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a journal from elsewhere. A journal that has less was damaged."""

    setup_id: str = ""
    """Whose journal it is; empty where nobody knows."""
    begun: bool = False
    """Whether it must at least have its first line."""
    attempts: int = 0
    """How many it had at some time."""


class Journal:
    """The journal in one file. Only one process at a time has it open; the setup's lock sees to that.

    Raises UnreadableState when the file is damaged or of a newer format (it is left as it is), and StateNotWritable
    when an entry could not be made durable, before AWS was told anything.
    """

    def __init__(
        self,
        file: Path,
        insist: Callable[[], None] | None = None,
        known: Known | None = None,
        understand: Callable[[Any], Change] | None = None,
    ) -> None:
        """`insist` is asked before each entry, and raises where nothing may be written any more. `understand` makes a
        change of its record."""
        self.file = file
        self._understand = understand or _change_in
        self._insist = insist
        self._known = known or Known()
        self.setup_id = self._known.setup_id
        """Whose journal it is, as far as anybody knows."""
        self._attempts: dict[int, Attempt] = {}
        self._of_another_version: set[int] = set()
        self._whole_bytes = 0
        self._torn_bytes = 0
        self._owed = b""
        """The newline that the last whole line lacks."""
        self._check = 0
        """The check over all whole lines."""
        self._checked = False
        """Whether every line from here on has a check."""
        self._load()

    @property
    def begun(self) -> bool:
        """Whether the first line is there."""
        return self._whole_bytes > 0

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt, oldest first."""
        return tuple(self._attempts.values())

    @property
    def performed(self) -> tuple[Attempt, ...]:
        """Every change that was ever made for the setup, oldest first. What of it is still there, only AWS knows."""
        return tuple(attempt for attempt in self.attempts if attempt.outcome is Outcome.PERFORMED)

    @property
    def refused(self) -> dict[Change, Attempt]:
        """The changes whose last attempt AWS refused for good."""
        last = {attempt.change: attempt for attempt in self.attempts}
        return {change: attempt for change, attempt in last.items() if attempt.for_good}

    @property
    def open_attempts(self) -> tuple[Attempt, ...]:
        """Attempts of which nobody knows yet what came of them."""
        return tuple(attempt for attempt in self.attempts if attempt.outcome is None)

    @property
    def receipts(self) -> frozenset[str]:
        """Every receipt ever got, so that none is taken for another attempt's."""
        return frozenset(attempt.receipt for attempt in self.attempts if attempt.receipt)

    def intend(self, change: Change, at: datetime, by: str = "") -> Attempt:
        """Make the intent of the principal `by` durable. Only after this may AWS be called."""
        attempt = Attempt(len(self._attempts) + 1, change, at, by=by)
        from state.changes import to_record

        return self._record(attempt, at, intent=to_record(change), **({"by": by} if by else {}))

    def receive(self, attempt: Attempt, receipt: str, at: datetime) -> Attempt:
        """AWS took the change and gave this receipt for it."""
        return self._record(replace(attempt, receipt=receipt), at, receipt=receipt)

    def conclude(
        self, attempt: Attempt, outcome: Outcome, at: datetime, note: str = "", *, for_good: bool = False
    ) -> Attempt:
        """It is known now what came of the attempt; `for_good`, AWS would refuse it again."""
        concluded = replace(attempt, outcome=outcome, concluded_at=at, note=note, for_good=for_good)
        more = {"for_good": True} if for_good else {}
        return self._record(concluded, at, outcome=outcome.value, note=note, **more)

    def _record(self, attempt: Attempt, at: datetime, **entry: Any) -> Attempt:
        self._append(line_of({"attempt": attempt.number, "at": at.isoformat(), **entry}))
        self._attempts[attempt.number] = attempt
        return attempt

    # Writing

    def begin(self) -> None:
        """Write the first line, where there is none yet. Raises StateNotWritable."""
        if self._whole_bytes:
            return
        header = line_of({"journal": FORMAT, "setup": self.setup_id})
        write_atomically(self.file, header.decode() + "\n")
        self._whole_bytes, self._torn_bytes = len(header) + 1, 0
        self._check, self._checked = crc32(header), True

    def _append(self, line: bytes) -> None:
        """Add one line after the last whole one, so that a line torn by a kill or a full disk is overwritten."""
        if self._insist is not None:
            self._insist()
        self.begin()
        check = crc32(line, self._check)
        data = self._owed + line[:-1] + b', "check": "%08x"}\n' % check
        try:
            self._write(data)
        except OSError as error:
            raise StateNotWritable(f"The journal {self.file} cannot be written: {error.strerror}.") from error
        self._whole_bytes += len(data)
        self._torn_bytes, self._owed, self._check = 0, b"", check

    def _write(self, data: bytes) -> None:
        """Put `data` after the whole lines, in the place of a torn one. Raises OSError, UnreadableState."""
        descriptor = os.open(self.file, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            if not 0 <= os.fstat(descriptor).st_size - self._whole_bytes <= self._torn_bytes:
                raise self._damaged("was changed by another program while this one had it open")
            self._torn_bytes = max(self._torn_bytes, len(data))
            os.ftruncate(descriptor, self._whole_bytes)
            os.lseek(descriptor, 0, os.SEEK_END)
            while data:
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    # Reading

    def _load(self) -> None:
        try:
            data = read_bytes(self.file)
        except FileNotFoundError:
            data = None
        except (OSError, ValueError) as error:
            raise UnreadableState(
                f"The journal {self.file} cannot be read: {getattr(error, 'strerror', None) or error}.",
                "Make it a regular file that you can read, then start again.",
            ) from error
        if data:
            self._take_lines(data)
        self._compare(there=data is not None)
        self._refuse_what_cannot_be_followed()

    def _take_lines(self, data: bytes) -> None:
        *whole, last = data.split(b"\n")
        for number, line in enumerate(whole, start=1):
            if not self._take(number, line):
                raise self._damaged("cannot be understood", f"Line {number} of ")
            self._whole_bytes += len(line) + 1
        if may_be_torn(last, ENTRY_START if whole else HEADER_START):
            self._torn_bytes = len(last)
        elif self._take(len(whole) + 1, last):
            self._whole_bytes, self._owed = len(data), b"\n"
        else:
            raise self._damaged("is damaged, and no line torn off at its end", f"Line {len(whole) + 1} of ")

    def _take(self, number: int, line: bytes) -> bool:
        """Whether the line is one of ours, and whole; it counts from now on."""
        try:
            entry = record_of(line)
            if number == 1:
                self._take_header(entry)
                self._check = crc32(line)
                return True
            return self._take_check(line) and self._replay(entry)
        except DAMAGE:
            return False

    def _take_header(self, entry: dict[str, Any]) -> None:
        written = int(entry["journal"])
        if written < 1:
            raise ValueError(written)
        if written > FORMAT:
            raise UnreadableState(
                f"The journal {self.file} was written by a newer orgwizard.",
                "Upgrade orgwizard, then start again. The file was left as it is.",
            )
        self._checked = written > 1
        owner = str(entry["setup"]) if self._checked else ""
        if owner and self._known.setup_id not in ("", owner):
            raise self._damaged("belongs to another setup")
        self.setup_id = owner or self.setup_id

    def _take_check(self, line: bytes) -> bool:
        found = CHECK.fullmatch(line, max(0, len(line) - CHECK_BYTES))
        if found is None:
            self._check = crc32(line, self._check)
            return not self._checked
        check = crc32(line[: found.start()] + b"}", self._check)
        self._checked, self._check = True, check
        return check == int(found[1], 16)

    def _replay(self, entry: dict[str, Any]) -> bool:
        number, at = int(entry["attempt"]), moment_of(entry["at"])
        if "intent" in entry:
            if number != len(self._attempts) + 1:
                return False
            change = self._change_in(number, entry["intent"])
            self._attempts[number] = Attempt(number, change, at, by=str(entry.get("by", "")))
        elif "receipt" in entry:
            self._attempts[number] = replace(self._attempts[number], receipt=str(entry["receipt"]))
        else:
            self._attempts[number] = replace(
                self._attempts[number],
                outcome=Outcome(entry["outcome"]),
                concluded_at=at,
                note=str(entry["note"]),
                for_good=bool(entry.get("for_good")),
            )
        return True

    def _change_in(self, number: int, record: Any) -> Change:
        """A line that is as it was written, and that nobody understands, is of another version of the program."""
        try:
            return self._understand(record)
        except DAMAGE:
            if not self._checked:
                raise
            from state.changes.another_version import ChangeOfAnotherVersion

            self._of_another_version.add(number)
            return ChangeOfAnotherVersion.of(record)

    def _compare(self, *, there: bool) -> None:
        """With what is known from elsewhere. Raises UnreadableState."""
        if self._known.begun and not self._whole_bytes:
            raise self._damaged("is empty, and it was not" if there else "is gone")
        if len(self._attempts) < self._known.attempts:
            raise self._damaged(f"has {len(self._attempts)} attempts, and it had {self._known.attempts} before")

    def _refuse_what_cannot_be_followed(self) -> None:
        """Of a change that this version does not know, it cannot ask AWS what became of it. Raises UnreadableState."""
        for attempt in self.open_attempts:
            if attempt.number in self._of_another_version:
                raise UnreadableState(
                    f"The journal {self.file} has a change under way that this orgwizard does not know: "
                    f"{attempt.change.title}.",
                    "Run the version that began it once more, which finds out what became of the change; then come "
                    f"back. {AS_IT_WAS}",
                )

    def _damaged(self, what: str, where: str = "") -> UnreadableState:
        return UnreadableState(f"{where or ''}{'the' if where else 'The'} journal {self.file} {what}.", AS_IT_WAS)


def look_over(file: Path, known: Known) -> None:
    """Raises UnreadableState as opening the journal would, but for kinds of change that nobody knows: to list what is
    saved takes none of them, and they are a third of what it would import."""
    Journal(file, known=known, understand=lambda record: cast("Change", record))


def _change_in(record: Any) -> Change:
    from state.changes import from_record

    return from_record(record)
