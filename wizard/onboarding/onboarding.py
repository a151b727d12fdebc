"""One setup being carried out, for whichever front end is asking: answers, progress and, signed in, the way to AWS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from state.changes.base import Change
from state.errors import InvalidSetup, OrgwizardError, SetupInUse, StateNotWritable, WrongInput
from state.observed import Identity, Observed, Organization, Scope, Section
from state.saved.exported import Exported
from state.saved.journal import Attempt
from state.saved.open_setup import OpenSetup
from state.saved.progress import Progress, ProgressLine
from state.setup import Setup
from state.setup.validation import Problem, problems_of
from wizard.adoption import Adoption, adopt, worth_taking_in
from wizard.adoption.things import of_everything
from wizard.checking import Checked, check
from wizard.claims.base import Blocked
from wizard.claims.identity import member_account, unfit, wrong_account
from wizard.claims.organization import ORGANIZATION
from wizard.edits.history import Edit, History
from wizard.edits.invitations import invitation_of
from wizard.edits.memory import with_memory_of
from wizard.engine import run
from wizard.engine.events import Ending, Event, Looked, RunEnded
from wizard.engine.refused import ask_again, remembered
from wizard.errors import AwsError, CredentialsExpired, NoCredentials, WrongIdentity
from wizard.exports import FORMATS
from wizard.exports.format import YOUR_PROFILE, Files, Reader, Taken
from wizard.exports.taking_stock import Past, inventory_of
from wizard.gateway import EVERYTHING, READING_FOR_EXPORT, READING_FOR_REVIEW, CredentialSource, Gateway, Realm
from wizard.onboarding.acceptance import Acceptance, check_that_it_is_invited
from wizard.onboarding.progress import KeptProgress, lines_of
from wizard.plan import Plan, make_plan
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of, scope_of
from wizard.plan.finding import Finding
from wizard.plan.findings import findings
from wizard.plan.leftovers import leftovers, with_leftovers

FRESH_FOR = 10.0
"""Seconds for which a reading serves a run that changes nothing."""


class Onboarding:
    """A setup that this process has open."""

    def __init__(self, saved: OpenSetup, realm: Realm) -> None:
        self._saved = saved
        self._realm = realm
        self._gateway: Gateway | None = None
        self.identity: Identity | None = None
        self.source: CredentialSource | None = None
        """What was signed in with last."""
        self.identity_confirmed = False
        self._paused = False
        self.organization: Organization | None = None
        """The one that the identity's account is in, as far as it could be read."""
        self.observed: Observed | None = None
        self._looked: tuple[datetime, Scope] | None = None
        """When all that a run goes by was read last, and what of AWS was the setup's business; None where a run or
        another sign-in came after."""
        self._left_waiting = False
        self._edits = History()
        self._proposed: Setup | None = None
        self.performed_before: tuple[Attempt, ...] | None = ()
        """What was made for this setup that the journal at hand does not tell of; None where nobody knows."""
        self._progress = KeptProgress(saved, realm.clock.now)

    @property
    def setup(self) -> Setup:
        """The answers as last saved, or those of a file that somebody still has to approve."""
        return self._proposed or self._saved.setup

    @property
    def name(self) -> str:
        """The setup's name."""
        return self._saved.name

    @property
    def directory(self) -> Path:
        """Where this setup's files are."""
        return self._saved.directory

    @property
    def realm(self) -> Realm:
        """AWS itself, or a rehearsal of it."""
        return self._realm

    @property
    def rehearsal(self) -> bool:
        """Whether AWS is a simulated one."""
        return self._realm.rehearsal

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
        before = self._saved.setup
        if setup != before:
            self._saved.save(setup)
            self._edits.note(before, setup)

    @property
    def last_edit(self) -> Edit | None:
        """What `undo` would take back."""
        return self._edits.last

    def undo(self) -> Edit | None:
        """Take the last edit back, on whichever page it was made, and save; None when there is none.

        Raises StateNotWritable. Nothing at AWS is changed.
        """
        return self._go_to_answers(self._edits.undo(self.setup))

    def redo(self) -> Edit | None:
        """Make the edit again that was undone last, and save; None when there is none. Raises StateNotWritable."""
        return self._go_to_answers(self._edits.redo(self.setup))

    def _go_to_answers(self, there: tuple[Edit, Setup] | None) -> Edit | None:
        if there is None:
            return None
        edit, setup = there
        self._saved.save(setup)
        return edit

    def propose(self, setup: Setup) -> None:
        """Look and plan with the answers of a file; nothing is saved before `keep_proposal`.

        What was learned from AWS stays known: the management account, and accounts that exist under the same names.
        """
        self._proposed = with_memory_of(setup, self._saved.setup)

    def keep_proposal(self) -> Path | None:
        """Somebody approved: save the proposed answers. Those that they replace are kept; returns where, None when
        nothing was replaced. Raises StateNotWritable."""
        proposed, self._proposed = self._proposed, None
        if proposed is None or proposed == self._saved.setup:
            return None
        kept = self._saved.keep_answers_aside(self._realm.clock.now())
        self.answer(proposed)
        return kept

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the answers, and warnings."""
        return problems_of(self.setup)

    def credential_sources(self) -> tuple[CredentialSource, ...]:
        """What could be signed in with on this machine."""
        return tuple(self._realm.credential_sources())

    def sign_in(self, source: CredentialSource, mfa_code: str = "") -> Identity:
        """Use `source` and ask AWS who that is. Blocks. Raises AwsError; MfaCodeNeeded to be called again with a code.

        The identity counts as confirmed only when the setup already knows its account as the management account.
        While a run is paused for want of credentials nobody else will do: WrongIdentity then, and it stays paused.
        """
        identity, gateway = self._realm.sign_in(source, self.setup.home_region, mfa_code)
        if self._paused and (blocked := unfit(identity, None, self.setup.management_account_id)) is not None:
            raise WrongIdentity(f"{blocked.what} The run stays paused.", blocked.remedy)
        self.identity, self._gateway, self.source, self._paused = identity, gateway, source, False
        self.identity_confirmed = self.identity.account_id == self.setup.management_account_id
        self.observed = self._looked = None
        self.organization = organization_around(self._gateway)
        self._note_way_in()
        return self.identity

    @property
    def way_in(self) -> str:
        """The key of the credentials that were confirmed last; empty where there are none."""
        return self._saved.way_in

    def _note_way_in(self) -> None:
        """It is only a help for the next time: what cannot be kept is not missed."""
        if self.identity_confirmed and self.source is not None and self._proposed is None:
            with suppress(SetupInUse, StateNotWritable):
                self._saved.note_way_in(self.source.key)

    @property
    def unfit(self) -> Blocked | None:
        """Why whoever is signed in may carry nothing out; None when they may, or nobody is signed in."""
        if self.identity is None:
            return None
        return unfit(self.identity, self.organization, self.setup.management_account_id)

    def check_identity(self) -> None:
        """Raises WrongIdentity when whoever is signed in may carry nothing out."""
        if (blocked := self.unfit) is not None:
            raise WrongIdentity(blocked.what, blocked.remedy)

    def check_account(self) -> None:
        """Raises WrongIdentity when whoever is signed in belongs to another account than the setup's own."""
        planned = self.setup.management_account_id
        if self.identity is not None and planned and self.identity.account_id != planned:
            blocked = wrong_account(self.identity, self.organization, planned)
            raise WrongIdentity(blocked.what, blocked.remedy)

    def confirm_identity(self) -> None:
        """The person says that this is the account that shall own the organization; the setup remembers it.

        Raises WrongIdentity when the setup knows another management account, or the account can own none.
        """
        if self.identity is None:
            raise NoCredentials("Nobody is signed in.", "Sign in first.")
        wanted = self.setup.management_account_id
        if wanted and wanted != self.identity.account_id:
            raise WrongIdentity(
                f"You are signed in to account {self.identity.account_id}, but this setup's management account is "
                f"{wanted}.",
                f"Sign in to account {wanted}. If another account shall own the organization, clear the management "
                "account in the setup first.",
            )
        if self.organization is not None and self.organization.management_account_id != self.identity.account_id:
            blocked = member_account(self.identity, self.organization)
            raise WrongIdentity(blocked.what, blocked.remedy)
        self.answer(replace(self.setup, management_account_id=self.identity.account_id))
        self.identity_confirmed = True
        self._note_way_in()

    def look(self, sections: frozenset[Section] = READING_FOR_REVIEW) -> Observed:
        """Read AWS as it is now. Blocks. Raises AwsError."""
        before, setup = self.observed or Observed(), self.setup
        # Somebody may have changed what kept others out of an account.
        before = replace(before, readiness=tuple(each for each in before.readiness if each.ready))
        scope = with_leftovers(scope_of(setup), self._made())
        self.observed = self._signed_in().observe(sections, scope, before)
        self._looked = (self._realm.clock.now(), scope_of(setup)) if sections >= EVERYTHING else None
        self.organization = self.observed.organization
        if self._proposed is None:  # what nobody has approved leaves no trace
            self._progress.note(lines_of(assess_all(claims_of(setup), self.observed)), setup, self.observed)
        return self.observed

    def check(self, progress: Progress | None = None) -> Checked:
        """Whether AWS is still as the setup has it. `progress` is how it stood before, unless this setup keeps that.
        Blocks, and changes nothing. Raises AwsError, WrongIdentity."""
        self.check_account()
        setup, progress = self.setup, progress or self.progress
        scope = of_everything(scope_of(setup), setup)
        self.observed = self._signed_in().observe(READING_FOR_EXPORT, scope, Observed())
        self.organization = self.observed.organization
        return check(setup, self.observed, progress, self._signed_in())

    @property
    def can_adopt(self) -> bool:
        """Whether the last look showed an organization with accounts that this setup knows nothing of."""
        return self.observed is not None and worth_taking_in(self.setup, self.observed)

    def adopt(self) -> Adoption:
        """The organization that exists as the answers of this setup, which nobody has saved yet. Blocks, and changes
        nothing. Raises AwsError, WrongIdentity, NoOrganization."""
        return adopt(self.setup, self._signed_in())

    def plan(self) -> Plan:
        """What applying would do to AWS as it is now. Blocks. Raises AwsError, InvalidSetup."""
        self._insist_on_good_answers()
        self._come_back()
        self.look()
        return self.outlook()

    def outlook(self) -> Plan:
        """What would follow from the last reading, as far as the answers are good already; nothing is asked of AWS."""
        good = not any(problem.serious for problem in self.problems())
        claims = [claim for claim in claims_of(self.setup) if good or claim.key == ORGANIZATION]
        plan = make_plan(claims, self.observed or Observed())
        known = findings(self.setup, plan.observed, plan.approved())
        left = leftovers(claims, plan.observed, self._made()) if good else ()
        before = self.refused_before(plan.approved())
        refused = (Finding(each.message, each.remedy, serious=True) for each in before)
        return replace(plan, findings=(*refused, *known, *left))

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
        self._insist_on_good_answers()
        gateway = self._signed_in()
        self.check_identity()
        if not self.identity_confirmed:
            raise WrongIdentity("Nobody has confirmed the account.", "Confirm the account on the page Sign in first.")
        self._realm.start()
        self._come_back()
        claims = claims_of(self.setup)
        self._saved.note_applying(datetime.now(UTC))
        try:
            seen = self._seen_just_now()
            self._looked = None
            scope, journal, clock = scope_of(self.setup), self._saved.journal, self._realm.clock
            events = run(claims, scope, gateway, journal, clock, approved, seen=seen)
            for event in self._pausing(self._progress.following(events, claims, self.setup)):
                if isinstance(event, Looked):
                    self.observed = event.observed
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
        if invitation_of(self.setup, account) is None:
            raise WrongInput(
                f"The setup invites no account {account}.",
                f"Name one of {', '.join(each.account for each in self.setup.invitations) or 'its invitations'}.",
            )
        identity, gateway = self._realm.sign_in(source, self.setup.home_region, mfa_code)
        check_that_it_is_invited(self.setup, account, identity)
        self._realm.start()
        journal = self._saved.journal_called(f"accepting-{identity.account_id}.jsonl")
        return Acceptance(self.setup, account, identity, gateway, journal, self._realm.clock, with_access_role)

    def take(self, *format_names: str) -> Taken:
        """What exports of these `wizard.exports.FORMATS` are made of; AWS is read once for all of them. Blocks.

        Raises AwsError, WrongIdentity outside of the management account, WrongInput for a format that is none.
        """
        unknown = [name for name in format_names if name not in FORMATS]
        if unknown:
            raise WrongInput(
                f"There is no export format called {unknown[0]!r}.", f"Choose one of {', '.join(FORMATS)}."
            )
        observed, seen_at = Observed(), None
        if any(FORMATS[name].needs_aws for name in format_names):
            observed, seen_at = self.look(READING_FOR_EXPORT), self._realm.clock.now()
            if self.identity and observed.organization and not observed.in_management_account:
                blocked = member_account(self.identity, observed.organization)
                raise WrongIdentity(blocked.what, blocked.remedy)
        known = self.performed_before is not None or bool(self._saved.journal.attempts)
        past = Past(self._performed() if known else None, self.rehearsal)
        return Taken(self.setup, inventory_of(self.setup, observed, past), seen_at, self._reader())

    def export(self, *format_names: str) -> Files:
        """The files of these formats. Blocks. Raises as `take` does."""
        taken = self.take(*format_names)
        return {name: text for each in format_names for name, text in FORMATS[each].write(taken).items()}

    def write(self, files: Files, folder: Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Write exported files below `folder`, all or none. Raises WrongInput where something else is in the way."""
        return Exported(self.directory.parent.parent).write(files, folder, overwrite=overwrite)

    def _reader(self) -> Reader:
        """Whoever is signed in, for what is made for them alone."""
        profile = self.source.key.partition("profile:")[2] if self.source else ""
        devices = self.identity.mfa_devices if self.identity else ()
        return Reader(profile or YOUR_PROFILE, next(iter(devices), ""))

    def stop(self) -> None:
        """End any sleep of a run at once; whoever drains it then stops asking. Safe to call from any thread."""
        self._realm.stop()

    def close(self) -> None:
        """Let go of the setup."""
        self._saved.close()

    def _signed_in(self) -> Gateway:
        if self._gateway is None:
            raise NoCredentials("Nobody is signed in.", "Sign in first.")
        return self._gateway

    def _pausing(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events; a run that credentials end counts as paused until somebody signs in again."""
        try:
            yield from events
        except (CredentialsExpired, NoCredentials):
            self._paused = True
            raise

    def _seen_just_now(self) -> Observed | None:
        """The last reading, where a run would be told the same: it is seconds old, and about what the setup is."""
        if self._looked is None:
            return None
        at, scope = self._looked
        age = (self._realm.clock.now() - at).total_seconds()
        return self.observed if 0 <= age <= FRESH_FOR and scope == scope_of(self.setup) else None

    def _come_back(self) -> None:
        """Somebody asks again after a run that ended in waiting."""
        if self._left_waiting:
            self._left_waiting = False
            self._realm.come_back()

    def _insist_on_good_answers(self) -> None:
        serious = [problem for problem in self.problems() if problem.serious]
        if serious:
            raise InvalidSetup(
                f"The answers have {len(serious)} problem{'s' if len(serious) > 1 else ''}.",
                "Correct each of them, then try again.",
                [f"{problem.what} {problem.remedy}" for problem in serious],
            )

    def _performed(self) -> tuple[Attempt, ...]:
        return (*(self.performed_before or ()), *self._saved.journal.performed)

    def _made(self) -> tuple[Change, ...]:
        return tuple(attempt.change for attempt in self._performed())


def organization_around(gateway: Gateway) -> Organization | None:
    """The organization that the signed-in account is in; None also where that cannot be read."""
    try:
        return gateway.observe(frozenset({Section.ORGANIZATION}), Scope(), Observed()).organization
    except AwsError:
        return None
