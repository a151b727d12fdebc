"""A line to type in whose cursor stands still, and into which several lines can be pasted without harm."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive, var
from textual.strip import Strip
from textual.widgets import Input

from screens.widgets.abilities import TakesPastes
from screens.widgets.row import Row


class TypingLine(Input):
    """Textual's input without the blinking, which is sent over every SSH connection twice a second.

    Of a paste Textual keeps the first line, even an empty one, and says nothing of the rest.
    """

    cursor_blink = var(False)
    virtual_size = Reactive(Size(0, 0))
    """How long the text is. Textual would lay the whole page out at each key, though the line is as large as before."""

    def on_paste(self, event: events.Paste) -> None:
        """The screen may know better what to do with several fields at once: its `take_paste` is asked first."""
        event.stop()
        event.prevent_default()
        if not (isinstance(self.screen, TakesPastes) and self.screen.take_paste(event.text)):
            self.replace(self.line_of(event.text), *self.selection)

    def render_line(self, y: int) -> Strip:
        """What is longer than the line is cut with a sign that says so, unless somebody is moving along it."""
        strip = super().render_line(y)
        room, hidden = self.scrollable_content_region.width, self.scroll_offset.x
        if self.has_focus or y or len(Row.ellipsis) >= room or cell_len(self._value.plain) - hidden <= room:
            return strip
        sign = Strip([Segment(Row.ellipsis, self.rich_style)])
        return Strip.join([strip.crop(0, room - sign.cell_length), sign])

    def on_focus(self) -> None:
        """The cursor is in sight at once, and not only when it has moved."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def on_blur(self) -> None:
        """Whoever only reads it begins at the beginning."""
        self.scroll_to(0, force=True, animate=False)

    def line_of(self, text: str) -> str:
        """What of a pasted text goes into the line; what is left out is said."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            self.app.notify(
                f"This field takes one line. The first of the paste is in it; {len(lines) - 1} more were left out.",
                severity="warning",
                markup=False,
            )
        return "".join(sign if sign.isprintable() else " " for sign in lines[0]) if lines else ""
