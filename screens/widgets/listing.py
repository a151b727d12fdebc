"""The list of every page and dialogue: rows that are drawn when they are in sight, and a filter that needs no field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.visual import Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.widgets.row import Row
from screens.widgets.titled import Titled

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """One row, or a heading above several."""

    key: str
    visual: Visual
    words: str = ""
    """What the filter looks in; the row itself where nothing is said."""
    heading: bool = False
    """Not to be chosen."""

    def matches(self, wanted: Sequence[str]) -> bool:
        """Whether the filter leaves it."""
        words = (self.words or str(self.visual)).lower()
        return all(word in words for word in wanted)


class Listing(OptionList, Titled):
    """A pane with rows. `/` filters, Escape ends that; the highlighted row is in sight, whatever changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("slash", "filter", "Filter", show=False),
    ]

    class Filtered(Message):
        """Another filter is wanted."""

        def __init__(self, listing: Listing, wanted: str) -> None:
            super().__init__()
            self.listing = listing
            self.wanted = wanted

        @property
        def control(self) -> Listing:
            """The list, for `@on` selectors."""
            return self.listing

    def __init__(
        self,
        title: str = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str = "",
        filters_itself: bool = True,
    ) -> None:
        """A list that does not filter itself only says what is wanted; its page then shows other rows."""
        super().__init__(id=id, classes=f"pane {classes}".strip(), markup=False)
        self.entitle(title)
        self.lines: tuple[Line, ...] = ()
        self.counts = ""
        self.wanted = ""
        self.typing = False
        self.filters_itself = filters_itself

    # Rows

    def show_lines(self, lines: Iterable[Line], at: str | None = None) -> None:
        """Other rows. The highlight stays on the same one, or near; `at` puts it elsewhere."""
        self.lines = tuple(lines)
        self._show(at)

    def _show(self, at: str | None = None) -> None:
        shown = self._filtered()
        ids = [line.key for line in shown]
        if ids == [option.id for option in self.options]:
            for number, line in enumerate(shown):
                self._redraw(number, line.visual)
            if at is not None and at in ids:
                self.highlighted = ids.index(at)
            return
        wanted, before = at if at is not None else self.chosen, self.highlighted or 0
        self.set_options(Option(line.visual, id=line.key, disabled=line.heading) for line in shown)
        self.highlighted = ids.index(wanted) if wanted in ids else self._near(shown, before)

    def _redraw(self, number: int, visual: Visual) -> None:
        """Another text in one row; a row that looks the same is not sent again."""
        option = self.options[number]
        if visual is option.prompt or (isinstance(visual, Row) and visual.same(option.prompt)):
            return
        option._set_prompt(visual)
        self._option_render_cache.clear()
        if self.is_mounted and number in self._index_to_line:
            self.refresh_lines(self._index_to_line[number], self._heights[number])

    def _filtered(self) -> list[Line]:
        words = self.wanted.lower().split()
        if not words or not self.filters_itself:
            return list(self.lines)
        shown: list[Line] = []
        for line in self.lines:
            if line.heading:
                if shown and shown[-1].heading:
                    shown.pop()
                shown.append(line)
            elif line.matches(words):
                shown.append(line)
        if shown and shown[-1].heading:
            shown.pop()
        return shown or [Line(NOTHING, Row(Content.styled("Nothing has these words.", "$muted")), heading=True)]

    @staticmethod
    def _near(shown: Sequence[Line], number: int) -> int | None:
        rows = [n for n, line in enumerate(shown) if not line.heading]
        return min(rows, key=lambda n: (abs(n - number), n)) if rows else None

    @property
    def chosen(self) -> str:
        """The key of the highlighted row; empty when there is none."""
        number = self.highlighted
        option = self.options[number] if number is not None and number < self.option_count else None
        return (option.id or "") if option is not None and not option.disabled else ""

    def point_at(self, key: str) -> None:
        """Highlight a row."""
        ids = [option.id for option in self.options]
        if key in ids:
            self.highlighted = ids.index(key)

    def count(self, words: str) -> None:
        """What stands in the lower border."""
        self.counts = words
        self._say()

    def _say(self) -> None:
        if self.typing or self.wanted:
            self.border_subtitle = Content(f"/ {self.wanted}{'_' if self.typing else ''}")
        else:
            self.border_subtitle = Content(self.counts)

    # What has the highlight is in sight

    def on_resize(self) -> None:
        """Textual forgets what it drew; the row has to come back into sight."""
        self.fit_title()
        self.call_after_refresh(self.scroll_to_highlight)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Also take the terminal's cursor along: that is where a screen reader looks."""
        super().watch_highlighted(highlighted)
        self._place_cursor()

    def on_focus(self) -> None:
        """The terminal's cursor comes along."""
        self._place_cursor()

    def _place_cursor(self) -> None:
        if self.has_focus and self.highlighted is not None and self.is_mounted:
            line = self._index_to_line.get(self.highlighted, 0) - self.scroll_offset.y
            region = self.content_region
            self.app.cursor_position = Offset(region.x, region.y + max(0, min(line, region.height - 1)))

    # The filter

    def action_filter(self) -> None:
        """From now on what is typed is looked for."""
        self.typing = True
        self._say()

    def stop_filter(self) -> bool:
        """Show everything again; whether there was a filter."""
        was = self.typing or bool(self.wanted)
        if was:
            self.typing = False
            self._want("")
        return was

    def _want(self, wanted: str) -> None:
        self.wanted = wanted
        self._say()
        if self.filters_itself:
            self._show()
        self.post_message(self.Filtered(self, wanted))

    def on_key(self, event: events.Key) -> None:
        """While the filter is typed, letters are no commands."""
        if event.key == "escape" and self.stop_filter():
            event.stop()
            event.prevent_default()
        elif self.typing and event.key == "enter":
            self.typing = False
            self._say()
            event.stop()
            event.prevent_default()
        elif self.typing and event.key == "backspace":
            self._want(self.wanted[:-1])
            event.stop()
        elif self.typing and event.is_printable and event.character:
            self._want(self.wanted + event.character)
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """A pasted word is looked for too."""
        if self.typing:
            self._want(self.wanted + " ".join(event.text.split()))
            event.stop()

    def on_blur(self) -> None:
        """Leaving the list ends the typing, and keeps what is filtered."""
        self.typing = False
        self._say()
