"""What was asked of AWS, in this run and before, and what came of it.

Every attempt is brought to a known end before its change is asked for again; looking decides, not remembering.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from state.changes.accounts import CreateAccount
from state.changes.assignments import AssignmentChange
from state.changes.base import Change, Lane
from state.changes.organization import CreateOrganization
from state.errors import OrgwizardError
from state.observed import AccountCreation, CreationState, Section
from state.observed.readiness import is_young
from state.saved.journal import Attempt, Journal, Outcome
from wizard.claims.base import Waiting
from wizard.clock import Clock
from wizard.engine.events import (
    ChangeFailed,
    ChangeHeldUp,
    ChangePerformed,
    ChangeRequested,
    Event,
    RetryPlanned,
    WaitStarted,
)
from wizard.engine.limits import Limits
from wizard.engine.pace import Jitter, pause
from wizard.engine.reading import Reading
from wizard.engine.refused import is_for_good
from wizard.errors import AwsError, AwsRefused, EmailNotVerified, NotPermitted, NotReadyYet, Retry
from wizard.gateway import Gateway
from wizard.plan import make_plan
from wizard.refusals import creation_failure
from wizard.refusals.retries import CREATION_RETRIES, FIRST_HOUR, GIVING_ACCESS, LOST_ANSWER, YOUNG_ACCOUNT

FOUND = "An earlier request had made it already."
ACCOUNTS = frozenset({Section.ACCOUNTS})
CREATIONS = frozenset({Section.CREATIONS})
OF_ONE_THING = frozenset({"ConflictException", "ResourceNotFoundException"})
"""Codes that say nothing about others of the kind. The first may mean that the thing is there already, from an earlier
try whose answer was lost (API: sso-admin.ConflictException), so looking comes before asking again."""
EVERY_ACCOUNT = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """AWS asked to be tried again."""

    since: datetime
    again_at: datetime
    tries: int
    why: str


@dataclass
class Attempts:
    """Keeps the journal, and settles what is not known."""

    reading: Reading
    gateway: Gateway
    journal: Journal
    clock: Clock
    limits: Limits
    jitter: Jitter

    performed: dict[Change, datetime] = field(default_factory=dict)
    failed: dict[Change, ChangeFailed] = field(default_factory=dict)
    in_flight: dict[str, Attempt] = field(default_factory=dict)
    """By receipt."""
    denied: set[type[Change]] = field(default_factory=set)
    """Kinds of change that nobody may make: AWS would say the same of the next account."""
    left_to_aws: set[Change] = field(default_factory=set)
    postponed: dict[Change | type[Change], Postponed] = field(default_factory=dict)
    """One change, or all of a kind: AWS would give the others the same answer."""
    poll_at: datetime | None = None

    def under_way(self) -> set[Change]:
        """Changes that AWS works on."""
        return {attempt.change for attempt in self.in_flight.values()} | self.left_to_aws

    @property
    def creations_in_flight(self) -> int:
        """How many accounts AWS is creating."""
        return sum(isinstance(attempt.change, CreateAccount) for attempt in self.in_flight.values())

    def leaves_room_for(self, change: Change) -> bool:
        """Whether AWS may be asked for one more: so many at a time, and one in each account. What is done in every
        account has them all to itself (user guide of Identity Center, limits)."""
        others = [attempt.change for attempt in self.in_flight.values() if attempt.change.follows]
        if len(others) >= self.limits.requests_in_flight:
            return False
        rooms = {_room(other) for other in others}
        return not rooms or (_room(change) not in rooms and EVERY_ACCOUNT not in {*rooms, _room(change)})

    # What came of an attempt

    def receive(self, attempt: Attempt, receipt: str) -> Iterator[Event]:
        """AWS took an asynchronous change and works on it."""
        nothing_to_ask_for = not self.in_flight
        self.in_flight[receipt] = self.journal.receive(attempt, receipt, self.clock.now())
        if nothing_to_ask_for:
            self.poll_at = self.next_poll()
        self.postponed.pop(type(attempt.change), None)
        yield ChangeRequested(attempt.change, receipt)

    def succeed(self, attempt: Attempt) -> Iterator[Event]:
        """AWS said so."""
        self.reading.expect(attempt.change)
        yield from self.conclude_performed(attempt)

    def find(self, attempt: Attempt) -> Iterator[Event]:
        """An earlier attempt had done it, or somebody else; what it is like has to be seen."""
        yield from self.conclude_performed(attempt, FOUND)
        yield from self.reading.look(attempt.change.touches)

    def conclude_performed(self, attempt: Attempt, note: str = "") -> Iterator[Event]:
        """It is done."""
        self.journal.conclude(attempt, Outcome.PERFORMED, self.clock.now(), note)
        self.performed[attempt.change] = self.clock.now()
        self.postponed.pop(attempt.change, None)
        self.postponed.pop(type(attempt.change), None)
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
            self.denied.add(type(attempt.change))

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
        now = self.clock.now()
        before = self.postponed.get(key) or Postponed(now, now, 0, "")
        spent = retry is None or (now - before.since).total_seconds() > retry.budget
        if retry is None or spent or before.tries >= retry.tries > 0:
            self.failed[change] = ChangeFailed(change, error)
            yield self.failed[change]
            return
        again_at = now + timedelta(seconds=pause(retry, before.tries, self.jitter))
        self.postponed[key] = Postponed(before.since, again_at, before.tries + 1, retry.why)
        yield RetryPlanned(change, error, again_at)

    def no_answer(self, attempt: Attempt) -> Iterator[Event]:
        """No trace at AWS. It may be asked again, but not for ever."""
        self.journal.conclude(attempt, Outcome.VANISHED, self.clock.now(), LOST_ANSWER.why)
        error = AwsError(
            f"No answer came, and AWS shows no trace of it: {attempt.change.title}.",
            "Check the network, then start again; AWS is looked at before anything is asked anew.",
        )
        yield from self.try_later(attempt.change, attempt.change, error, LOST_ANSWER)

    # Finding out what came of attempts without an outcome

    def reconcile(self, attempts: Sequence[Attempt]) -> Iterator[Event]:
        """Bring attempts whose outcome nobody knows to a known state, before anything else is asked of AWS."""
        for attempt in attempts:
            if attempt.receipt:
                self.in_flight[attempt.receipt] = attempt
            elif isinstance(attempt.change, CreateAccount):
                yield from self.search(attempt, attempt.change)
            else:
                yield from self.judge_by_reading(attempt)

    def judge_by_reading(self, attempt: Attempt) -> Iterator[Event]:
        """Names are unique where the change acts, so the reading tells; a repeat would be refused as a duplicate."""
        yield from self.reading.look(attempt.change.touches, patiently=True)
        if self.reading.hidden(attempt.change):
            return  # nobody knows; the next run that sees it settles it
        to_do = make_plan(self.reading.claims, self.reading.observed).approved()
        yield from self.no_answer(attempt) if attempt.change in to_do else self.conclude_performed(attempt, FOUND)

    def search(self, attempt: Attempt, change: CreateAccount) -> Iterator[Event]:
        """A CreateAccount whose answer was lost: by address, then by name and time, then a minute later again.

        CreateAccount takes no idempotency token and CreateAccountStatus carries no address
        (API: organizations.CreateAccount, organizations.CreateAccountStatus).
        """
        while True:
            yield from self.reading.look(ACCOUNTS | CREATIONS, patiently=True)
            if self.reading.hidden(change):
                self.left_to_aws.add(change)  # nobody knows, so it is not asked for again in this run
                return
            if self.reading.observed.account_with_email(change.email) is not None:
                yield from self.conclude_performed(attempt, FOUND)
                return
            receipt = self.trace_of(attempt, change)
            if receipt:
                yield from self.receive(attempt, receipt)
                return
            left = self.limits.lost_answer_wait - (self.clock.now() - attempt.intended_at).total_seconds()
            if left <= 0:
                yield from self.no_answer(attempt)
                return
            yield WaitStarted(f"Looking for the lost answer to: {change.title}.", left)
            self.clock.sleep(left)

    def trace_of(self, attempt: Attempt, change: CreateAccount) -> str:
        """The request id of a creation that nobody has claimed and that may be this attempt's; '' for none."""
        since = attempt.intended_at - timedelta(seconds=self.limits.clock_skew)
        claimed = self.journal.receipts
        for creation in self.gateway.find_creations(change.account_name, since):
            if creation.create_account_request_id not in claimed and not self.somebody_elses(creation, change):
                return creation.create_account_request_id
        return ""

    def somebody_elses(self, creation: AccountCreation, change: CreateAccount) -> bool:
        """Whether it made another account of the same name."""
        account = self.reading.observed.account_with_id(creation.account_id)
        return account is not None and account.email.lower() != change.email.lower()

    # Following creations

    def poll(self) -> Iterator[Event]:
        """Ask what came of everything in flight."""
        for receipt, attempt in list(self.in_flight.items()):
            if attempt.change.follows:
                yield from self.follow_request(receipt, attempt)
        if self.creations_in_flight:
            yield from self.poll_creations()
        overdue = self.clock.now() - timedelta(seconds=self.limits.creation_deadline)
        for receipt, attempt in list(self.in_flight.items()):
            if attempt.intended_at < overdue:
                self.left_to_aws.add(self.in_flight.pop(receipt).change)
        self.poll_at = self.next_poll()

    def poll_creations(self) -> Iterator[Event]:
        """One call for all of them. What is no longer in progress shows as an account, or is asked for."""
        yield from self.reading.look(CREATIONS)
        in_progress = {creation.create_account_request_id for creation in self.reading.observed.creations}
        ended = {
            receipt: attempt
            for receipt, attempt in self.in_flight.items()
            if isinstance(attempt.change, CreateAccount) and receipt not in in_progress
        }
        if ended:
            yield from self.reading.look(ACCOUNTS)
        for receipt, attempt in ended.items():
            yield from self.follow(receipt, attempt)

    def follow_request(self, receipt: str, attempt: Attempt) -> Iterator[Event]:
        """Learn how a request ended; AWS tells why one failed in words of its own."""
        try:
            status = self.gateway.follow_request(attempt.change, receipt, self.reading.observed)
        except AwsError as error:
            if error.retry is None and not error.outcome_unknown:
                raise
            return  # it stays in flight, and the next poll asks again
        if status is not None and status.state == CreationState.IN_PROGRESS:
            return
        del self.in_flight[receipt]
        if status is None:
            yield from self.judge_by_reading(attempt)
        elif status.state == CreationState.SUCCEEDED:
            yield from self.succeed(attempt)
        else:
            yield from self.fail_request(attempt, status.failure_reason or status.state, receipt)

    def fail_request(self, attempt: Attempt, reason: str, receipt: str) -> Iterator[Event]:
        """AWS took it down, and could not do it. What is there by now is looked at before it is asked anew."""
        change = attempt.change
        error = AwsRefused(
            f"AWS could not carry this out: {change.full_title}. Its reason: {reason.rstrip('.')}.",
            "Start again in some minutes. If it says that access was denied, the identity that is signed in lacks "
            "rights in IAM of the management account: `orgwizard permissions SETUP` names them.",
            operation=change.needs[0],
            request_id=receipt,
        )
        self.note_refusal(attempt, error)
        yield from self.reading.look(change.touches)
        yield from self.try_later(change, change, error, GIVING_ACCESS)

    def next_poll(self) -> datetime:
        """Rarer as time goes by, so that finding out late never costs more than a small share of the whole."""
        now = self.clock.now()
        youngest = max((attempt.intended_at for attempt in self.in_flight.values()), default=now)
        share = self.limits.poll_share * (now - youngest).total_seconds()
        return now + timedelta(seconds=max(self.limits.poll_every, share))

    def follow(self, receipt: str, attempt: Attempt) -> Iterator[Event]:
        """Learn how a creation ended."""
        change = attempt.change
        if not isinstance(change, CreateAccount):
            raise TypeError(f"{change.title} is not asynchronous")
        if self.reading.observed.account_with_email(change.email) is not None:
            del self.in_flight[receipt]
            yield from self.conclude_performed(attempt)
            return
        try:
            creation = self.gateway.follow(receipt)
        except AwsError as error:
            if error.retry is None and not error.outcome_unknown:
                raise
            return  # it stays in flight, and the next poll asks again
        if creation is not None and creation.state == CreationState.IN_PROGRESS:
            return
        del self.in_flight[receipt]
        if creation is None or self.somebody_elses(creation, change):
            yield from self.no_answer(attempt)
        elif creation.state == CreationState.SUCCEEDED:
            yield from self.conclude_performed(attempt)
        else:
            yield from self.fail(attempt, creation.failure_reason, receipt)

    def fail(self, attempt: Attempt, reason: str, receipt: str) -> Iterator[Event]:
        """AWS accepted the request, and could not create the account."""
        why = creation_failure(reason)
        raw = "" if not reason or reason in why.what else f" AWS's reason is {reason}."
        error = AwsRefused(
            why.what + raw,
            why.remedy,
            reason=reason,
            operation="organizations:CreateAccount",
            request_id=receipt,
            whose_move=why.whose_move,
        )
        self.note_refusal(attempt, error)
        yield from self.try_later(attempt.change, attempt.change, error, CREATION_RETRIES.get(reason))


def _room(change: Change) -> str:
    """The account in which AWS is at work for it."""
    return change.account if isinstance(change, AssignmentChange) else EVERY_ACCOUNT
