"""The few signs the screens use beside words, with stand-ins for terminals without UTF-8."""

from __future__ import annotations

from dataclasses import dataclass

from state.saved.progress import ClaimStatus
from wizard.pages import Mark


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One sign for each meaning, one cell wide. A word always stands beside it."""

    done: str = "✓"
    problem: str = "!"
    waiting: str = "◐"
    untouched: str = "·"
    off: str = "○"
    here: str = "▸"
    forever: str = "◆"
    menu: str = "≡"
    dash: str = "\N{EN DASH}"
    ellipsis: str = "…"
    dot: str = "·"
    branch: str = "├─ "
    last_branch: str = "└─ "
    pipe: str = "│  "
    arrow: str = "→"
    back: str = "←"
    under_way: str = "●"
    failed: str = "✗"
    closed: str = "▸"
    opened: str = "▾"
    bar: tuple[str, str] = ("━", "─")
    updown: str = "↑↓"

    def of(self, mark: Mark) -> str:
        """The sign of a page's mark."""
        return {
            Mark.DONE: self.done,
            Mark.PROBLEM: self.problem,
            Mark.WAITING: self.waiting,
            Mark.LEFT: self.untouched,
            Mark.UNTOUCHED: self.untouched,
        }[mark]

    def for_status(self, status: ClaimStatus) -> str:
        """The sign of a line of progress."""
        return {
            ClaimStatus.DONE: self.done,
            ClaimStatus.PROBLEM: self.problem,
            ClaimStatus.WAITING: self.waiting,
            ClaimStatus.LATER: self.waiting,
            ClaimStatus.LEFT: self.untouched,
        }[status]


UNICODE = Glyphs()
ASCII = Glyphs(
    done="v",
    waiting="~",
    untouched=".",
    off="o",
    here=">",
    forever="*",
    menu="=",
    dash="-",
    ellipsis="...",
    dot="-",
    branch="|- ",
    last_branch="`- ",
    pipe="|  ",
    arrow=">",
    back="<",
    under_way=">",
    failed="x",
    closed="+",
    opened="-",
    bar=("#", "-"),
    updown="up, down",
)
