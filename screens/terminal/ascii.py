"""Names from elsewhere on a terminal that has no sign for them: what is like them, as wide as they would be."""

from __future__ import annotations

from typing import ClassVar
from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender


class InAscii(LineFilter):
    """Python would write `\\u2013` for a dash, six columns for one, and every line after it would be torn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, as wide as before."""
        del background
        return [Segment(_shown(text), style, control) for text, style, control in segments]


ALIKE = str.maketrans("─━│┃▌–—…‘’“”", "--|||--.''\"\"")  # noqa: RUF001 - these are the signs that are replaced


def _shown(text: str) -> str:
    return text if text.isascii() else "".join(map(_alike, text.translate(ALIKE)))


def _alike(sign: str) -> str:
    """A letter without its accent, or a question mark for each column."""
    plain = normalize("NFKD", sign)[:1]
    return plain if plain.isascii() and cell_len(sign) == 1 else "?" * cell_len(sign)


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, for terminals that have no signs for halves."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]
