"""A line to type in whose cursor stands still: a blinking one is sent over every SSH connection twice a second."""

from __future__ import annotations

from textual.reactive import var
from textual.widgets import Input


class TypingLine(Input):
    """Textual's input without the blinking."""

    cursor_blink = var(False)
