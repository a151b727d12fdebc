"""Shown while the terminal is too small for any page."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Static

from screens.widgets.leaving import LeavesOnce


class TooSmall(LeavesOnce[None]):
    """Goes away by itself when there is room again. Nothing is opened over it but the question before leaving."""

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

    def on_resize(self, event: events.Resize) -> None:
        """The terminal has another size."""
        self._leave_when_there_is_room(event.size)

    def on_screen_resume(self) -> None:
        """What stood in front is closed; the size may have changed behind it."""
        self._leave_when_there_is_room(self.app.size)

    def _leave_when_there_is_room(self, size: Size) -> None:
        columns, rows = self.smallest
        if self.app.screen is self and size.width >= columns and size.height >= rows:
            self.dismiss(None)
