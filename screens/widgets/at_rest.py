"""What is costly is done at once, unless somebody holds the key that asks for it: then when the key is let go."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

REST = 0.06
"""Seconds that nothing has to be asked for."""


class AtRest:
    """`asked` may be called as often as a key repeats."""

    def __init__(self, widget: Widget, do: Callable[[], None]) -> None:
        """`widget` keeps the time."""
        self._widget = widget
        self._do = do
        self._resting: Timer | None = None

    def asked(self) -> None:
        """At once the first time, and once more after the last."""
        if self._resting is None:
            self._do()
            self._resting = self._widget.set_timer(REST, self._rested)
        else:
            self._resting.stop()
            self._resting = self._widget.set_timer(REST, self._rested_after_more)

    def drop(self) -> None:
        """Something newer is shown, which must not be written over."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def _rested(self) -> None:
        self._resting = None

    def _rested_after_more(self) -> None:
        self._resting = None
        self._do()
