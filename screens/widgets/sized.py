"""Screens that know how much room there is, from their first frame on."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import Screen

Result = TypeVar("Result")
WIDE, SLIM, HIGH = 100, 80, 32


class SizedScreen(Screen[Result]):
    """Wears -wide or -narrow, and -high or -low. Textual's own breakpoints come only with the first resize."""

    def on_compose(self) -> None:
        """Before there is anything in it: classes that come later style everything in it once more."""
        self.fit_into(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        """The terminal changed."""
        self.fit_into(event.size.width, event.size.height)
        if self.focused is not None:
            self.call_after_refresh(self._focus_what_is_there)

    def _focus_what_is_there(self) -> None:
        """What had the focus may have no room any more, and keys would go nowhere."""
        if self.is_attached and (self.focused is None or self.focused not in self.focus_chain):
            self.focus_next(self.AUTO_FOCUS or "*")

    def fit_into(self, width: int, height: int) -> None:
        """Wear the classes for this size."""
        self.update_classes(
            {
                "-wide": width >= WIDE,
                "-narrow": width < WIDE,
                "-slim": width < SLIM,
                "-high": height >= HIGH,
                "-low": height < HIGH,
            }
        )
