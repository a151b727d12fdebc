"""What is shown by a background alone must be seen without colours too."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

REVERSE = Style(reverse=True)


class BackgroundAsReverse(LineFilter):
    """Gives cells with a background of their own the terminal's reverse video, before colours are taken away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Textual works reverse text out into colours, which would then be lost."""
        del background
        return [Segment(text, _marked(style), control) for text, style, control in segments]


def _marked(style: Style | None) -> Style | None:
    if style is None or style.bgcolor is None or style.bgcolor.is_default:
        return style
    return style + REVERSE
