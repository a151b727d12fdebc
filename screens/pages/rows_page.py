"""A page that is a list of accounts with the same few things to do: add, edit, remove, paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from screens.pages.page_screen import PageScreen
from screens.widgets.keyline import Keys
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, item
from screens.widgets.reading import Reading
from screens.widgets.row import Row
from state.setup.validation import Problem


class RowsPage(PageScreen):
    """Subclasses say what the rows are, what each means, and what editing means."""

    TITLE: ClassVar[str]
    EMPTY: ClassVar[str]
    """What would stand here, and the key that adds it."""
    AUTO_FOCUS = "#rows"
    HINTS: ClassVar[dict[str, str]] = {"rows": "Enter edits, a adds one, Delete removes it, p pastes several."}
    KEYS: ClassVar[Keys] = (("/", "Filter", "filter"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "act('add')", "add one"),
        Binding("e", "act('edit')", "edit the highlighted one (Enter does too)", show=False),
        Binding("delete,backspace", "act('remove')", "remove it from the plan", show=False),
        Binding("p", "act('paste')", "paste several", show=False),
    ]

    def compose_list(self) -> ComposeResult:
        """The list, and beside it what is to be said about the highlighted row."""
        with Horizontal(id="work"):
            yield Listing(self.TITLE, id="rows")
            yield Reading(id="meaning")

    def rows(self) -> Iterator[Row]:
        """Each row of the list, in the order of the setup."""
        raise NotImplementedError

    def about(self, number: int) -> tuple[str, Iterable[Block]]:
        """The title of a row, and what is to be said about it."""
        raise NotImplementedError

    def problems_with(self, number: int) -> list[Problem]:
        """What is wrong with a row."""
        raise NotImplementedError

    def sign(self, problems: Iterable[Problem]) -> Content:
        """Two columns, with a sign when something must be corrected."""
        serious = any(problem.serious for problem in problems)
        return Content.styled(f"{self.wizard.glyphs.problem} ", "bold $bad") if serious else Content("  ")

    @property
    def listing(self) -> Listing:
        """The list."""
        return self.query_one("#rows", Listing)

    def show(self) -> None:
        lines = [Line(str(number), row) for number, row in enumerate(self.rows())]
        self.listing.show_lines(lines or [Line("empty", Row(Content.styled(self.EMPTY, "$muted")), heading=True)])
        self.listing.count(f"{len(lines)}" if lines else "")
        self.offer(edit=bool(lines), remove=bool(lines))
        self.show_meaning()

    @property
    def number(self) -> int | None:
        """The highlighted row."""
        chosen = self.listing.chosen
        return int(chosen) if chosen.isdigit() else None

    def show_meaning(self) -> None:
        number, meaning = self.number, self.query_one("#meaning", Reading)
        if number is None:
            meaning.show([Block(self.EMPTY)], "What it means")
            return
        title, blocks = self.about(number)
        found = [
            item("!", "bold $bad", Content.styled(f"{p.what} {p.remedy}", "$bad")) for p in self.problems_with(number)
        ]
        meaning.show([*found, *([Block("")] if found else []), *blocks], title)

    @on(OptionList.OptionSelected, "#rows")
    def _selected(self) -> None:
        self.act("edit")

    def action_filter(self) -> None:
        """Find a row."""
        self.listing.focus()
        self.listing.action_filter()
