"""People against accounts: a cell says in letters what somebody may do there. Arrows move, the names stay in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.content import Content
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable

from screens.widgets.titled import Titled

NAME_WIDTH = 20
CELL_WIDTH = 13
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One account."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Named:
    """One row: a person or a group, and what stands in each cell."""

    key: str
    title: str
    cells: tuple[str, ...]


class AccessTable(DataTable[Text], Titled):
    """A pane with the table. Enter and Space open a cell."""

    hint = "Arrows move. Enter says what the person may do there."

    class Pointed(Message):
        """Another cell is pointed at."""

    class Opened(Message):
        """Somebody wants to change the cell that is pointed at."""

    def __init__(self, title: str, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane", fixed_columns=1, cell_padding=0, header_height=2)
        self.entitle(title)
        self._shown: tuple[tuple[Column, ...], tuple[Named, ...]] = ((), ())
        self._counted = ""

    def show(self, columns: Sequence[Column], rows: Sequence[Named]) -> None:
        """Other people, accounts or access. The cursor stays where it is, as far as that is there."""
        before, at = self._shown, self.cursor_coordinate
        self._shown = (tuple(columns), tuple(rows))
        if before == self._shown:
            return
        self.clear(columns=True)
        self.add_column(Text(" Who"), width=NAME_WIDTH, key="")
        for number, column in enumerate(columns):
            self.add_column(Text(_in_two_lines(column.title, CELL_WIDTH - 1)), width=CELL_WIDTH, key=str(number))
        for row in rows:
            self.add_row(
                Text(f" {_fitted(row.title, NAME_WIDTH - 2)}"),
                *(Text(f" {_fitted(each, CELL_WIDTH - 1)}") for each in row.cells),
            )
        if rows and columns:
            self.cursor_coordinate = Coordinate(min(at.row, len(rows) - 1), min(max(at.column, 1), len(columns)))

    @property
    def pointed(self) -> tuple[str, str] | None:
        """Keys of the row and the column that are pointed at; no column where it is a name."""
        columns, rows = self._shown
        at = self.cursor_coordinate
        if not rows or at.row >= len(rows):
            return None
        return rows[at.row].key, columns[at.column - 1].key if 0 < at.column <= len(columns) else ""

    def count_of(self, people: int, groups: int) -> None:
        """What stands in the lower border, after what of it is in sight."""
        persons = "1 person" if people == 1 else f"{people} people"
        in_brackets = "1 group in brackets" if groups == 1 else f"{groups} groups in brackets"
        self._counted = f"{persons}, {in_brackets}" if groups else persons
        self._say_what_is_in_sight()

    def _say_what_is_in_sight(self) -> None:
        """Where there is more than fits: which accounts and rows these are. Nothing else shows that there are more."""
        columns, rows = self._shown
        room = self.scrollable_content_region.size
        across, down = (room.width - NAME_WIDTH) // CELL_WIDTH, room.height - self.header_height
        left, top = -(-int(self.scroll_x) // CELL_WIDTH), int(self.scroll_y)
        told = [
            f"{what} {first + 1} to {min(first + most, whole)} of {whole}"
            for what, first, most, whole in (("accounts", left, across, len(columns)), ("rows", top, down, len(rows)))
            if 0 < most < whole
        ]
        self.border_subtitle = Content(", ".join([*told, self._counted]))

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Other accounts are in sight."""
        super().watch_scroll_x(old_value, new_value)
        self._say_what_is_in_sight()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other people are in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._say_what_is_in_sight()

    def on_resize(self) -> None:
        """More or fewer are in sight, and the title may need to be cut elsewhere."""
        self.fit_title()
        self._say_what_is_in_sight()

    def point_at(self, row: int) -> None:
        """Point at a row, in its first account."""
        self.cursor_coordinate = Coordinate(row, 1)

    def watch_cursor_coordinate(self, old: Coordinate, new: Coordinate) -> None:
        """Tell the page."""
        super().watch_cursor_coordinate(old, new)
        self.post_message(self.Pointed())

    def action_select_cursor(self) -> None:
        """Open the cell."""
        self.post_message(self.Opened())


def _fitted(text: str, width: int) -> str:
    """The beginning of a name that is too long, with a sign that every terminal has."""
    return text if len(text) <= width else f"{text[: width - 1]}~"


def _in_two_lines(title: str, width: int) -> str:
    """A name over two lines, broken at a hyphen: what tells accounts apart often stands at its end."""
    if len(title) <= width:
        return title
    at = max(title.rfind(mark, 0, width + 1) for mark in "-._@ +")
    at = at if at > 2 else width - 1
    first, rest = title[: at + 1], title[at + 1 :]
    return f"{first.strip()}\n{rest if len(rest) <= width else '~' + rest[1 - width :]}"
