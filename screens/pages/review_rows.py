"""A plan as rows in groups: what will be done, what follows, what is kept, what waits, what is blocked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screens.widgets.words import counted
from state.changes import Change
from state.observed import Observed
from state.setup.validation import Problem
from wizard.pages import page_named, page_of
from wizard.plan import Plan
from wizard.requests import as_aws_command, request_for


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line, and what it expands into."""

    group: str
    title: str
    note: str = ""
    irreversible: bool = False
    change: Change | None = None
    observed: Observed | None = None
    text: str = ""
    """What it expands into, where it is no change."""
    page: str = ""
    """The step to jump to, for a problem."""
    serious: bool = False
    """Whether it wears the sign of a problem."""

    def matches(self, wanted: str) -> bool:
        """Whether the filter leaves the row."""
        words = f"{self.group} {self.title} {self.note} {'cannot be undone' if self.irreversible else ''}".lower()
        return all(word in words for word in wanted.lower().split())

    @property
    def about(self) -> str:
        """What is said of the row while it is highlighted."""
        if self.change is None:
            return self.text
        undo = f"To undo: {self.change.undo}" if self.change.undo else "It cannot be undone."
        return "\n".join(part for part in (f"{self.title} {self.note}".strip(), self.change.consequence, undo) if part)

    def expanded(self) -> str:
        """What the row expands into: consequence, the exact API call, and the command that does the same."""
        if self.change is None or self.observed is None:
            return self.text
        request = request_for(self.change, self.observed)
        parameters = (
            json.dumps(request.parameters, indent=2, default=str) if request.parameters else "without parameters"
        )
        undo = self.change.undo or "It cannot be undone."
        return "\n".join(
            part
            for part in (
                self.change.consequence,
                f"To undo: {undo}" if self.change.undo else undo,
                f"API call {request.service}:{request.operation} {parameters}",
                f"The same by hand:\n{as_aws_command(request)}",
            )
            if part
        )


PROBLEMS = "To be corrected first"
BEFORE = "Before you begin"
NOW = "Will be done"
LATER = "Follows once people have answered"
WAITS = "Waits for a person"
BLOCKED = "In the way"
KEPT = "Kept as it is"


def plan_rows(plan: Plan) -> Iterator[ReviewRow]:
    """Every line of the plan, group after group."""
    for finding in plan.findings:
        yield ReviewRow(BEFORE, finding.what, text=f"{finding.what}\n{finding.remedy}", serious=finding.serious)
    for claim, blocked in plan.blocked:
        yield ReviewRow(BLOCKED, claim.title, text=f"{blocked.what}\n{blocked.remedy}", serious=True)
    for group, changes in ((NOW, plan.changes), (LATER, plan.later)):
        for change, observed in changes:
            yield ReviewRow(group, change.title, change.detail, change.irreversible, change, observed)
    for claim, waiting in plan.waiting:
        if waiting.on_a_person:
            until = f" Until {waiting.until:%Y-%m-%d %H:%M} UTC." if waiting.until else ""
            yield ReviewRow(WAITS, claim.title, waiting.on_whom, text=f"{waiting.reason}{until}")
    for claim, kept in plan.kept:
        yield ReviewRow(KEPT, claim.title, text=kept.evidence)


def problem_rows(problems: Sequence[Problem]) -> Iterator[ReviewRow]:
    """Serious problems of the answers, each with the step to correct it on."""
    for problem in problems:
        if problem.serious:
            page = page_of(problem.where)
            yield ReviewRow(
                PROBLEMS,
                problem.what,
                f"on {page_named(page).title}",
                text=f"{problem.what} {problem.remedy}",
                page=page,
                serious=True,
            )


def summary(plan: Plan) -> str:
    """The plan in one line."""
    if not plan.approved():
        people = sum(waiting.on_a_person for _, waiting in plan.waiting)
        return (
            f"Nothing has to be changed. {counted(people, 'answer')} awaited."
            if people
            else (
                "Nothing has to be changed: AWS is as the setup wants it."
                if not plan.blocked
                else "Something is in the way."
            )
        )
    irreversible = sum(change.irreversible for change in plan.approved())
    parts = [counted(len(plan.changes), "change") + " now"]
    if plan.later:
        parts.append(f"{len(plan.later)} later")
    if irreversible:
        parts.append(f"{irreversible} cannot be undone")
    if plan.blocked:
        parts.append(f"{len(plan.blocked)} in the way")
    if plan.findings:
        parts.append(f"{len(plan.findings)} to know before")
    kept = f"; {len(plan.kept)} kept as {'it is' if len(plan.kept) == 1 else 'they are'}" if plan.kept else ""
    return f"{', '.join(parts)}{kept}."
