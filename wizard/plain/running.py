"""A run while it goes on: at most one line a second, and what was refused is never lost among them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from types import FrameType

from wizard import narration
from wizard.engine.events import (
    ChangeFailed,
    ChangeHeldUp,
    ChangePerformed,
    ChangeStarted,
    Event,
    RetryPlanned,
    RunEnded,
    WaitStarted,
)
from wizard.errors import AWS, AwsError, whose_move
from wizard.plain.session import Session

EVERY = 1.0
"""Seconds between two lines at least."""
AGAIN_AFTER = 60
"""Seconds after which the same wait is told again."""
STOPPING = "\nStopping after what is under way. Ctrl+C once more stops at once.\n"


def drained(session: Session, events: Iterator[Event], planned: int) -> RunEnded | None:
    """Tell a run to its end. None when Ctrl+C or a signal stopped it."""
    news = News(planned)
    with _stoppable(session) as stopped:
        for event in events:
            if stopped:
                return None
            session.talk.say(*news.lines(event))
            if isinstance(event, RunEnded):
                session.talk.say(*news.rest())
                return event
    return None


@dataclass
class News:
    """What is worth a line: a count and the latest thing done, or what needs somebody."""

    planned: int
    """How many changes come first."""
    now: Callable[[], float] = monotonic
    done: int = 0
    reason: str = ""
    """Of the wait that was told last."""
    waited: float = 0
    _said_at: float | None = None
    _latest: str = ""
    _to_tell: list[str] = field(default_factory=list)
    _under_way: str = ""

    def lines(self, event: Event) -> Iterator[str]:
        """The next line, if there is anything new and the last one was at least a second ago."""
        self._take(event)
        if self._said_at is not None and self.now() - self._said_at < EVERY:
            return
        if self._to_tell:
            line = self._to_tell.pop(0)
        else:
            line, self._latest = self._latest, ""
        if line:
            self._said_at = self.now()
            yield line

    def rest(self) -> Iterator[str]:
        """What is still to be told when the run ends."""
        yield from (*self._to_tell, self._latest) if self._latest else self._to_tell

    def _take(self, event: Event) -> None:
        match event:
            case ChangeStarted(change):
                if not self._latest:
                    self._latest = f"{self._counted}: begun: {change.full_title}."
            case ChangePerformed(change):
                self.done += 1
                self.reason = ""
                self._latest = f"{self._counted}: done: {change.full_title}."
            case ChangeFailed(change, error) | ChangeHeldUp(change, error):
                whose = narration.move(whose_move(error))
                word = "Failed" if isinstance(event, ChangeFailed) else "Waiting"
                self._to_tell.append(f"{word}: {change.full_title}. {whose}: more at the end.")
            case RetryPlanned(change, error, again_at):
                what = change.full_title if change else "Reading"
                why = error.retry.why if isinstance(error, AwsError) and error.retry else error.message
                self._wait(f"{what}: {why.rstrip('.')}. Again at {again_at:%H:%M:%S}.", 0)
            case WaitStarted(reason, seconds):
                self._wait(reason, seconds)
            case _:
                pass

    def _wait(self, reason: str, seconds: float) -> None:
        """Told when it begins, and then once a minute: nobody listens to the same wait every few seconds."""
        if reason != self.reason:
            self.reason, self.waited = reason, 0
            self._latest = f"{self._counted}. {narration.move(AWS)}: {reason}"
            return
        self.waited += seconds
        if self.waited >= AGAIN_AFTER:
            self.waited = 0
            self._latest = f"{self._counted}. Still: {reason}"

    @property
    def _counted(self) -> str:
        return f"{self.done} of {max(self.planned, self.done)}"


@contextmanager
def _stoppable(session: Session) -> Iterator[list[int]]:
    """The signals that came; the first one asks the run to stop, the second ends it at once."""
    came: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        session.onboarding.stop()
        signal.signal(number, before[signal.Signals(number)])
        with suppress(OSError, ValueError):  # nobody may be there to read it
            os.write(sys.stdout.fileno(), STOPPING.encode())

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
