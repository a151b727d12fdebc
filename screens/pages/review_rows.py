"""A plan as groups that fold: what to know before, what is made, account by account, what waits, what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from screens.widgets.words import counted
from state.changes.base import Change
from state.observed import Observed
from state.setup import Setup
from state.setup.validation import Problem
from wizard.pages import page_named, page_of
from wizard.plan import Plan
from wizard.plan.by_account import by_account
from wizard.plan.series import Series, in_series

PROBLEMS = "To be corrected first"
BEFORE = "To know before"
NOW = "What is made"
LATER = "Follows once people have answered"
WAITS = "Waits for a person"
KEPT = "Stays as it is"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line: a change, several that differ only in their Region, or something to know."""

    key: str
    title: str
    series: Series | None = None
    observed: Observed | None = None
    what: str = ""
    """What is to be known, where it is no change."""
    remedy: str = ""
    page: str = ""
    """The page to jump to, for a problem."""
    serious: bool = False
    words: str = field(default="", compare=False)
    """What the filter looks in, in lower case."""

    @property
    def number(self) -> int:
        """How many changes it stands for; what is only to know counts too."""
        return len(self.series.changes) if self.series is not None else 1

    @property
    def change(self) -> Change | None:
        """The change, or the first of several."""
        return self.series.first if self.series is not None else None

    @property
    def irreversible(self) -> bool:
        """Whether nothing takes it back."""
        return self.change is not None and self.change.irreversible


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that fold together; without a title they are always shown."""

    key: str
    section: str
    title: str
    rows: tuple[ReviewRow, ...]

    @property
    def number(self) -> int:
        """How many changes there are in it."""
        return sum(row.number for row in self.rows)

    @property
    def for_good(self) -> int:
        """How many of them nothing takes back."""
        return sum(row.number for row in self.rows if row.irreversible)


def plan_groups(plan: Plan, setup: Setup) -> Iterator[Group]:
    """Every line of the plan."""
    before = [_known(f"finding:{n}", f.what, f.remedy, f.serious) for n, f in enumerate(plan.findings)]
    before += [
        _known(f"blocked:{claim.key}", f"{claim.title}: {blocked.what}", blocked.remedy, True)
        for claim, blocked in plan.blocked
    ]
    if before:
        yield Group("before", BEFORE, "", tuple(before))
    yield from _changes(NOW, plan.changes, setup)
    waits = tuple(
        _known(f"waits:{claim.key}", claim.title, _reason(waiting.reason, waiting.on_whom), False)
        for claim, waiting in plan.waiting
        if waiting.on_a_person
    )
    if waits:
        yield Group("waits", WAITS, "", waits)
    yield from _changes(LATER, plan.later, setup)
    kept = tuple(_known(f"kept:{claim.key}", claim.title, verdict.evidence, False) for claim, verdict in plan.kept)
    if kept:
        yield Group("kept", KEPT, "Nothing to change", kept)


def _reason(reason: str, on_whom: str) -> str:
    return f"Waiting for {on_whom}. {reason}"


def _known(key: str, what: str, remedy: str, serious: bool) -> ReviewRow:
    return ReviewRow(key, what, what=what, remedy=remedy, serious=serious, words=f"{what} {remedy}".lower())


def _changes(section: str, changes: Sequence[tuple[Change, Observed]], setup: Setup) -> Iterator[Group]:
    observed = dict(changes)
    for name, made in by_account(observed, setup).items():
        rows = tuple(
            ReviewRow(
                f"{section}:{name}:{n}",
                series.title,
                series,
                observed[series.first],
                words=_words(name, series),
            )
            for n, series in enumerate(in_series(made))
        )
        yield Group(f"{section}:{name}", section, name, rows)


def _words(name: str, series: Series) -> str:
    change = series.first
    undone = "cannot be undone for good" if change.irreversible else ""
    looser = "protects less" if change.loosens else ""
    return f"{name} {series.title} {change.detail} {undone} {looser} {' '.join(series.regions)}".lower()


def problem_rows(problems: Sequence[Problem]) -> Iterator[ReviewRow]:
    """Serious problems of the answers, each with the page to correct it on."""
    for number, problem in enumerate(problems):
        if problem.serious:
            page = page_of(problem.where)
            words = f"{problem.what} {problem.remedy} {page_named(page).title}".lower()
            title = f"{page_named(page).title}: {problem.what}"
            yield ReviewRow(
                f"problem:{number}",
                title,
                what=problem.what,
                remedy=problem.remedy,
                page=page,
                serious=True,
                words=words,
            )


def summary(plan: Plan) -> str:
    """The plan in one line."""
    if not plan.approved():
        people = sum(waiting.on_a_person for _, waiting in plan.waiting)
        if people:
            return f"Nothing has to be changed. {counted(people, 'answer')} awaited."
        return (
            "Something is in the way." if plan.blocked else "Nothing has to be changed: AWS is as the setup wants it."
        )
    return "Compared with AWS a moment ago. Nothing has been changed by looking."
