"""A plan in a few numbers: how many changes, what is for good, what it costs, how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.words import counted
from state.setup import Setup
from wizard.guardrails.words import cost_in_short
from wizard.plan import Plan
from wizard.plan.duration import expected_seconds, in_words


@dataclass(frozen=True, slots=True)
class Sum:
    """One of the numbers."""

    big: str
    small: str
    style: str

    @property
    def tile(self) -> Content:
        """It in two lines."""
        return Content.assemble((self.big, f"bold {self.style}"), "\n", (self.small, "$muted"))


def sums(plan: Plan, setup: Setup, glyphs: Glyphs, *, cost: bool) -> Iterator[Sum]:
    """Those that there is something to say of; the cost where there is room for it."""
    yield Sum(counted(len(plan.changes), "change"), "now", "$title")
    if plan.later:
        yield Sum(f"{glyphs.waiting} {len(plan.later)} later", "after a yes", "$forever")
    if lasting := sum(change.irreversible for change in plan.approved()):
        yield Sum(f"{glyphs.forever} {lasting} for good", "no undo", "$forever")
    if cost:
        yield Sum(cost_in_short(setup).replace("nothing", "no cost"), "protections", "$cost")
    if takes := in_words(expected_seconds(change for change, _ in plan.changes)):
        yield Sum(takes, "by itself", "$title")


def in_a_line(parts: Sequence[Sum]) -> Content:
    """All of them, where there is no room for tiles."""
    return Content("   ").join(Content.styled(each.big, f"bold {each.style}") for each in parts)
