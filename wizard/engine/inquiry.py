"""Finding out at AWS what came of what was asked, in this run and before: looking decides, not remembering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from state.changes.accounts import CreateAccount
from state.observed import AccountCreation, CreationState, Section
from state.saved.journal import Attempt, Journal
from wizard.engine.attempts import FOUND, Attempts
from wizard.engine.events import (
    Event,
    WaitStarted,
)
from wizard.engine.in_flight import InFlight
from wizard.engine.pace import Timing
from wizard.engine.reading import Reading
from wizard.errors import AwsError, AwsRefused
from wizard.gateway import Gateway
from wizard.plan import make_plan
from wizard.refusals import creation_failure
from wizard.refusals.retries import CREATION_RETRIES, GIVING_ACCESS

ACCOUNTS = frozenset({Section.ACCOUNTS})
CREATIONS = frozenset({Section.CREATIONS})


@dataclass(frozen=True)
class Inquiry:
    """Brings every attempt to a known end."""

    attempts: Attempts
    reading: Reading
    gateway: Gateway
    journal: Journal
    timing: Timing

    @property
    def in_flight(self) -> InFlight:
        """What AWS works on."""
        return self.attempts.in_flight

    def reconcile(self, attempts: Sequence[Attempt]) -> Iterator[Event]:
        """Bring attempts whose outcome nobody knows to a known state, before anything else is asked of AWS."""
        for attempt in attempts:
            if attempt.receipt:
                self.in_flight.put_from_before(attempt)
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
        if attempt.change in to_do:
            yield from self.attempts.no_answer(attempt)
        elif attempt.change.proven:
            yield from self.attempts.succeed(attempt)
        else:
            yield from self.attempts.conclude_performed(attempt, FOUND)

    def search(self, attempt: Attempt, change: CreateAccount) -> Iterator[Event]:
        """A CreateAccount whose answer was lost: by address, then by name and time, then a minute later again.

        CreateAccount takes no idempotency token and CreateAccountStatus carries no address
        (API: organizations.CreateAccount, organizations.CreateAccountStatus).
        """
        while True:
            yield from self.reading.look(ACCOUNTS | CREATIONS, patiently=True)
            if self.reading.hidden(change):
                self.attempts.leave_to_aws(change)  # nobody knows, so it is not asked for again in this run
                return
            if self.reading.observed.account_with_email(change.email) is not None:
                yield from self.attempts.conclude_performed(attempt, FOUND)
                return
            receipt = self.trace_of(attempt, change)
            if receipt:
                yield from self.attempts.receive(attempt, receipt)
                return
            left = self.timing.limits.lost_answer_wait - (self.timing.clock.now() - attempt.intended_at).total_seconds()
            if left <= 0:
                yield from self.attempts.no_answer(attempt)
                return
            yield WaitStarted(f"Looking for the lost answer to: {change.title}.", left)
            self.timing.clock.sleep(left)

    def trace_of(self, attempt: Attempt, change: CreateAccount) -> str:
        """The request id of a creation that nobody has claimed and that may be this attempt's; '' for none."""
        since = attempt.intended_at - timedelta(seconds=self.timing.limits.clock_skew)
        claimed = self.journal.receipts
        for creation in self.gateway.find_creations(change.account_name, since):
            if creation.create_account_request_id not in claimed and not self.somebody_elses(creation, change):
                return creation.create_account_request_id
        return ""

    def somebody_elses(self, creation: AccountCreation, change: CreateAccount) -> bool:
        """Whether it made another account of the same name."""
        account = self.reading.observed.account_with_id(creation.account_id)
        return account is not None and account.email.lower() != change.email.lower()

    def poll(self) -> Iterator[Event]:
        """Ask what came of everything in flight."""
        for receipt, attempt in self.in_flight:
            if attempt.change.followed:
                yield from self.follow_request(receipt, attempt)
        if self.in_flight.creations:
            yield from self.poll_creations()
        self.attempts.leave_to_aws(*self.in_flight.remove_overdue())
        self.in_flight.asked()

    def poll_creations(self) -> Iterator[Event]:
        """One call for all of them. What is no longer in progress shows as an account, or is asked for."""
        yield from self.reading.look(CREATIONS)
        in_progress = {creation.create_account_request_id for creation in self.reading.observed.creations}
        ended = {
            receipt: attempt
            for receipt, attempt in self.in_flight
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
        self.in_flight.remove(receipt)
        if status is None:
            yield from self.judge_by_reading(attempt)
        elif status.state == CreationState.SUCCEEDED:
            yield from self.attempts.succeed(attempt)
        else:
            yield from self.fail_request(attempt, status.failure_reason or status.state, receipt)

    def fail_request(self, attempt: Attempt, reason: str, receipt: str) -> Iterator[Event]:
        """AWS took it down, and could not do it. What is there by now is looked at before it is asked anew."""
        change = attempt.change
        if change.proven:
            yield from self.fail_proof(attempt, reason)
            return
        error = AwsRefused(
            f"AWS could not carry this out: {change.full_title}. Its reason: {reason.rstrip('.')}.",
            "Start again in some minutes. If it says that access was denied, the identity that is signed in lacks "
            "rights in IAM of the management account: `orgwizard permissions SETUP` names them.",
            operation=change.needs[0],
            request_id=receipt,
        )
        self.attempts.note_refusal(attempt, error)
        yield from self.reading.look(change.touches)
        yield from self.attempts.try_later(change, change, error, GIVING_ACCESS)

    def fail_proof(self, attempt: Attempt, reason: str) -> Iterator[Event]:
        """What was changed shut somebody out; whether it could be put back, the reason says."""
        change = attempt.change
        error = AwsError(
            f"Nobody could be shown to get in after it: {change.full_title}. {reason}",
            f"Look at the role there before you try again. {change.undo}",
        )
        self.attempts.note_refusal(attempt, error)
        yield from self.reading.look(change.touches)
        yield from self.attempts.try_later(change, change, error, None)

    def follow(self, receipt: str, attempt: Attempt) -> Iterator[Event]:
        """Learn how a creation ended."""
        change = attempt.change
        if not isinstance(change, CreateAccount):
            raise TypeError(f"{change.title} is not asynchronous")
        if self.reading.observed.account_with_email(change.email) is not None:
            self.in_flight.remove(receipt)
            yield from self.attempts.conclude_performed(attempt)
            return
        try:
            creation = self.gateway.follow(receipt)
        except AwsError as error:
            if error.retry is None and not error.outcome_unknown:
                raise
            return  # it stays in flight, and the next poll asks again
        if creation is not None and creation.state == CreationState.IN_PROGRESS:
            return
        self.in_flight.remove(receipt)
        if creation is None or self.somebody_elses(creation, change):
            yield from self.attempts.no_answer(attempt)
        elif creation.state == CreationState.SUCCEEDED:
            yield from self.attempts.conclude_performed(attempt)
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
        self.attempts.note_refusal(attempt, error)
        yield from self.attempts.try_later(attempt.change, attempt.change, error, CREATION_RETRIES.get(reason))
