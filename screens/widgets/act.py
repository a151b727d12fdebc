"""A button one line high."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button


class Act(Button):
    """Something that can be done here. Without colours it wears brackets, so that it can be told from text."""

    def __init__(self, label: str, id: str, hint: str = "", *, main: bool = False) -> None:  # noqa: A002
        super().__init__(Content(label), id=id, compact=True, variant="primary" if main else "default")
        self.words = label
        self.hint = hint

    def on_mount(self) -> None:
        """Brackets where there is no background to see."""
        self.relabel(self.words)

    def relabel(self, words: str) -> None:
        """Another label."""
        self.words = words
        self.label = Content(f"[{words}]" if self.app.no_color else words)


class Acts(Horizontal):
    """A row of buttons; left and right move between them."""

    BINDINGS = [("left", "app.focus_previous"), ("right", "app.focus_next")]  # noqa: RUF012
