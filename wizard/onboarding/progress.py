"""How each claim stood when somebody last looked, as it is saved; and what of that still counts for other answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from state.changes.base import Change
from state.errors import OrgwizardError, SetupInUse, StateNotWritable, WrongInput
from state.observed import Observed
from state.observed.draft import Draft
from state.saved.open_setup import OpenSetup
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from state.setup import Setup
from state.setup.file import parse_setup, write_setup
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.edits.memory import remember
from wizard.engine.events import ChangeFailed, ChangePerformed, ChangeStarted, Event, Looked, RunEnded
from wizard.errors import AWS, YOU, whose_move
from wizard.narration import until_words
from wizard.plan.assessment import Assessment
from wizard.plan.claims import claims_of
from wizard.plan.series import in_words

NOTED_EVERY = timedelta(seconds=5)
"""While a run goes on; whoever looks without AWS need not know sooner."""

EDITED = "The answers have changed since AWS was last looked at."
MADE = "AWS said that it is done. It was not looked at since."


def lines_of(
    verdicts: Iterable[tuple[Claim, Verdict]], failures: Iterable[ChangeFailed] = ()
) -> tuple[ProgressLine, ...]:
    """What to save of these verdicts. What AWS refused stands as a problem."""
    why = {failure.change: failure.error for failure in failures}
    lines: dict[str, ProgressLine] = {}
    for claim, verdict in verdicts:
        line = _line(claim, verdict, why)
        if isinstance(verdict, Waiting) and verdict.on_whom == ANOTHER_CLAIM and _only_waits_before(claim, lines):
            line = replace(line, status=ClaimStatus.LATER)
        lines[claim.key] = line
    return tuple(lines.values())


def _only_waits_before(claim: Claim, lines: Mapping[str, ProgressLine]) -> bool:
    """Whether all that stands between a claim and its change is somebody's answer, and nothing that a run could do."""
    open_ = {lines[key].status for key in claim.comes_after if key in lines} - {ClaimStatus.DONE}
    return bool(open_) and open_ <= {ClaimStatus.WAITING, ClaimStatus.LATER}


def _line(claim: Claim, verdict: Verdict, why: Mapping[Change, OrgwizardError]) -> ProgressLine:
    line = ProgressLine(claim.key, claim.title, ClaimStatus.LEFT, "", claim.page)
    match verdict:
        case Satisfied(evidence):
            return replace(line, status=ClaimStatus.DONE, sentence=evidence)
        case Needed() if refused := [why[change] for change in verdict.changes if change in why]:
            error = refused[0]
            return replace(line, status=ClaimStatus.PROBLEM, sentence=error.message, whose_move=whose_move(error))
        case Needed():
            return replace(line, sentence=f"{in_words(verdict.changes, in_full=False)}.")
        case Blocked(what):
            return replace(line, status=ClaimStatus.PROBLEM, sentence=what, whose_move=YOU)
        case Waiting(reason) if verdict.on_a_person:
            waiting = replace(line, status=ClaimStatus.WAITING, sentence=f"{reason}{until_words(verdict)}")
            return replace(waiting, whose_move=verdict.on_whom, message=verdict.message)
        case _:
            return replace(line, sentence=verdict.reason, whose_move=AWS if verdict.on_whom == AWS else "")


def lines_half_way(
    claims: Sequence[Claim], observed: Observed, made: Iterable[Change], failures: Iterable[ChangeFailed] = ()
) -> tuple[ProgressLine, ...]:
    """The same for a run that broke off: what was made since the last reading counts, though nobody has seen it."""
    assessment = Assessment(claims, Draft(observed))
    assessment.refresh()
    seen = assessment.pairs()
    for change in made:
        change.predict(assessment.draft)
    assessment.refresh()
    held = {claim.key for claim, verdict in seen if isinstance(verdict, Satisfied)}
    return tuple(
        replace(line, sentence=MADE) if line.status is ClaimStatus.DONE and line.key not in held else line
        for line in lines_of(assessment.pairs(), failures)
    )


def lines_for(
    now: Iterable[Claim], before: Iterable[Claim] | None, lines: Iterable[ProgressLine]
) -> tuple[ProgressLine, ...]:
    """How the claims stand now, as far as `lines` tell: what the answers claim otherwise since then is left to do.

    `before` are the claims that `lines` are about; None where nobody kept them, and then the keys have to do.
    """
    known = {line.key: line for line in lines}
    then = None if before is None else {claim.key: claim for claim in before}
    return tuple(
        replace(known[claim.key], title=claim.title, page=claim.page)
        if claim.key in known and (then is None or then.get(claim.key) == claim)
        else ProgressLine(claim.key, claim.title, ClaimStatus.LEFT, EDITED, claim.page)
        for claim in now
    )


class KeptProgress:
    """How each claim stood at the last look, kept beside the setup for whoever looks without AWS."""

    def __init__(self, saved: OpenSetup, now: Callable[[], datetime]) -> None:
        self._saved = saved
        self._now = now
        self._written: tuple[Setup | None, str] = None, ""
        """The answers saved last beside the lines, and their text: both ways take long, and it rarely changes."""
        self._compared: tuple[Progress, Setup, tuple[ProgressLine, ...]] | None = None
        self._claimed: tuple[Setup, tuple[Change, ...], tuple[Claim, ...]] | None = None

    def claims(self, setup: Setup, made: tuple[Change, ...]) -> tuple[Claim, ...]:
        """What these answers claim. They are asked for again as soon as they were compared: with 500 accounts that is
        60 ms in which no key is heard."""
        if self._claimed is None or self._claimed[0] is not setup or self._claimed[1] != made:
            self._claimed = setup, made, claims_of(setup, made)
        return self._claimed[2]

    def note(self, lines: tuple[ProgressLine, ...], answers: Setup, observed: Observed) -> None:
        """Save how the claims of `answers` stood in this reading. Raises StateNotWritable.

        From now on an account that exists is known by its id. That is no edit, and cannot be undone. A run that was
        cut short stays told of as long as anything is left to do.
        """
        before = self._saved.progress
        self._save(lines, answers, observed, before.run_since if before else None)

    def _save(
        self, lines: tuple[ProgressLine, ...], answers: Setup, observed: Observed, run_since: datetime | None
    ) -> None:
        settled = remember(self._saved.setup, observed)
        if settled != self._saved.setup:
            self._saved.save(settled)
        left = any(line.status is ClaimStatus.LEFT for line in lines)
        compared = remember(answers, observed)
        if compared != self._written[0]:
            self._written = compared, write_setup(compared)
        progress = Progress(self._now(), lines, self._written[1], run_since=run_since if left else None)
        self._saved.save_progress(progress)

    def following(self, events: Iterator[Event], claims: Sequence[Claim], answers: Setup) -> Iterator[Event]:
        """The same events of a run; how it stands is noted now and then, and at its end, however that comes."""
        half_way = _HalfWay(claims, self._now())
        try:
            for event in events:
                half_way.take(event)
                if isinstance(event, RunEnded):
                    self._save(lines_of(event.verdicts, event.failures), answers, half_way.observed, None)
                elif isinstance(event, ChangeStarted) and (self._is_due or not half_way.noted):
                    self._note_half_way(half_way, answers)
                yield event
        finally:
            if not half_way.ended:
                with suppress(SetupInUse, StateNotWritable):  # what ended it is what has to be told
                    self._note_half_way(half_way, answers)

    def lines(self) -> tuple[ProgressLine, ...]:
        """How the claims of the present answers stand, as far as the last look tells; before it: none."""
        progress, setup = self._saved.progress, self._saved.setup
        if progress is None:
            return ()
        if self._compared is None or self._compared[0] is not progress or self._compared[1] is not setup:
            self._compared = (progress, setup, self._compare(progress, setup))
        return self._compared[2]

    def _compare(self, progress: Progress, setup: Setup) -> tuple[ProgressLine, ...]:
        made = self._made()
        try:
            now = self.claims(setup, made)
        except WrongInput:  # a name that no policy can carry, which is told where it is written
            return progress.lines
        if not progress.answers:
            return lines_for(now, None, progress.lines)
        looked_at = self._looked_at(progress.answers)
        before = () if looked_at is None else now if looked_at == setup else claims_of(looked_at, made)
        return lines_for(now, before, progress.lines)

    def _looked_at(self, text: str) -> Setup | None:
        """The answers of the last look; None where nobody can read them any more."""
        known, written = self._written
        if text != written:
            known = parse_setup(text, "the answers of the last look").setup
            self._written = known, text
        return known

    def _made(self) -> tuple[Change, ...]:
        return tuple(attempt.change for attempt in self._saved.journal.performed)

    @property
    def _is_due(self) -> bool:
        progress = self._saved.progress
        return progress is None or self._now() - progress.at >= NOTED_EVERY

    def _note_half_way(self, half_way: _HalfWay, answers: Setup) -> None:
        if half_way.looked:
            lines = lines_half_way(half_way.claims, half_way.observed, half_way.made, half_way.failures)
            self._save(lines, answers, half_way.observed, half_way.begun)
            half_way.noted = True


class _HalfWay:
    """What a run has told so far."""

    def __init__(self, claims: Sequence[Claim], begun: datetime) -> None:
        self.claims = claims
        self.begun = begun
        self.noted = False
        """Whether anybody who looks can know already that it was begun."""
        self.looked = False
        self.observed = Observed()
        self.made: list[Change] = []
        """Since the last reading."""
        self.failures: list[ChangeFailed] = []
        self.ended = False

    def take(self, event: Event) -> None:
        """Remember what the event says."""
        match event:
            case Looked(observed):
                self.looked, self.observed = True, observed
                self.made.clear()
            case ChangePerformed(change):
                self.made.append(change)
            case ChangeFailed():
                self.failures.append(event)
            case RunEnded():
                self.ended = True
            case _:
                pass
