"""The reading that a run works with: taken patiently, in parts, and no more often than it tells something new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from state.changes.accounts import CreateAccount
from state.changes.base import Change
from state.changes.settings import SettingChange
from state.observed import SECTIONS, Observed, Scope, Section
from state.observed.draft import Draft
from state.observed.seen import Unknown
from wizard.claims.base import Claim, Needed, Verdict, Waiting
from wizard.claims.readiness import AccountIsReady
from wizard.engine.events import Assessed, Event, Looked, RetryPlanned
from wizard.engine.pace import Timing, pause
from wizard.errors import AwsError
from wizard.gateway import Gateway
from wizard.plan.assessment import Assessment
from wizard.refusals.retries import LOST_ANSWER, READ_FAILURE

HOLDS_IDS = frozenset(
    {Section.ORGANIZATION, Section.UNITS, Section.ACCOUNTS, Section.POLICIES} | {Section.IDENTITY_CENTER}
)
"""The sections that a later change's ids come from."""
PLACES = frozenset({Section.ORGANIZATION, Section.UNITS})
"""The sections whose ids a reading of the others starts from; a predicted id would lead nowhere."""


class Reading:
    """What is known of AWS. After a change its prediction stands in until the section is read again."""

    def __init__(self, claims: Sequence[Claim], scope: Scope, gateway: Gateway, timing: Timing) -> None:
        self._scope = scope
        self._gateway = gateway
        self._timing = timing
        self.observed = Draft(Observed())
        """As it is known now; it is written on as changes are made."""
        self.stale: frozenset[Section] = frozenset()
        """Sections that are partly predicted."""
        self._assessment = Assessment(claims, self.observed)
        self._held_up: dict[type[Change], Waiting] = {}
        """Kinds of change that AWS takes only after a person has done something."""
        self._needed: dict[int, tuple[Change, ...]] = {}
        self._waiting: dict[int, Waiting] = {}
        """Both by the claim's number."""
        self._to_make: dict[int, CreateAccount] = {}
        self._set_up: set[int] = set()
        """Of them: accounts that are not there, and claims that wait for AWS to set one up."""
        self._unseen_since: datetime | None = None
        self._again_at: datetime | None = None
        self._tries = 0
        """How long something could not be seen for a passing reason, and when it is looked at again."""
        self._news: set[int] = set()
        self._looked_at: dict[Section, datetime] = {}
        self._last_verdicts: dict[int, Verdict] = {}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the setup claims about AWS."""
        return self._assessment.claims

    def verdicts(self) -> tuple[tuple[Claim, Verdict], ...]:
        """Every claim's verdict on what is known."""
        self._catch_up()
        return tuple((claim, self._unless_held_up(verdict)) for claim, verdict in self._assessment.pairs())

    def needed(self) -> Iterator[Change]:
        """The changes that claims need as things are, in the claims' order."""
        self._catch_up()
        return iter([change for number in sorted(self._needed) for change in self._needed[number]])

    def waited_for(self) -> Waiting | None:
        """What AWS is changing by itself."""
        self._catch_up()
        at_work = (number for number, waiting in self._waiting.items() if waiting.look_again_after is not None)
        number = min(at_work, default=None)
        return None if number is None else self._waiting[number]

    def then_look_at(self, anywhere: frozenset[Section]) -> frozenset[Section]:
        """Where it shows that AWS has done what is waited for; `anywhere` for who waits and cannot tell."""
        at_work = [waiting for waiting in self._waiting.values() if waiting.look_again_after is not None]
        return frozenset[Section]().union(*(waiting.then_look_at or anywhere for waiting in at_work))

    def sets_accounts_up(self) -> bool:
        """Whether AWS is still setting an account up that the setup has."""
        self._catch_up()
        return bool(self._set_up)

    def accounts_to_make(self) -> frozenset[Change]:
        """The accounts of the setup that are not there."""
        self._catch_up()
        return frozenset(self._to_make.values())

    def hold_up(self, kind: type[Change], waiting: Waiting) -> Iterator[Event]:
        """AWS would refuse every change of this kind; whoever needs one waits."""
        self._held_up[kind] = waiting
        self._catch_up()
        for number in [number for number, changes in self._needed.items() if isinstance(changes[0], kind)]:
            self._note(number)
        yield from self._tell_news()

    def expect(self, change: Change) -> None:
        """AWS said that it made `change`: go on as if that had been seen."""
        change.predict(self.observed)
        self.stale |= change.touches

    def look(self, sections: frozenset[Section], *, patiently: bool = False) -> Iterator[Event]:
        """Read AWS, and tell the verdicts that are new.

        A reading has its own patience: that it fails never makes a write be sent again. `patiently`, what could not be
        seen for a passing reason is waited for, too; else that is looked at again later. Raises AwsError.
        """
        sections |= self.stale & PLACES
        clock = self._timing.clock
        since, tries = clock.now(), 0
        while True:
            waited = (clock.now() - since).total_seconds()
            try:
                seen = self._gateway.observe(sections, self._scope, self.observed.observed())
                error = _passing(seen, sections) if patiently else None
                if error is None or waited > self._timing.limits.reading_patience:
                    break
            except AwsError as raised:
                error = raised
                retry = error.retry or (LOST_ANSWER if error.outcome_unknown else None)
                if retry is None or waited > min(retry.budget, self._timing.limits.reading_patience):
                    raise
            again_in = pause(error.retry or LOST_ANSWER, tries, self._timing.jitter)
            tries += 1
            yield RetryPlanned(None, error, clock.now() + timedelta(seconds=again_in))
            clock.sleep(again_in)
        self.stale -= sections
        self._looked_at |= dict.fromkeys(sections, clock.now())
        yield from self._take(seen, sections)

    def looked_since(self, sections: frozenset[Section], moment: datetime) -> bool:
        """Whether AWS was asked about all of these after that moment, in this run."""
        return all(section in self._looked_at and self._looked_at[section] >= moment for section in sections)

    def go_by(self, seen: Observed) -> Iterator[Event]:
        """Take what was read seconds ago for what there is, and tell the verdicts on it."""
        yield from self._take(seen, frozenset(Section))

    def _take(self, seen: Observed, sections: frozenset[Section]) -> Iterator[Event]:
        self.observed.take(seen)
        self._look_again_at_what_is_unseen(sections)
        yield Looked(seen)
        yield from self._tell_news()

    # What could not be seen

    def hidden(self, change: Change) -> bool:
        """Whether what the change does could not be looked at, so that nobody knows whether it was made."""
        if isinstance(change, SettingChange):
            setting = self.observed.setting(change.place.account, change.setting)
            if setting is not None and isinstance(setting.seen, Unknown):
                return True
        return self.observed.looked_at_in_vain(_fields(change.touches)) is not None

    def unseen(self) -> tuple[frozenset[Section], str]:
        """The sections in which something may be told a little later that is not told now, and why it is not."""
        fields = {SECTIONS[field]: why for field, why in self.observed.unseen if why.passing}
        settings = (setting.seen for setting in self.observed.observed().settings)
        in_accounts = next((seen for seen in settings if isinstance(seen, Unknown) and seen.passing), None)
        if in_accounts is not None:
            fields[Section.READINESS] = in_accounts  # with it those settings are read that nobody was told
        doors = (each.why for each in self.observed.observed().readiness if each.unseen)
        if (why := next(doors, "")) and Section.READINESS not in fields:
            fields[Section.READINESS] = Unknown(why, "", passing=True)
        return frozenset(fields), next((why.what for why in fields.values()), "")

    def look_again_in(self) -> float | None:
        """Seconds until what could not be seen is looked at again; None when that is of no use in this run."""
        if self._again_at is None:
            return None
        return max(0.0, (self._again_at - self._timing.clock.now()).total_seconds())

    def look_again(self) -> Iterator[Event]:
        """Look once more at what could not be seen."""
        yield from self.look(self.unseen()[0])

    def _look_again_at_what_is_unseen(self, sections: frozenset[Section]) -> None:
        """Set the time of the next look: for a while, and less and less often."""
        unseen, now = self.unseen()[0], self._timing.clock.now()
        if not unseen:
            self._unseen_since = self._again_at = None
            self._tries = 0
        elif self._unseen_since is None or sections & unseen:
            self._unseen_since = self._unseen_since or now
            patient = (now - self._unseen_since).total_seconds() <= self._timing.limits.reading_patience
            again_in = timedelta(seconds=pause(READ_FAILURE, self._tries, self._timing.jitter))
            self._again_at = now + again_in if patient else None
            self._tries += 1

    def _catch_up(self) -> None:
        for number in self._assessment.refresh():
            self._note(number)

    def _note(self, number: int) -> None:
        """One claim has another verdict now."""
        verdict = self._unless_held_up(self._assessment.verdicts[number])
        self._needed.pop(number, None)
        self._waiting.pop(number, None)
        self._to_make.pop(number, None)
        self._set_up.discard(number)
        if isinstance(verdict, Needed):
            self._needed[number] = verdict.changes
            if isinstance(verdict.change, CreateAccount):
                self._to_make[number] = verdict.change
        elif isinstance(verdict, Waiting):
            self._waiting[number] = verdict
            if verdict.look_again_after is not None and isinstance(self.claims[number], AccountIsReady):
                self._set_up.add(number)
        self._news.add(number)

    def _unless_held_up(self, verdict: Verdict) -> Verdict:
        return self._held_up.get(type(verdict.change), verdict) if isinstance(verdict, Needed) else verdict

    def _tell_news(self) -> Iterator[Event]:
        self._catch_up()
        for number in sorted(self._news):
            verdict = self._unless_held_up(self._assessment.verdicts[number])
            if self._last_verdicts.get(number) != verdict:
                self._last_verdicts[number] = verdict
                yield Assessed(self.claims[number], verdict)
        self._news.clear()


def _fields(sections: frozenset[Section]) -> set[str]:
    return {field for field, section in SECTIONS.items() if section in sections}


def _passing(seen: Observed, sections: frozenset[Section]) -> AwsError | None:
    """Why one of these sections could not be seen, where looking again may help."""
    fields = _fields(sections)
    why = next((why for field, why in seen.unseen if field in fields and why.passing), None)
    if why is None:
        return None
    error = AwsError(why.what, why.remedy)
    error.retry = READ_FAILURE
    return error
