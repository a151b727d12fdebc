"""The few signs the screens use beside words, with stand-ins for terminals without UTF-8."""

from __future__ import annotations

from dataclasses import dataclass

from state.saved.progress import Standing
from wizard.pages import Mark


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One sign for each meaning. A word always stands beside it."""

    done: str = "✓"
    problem: str = "!"
    waiting: str = "~"
    untouched: str = "·"
    here: str = "▶"
    menu: str = "≡"
    dash: str = "\N{EN DASH}"
    ellipsis: str = "…"
    branch: str = "├─ "
    last_branch: str = "└─ "
    pipe: str = "│  "
    arrow: str = "→"
    under_way: str = "»"
    failed: str = "✗"
    closed: str = "+"
    opened: str = "-"

    def of(self, mark: Mark) -> str:
        """The sign of a step's mark."""
        return {
            Mark.DONE: self.done,
            Mark.PROBLEM: self.problem,
            Mark.WAITING: self.waiting,
            Mark.LEFT: self.untouched,
            Mark.UNTOUCHED: self.untouched,
        }[mark]

    def of_standing(self, standing: Standing) -> str:
        """The sign of a line of progress."""
        return {
            Standing.DONE: self.done,
            Standing.PROBLEM: self.problem,
            Standing.WAITING: self.waiting,
            Standing.LEFT: self.untouched,
        }[standing]


UNICODE = Glyphs()
ASCII = Glyphs(
    done="v",
    untouched=".",
    here=">",
    menu="=",
    dash="-",
    ellipsis="...",
    branch="|- ",
    last_branch="`- ",
    pipe="|  ",
    arrow="->",
    under_way=">",
    failed="x",
)
