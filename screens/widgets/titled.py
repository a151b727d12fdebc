"""A pane's title in its border, cut with the sign of this terminal where it is too long."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from screens.widgets.row import fitted

AROUND = 6
"""Columns of the border that a title cannot have."""


class Titled(Widget):
    """Textual cuts titles itself, with a sign that not every terminal has."""

    title_words = ""

    def entitle(self, words: str) -> None:
        """Another title."""
        self.title_words = words
        self.fit_title()

    def fit_title(self) -> None:
        """As much of it as there is room for."""
        room = self.outer_size.width - AROUND
        whole = Content(self.title_words)
        self.border_title = fitted(whole, room) if 0 < room < whole.cell_length else whole
