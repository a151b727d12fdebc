"""The line that says what the focused thing is for, and for a while what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.row import Cell, Row

SAID_FOR = 10.0
"""Seconds that what was done stays in the line."""


@runtime_checkable
class Hinted(Protocol):
    """A widget that knows what it is for."""

    hint: str


def hint_for(widget: Widget | None, hints: Mapping[str, str]) -> str:
    """The nearest hint: the screen's own for the widget's id, or the widget's, or those of what it is in."""
    for node in widget.ancestors_with_self if widget is not None else ():
        hint = hints.get(node.id or "", "") or (node.hint if isinstance(node, Hinted) else "")
        if hint:
            return hint
    return ""


class HintLine(Static):
    """Below every page."""

    def __init__(self) -> None:
        super().__init__("", id="hint", markup=False)
        self._hint = ""
        self._said: Timer | None = None

    def show(self, hint: str) -> None:
        """Another hint, unless something that was done is told here."""
        self._hint = hint
        if self._said is None:
            self.update(Row(hint))

    def say(self, words: str) -> None:
        """Something else at once, until the next hint."""
        self.update(Row(words))

    def tell_done(self, sign: str, words: str, key: str = "") -> None:
        """Say what was done, for a while, and the key that answers it."""
        if self._said is not None:
            self._said.stop()
        self._said = self.set_timer(SAID_FOR, self._forget_said)
        said = Content.assemble((f"{sign} ", "bold $good"), (words, "$body"))
        end = Content.styled(f"  {key}", "bold $accent")
        room = max(10, self.app.size.width - 4 - end.cell_length)
        self.update(Row(Cell(said, min(room, said.cell_length)), Cell(end, end.cell_length), ""))

    def _forget_said(self) -> None:
        self._said = None
        self.show(self._hint)
