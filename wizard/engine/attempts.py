"""What was asked of AWS in this run and what came of it, and so what may still be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from state.changes.base import Change, Lane
from state.changes.organization import CreateOrganization
from state.errors import OrgwizardError
from state.observed.readiness import is_young
from state.saved.journal import Attempt, Journal, Outcome
from wizard.claims.base import Waiting
from wizard.engine.events import (
    ChangeFailed,
    ChangeHeldUp,
    ChangePerformed,
    ChangeRequested,
    Event,
    RetryPlanned,
)
from wizard.engine.in_flight import InFlight
from wizard.engine.pace import Pace, Timing
from wizard.engine.postponed import Delay, Postponed
from wizard.engine.reading import Reading
from wizard.engine.refused import is_for_good, remembered
from wizard.errors import AwsError, AwsRefused, EmailNotVerified, NotPermitted, NotReadyYet, Retry
from wizard.refusals.retries import FIRST_HOUR, LOST_ANSWER, YOUNG_ACCOUNT

FOUND = "An earlier request had made it already."
OF_ONE_THING = frozenset({"ConflictException", "ResourceNotFoundException"})
"""Codes that say nothing about others of the kind. The first may mean that the thing is there already, from an earlier
try whose answer was lost (API: sso-admin.ConflictException), so looking comes before asking again."""


class Attempts:
    """Keeps the journal, and settles what is not known."""

    def __init__(self, reading: Reading, journal: Journal, timing: Timing, approved: frozenset[Change]) -> None:
        self.reading = reading
        self.journal = journal
        self.clock = timing.clock
        self.in_flight = InFlight(timing.clock, timing.limits)
        self._postponed = Postponed(timing.clock, timing.jitter, Pace(timing.limits.create_account_rate, timing.clock))
        self._performed: dict[Change, datetime] = {}
        self._failed: dict[Change, ChangeFailed] = {}
        self._denied: set[type[Change]] = set()
        """Kinds of change that nobody may make: AWS would say the same of the next account."""
        self._left_to_aws: set[Change] = set()
        self._refused_before = remembered(journal, approved)

    # What may be asked for

    def open(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Of these changes, those that AWS neither works on nor refused, in this run or for good in an earlier one."""
        closed = self._under_way | self._failed.keys() | self._refused_before.keys()
        shut = any(change.proven for change in self._failed)  # no other door after one that did not open
        wanted = (change for change in changes if not (shut and change.proven))
        return (change for change in wanted if change not in closed and type(change) not in self._denied)

    @property
    def _under_way(self) -> set[Change]:
        return {*self.in_flight.changes, *self._left_to_aws}

    @property
    def any_under_way(self) -> bool:
        """Whether AWS works on anything, waited for or not."""
        return bool(self._under_way)

    def leave_to_aws(self, *changes: Change) -> None:
        """Nobody waits for them any more, or knows what came of them; so they are not asked for again in this run."""
        self._left_to_aws.update(changes)

    @property
    def performed(self) -> frozenset[Change]:
        """What was made in this run, or found to have been made."""
        return frozenset(self._performed)

    def performed_at(self, change: Change) -> datetime | None:
        """When AWS said in this run that it is done."""
        return self._performed.get(change)

    def delay(self, change: Change) -> Delay:
        """Until AWS may be asked for it."""
        return self._postponed.delay(change)

    def intend(self, change: Change, by: str) -> Attempt:
        """AWS is about to be asked for it: made durable before. Raises StateNotWritable."""
        self._postponed.being_asked(change)
        return self.journal.intend(change, self.clock.now(), by)

    @property
    def failures(self) -> tuple[ChangeFailed, ...]:
        """What AWS refused in this run."""
        return tuple(self._failed.values())

    def give_up_on_showing(self, change: Change) -> None:
        """AWS said that it was done, and nothing shows."""
        error = AwsError(
            f"AWS said that it was done, but does not show it: {change.title}.",
            "Start again in a few minutes: it is looked for before anything is asked anew.",
        )
        self._failed[change] = ChangeFailed(change, error)

    def recall(self, needed: Iterable[Change]) -> Iterator[Event]:
        """Tell what would still be needed, and was not asked for because AWS had refused it for good."""
        for change in needed:
            if change in self._refused_before and change not in self._failed:
                self._failed[change] = self._refused_before[change]
                yield self._refused_before[change]

    # What came of an attempt

    def receive(self, attempt: Attempt, receipt: str) -> Iterator[Event]:
        """AWS took an asynchronous change and works on it."""
        self.in_flight.put(receipt, self.journal.receive(attempt, receipt, self.clock.now()))
        self._postponed.forget(type(attempt.change))
        yield ChangeRequested(attempt.change, receipt)

    def succeed(self, attempt: Attempt) -> Iterator[Event]:
        """AWS said so. What may have shut somebody out is proven before it counts as done."""
        if attempt.change.proven and not attempt.receipt:
            yield from self.receive(attempt, f"proof of attempt {attempt.number}")
            return
        self.reading.expect(attempt.change)
        yield from self.conclude_performed(attempt)

    def find(self, attempt: Attempt) -> Iterator[Event]:
        """An earlier attempt had done it, or somebody else; what it is like has to be seen."""
        yield from self.conclude_performed(attempt, FOUND)
        yield from self.reading.look(attempt.change.touches)

    def conclude_performed(self, attempt: Attempt, note: str = "") -> Iterator[Event]:
        """It is done."""
        self.journal.conclude(attempt, Outcome.PERFORMED, self.clock.now(), note)
        self._performed[attempt.change] = self.clock.now()
        self._postponed.forget(attempt.change, type(attempt.change))
        yield ChangePerformed(attempt.change, note)

    def refuse(self, attempt: Attempt, error: OrgwizardError) -> Iterator[Event]:
        """AWS said no: to all of the kind for now, when the table of retries knows the answer, or else for this run."""
        self.note_refusal(attempt, error)
        if isinstance(error, EmailNotVerified):
            yield ChangeHeldUp(attempt.change, error)
            waiting = Waiting(error.message, error.on_whom, message=error.remedy)
            yield from self.reading.hold_up(type(attempt.change), waiting)
            return
        retry = error.retry if isinstance(error, AwsError) else None
        if isinstance(error, NotReadyYet):  # AWS would not give other accounts the same answer
            yield from self.try_later(attempt.change, attempt.change, error, self.while_young(error))
            return
        key: Change | type[Change] = type(attempt.change)
        if isinstance(error, AwsRefused) and error.code in OF_ONE_THING:
            key = attempt.change
            yield from self.reading.look(attempt.change.touches)
        yield from self.try_later(key, attempt.change, error, retry or self.in_first_hour(error))

    def note_refusal(self, attempt: Attempt, error: OrgwizardError) -> None:
        """AWS did not do it, and said why."""
        self.journal.conclude(attempt, Outcome.REFUSED, self.clock.now(), error.message, for_good=is_for_good(error))
        if isinstance(error, NotPermitted) and attempt.change.lane is Lane.CREATION:
            self._denied.add(type(attempt.change))

    def while_young(self, error: NotReadyYet) -> Retry | None:
        """An account that is minutes old may take a while; in another only the session is new."""
        account = self.reading.observed.account_with_id(error.account_id)
        return YOUNG_ACCOUNT if account is not None and is_young(account, self.clock.now()) else error.retry

    def in_first_hour(self, error: OrgwizardError) -> Retry | None:
        """An organization's quota may not be in force yet when it has only just been made."""
        if not isinstance(error, AwsRefused) or error.reason != "ACCOUNT_NUMBER_LIMIT_EXCEEDED":
            return None
        latest = self.clock.now() - timedelta(seconds=FIRST_HOUR.budget)
        young = any(
            isinstance(attempt.change, CreateOrganization)
            and attempt.outcome is Outcome.PERFORMED
            and attempt.intended_at > latest
            for attempt in self.journal.attempts
        )
        return FIRST_HOUR if young else None

    def try_later(
        self, key: Change | type[Change], change: Change, error: OrgwizardError, retry: Retry | None
    ) -> Iterator[Event]:
        """Ask again after a while, or not any more in this run."""
        again_at = self._postponed.postpone(key, retry) if retry is not None else None
        if again_at is None:
            self._failed[change] = ChangeFailed(change, error)
            yield self._failed[change]
        else:
            yield RetryPlanned(change, error, again_at)

    def no_answer(self, attempt: Attempt) -> Iterator[Event]:
        """No trace at AWS. It may be asked again, but not for ever."""
        self.journal.conclude(attempt, Outcome.VANISHED, self.clock.now(), LOST_ANSWER.why)
        error = AwsError(
            f"No answer came, and AWS shows no trace of it: {attempt.change.title}.",
            "Check the network, then start again; AWS is looked at before anything is asked anew.",
        )
        yield from self.try_later(attempt.change, attempt.change, error, LOST_ANSWER)
