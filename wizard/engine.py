"""Look, act where allowed, look again.

One generator serves plan-and-apply in the wizard, headless apply, resuming after a crash, and rehearsal; only its
arguments differ. Order of truth: AWS over journal over setup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom

from state.changes import Change, CreateAccount
from state.errors import OrgwizardError
from state.journal import Attempt, Journal, Outcome
from state.observed import CreationState, Observed, Scope, Section
from wizard.clock import Clock
from wizard.errors import AlreadyDone, AwsError, CredentialsExpired, NoCredentials, Retry
from wizard.events import (
    Assessed,
    ChangeFailed,
    ChangePerformed,
    ChangeRequested,
    ChangeStarted,
    Ending,
    Event,
    Looked,
    RetryPlanned,
    RunEnded,
    WaitStarted,
)
from wizard.gateway import EVERYTHING, Gateway
from wizard.limits import Limits
from wizard.pace import Pace
from wizard.plan import assess_all
from wizard.reasons import explain_creation_failure
from wizard.verdicts import Blocked, Needed, Step, Verdict, Waiting

Jitter = Callable[[float, float], float]
_uniform: Jitter = SystemRandom().uniform
SHORTEST_WAIT = 0.1
FOUND = "An earlier request had made it already."
UNHEARD = Retry(budget=10 * 60, base=2, cap=30, why="no answer came and no trace of the request is to be found")


def run(
    steps: Sequence[Step],
    scope: Scope,
    gateway: Gateway,
    journal: Journal,
    clock: Clock,
    approved: frozenset[Change],
    *,
    limits: Limits | None = None,
    jitter: Jitter = _uniform,
) -> Iterator[Event]:
    """Bring AWS to what `steps` claim, doing nothing that is not in `approved`, and nothing in it twice.

    Not asking for the next event stops the run at a place where nothing is lost; the last event of a run that was not
    stopped is RunEnded. Raises AwsError when AWS cannot be read at all or the credentials are no longer good, and
    StateNotWritable when the journal cannot be kept; the same call later goes on from there.
    """
    yield from _Run(steps, scope, gateway, journal, clock, approved, limits or Limits(), jitter).events()


@dataclass(slots=True)
class _Postponed:
    """A change that AWS asked to be tried again."""

    since: datetime
    again_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class _Wait:
    """A while in which nothing can be done, and what is worth reading after it."""

    reason: str
    seconds: float
    then_look_at: frozenset[Section] = frozenset()


@dataclass
class _Run:
    steps: Sequence[Step]
    scope: Scope
    gateway: Gateway
    journal: Journal
    clock: Clock
    approved: frozenset[Change]
    limits: Limits
    jitter: Jitter

    observed: Observed = field(default_factory=Observed)
    told: dict[str, Verdict] = field(default_factory=dict)
    performed: dict[Change, datetime] = field(default_factory=dict)
    failed: dict[Change, ChangeFailed] = field(default_factory=dict)
    in_flight: dict[str, Attempt] = field(default_factory=dict)
    left_to_aws: set[Change] = field(default_factory=set)
    postponed: dict[Change, _Postponed] = field(default_factory=dict)
    idle_since: datetime | None = None

    def events(self) -> Iterator[Event]:
        pace = Pace(self.limits.create_account_rate, self.clock)
        yield from self.look(EVERYTHING)
        yield from self.settle(self.journal.open_attempts)
        while True:
            yield from self.tell_news()
            change = next((change for change in self.needed() if self.may_start(change, pace)), None)
            if change is not None:
                self.idle_since = None
                if isinstance(change, CreateAccount):
                    pace.take()
                yield from self.make(change)
            elif (wait := self.next_wait(pace)) is not None:
                yield WaitStarted(wait.reason, wait.seconds)
                self.clock.sleep(wait.seconds)
                if self.in_flight:
                    yield from self.poll()
                elif wait.then_look_at:
                    yield from self.look(wait.then_look_at)
            else:
                yield self.end()
                return

    # What to do next

    def needed(self) -> Iterator[Change]:
        """Changes that the steps need now and that are neither done nor given up in this run."""
        flying = {attempt.change for attempt in self.in_flight.values()} | self.left_to_aws
        for _, verdict in assess_all(self.steps, self.observed):
            if isinstance(verdict, Needed) and verdict.change not in flying and verdict.change not in self.failed:
                yield verdict.change

    def may_start(self, change: Change, pace: Pace) -> bool:
        """Approved, not made before in this run, not postponed, and within the bounds of its lane."""
        if change not in self.approved or change in self.performed:
            return False
        if change in self.postponed and self.postponed[change].again_at > self.clock.now():
            return False
        if isinstance(change, CreateAccount):
            return len(self.in_flight) < self.limits.creations_in_flight and pace.delay() == 0
        return True

    def next_wait(self, pace: Pace) -> _Wait | None:
        """Why and how long to wait; None when waiting is of no use in this run."""
        if self.in_flight:
            names = ", ".join(sorted(_name(attempt.change) for attempt in self.in_flight.values()))
            return _Wait(f"AWS is creating {names}.", self.limits.poll_every)
        now = self.clock.now()
        waits: list[_Wait] = []
        for change in self.needed():
            if change not in self.approved:
                continue
            if change in self.performed:
                if now - self.performed[change] > timedelta(seconds=self.limits.visible_within):
                    self.give_up_on_showing(change)
                else:
                    waits.append(_Wait(f"AWS does not show yet what it did: {change.title}.", 3, change.touches))
            else:
                postponed = self.postponed.get(change)
                again_in = (postponed.again_at - now).total_seconds() if postponed else 0.0
                paced = pace.delay() if isinstance(change, CreateAccount) else 0.0
                reason = "AWS asked to try again later" if again_in > paced else "AWS takes only so many a minute"
                waits.append(_Wait(f"{change.title}: {reason}.", max(again_in, paced, SHORTEST_WAIT)))
        return min(waits, key=lambda wait: wait.seconds) if waits else self.passive_wait(now)

    def passive_wait(self, now: datetime) -> _Wait | None:
        """Waiting for AWS with nothing of our own under way: for a while, not for ever."""
        self.idle_since = self.idle_since or now
        if now - self.idle_since > timedelta(seconds=self.limits.passive_deadline):
            return None
        for _, verdict in assess_all(self.steps, self.observed):
            if isinstance(verdict, Waiting) and verdict.look_again_after is not None:
                return _Wait(verdict.reason, verdict.look_again_after, EVERYTHING - {Section.IDENTITY})
        return None

    def give_up_on_showing(self, change: Change) -> None:
        error = AwsError(
            f"AWS said that it was done, but does not show it: {change.title}.",
            "Start again in a few minutes: it is looked for before anything is asked anew.",
        )
        self.failed[change] = ChangeFailed(change, error)

    def end(self) -> RunEnded:
        """Sum up."""
        verdicts = assess_all(self.steps, self.observed)
        given = [verdict for _, verdict in verdicts]
        unapproved = any(isinstance(v, Needed) and v.change not in self.approved for v in given)
        if self.failed or any(isinstance(verdict, Blocked) for verdict in given):
            ending = Ending.FAILED
        elif unapproved:
            ending = Ending.UNAPPROVED
        elif any(isinstance(verdict, Waiting) for verdict in given) or self.left_to_aws:
            ending = Ending.WAITING
        else:
            ending = Ending.DONE
        return RunEnded(ending, verdicts, tuple(self.failed.values()))

    # Looking

    def look(self, sections: frozenset[Section]) -> Iterator[Event]:
        """Read AWS. A reading has its own patience: that it fails never makes a write be sent again."""
        since, tries = self.clock.now(), 0
        while True:
            try:
                self.observed = self.gateway.observe(sections, self.scope, self.observed)
            except AwsError as error:
                retry = error.retry or (UNHEARD if error.outcome_unknown else None)
                waited = (self.clock.now() - since).total_seconds()
                if retry is None or waited > min(retry.budget, self.limits.reading_patience):
                    raise
                again_in = self.jittered(retry, tries)
                tries += 1
                yield RetryPlanned(None, error, self.clock.now() + timedelta(seconds=again_in))
                self.clock.sleep(again_in)
            else:
                yield Looked(self.observed)
                return

    def tell_news(self) -> Iterator[Event]:
        for step, verdict in assess_all(self.steps, self.observed):
            if self.told.get(step.key) != verdict:
                self.told[step.key] = verdict
                yield Assessed(step, verdict)

    # Acting

    def make(self, change: Change) -> Iterator[Event]:
        """Intent, call, receipt or outcome; then look at what the change touched."""
        yield ChangeStarted(change)
        attempt = self.journal.intend(change, self.clock.now())
        try:
            receipt = self.gateway.perform(change, self.observed)
        except AlreadyDone:
            yield from self.succeed(attempt, FOUND)
        except (CredentialsExpired, NoCredentials) as error:
            self.conclude(attempt, Outcome.REFUSED, error.message)
            raise
        except AwsError as error:
            if error.outcome_unknown:
                yield from self.settle((attempt,))
            else:
                yield from self.refuse(attempt, error, error.retry)
        except OrgwizardError as error:
            yield from self.refuse(attempt, error, None)
        else:
            if receipt:
                self.in_flight[receipt] = self.journal.receive(attempt, receipt, self.clock.now())
                yield ChangeRequested(change, receipt)
            else:
                yield from self.succeed(attempt)

    def succeed(self, attempt: Attempt, note: str = "") -> Iterator[Event]:
        self.conclude(attempt, Outcome.PERFORMED, note)
        self.performed[attempt.change] = self.clock.now()
        self.postponed.pop(attempt.change, None)
        yield ChangePerformed(attempt.change, note)
        yield from self.look(attempt.change.touches)

    def refuse(self, attempt: Attempt, error: OrgwizardError, retry: Retry | None) -> Iterator[Event]:
        """AWS said no: for now, when the table of retries knows the answer, or else for this run."""
        self.conclude(attempt, Outcome.REFUSED, error.message)
        yield from self.try_later(attempt.change, error, retry)

    def try_later(self, change: Change, error: OrgwizardError, retry: Retry | None) -> Iterator[Event]:
        now = self.clock.now()
        before = self.postponed.get(change) or _Postponed(now, now, 0)
        if retry is None or (now - before.since).total_seconds() > retry.budget:
            self.failed[change] = ChangeFailed(change, error)
            yield self.failed[change]
            return
        again_at = now + timedelta(seconds=self.jittered(retry, before.tries))
        self.postponed[change] = _Postponed(before.since, again_at, before.tries + 1)
        yield RetryPlanned(change, error, again_at)

    # Finding out what came of earlier attempts

    def settle(self, attempts: Sequence[Attempt]) -> Iterator[Event]:
        """Bring attempts whose outcome nobody knows to a known state, before anything else is asked of AWS."""
        for attempt in attempts:
            if attempt.receipt:
                self.in_flight[attempt.receipt] = attempt
            elif isinstance(attempt.change, CreateAccount):
                yield from self.search(attempt, attempt.change)
            else:
                yield from self.judge_by_looking(attempt)
        if self.in_flight:
            yield from self.poll()

    def judge_by_looking(self, attempt: Attempt) -> Iterator[Event]:
        """Names are unique where the change acts, so the reading tells; a repeat would be refused as a duplicate."""
        yield from self.look(attempt.change.touches)
        still_needed = attempt.change in {
            verdict.change for _, verdict in assess_all(self.steps, self.observed) if isinstance(verdict, Needed)
        }
        if still_needed:
            yield from self.unheard(attempt)
        else:
            yield from self.succeed(attempt, FOUND)

    def unheard(self, attempt: Attempt) -> Iterator[Event]:
        """No trace at AWS. It may be asked again, but not for ever."""
        self.conclude(attempt, Outcome.VANISHED, UNHEARD.why)
        error = AwsError(
            f"No answer came, and AWS shows no trace of it: {attempt.change.title}.",
            "Check the network, then start again; AWS is looked at before anything is asked anew.",
        )
        before = self.postponed.get(attempt.change)
        enough = before is not None and before.tries + 1 >= self.limits.attempts_unheard
        yield from self.try_later(attempt.change, error, None if enough else UNHEARD)

    def search(self, attempt: Attempt, change: CreateAccount) -> Iterator[Event]:
        """A CreateAccount whose answer was lost: by address, then by name and time, then a minute later again.

        CreateAccount takes no idempotency token and CreateAccountStatus carries no address
        (API: organizations.CreateAccount, organizations.CreateAccountStatus).
        """
        while True:
            yield from self.look(frozenset({Section.ACCOUNTS, Section.CREATIONS}))
            if self.observed.account_with_email(change.email) is not None:
                yield from self.succeed(attempt, FOUND)
                return
            receipt = self.trace_of(attempt, change)
            if receipt:
                self.in_flight[receipt] = self.journal.receive(attempt, receipt, self.clock.now())
                yield ChangeRequested(change, receipt)
                return
            left = self.limits.lost_answer_wait - (self.clock.now() - attempt.intended_at).total_seconds()
            if left <= 0:
                yield from self.unheard(attempt)
                return
            yield WaitStarted(f"Looking for the lost answer to: {change.title}.", left)
            self.clock.sleep(left)

    def trace_of(self, attempt: Attempt, change: CreateAccount) -> str:
        """The request id of a creation that nobody has claimed and that may be this attempt's; '' for none."""
        since = attempt.intended_at - timedelta(seconds=self.limits.clock_skew)
        claimed = self.journal.receipts
        for creation in self.gateway.find_creations(change.account_name, since):
            account = self.observed.account_with_id(creation.account_id)
            somebody_elses = account is not None and account.email.lower() != change.email.lower()
            if creation.create_account_request_id not in claimed and not somebody_elses:
                return creation.create_account_request_id
        return ""

    def poll(self) -> Iterator[Event]:
        """One call for all creations in flight; those no longer in progress are asked for one by one."""
        yield from self.look(frozenset({Section.CREATIONS}))
        in_progress = {creation.create_account_request_id for creation in self.observed.creations}
        for receipt, attempt in list(self.in_flight.items()):
            if receipt not in in_progress:
                yield from self.follow(receipt, attempt)
            elif (self.clock.now() - attempt.intended_at).total_seconds() > self.limits.creation_deadline:
                self.left_to_aws.add(self.in_flight.pop(receipt).change)

    def follow(self, receipt: str, attempt: Attempt) -> Iterator[Event]:
        """Learn how a creation ended."""
        try:
            creation = self.gateway.follow(receipt)
        except AwsError as error:
            if error.retry is None and not error.outcome_unknown:
                raise
            return
        if creation is not None and creation.state == CreationState.IN_PROGRESS:
            return
        del self.in_flight[receipt]
        change = attempt.change
        if creation is not None and creation.state == CreationState.SUCCEEDED:
            yield from self.succeed(attempt)
            return
        yield from self.look(frozenset({Section.ACCOUNTS}))
        if isinstance(change, CreateAccount) and self.observed.account_with_email(change.email) is not None:
            yield from self.succeed(attempt, FOUND)
        elif creation is None:
            yield from self.unheard(attempt)
        else:
            yield from self.refuse(attempt, AwsError(*explain_creation_failure(creation.failure_reason)), None)

    def conclude(self, attempt: Attempt, outcome: Outcome, note: str = "") -> None:
        self.journal.conclude(attempt, outcome, self.clock.now(), note)

    def jittered(self, retry: Retry, tries: int) -> float:
        """Seconds until the next try: anywhere between `base` and the doubled step, never beyond `cap`."""
        return self.jitter(retry.base, max(retry.base, min(retry.cap, retry.base * 2 ** (tries + 1))))


def _name(change: Change) -> str:
    return change.account_name if isinstance(change, CreateAccount) else change.title
