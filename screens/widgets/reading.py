"""A pane to be read. It takes the keys only when there is more than fits."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from screens.widgets.prose import Block, Prose
from screens.widgets.row import Row, Words
from screens.widgets.titled import Titled


class Reading(VerticalScroll, Titled):
    """What the highlighted row means, as a rule."""

    class Fitted(Message):
        """There is another amount of room: what was cut to the old one is to be written anew."""

    hint = "Up and down scroll. Tab goes on to the next pane."

    def __init__(self, title: str = "", *, id: str, classes: str = "") -> None:  # noqa: A002
        super().__init__(id=id, classes=f"pane reading {classes}".strip())
        self.entitle(title)
        self._width = 0
        self._text = Static("", id=f"{id}-text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def allow_focus(self) -> bool:
        """A pane that shows everything needs no keys."""
        return super().allow_focus() and self.max_scroll_y > 0

    def show(self, blocks: Iterable[Block | Row | Words], title: str | None = None, *, keep: bool = False) -> None:
        """Other text, from its beginning unless `keep`."""
        if title is not None:
            self.entitle(title)
        text, (width, height) = Prose(blocks), self._text.size
        self._text.update(text, layout=len(text.lines(width)) != height)  # as high as before: nothing else moves
        if not keep:
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """The title may need to be cut elsewhere, and so may the text."""
        self.fit_title()
        if self.size.width != self._width:
            self._width = self.size.width
            self.post_message(self.Fitted())

    def count(self, words: str) -> None:
        """What stands in the lower border."""
        self.border_subtitle = Content(words)
