"""A step that is a table of things with the same few things to do: add, edit, remove, paste."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from screens.pages.page_screen import PageScreen
from state.setup.validation import Problem


class RowsPage(PageScreen):
    """Subclasses say what the columns and rows are, and what editing means."""

    EMPTY: ClassVar[str]
    AUTO_FOCUS = "#rows, #add"
    HINTS: ClassVar[dict[str, str]] = {
        "rows": "Enter edits the line. A adds one, Delete removes it, P takes several pasted lines.",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "act('add')", "Add"),
        Binding("p", "act('paste')", "Paste"),
        Binding("delete,backspace", "act('remove')", "Remove", show=False),
    ]

    def compose_table(self) -> ComposeResult:
        """The table, and below it what is to be said about the highlighted row."""
        with Vertical(id="main"):
            yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
            yield Static(self.EMPTY, id="empty", markup=False)
            yield Static("", id="says", classes="status", markup=False)

    def columns(self) -> Sequence[str]:
        """The headings."""
        raise NotImplementedError

    def rows(self) -> Sequence[Sequence[str]]:
        """The cells."""
        raise NotImplementedError

    def about(self, number: int) -> str:
        """What is to be said about a row."""
        raise NotImplementedError

    def marked(self, text: str, problems: Sequence[Problem]) -> str:
        """With a sign in front of it when something must be corrected."""
        return f"{self.wizard.glyphs.problem} {text}" if any(problem.serious for problem in problems) else text

    def show(self) -> None:
        table: DataTable[Text] = self.query_one("#rows", DataTable)
        before = table.cursor_row
        rows = self.rows()
        columns = list(self.columns())
        if columns != [column.label.plain for column in table.ordered_columns]:
            table.clear(columns=True)
            table.add_columns(*columns)
        else:  # made anew while a dialogue covers them, columns stay as narrow as their headings
            table.clear()
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        table.display = bool(rows)
        self.query_one("#empty").display = not rows
        if rows:
            table.move_cursor(row=min(before, len(rows) - 1))
        for key in ("edit", "remove"):
            self.query_one(f"#{key}").display = bool(rows)
        self._say_about()

    def resized(self) -> None:
        self.show()

    @property
    def number(self) -> int | None:
        """The highlighted row."""
        table: DataTable[Text] = self.query_one("#rows", DataTable)
        return table.cursor_row if table.row_count else None

    @on(DataTable.RowHighlighted)
    def _say_about(self) -> None:
        number = self.number
        self.query_one("#says", Static).update(self.about(number) if number is not None else "")

    @on(DataTable.RowSelected)
    def _selected(self) -> None:
        self.act("edit")

    def action_act(self, key: str) -> None:
        """A key that does the same as a button."""
        self.act(key)
