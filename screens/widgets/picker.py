"""One labelled choice out of a few, in one line: Enter opens the list."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Label

from screens.widgets.act import Act
from screens.widgets.dialogue import Choice, ChoiceDialogue


class Picker(Horizontal):
    """Shows what is chosen; a list opens to choose anew."""

    class Picked(Message):
        """Another answer was chosen."""

        def __init__(self, picker: Picker, value: str) -> None:
            super().__init__()
            self.picker = picker
            self.value = value

    def __init__(
        self,
        label: str,
        offered: Mapping[str, str],
        value: str,
        *,
        id: str,  # noqa: A002
        hint: str = "",
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.offered = offered
        self.value = value
        self.hint = f"{hint} Enter shows the list."

    def compose(self) -> ComposeResult:
        yield Label(self.label, markup=False)
        yield Act(self._words(), "pick")

    def _words(self) -> str:
        return self.offered.get(self.value, self.value).partition(":")[0]

    @on(Button.Pressed)
    def _open(self, event: Button.Pressed) -> None:
        event.stop()
        choices = [Choice(key, *_split(words)) for key, words in self.offered.items()]
        self.app.push_screen(ChoiceDialogue(self.label, "", choices, self.value), self._chosen)

    def _chosen(self, value: str | None) -> None:
        if value is not None and value != self.value:
            self.value = value
            self.query_one(Act).relabel(self._words())
            self.post_message(self.Picked(self, value))


def _split(words: str) -> tuple[str, str]:
    """`Title: what it means` as a title and a hint."""
    title, _, hint = words.partition(": ")
    return title, hint[:1].upper() + hint[1:] + "." if hint else ""
