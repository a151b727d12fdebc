"""Screens in front of a page, which are left once, however often and fast somebody asks.

A second Escape or Enter may be waiting while the first one is carried out: Textual would end the program over it, or
take the page away that stands behind.
"""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class LeavesOnce(ModalScreen[Answer]):
    """What is asked for after it was left is nothing."""

    left = False

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave with an answer, unless that was done already. What was put in front meanwhile goes first."""
        if self.left or self not in self.app.screen_stack:
            return AwaitComplete()
        self.left = True
        self.pop_until_active()
        return super().dismiss(result)


class Palette(CommandPalette):
    """Textual's list of commands to be typed."""

    left = False

    def dismiss(self, result: None = None) -> AwaitComplete:
        """The same."""
        if self.left or self not in self.app.screen_stack:
            return AwaitComplete()
        self.left = True
        return super().dismiss(result)
