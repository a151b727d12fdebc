"""Whatever a widget draws reaches the terminal as text, and never as something that it obeys."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class OnlyText(LineFilter):
    """The one gate of the screens: names and messages from AWS or a file are drawn by many widgets, all through here.

    What is not printable leaves as many cells as it was laid out with: most such signs have none.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Segments of ours that move the cursor are marked as control and stay."""
        del background
        return [
            segment if segment.control or segment.text.isprintable() else segment._replace(text=_text(segment.text))
            for segment in segments
        ]


def _text(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" * cell_len(sign) for sign in text)
