"""A choice out of three, as three words in a line; the chosen one is filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Label, Static

from screens.widgets.act import Act
from screens.widgets.row import Row


class Levels(Horizontal):
    """Left and right go from one to the next, Enter chooses it."""

    BINDINGS: ClassVar[list[BindingType]] = [("left", "app.focus_previous"), ("right", "app.focus_next")]

    class Picked(Message):
        """Another one was chosen."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, label: str, offered: Mapping[str, str], value: str, *, id: str) -> None:  # noqa: A002
        """`offered` are titles with what they mean behind a colon."""
        super().__init__(id=id)
        self.label = label
        self.offered = offered
        self.value = value

    def compose(self) -> ComposeResult:
        yield Label(self.label, markup=False)
        for value, words in self.offered.items():
            title, _, meaning = words.partition(": ")
            yield Act(title, f"level-{value}", f"{title}: {meaning}." if meaning else title)
        yield Static("", id="level-says", markup=False)

    def on_mount(self) -> None:
        """Fill the chosen one."""
        self.show(self.value)

    def show(self, value: str, says: str = "") -> None:
        """Which one is chosen, and what is said beside."""
        self.value = value
        for each in self.offered:
            act = self.query_one(f"#level-{each}", Act)
            act.set_class(each == value, "-chosen")
            title = self.offered[each].partition(":")[0]
            act.relabel(f"{title} *" if each == value and self.app.no_color else title)
        self.query_one("#level-says", Static).update(Row(says))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        value = (event.button.id or "").removeprefix("level-")
        if value != self.value:
            self.post_message(self.Picked(value))
