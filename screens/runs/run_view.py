"""What a run has told so far, as rows to be shown. Events go in, words come out; no widget in sight."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from state.changes.base import Change
from state.errors import OrgwizardError
from state.page_key import PageKey
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Waiting
from wizard.engine.events import (
    Assessed,
    ChangeFailed,
    ChangeHeldUp,
    ChangePerformed,
    ChangeRequested,
    ChangeStarted,
    Ending,
    Event,
    RetryPlanned,
    RunEnded,
    WaitStarted,
)
from wizard.errors import AwsRefused, CredentialsExpired, NoCredentials


class RowState(StrEnum):
    """How one change stands."""

    TO_DO = "to do"
    STARTED = "under way"
    REQUESTED = "AWS works on it"
    AGAIN = "tried again later"
    DONE = "done"
    FAILED = "failed"
    LATER = "after an answer"


@dataclass
class Row:
    """One change."""

    change: Change
    state: RowState = RowState.TO_DO
    begun: float | None = None
    ended: float | None = None
    note: str = ""
    error: OrgwizardError | None = None
    receipt: str = ""

    @property
    def page(self) -> PageKey:
        """Where the answer behind it is given."""
        return self.change.page

    @property
    def answer(self) -> tuple[str, ...]:
        """The place in the setup of the one answer behind it; empty where its page has several."""
        return self.change.answer

    @property
    def says(self) -> str:
        """What is to be said about it."""
        if self.error is None:
            receipt = f" AWS's request id is {self.receipt}." if self.receipt else ""
            return f"{self.note or self.change.consequence}{receipt}".strip()
        request_id = self.error.request_id if isinstance(self.error, AwsRefused) else self.receipt
        tail = f"\nRequest id: {request_id}" if request_id else ""
        return f"{self.error.message}\n{self.error.remedy}{tail}"

    def seconds(self, now: float) -> float | None:
        """How long it has taken so far; None before it began."""
        return None if self.begun is None else (self.ended if self.ended is not None else now) - self.begun


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A claim that waits for a person, or that nothing the program does can make hold."""

    claim: Claim
    verdict: Waiting | Blocked

    @property
    def page(self) -> PageKey:
        """Where the answer behind it is given."""
        return self.claim.page

    @property
    def answer(self) -> tuple[str, ...]:
        """The place in the setup of the one answer behind it; empty where its page has several."""
        return self.claim.answer

    @property
    def says(self) -> str:
        """What is to be said about it."""
        if isinstance(self.verdict, Blocked):
            return f"{self.verdict.what}\n{self.verdict.remedy}"
        until = f" Until {self.verdict.until:%Y-%m-%d %H:%M} UTC." if self.verdict.until else ""
        return f"{self.verdict.reason}{until}\n{self.verdict.message}".strip()


@dataclass
class RunView:
    """One run, as told."""

    changes: Sequence[Change]
    """What is done now, in order."""
    later: Sequence[Change] = ()
    """What follows once people have answered."""
    stop_asked: threading.Event = field(default_factory=threading.Event)
    under_way: bool = True
    status: str = "AWS is being looked at."
    ended: RunEnded | None = None
    broke: OrgwizardError | None = None
    people: dict[str, Obstacle] = field(default_factory=dict)
    """Whom is waited for, by the claim's key."""
    blocked: dict[str, Obstacle] = field(default_factory=dict)
    """What is in the way, by the claim's key."""
    begun: float = field(default_factory=time.monotonic)
    over: float | None = None
    """When it ended."""
    log: list[tuple[datetime, Change, RowState]] = field(default_factory=list)
    """What was made or refused, and when, by the machine's own clock."""

    def __post_init__(self) -> None:
        self.rows = {change: Row(change) for change in self.changes}
        self.rows |= {change: Row(change, RowState.LATER) for change in self.later if change not in self.rows}

    def seconds(self, now: float) -> float:
        """How long it has taken so far, or took."""
        return (now if self.over is None else self.over) - self.begun

    def row(self, change: Change) -> Row:
        """The change's row; one is made for a change that an earlier run left unfinished."""
        return self.rows.setdefault(change, Row(change))

    def take(self, event: Event) -> None:
        """Note what an event tells."""
        now = time.monotonic()
        match event:
            case ChangeStarted(change):
                self._move(change, RowState.STARTED, now)
                self.status = f"{change.full_title}."
            case ChangeRequested(change, receipt):
                self._move(change, RowState.REQUESTED, now)
                self.row(change).receipt = receipt
            case ChangePerformed(change, note):
                self._move(change, RowState.DONE, now)
                self.row(change).note = note
            case ChangeFailed(change, error):
                self._move(change, RowState.FAILED, now)
                self.row(change).error = error
            case ChangeHeldUp(change, error):
                self._move(change, RowState.LATER, now)
                self.row(change).error = error
            case RetryPlanned(change, error, _):
                if change is not None:
                    self._move(change, RowState.AGAIN, now)
                    self.row(change).error = error
                self.status = error.message
            case WaitStarted(reason, _):
                self.status = reason
            case Assessed():
                self._assess(event)
            case RunEnded():
                self.ended, self.under_way, self.over = event, False, now
                self.status = ENDINGS[event.ending]
            case _:
                pass

    def stopped(self) -> None:
        """The run was left before its end."""
        self.under_way, self.over = False, time.monotonic()
        self.status = "Stopped. Everything is recorded; starting again goes on from here."

    def broken(self, error: OrgwizardError) -> None:
        """The run cannot go on."""
        self.under_way, self.broke, self.over = False, error, time.monotonic()
        paused = isinstance(error, CredentialsExpired | NoCredentials)
        self.status = f"Paused. {error.message}" if paused else error.message

    def _move(self, change: Change, state: RowState, now: float) -> None:
        row = self.row(change)
        row.state = state
        row.begun = row.begun if row.begun is not None else now
        row.ended = now if state in (RowState.DONE, RowState.FAILED, RowState.LATER) else None
        if state is RowState.DONE:
            row.error = None
        if state in (RowState.DONE, RowState.FAILED):
            self.log.append((datetime.now().astimezone(), change, state))

    def _assess(self, event: Assessed) -> None:
        key = event.claim.key
        self.people.pop(key, None)
        self.blocked.pop(key, None)
        match event.verdict:
            case Waiting() as waiting if waiting.on_a_person:
                self.people[key] = Obstacle(event.claim, waiting)
            case Blocked() as blocked:
                self.blocked[key] = Obstacle(event.claim, blocked)
            case Needed():
                for row in (self.rows[change] for change in event.verdict.changes if change in self.rows):
                    row.state = RowState.TO_DO if row.state is RowState.LATER else row.state
            case Satisfied() | _:
                pass

    def count(self, state: RowState) -> int:
        """How many changes stand so."""
        return sum(row.state is state for row in self.rows.values())


ENDINGS = {
    Ending.DONE: "Everything is as the setup wants it.",
    Ending.WAITING: "Done, but for what waits for a person. You can leave; Review goes on once they have acted.",
    Ending.FAILED: "Something needs you. Choose a red row to see what happened and what to do.",
    Ending.UNAPPROVED: "AWS has changed since the review, so the run stopped. Review and approve the plan again.",
}


def typical(change: Change) -> str:
    """A range rather than a promise: `usually 2 to 4 min`."""
    seconds = change.typical_seconds
    if seconds < 60:
        return "usually seconds"
    return f"usually {max(1, seconds // 60)} to {max(2, 2 * seconds // 60)} min"


def duration(seconds: float) -> str:
    """`0:07`, `2:05`."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"
