"""One line of a terminal written with nothing but characters, blanks and backspaces: any terminal can do that.

prompt_toolkit draws a prompt as a screen, with escape sequences, and draws it again when it is answered. A screen
reader says what is drawn twice, and a dumb terminal shows the sequences. Here only what differs reaches the terminal.
"""

from __future__ import annotations

from typing import TextIO

from prompt_toolkit.data_structures import Size
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.utils import get_cwidth

ENDLESS = Size(rows=1, columns=2000)
"""One line that never wraps as far as prompt_toolkit knows; the terminal wraps it by itself."""


class Typewriter(PlainTextOutput):
    """Collects what the line should look like, and types the difference when it is flushed."""

    def __init__(self, stdout: TextIO) -> None:
        super().__init__(stdout)
        self._wanted: list[str] = []
        """The line's cells; a wide character is followed by empty ones."""
        self._shown: list[str] = []
        self._column = 0
        """Where the cursor should be."""
        self._carriage = 0
        """Where it is."""

    def get_size(self) -> Size:
        """One line, so wide that nothing is ever wrapped."""
        return ENDLESS

    def get_rows_below_cursor_position(self) -> int:
        """No room is reserved."""
        return 1

    def write(self, data: str) -> None:
        """Put text at the cursor."""
        for character in data:
            if character == "\r":
                self._column = 0
            elif character == "\n":
                self._feed()
            else:
                self._strike(character)

    def write_raw(self, data: str) -> None:
        """The same: nothing is raw on a typewriter."""
        self.write(data)

    def cursor_forward(self, amount: int) -> None:
        """Right."""
        self._column += amount

    def cursor_backward(self, amount: int) -> None:
        """Left."""
        self._column = max(0, self._column - amount)

    def cursor_down(self, amount: int) -> None:
        """There is one line only."""

    def erase_end_of_line(self) -> None:
        """Nothing from the cursor on."""
        del self._wanted[self._column :]

    def erase_down(self) -> None:
        """The same: there is one line only."""
        self.erase_end_of_line()

    def flush(self) -> None:
        """Type what differs."""
        self._catch_up()
        super().flush()

    def _strike(self, character: str) -> None:
        cells = [character] + [""] * (get_cwidth(character) - 1)
        self._wanted += [" "] * (self._column - len(self._wanted))
        self._wanted[self._column : self._column + len(cells)] = cells
        self._column += len(cells)

    def _feed(self) -> None:
        while self._wanted and self._wanted[-1] == " ":  # an interrupted line is padded to its end
            self._wanted.pop()
        self._column = max(len(self._wanted), self._carriage)
        self._catch_up()
        self._buffer.append("\n")
        self._wanted, self._shown, self._column, self._carriage = [], [], 0, 0

    def _catch_up(self) -> None:
        width = max(len(self._wanted), len(self._shown), self._column)
        wanted, shown = (cells + [" "] * (width - len(cells)) for cells in (self._wanted, self._shown))
        differing = [column for column in range(width) if wanted[column] != shown[column]]
        if differing:
            first, last = differing[0], differing[-1] + 1
            self._move(shown, first)
            self._buffer.append("".join(wanted[first:last]))
            self._carriage = last
        self._shown = wanted
        self._move(wanted, self._column)

    def _move(self, shown: list[str], column: int) -> None:
        """Back by backspaces, forward by typing what is there anyway."""
        if column < self._carriage:
            self._buffer.append("\b" * (self._carriage - column))
        else:
            self._buffer.append("".join(shown[self._carriage : column]))
        self._carriage = column
