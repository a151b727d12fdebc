"""One setup being carried out, for whichever front end is asking: answers, progress and, signed in, the way to AWS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from state.changes.base import Change
from state.errors import OrgwizardError, SetupInUse, StateNotWritable
from state.observed import Identity, Observed, Organization, Section
from state.saved.journal import Attempt
from state.saved.open_setup import OpenSetup
from state.saved.progress import Progress, ProgressLine
from state.setup import Setup
from state.setup.validation import Problem
from wizard.adoption import Adoption, adopt, worth_taking_in
from wizard.checking import Checked
from wizard.claims.base import Blocked
from wizard.claims.identity import unfit
from wizard.engine import run
from wizard.engine.events import Ending, Event, Looked, RunEnded
from wizard.engine.refused import ask_again, remembered
from wizard.errors import CredentialsExpired, NoCredentials, WrongIdentity
from wizard.exports.taking_stock import Past
from wizard.gateway import READING_FOR_REVIEW
from wizard.gateway.world import CredentialSource, World
from wizard.onboarding.acceptance import Acceptance, check_that_it_is_invited, insist_on_an_invitation
from wizard.onboarding.answers import Answers
from wizard.onboarding.outlook import outlook
from wizard.onboarding.progress import KeptProgress, lines_of
from wizard.onboarding.signed_in import SignedIn
from wizard.onboarding.taking_back import UNDOING_JOURNAL, TakingBack
from wizard.onboarding.tending import Tending, tended_in
from wizard.plan import Plan
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of, scope_of
from wizard.plan.leftovers import with_leftovers


class Onboarding:
    """A setup that this process has open."""

    def __init__(self, saved: OpenSetup, world: World) -> None:
        self._saved = saved
        self._world = world
        self.answers = Answers(saved, world.clock.now, rehearsal=world.rehearsal)
        self.signed_in: SignedIn | None = None
        """Whoever is signed in, once somebody is."""
        self._paused = False
        self._left_waiting = False
        self.before = Past(())
        """What was done for this setup that the journals at hand do not tell of."""
        self._progress = KeptProgress(saved, world.clock.now)

    @property
    def setup(self) -> Setup:
        """The answers as last saved, or those of a file that somebody still has to approve."""
        return self.answers.setup

    @property
    def identity(self) -> Identity | None:
        """Who is signed in."""
        return self.signed_in.identity if self.signed_in else None

    @property
    def identity_confirmed(self) -> bool:
        """Whether a person, or the setup, said that this is the account that shall own the organization."""
        return self.signed_in is not None and self.signed_in.confirmed

    @property
    def source(self) -> CredentialSource | None:
        """What was signed in with last."""
        return self.signed_in.source if self.signed_in else None

    @property
    def organization(self) -> Organization | None:
        """The one that the identity's account is in, as far as it could be read."""
        return self.signed_in.organization if self.signed_in else None

    @property
    def observed(self) -> Observed | None:
        """AWS as whoever is signed in saw it last."""
        return self.signed_in.observed if self.signed_in else None

    @property
    def name(self) -> str:
        """The setup's name."""
        return self._saved.name

    @property
    def directory(self) -> Path:
        """Where this setup's files are."""
        return self._saved.directory

    @property
    def world(self) -> World:
        """AWS itself, or a rehearsal of it."""
        return self._world

    @property
    def rehearsal(self) -> bool:
        """Whether AWS is a simulated one."""
        return self._world.rehearsal

    @property
    def progress(self) -> Progress | None:
        """How each claim stood when AWS was last looked at."""
        return self._saved.progress

    @property
    def begun(self) -> bool:
        """Whether anything was made or attempted for this setup, in this run or before."""
        return bool(self._made() or self._saved.journal.open_attempts)

    @property
    def progress_lines(self) -> tuple[ProgressLine, ...]:
        """How each claim of the present answers stands, as far as the last look tells: what was edited since then is
        left to do. Empty before the first look."""
        return self._progress.lines()

    def answer(self, setup: Setup) -> None:
        """Replace the answers and save them. Raises StateNotWritable. The edit can be undone."""
        self.answers.replace(setup)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the answers, and warnings."""
        return self.answers.problems()

    def credential_sources(self) -> tuple[CredentialSource, ...]:
        """What could be signed in with on this machine."""
        return tuple(self._world.sign_in.sources())

    def sign_in(self, source: CredentialSource, mfa_code: str = "") -> Identity:
        """Use `source` and ask AWS who that is. Blocks. Raises AwsError; MfaCodeNeeded to be called again with a code.

        The identity counts as confirmed only when the setup already knows its account as the management account.
        While a run is paused for want of credentials nobody else will do: WrongIdentity then, and it stays paused.
        """
        identity, gateway = self._world.sign_in.use(source, self.setup.home_region, mfa_code)
        if self._paused and (blocked := unfit(identity, None, self.setup.management_account_id)) is not None:
            raise WrongIdentity(f"{blocked.what} The run stays paused.", blocked.remedy)
        self.signed_in, self._paused = SignedIn(identity, gateway, source), False
        self.signed_in.confirmed = identity.account_id == self.setup.management_account_id
        self._note_way_in()
        return identity

    @property
    def way_in(self) -> str:
        """The key of the credentials that were confirmed last; empty where there are none."""
        return self._saved.way_in

    def _note_way_in(self) -> None:
        """It is only a help for the next time: what cannot be kept is not missed."""
        if self.identity_confirmed and self.source is not None and not self.answers.proposed:
            with suppress(SetupInUse, StateNotWritable):
                self._saved.note_way_in(self.source.key)

    @property
    def unfit(self) -> Blocked | None:
        """Why whoever is signed in may carry nothing out; None when they may, or nobody is signed in."""
        return self.signed_in.unfit(self.setup) if self.signed_in else None

    def check_identity(self) -> None:
        """Raises WrongIdentity when whoever is signed in may carry nothing out."""
        if (blocked := self.unfit) is not None:
            raise WrongIdentity(blocked.what, blocked.remedy)

    def check_account(self) -> None:
        """Raises WrongIdentity when whoever is signed in belongs to another account than the setup's own."""
        if self.signed_in is not None:
            self.signed_in.insist_on_account(self.setup)

    def confirm_identity(self) -> None:
        """The person says that this is the account that shall own the organization; the setup remembers it.

        Raises WrongIdentity when the setup knows another management account, or the account can own none.
        """
        signed_in = self._whoever_is_signed_in()
        signed_in.insist_that_it_may_own(self.setup)
        self.answer(replace(self.setup, management_account_id=signed_in.identity.account_id))
        signed_in.confirmed = True
        self._note_way_in()

    def look(self, sections: frozenset[Section] = READING_FOR_REVIEW) -> Observed:
        """Read AWS as it is now. Blocks. Raises AwsError."""
        before, setup = self.observed or Observed(), self.setup
        # Somebody may have changed what kept others out of an account.
        before = replace(before, readiness=tuple(each for each in before.readiness if each.ready))
        made = self._made()
        scope = with_leftovers(scope_of(setup, made), made)
        signed_in = self._whoever_is_signed_in()
        observed = signed_in.look(sections, scope, before)
        signed_in.seen_whole(self._world.clock.now(), scope_of(setup, made), sections)
        if not self.answers.proposed:  # what nobody has approved leaves no trace
            self._progress.note(lines_of(assess_all(self._progress.claims(setup, made), observed)), setup, observed)
        return observed

    def check(self, progress: Progress | None = None) -> Checked:
        """Whether AWS is still as the setup has it. `progress` is how it stood before, unless this setup keeps that.
        Blocks, and changes nothing. Raises AwsError, WrongIdentity."""
        self.check_account()
        return self._whoever_is_signed_in().compare(self.setup, progress or self.progress)

    def check_before_signing_in(self) -> Checked:
        """The same with the credentials that were confirmed last, as far as they need nobody: whoever opens the setup
        is not signed in by that. Blocks, and changes nothing. Raises AwsError, WrongIdentity, NoCredentials."""
        setup, progress = self.setup, self.progress
        source = next((each for each in self.credential_sources() if each.key == self.way_in), None)
        if source is None:
            raise NoCredentials("Nobody has signed in to this setup on this machine yet.", "Sign in, then look again.")
        signed_in = SignedIn(*self._world.sign_in.use(source, setup.home_region), source)
        signed_in.insist_on_account(setup)
        return signed_in.compare(setup, progress)

    @property
    def can_adopt(self) -> bool:
        """Whether the last look showed an organization with accounts that this setup knows nothing of."""
        return self.observed is not None and worth_taking_in(self.setup, self.observed)

    def adopt(self) -> Adoption:
        """The organization that exists as the answers of this setup, which nobody has saved yet. Blocks, and changes
        nothing. Raises AwsError, WrongIdentity, NoOrganization."""
        return adopt(self.setup, self._whoever_is_signed_in().gateway)

    def plan(self) -> Plan:
        """What applying would do to AWS as it is now. Blocks. Raises AwsError, InvalidSetup."""
        self.answers.insist_on_good()
        self._come_back()
        self.look()
        return self.outlook()

    def outlook(self) -> Plan:
        """What would follow from the last reading, as far as the answers are good already; nothing is asked of AWS."""
        return outlook(self.setup, self.observed or Observed(), self._made(), self.refused_before)

    def refused_before(self, changes: frozenset[Change]) -> tuple[OrgwizardError, ...]:
        """What AWS said when it refused some of these for good; it is not asked for them again by itself."""
        return tuple(each.error for each in remembered(self._saved.journal, changes).values())

    def ask_again(self) -> None:
        """AWS shall be asked once more for what it refused for good. Raises StateNotWritable."""
        ask_again(self._saved.journal, datetime.now(UTC))

    def apply(self, approved: frozenset[Change]) -> Iterator[Event]:
        """Do what was approved. Blocks between events; see `wizard.engine.run`. Progress is saved as it goes.

        Raises WrongIdentity before anything is asked of AWS when whoever is signed in may carry nothing out.
        """
        self.answers.insist_on_good()
        signed_in = self._whoever_is_signed_in()
        self.check_identity()
        if not signed_in.confirmed:
            raise WrongIdentity("Nobody has confirmed the account.", "Confirm the account on the page Sign in first.")
        self._world.start()
        self._come_back()
        made = self._made()
        claims, scope = claims_of(self.setup, made), scope_of(self.setup, made)
        self._saved.note_applying(datetime.now(UTC))
        try:
            seen = signed_in.take_fresh(self._world.clock.now(), scope)
            events = run(claims, scope, signed_in.gateway, self._saved.journal, self._world.clock, approved, seen=seen)
            for event in self._pausing(self._progress.following(events, claims, self.setup)):
                if isinstance(event, Looked):
                    signed_in.observed = event.observed
                self._left_waiting = isinstance(event, RunEnded) and event.ending is Ending.WAITING
                yield event
        finally:
            with suppress(SetupInUse, StateNotWritable):  # others then read that it is still going on, for a while
                self._saved.note_applying(None)

    def accept_invitation(
        self, source: CredentialSource, account: str, with_access_role: bool = False, mfa_code: str = ""
    ) -> Acceptance:
        """Sign in with the credentials of an account that the setup invites, to accept its invitation right here.

        Blocks. The identity signed in before stays signed in, and the second one is not kept. Nothing is accepted
        yet: the result has a plan to approve. Raises AwsError, WrongIdentity when it is not the invited account.
        """
        insist_on_an_invitation(self.setup, account)
        identity, gateway = self._world.sign_in.use(source, self.setup.home_region, mfa_code)
        check_that_it_is_invited(self.setup, account, identity)
        self._world.start()
        journal = self._saved.journal_called(f"accepting-{identity.account_id}.jsonl")
        return Acceptance(self.setup, account, identity, gateway, journal, self._world.clock, with_access_role)

    def take_back(self) -> TakingBack:
        """Everything that was made for this setup, to be taken back as far as that goes.

        Nothing is asked of AWS yet. Raises NoCredentials, WrongIdentity for somebody who may carry nothing out.
        """
        signed_in = self._whoever_is_signed_in()
        self.check_identity()
        self._world.start()
        made = (*self._performed(), *self._saved.journal.open_attempts)
        journal = self._saved.journal_called(UNDOING_JOURNAL)
        return TakingBack(self.setup, made, signed_in.gateway, journal, self._world.clock)

    def tend(self) -> Tending:
        """The accounts that exist, to give one of them another name, address or unit, or to close it.

        Nothing is asked of AWS yet. Raises NoCredentials, WrongIdentity for somebody who may carry nothing out.
        """
        signed_in = self._whoever_is_signed_in()
        self.check_identity()
        self._world.start()
        return Tending(self.setup, signed_in.gateway, self._world.clock, self._saved.journal_called)

    @property
    def past(self) -> Past:
        """What was done for this setup, as far as anybody knows. Raises UnreadableState."""
        known = self.before.performed is not None or bool(self._saved.journal.attempts)
        tended = (*self.before.tended, *tended_in(self.directory, self._saved.journal_called))
        return Past(self._performed() if known else None, self.rehearsal, tended)

    def stop(self) -> None:
        """End any sleep of a run at once; whoever drains it then stops asking. Safe to call from any thread."""
        self._world.stop()

    def close(self) -> None:
        """Let go of the setup."""
        self._saved.close()

    def _whoever_is_signed_in(self) -> SignedIn:
        if self.signed_in is None:
            raise NoCredentials("Nobody is signed in.", "Sign in first.")
        return self.signed_in

    def _pausing(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events; a run that credentials end counts as paused until somebody signs in again."""
        try:
            yield from events
        except (CredentialsExpired, NoCredentials):
            self._paused = True
            raise

    def _come_back(self) -> None:
        """Somebody asks again after a run that ended in waiting."""
        if self._left_waiting:
            self._left_waiting = False
            self._world.come_back()

    def _performed(self) -> tuple[Attempt, ...]:
        return (*(self.before.performed or ()), *self._saved.journal.performed)

    def _made(self) -> tuple[Change, ...]:
        return tuple(attempt.change for attempt in self._performed())
