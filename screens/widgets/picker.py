"""One labelled choice out of a few, in one line: Enter opens the list."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Label

from screens.widgets.act import Act
from screens.widgets.dialogue import Choice, ChoiceDialogue
from state.setup import ROOT


def unit_choices(paths: Iterable[str]) -> tuple[Choice, ...]:
    """Units to choose from, the root first."""
    return tuple(Choice(path, "Root (no unit)" if path == ROOT else path) for path in dict.fromkeys((ROOT, *paths)))


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
        offered: Iterable[Choice],
        value: str,
        *,
        id: str,  # noqa: A002
        hint: str = "",
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.offered = {choice.key: choice for choice in offered}
        self.value = value
        self.hint = f"{hint} Enter shows the list."

    def compose(self) -> ComposeResult:
        yield Label(self.label, markup=False)
        yield Act(self._words(), "pick")

    def _words(self) -> str:
        return self.offered[self.value].title if self.value in self.offered else self.value

    @on(Button.Pressed)
    def _open(self, event: Button.Pressed) -> None:
        event.stop()
        self.app.push_screen(ChoiceDialogue(self.label, "", tuple(self.offered.values()), self.value), self._chosen)

    def _chosen(self, value: str | None) -> None:
        if value is not None and value != self.value:
            self.value = value
            self.query_one(Act).relabel(self._words())
            self.post_message(self.Picked(self, value))
