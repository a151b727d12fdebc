"""A button one line high, and a row of them: plain ones at the left, the one that goes on at the right edge."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static


class Act(Button):
    """Something that can be done here. Without colours it wears brackets, so that it can be told from text."""

    def __init__(self, label: str, id: str, hint: str = "", *, main: bool = False) -> None:  # noqa: A002
        super().__init__(Content(label), id=id, compact=True, variant="primary" if main else "default")
        self.words = label
        self.hint = hint
        self.main = main
        self.available = True
        """Whether it can be pressed now, be there room for it or not."""

    def on_mount(self) -> None:
        """Brackets where there is no background to see."""
        self.relabel(self.words)

    def relabel(self, words: str) -> None:
        """Another label."""
        self.words = words
        self.label = Content(f"[ {words} ]" if self.app.no_color else words)
        self.refresh(layout=True)  # Textual's own label keeps the width of the one before
        if isinstance(self.parent, Acts):
            self.parent.fit_soon()


class Acts(Horizontal):
    """A row of buttons; left and right move between them. Plain ones that find no room are in the menu."""

    BINDINGS: ClassVar[list[BindingType]] = [("left", "app.focus_previous"), ("right", "app.focus_next")]

    def __init__(self, *acts: Act, id: str | None = None, classes: str = "acts") -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.plain = [act for act in acts if not act.main]
        self.main = [act for act in acts if act.main]

    def compose(self) -> ComposeResult:
        yield from self.plain
        yield Static("", classes="between", markup=False)
        yield from self.main

    def offer(self, **shown: bool) -> None:
        """Which buttons can be pressed now, by their ids with underscores for hyphens."""
        for key, display in shown.items():
            act = self.query_one(f"#{key.replace('_', '-')}", Act)
            act.available = act.display = display
        self.fit_soon()

    @property
    def offered(self) -> list[Act]:
        """Every button that can be pressed now, whether there is room for it or not."""
        return [act for act in (*self.plain, *self.main) if act.available]

    def on_resize(self) -> None:
        """There is another amount of room."""
        self.fit()

    def fit_soon(self) -> None:
        """Once everything that changes now has changed."""
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Hide what finds no room, from the end on."""
        room = self.size.width - sum(_width(act) for act in self.main if act.available)
        for act in self.plain:
            if act.available:
                room -= _width(act)
            act.display = act.available and room >= 0


def _width(act: Act) -> int:
    """Its label, a blank at each end, and the gap to the next one."""
    return Content(str(act.label)).cell_length + 3
