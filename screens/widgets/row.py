"""Lines that fit themselves into whatever width there is, when they are drawn and not before: lists stay cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

Words = Content | str


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line."""

    words: Words
    width: int = 0
    """Columns; 0 for as many as are left."""
    right: bool = False
    """Whether it stands at the right edge of its columns."""


class Row(Visual):
    """Cells on one line and, perhaps, a second line below. What does not fit ends in a sign that says so."""

    ellipsis: ClassVar[str] = "…"

    def __init__(self, *cells: Cell | Words, below: Sequence[Words] = ()) -> None:
        self.cells = tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)
        self.below = tuple(below)

    def __str__(self) -> str:
        lines = [" ".join(str(cell.words).strip() for cell in self.cells).strip(), *map(str, self.below)]
        return "\n".join(lines)

    def same(self, other: object) -> bool:
        """Whether `other` looks the same."""
        if not isinstance(other, Row) or len(self.below) != len(other.below) or len(self.cells) != len(other.cells):
            return False
        pairs = zip(
            (*(c.words for c in self.cells), *self.below), (*(c.words for c in other.cells), *other.below), strict=True
        )
        return all(as_content(one).is_same(as_content(two)) for one, two in pairs)

    def lines(self, width: int) -> list[Content]:
        """Each line in exactly `width` columns."""
        fixed = sum(cell.width for cell in self.cells)
        flexible = sum(not cell.width for cell in self.cells)
        rest = max(0, width - fixed)
        parts: list[Content] = []
        for cell in self.cells:
            room = cell.width or rest - rest // flexible * (flexible - 1)
            if not cell.width:
                rest, flexible = rest - room, flexible - 1
            parts.append(fitted(cell.words, room, right=cell.right))
        first = Content("").join(parts)
        return [fitted(line, width) for line in (first, *self.below)]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """For Textual."""
        lines = self.lines(width)[:height]
        return [strip for line in lines for strip in line.render_strips(width, 1, style, options)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """For Textual."""
        del rules, container_width
        widths = [sum(cell.width or as_content(cell.words).cell_length for cell in self.cells)]
        return max(widths + [as_content(line).cell_length for line in self.below])

    def get_height(self, rules: RulesMap, width: int) -> int:
        """For Textual."""
        del rules, width
        return 1 + len(self.below)


def as_content(words: Words) -> Content:
    """Text is shown as it is: never markup."""
    return words if isinstance(words, Content) else Content(words)


def fitted(words: Words, width: int, *, right: bool = False) -> Content:
    """`words` in exactly `width` columns."""
    content = as_content(words)
    spare = width - content.cell_length
    if spare < 0:
        sign = Row.ellipsis if width > len(Row.ellipsis) else ""
        cut = content.truncate(max(0, width - len(sign)))
        return Content.assemble(cut, sign).truncate(max(0, width), pad=True)
    return content.pad_left(spare) if right else content.pad_right(spare)


def bar(done: int, every: int, width: int, signs: tuple[str, str]) -> Content:
    """How much is done, in two signs that differ without colour too. It is full only when everything is done."""
    filled = width * done // every if every else 0
    filled = max(filled, 1) if done else 0
    return Content.assemble((signs[0] * filled, "$good"), (signs[1] * (width - filled), "$bar-empty"))


def quiet_line(words: str) -> Content:
    """The second line of a row."""
    return Content.styled(f"  {words}", "$muted")
