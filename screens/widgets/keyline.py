"""The last line: the few keys that matter here. Each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widgets import Static

MOST, MOST_SLIM = 6, 4
Keys = Sequence[tuple[str, str, str]]
"""(how the key is written, what it does, the action)."""
ALWAYS: Keys = (("f1", "Help", "app.help"), ("f2", "Menu", "app.menu"), ("^q", "Leave", "app.quit"))
"""At the end of every line."""


class KeyLine(Static):
    """`esc Back   ^n Next   …`."""

    def __init__(self, keys: Keys) -> None:
        super().__init__("", id="keys", markup=False)
        self.keys = tuple(keys)
        self.places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Write it."""
        self.draw()

    def on_resize(self) -> None:
        """As many as there is room for."""
        self.draw()

    def show(self, keys: Keys) -> None:
        """Other keys."""
        if tuple(keys) != self.keys:
            self.keys = tuple(keys)
            self.draw()

    def draw(self) -> None:
        """Write the line."""
        width = self.app.size.width
        line = Content("")
        self.places = []
        for key, words, action in self.keys[: MOST if width >= 80 else MOST_SLIM]:
            part = Content.assemble((key, "bold $accent"), (f" {words}", "$body"))
            if line.cell_length + part.cell_length + 3 > width - 2:
                break
            self.places.append((line.cell_length, line.cell_length + part.cell_length, action))
            line += part + Content("   ")
        self.update(line)

    async def on_click(self, event: events.Click) -> None:
        """As if the key had been pressed."""
        for start, end, action in self.places:
            if start <= event.x - 1 < end:
                await self.screen.run_action(action)
