"""The few signs the screens use beside words, with stand-ins for terminals without UTF-8."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the first screen has neither
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
        return self._sign(mark.name)

    def for_status(self, status: ClaimStatus) -> str:
        """The sign of a line of progress."""
        return self._sign(status.name)

    def _sign(self, standing: str) -> str:
        return {
            "DONE": self.done,
            "PROBLEM": self.problem,
            "WAITING": self.waiting,
            "LATER": self.waiting,
            "LEFT": self.untouched,
            "UNTOUCHED": self.untouched,
        }[standing]


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
