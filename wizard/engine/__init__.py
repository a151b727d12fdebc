"""Look, act where allowed, look again.

One generator serves plan-and-apply in the wizard, headless apply, resuming after a crash, and rehearsal; only its
arguments differ. Order of truth: AWS over journal over setup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from state.changes.accounts import CreateAccount
from state.changes.base import Change, Lane
from state.changes.settings import SettingChange
from state.errors import OrgwizardError, StateNotWritable
from state.observed import Observed, Scope, Section
from state.saved.journal import Attempt, Journal, Outcome
from wizard.claims.base import Blocked, Claim, Needed, Waiting
from wizard.clock import Clock
from wizard.engine.attempts import Attempts
from wizard.engine.events import ChangeStarted, Ending, Event, RunEnded, WaitStarted
from wizard.engine.inquiry import Inquiry
from wizard.engine.limits import Limits
from wizard.engine.pace import Jitter, Timing, uniform
from wizard.engine.reading import HOLDS_IDS, Reading
from wizard.errors import AlreadyDone, AwsError, CredentialsExpired, NoCredentials
from wizard.gateway import EVERYTHING, Gateway

SHORTEST_WAIT = 0.1
GROWS = frozenset({Section.ACCOUNTS, Section.ROLES, Section.SETTINGS, Section.IDENTITY_CENTER})
"""Sections that take the more calls the more accounts there are; read again only when nothing else goes on."""
AWS_CHANGES = frozenset(
    {Section.ORGANIZATION, Section.ACCOUNTS, Section.CREATIONS, Section.HANDSHAKES, Section.READINESS}
)
"""Sections in which something may happen while nobody asks for anything."""


def run(
    claims: Sequence[Claim],
    scope: Scope,
    gateway: Gateway,
    journal: Journal,
    clock: Clock,
    approved: frozenset[Change],
    *,
    limits: Limits | None = None,
    jitter: Jitter = uniform,
    seen: Observed | None = None,
) -> Iterator[Event]:
    """Bring AWS to what `claims` say, doing nothing that is not in `approved`, and nothing in it twice.

    `seen` is what the same identity was told seconds ago. A run that will change nothing goes by it; before anything
    is changed, AWS is looked at.

    Not asking for the next event stops the run at a place where nothing is lost; the last event of a run that was not
    stopped is RunEnded. Raises AwsError when AWS cannot be read at all or the credentials are no longer good, and
    StateNotWritable when the journal cannot be kept; the same call later goes on from there.
    """
    timing = Timing(clock, limits or Limits(), jitter)
    reading = Reading(claims, scope, gateway, timing)
    attempts = Attempts(reading, journal, timing, approved)
    inquiry = Inquiry(attempts, reading, gateway, journal, timing)
    yield from _Run(reading, attempts, inquiry, gateway, journal, timing, approved, seen).events()


@dataclass(frozen=True, slots=True)
class _Wait:
    """A while in which nothing can be done, and what is worth reading after it."""

    reason: str
    seconds: float
    then_look_at: frozenset[Section] = frozenset()


@dataclass
class _Run:
    reading: Reading
    attempts: Attempts
    inquiry: Inquiry
    gateway: Gateway
    journal: Journal
    timing: Timing
    approved: frozenset[Change]
    seen: Observed | None
    idle_since: datetime | None = None

    def events(self) -> Iterator[Event]:
        if self.seen is not None and not self.approved and not self.journal.open_attempts:
            yield from self.reading.go_by(self.seen)
        else:
            yield from self.reading.look(EVERYTHING)
        yield from self.inquiry.reconcile(self.journal.open_attempts)
        while True:
            if self.poll_in() == 0:
                yield from self.inquiry.poll()
            elif self.reading.look_again_in() == 0:
                yield from self.reading.look_again()
            elif self.has_to_see_first():
                yield from self.reading.look(frozenset({Section.SETTINGS}))
            elif (change := self.next_change()) is not None:
                self.idle_since = None
                missing_ids = self.reading.stale & HOLDS_IDS if self.lacks_ids(change) else frozenset()
                yield from self.reading.look(missing_ids) if missing_ids else self.make(self.beside(change))
            elif outdated := self.outdated():
                yield from self.reading.look(outdated)
            elif (wait := self.next_wait()) is not None:
                yield WaitStarted(wait.reason, wait.seconds)
                self.timing.clock.sleep(wait.seconds)
                if wait.then_look_at:
                    yield from self.reading.look(wait.then_look_at)
            else:
                yield from self.attempts.recall(self.reading.needed())
                yield self.end()
                return

    # What to do next

    def needed(self) -> Iterator[Change]:
        """Changes that are needed now and that are approved, not under way, and not given up in this run."""
        wanted = (change for change in self.reading.needed() if change in self.approved)
        return (change for change in self.attempts.open(wanted) if not self.unseen(change))

    def unseen(self, change: Change) -> bool:
        """Whether it would overwrite a setting that AWS has not told yet, which might be somebody's own."""
        if not isinstance(change, SettingChange):
            return False
        return self.reading.observed.setting(change.place.account, change.setting) is None

    def has_to_see_first(self) -> bool:
        """Whether something that goes before accounts is a setting that nobody has looked at yet."""
        wanted = (each for each in self.reading.needed() if each.before_accounts and each in self.approved)
        return Section.SETTINGS in self.reading.stale and any(self.unseen(change) for change in wanted)

    def next_change(self) -> Change | None:
        """The next one that may be made now. First what accounts come out otherwise after, then accounts: AWS takes
        minutes for each, and the rest fits into them. Then what can be sent as things are, before what makes AWS be
        read for the ids of things just made."""
        startable = [change for change in self.needed() if self.may_start(change)]
        startable.sort(key=lambda change: (not change.before_accounts, change.lane is not Lane.CREATION))
        return next((change for change in startable if not self.lacks_ids(change)), next(iter(startable), None))

    def beside(self, change: Change) -> tuple[Change, ...]:
        """`change` with those that may be made at the same time: others in its lane, each in another account."""
        if not isinstance(change, SettingChange) or change.proven:
            return (change,)
        together = {change.place.account: change}
        for other in (each for each in self.needed() if not each.proven):
            if isinstance(other, SettingChange) and self.may_start(other) and not self.lacks_ids(other):
                together.setdefault(other.place.account, other)
        return tuple(together.values())[: self.timing.limits.accounts_at_once]

    def may_start(self, change: Change) -> bool:
        """Not made before in this run, not postponed, and within the bounds of its lane."""
        if self.attempts.performed_at(change) is not None or self.attempts.delay(change).seconds > 0:
            return False
        if change.after_accounts and self.accounts_come_into_being():
            return False
        return self.attempts.in_flight.has_room_for(change)

    def accounts_come_into_being(self) -> bool:
        """Whether an account is still to be made, being made, or being set up by AWS; not one that was refused."""
        wanted = self.attempts.open(self.reading.accounts_to_make() & self.approved)
        return any(wanted) or self.attempts.any_under_way or self.reading.sets_accounts_up()

    def lacks_ids(self, change: Change) -> bool:
        """Whether its request needs an id that was only predicted."""
        return bool(change.request(self.reading.observed).placeholders)

    def outdated(self) -> frozenset[Section]:
        """What to read before waiting; in the end also what AWS is changing, or may have changed meanwhile."""
        if self.attempts.in_flight.poll_in() is not None:
            return self.reading.stale - GROWS
        if not self.reading.waited_for():
            return self.reading.stale
        due = self.reading.stale - {Section.SETTINGS}
        return due | AWS_CHANGES if due else frozenset()

    # How long to wait

    def next_wait(self) -> _Wait | None:
        """Why and how long to wait; None when waiting is of no use in this run. What could not be seen for a passing
        reason is looked at again meanwhile."""
        wait, again_in = self.wait_for_aws(), self.reading.look_again_in()
        if again_in is None or (wait is not None and wait.seconds <= again_in):
            return wait
        return _Wait(wait.reason if wait else self.reading.unseen()[1], max(again_in, SHORTEST_WAIT))

    def wait_for_aws(self) -> _Wait | None:
        """Why and how long to wait with what is seen."""
        waits = [wait for change in self.needed() if (wait := self.wait_for(change)) is not None]
        in_flight = self.attempts.in_flight
        if (poll_in := self.poll_in()) is not None:
            waits.insert(0, _Wait(in_flight.at_work, poll_in))
        if not waits:
            return self.passive_wait()
        soonest = min(waits, key=lambda wait: wait.seconds)
        return _Wait(waits[0].reason, max(soonest.seconds, SHORTEST_WAIT), soonest.then_look_at)

    def wait_for(self, change: Change) -> _Wait | None:
        """Until `change` may be made, or shows. It is looked for once more before it is given up: what hid it may have
        gone only now, such as a type of policies that AWS was still enabling."""
        if (performed_at := self.attempts.performed_at(change)) is not None:
            by_then = performed_at + timedelta(seconds=self.timing.limits.visible_within)
            if self.timing.clock.now() > by_then and self.reading.looked_since(change.touches, by_then):
                self.attempts.give_up_on_showing(change)
                return None
            return _Wait(f"AWS does not show yet what it did: {change.title}.", 3, change.touches)
        if change.after_accounts and self.accounts_come_into_being():
            return None
        if not self.attempts.in_flight.has_room_for(change):
            return None
        delay = self.attempts.delay(change)
        return _Wait(f"{change.title}: {delay.reason}.", delay.seconds)

    def poll_in(self) -> float | None:
        """Seconds until AWS is asked about what it works on; None when there is nothing. While it is the published rate
        that holds the next account up, and not those before it, nothing would come of knowing earlier."""
        in_flight = self.attempts.in_flight
        due = in_flight.poll_in()
        if due is None or not all(isinstance(change, CreateAccount) for change in in_flight.changes):
            return due
        following = next((change for change in self.needed() if isinstance(change, CreateAccount)), None)
        if following is None or not in_flight.has_room_for(following):
            return due
        turn = 1 / self.timing.limits.create_account_rate.per_second
        return max(due, min(turn, self.attempts.delay(following).seconds))

    def passive_wait(self) -> _Wait | None:
        """Waiting for AWS with nothing of our own under way: for a while, not for ever."""
        now = self.timing.clock.now()
        self.idle_since = self.idle_since or now
        if now - self.idle_since > timedelta(seconds=self.timing.limits.passive_deadline):
            return None
        waiting = self.reading.waited_for()
        if waiting is None or waiting.look_again_after is None:
            return None
        return _Wait(waiting.reason, waiting.look_again_after, self.reading.then_look_at(AWS_CHANGES))

    # Acting

    def make(self, changes: Sequence[Change]) -> Iterator[Event]:
        """Intents, calls side by side, receipts or outcomes."""
        for change in changes:
            yield ChangeStarted(change)
        identity = self.reading.observed.identity
        by = identity.arn if identity else ""
        attempts = [self.attempts.intend(change, by) for change in changes]
        answers = self.ask(changes)
        unsigned = [answer for answer in answers if isinstance(answer, (CredentialsExpired, NoCredentials))]
        for attempt, answer in zip(attempts, answers, strict=True):
            if isinstance(answer, (CredentialsExpired, NoCredentials)):
                self.journal.conclude(attempt, Outcome.REFUSED, self.timing.clock.now(), answer.message)
            elif unsigned and not isinstance(answer, str):
                continue  # nobody can look now; the next run settles it
            else:
                yield from self.conclude(attempt, answer)
        if unsigned:
            raise unsigned[0]

    def ask(self, changes: Sequence[Change]) -> list[str | OrgwizardError]:
        """What AWS answered to each: a receipt, '' when it is done, or why not. Raises StateNotWritable."""

        def ask_for(change: Change) -> str | OrgwizardError:
            try:
                return self.gateway.perform(change, self.reading.observed)
            except StateNotWritable:
                raise
            except OrgwizardError as error:
                return error

        if len(changes) == 1:
            return [ask_for(changes[0])]
        with ThreadPoolExecutor(len(changes), thread_name_prefix="asking-aws") as pool:
            return list(pool.map(ask_for, changes))

    def conclude(self, attempt: Attempt, answer: str | OrgwizardError) -> Iterator[Event]:
        """What follows from AWS's answer."""
        if isinstance(answer, str):
            yield from self.attempts.receive(attempt, answer) if answer else self.attempts.succeed(attempt)
        elif isinstance(answer, AlreadyDone):
            yield from self.attempts.find(attempt)
        elif isinstance(answer, AwsError) and answer.outcome_unknown:
            yield from self.inquiry.reconcile((attempt,))
        else:
            yield from self.attempts.refuse(attempt, answer)

    def end(self) -> RunEnded:
        """Sum up."""
        verdicts = self.reading.verdicts()
        given = [verdict for _, verdict in verdicts]
        needed = {change for verdict in given if isinstance(verdict, Needed) for change in verdict.changes}
        failures = self.attempts.failures
        if failures or any(isinstance(verdict, Blocked) for verdict in given):
            ending = Ending.FAILED
        elif needed - self.approved:
            ending = Ending.UNAPPROVED
        elif needed or any(isinstance(verdict, Waiting) for verdict in given):
            ending = Ending.WAITING
        else:
            ending = Ending.DONE
        performed, identity = self.attempts.performed, self.reading.observed.identity
        return RunEnded(ending, verdicts, failures, performed, self.approved - performed, identity)
