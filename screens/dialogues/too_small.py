"""Shown while the terminal is too small for any step."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class TooSmall(Screen[None]):
    """Goes away by itself when there is room again."""

    def __init__(self, smallest: tuple[int, int]) -> None:
        super().__init__()
        self.smallest = smallest

    def compose(self) -> ComposeResult:
        columns, rows = self.smallest
        yield Static(
            f"This window is too small: the wizard needs {columns} columns and {rows} rows. Make it larger, or leave "
            "with Ctrl+Q and use orgwizard --plain, which fits any size. Nothing is lost.",
            markup=False,
        )
