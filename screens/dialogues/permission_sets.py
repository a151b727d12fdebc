"""Which permission sets somebody has in one account: each with what it means, turned on and off one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Button, OptionList, Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from screens.widgets.listing import Line, Listing
from screens.widgets.row import Cell, Row
from state.setup.people import PermissionSet
from wizard.edits.people import meaning_of


class PermissionSetsDialogue(Dialogue[tuple[str, ...]]):
    """Dismisses with the names that are on, or with None when nothing shall be changed."""

    FOOT = "Space turns on and off; Enter saves; Esc leaves it"
    BINDINGS = [Binding("space", "turn", "turn on or off", show=False)]  # noqa: RUF012 - as Textual has it

    def __init__(self, title: str, offered: Sequence[PermissionSet], on_now: Sequence[str], note: str = "") -> None:
        """`note` tells what comes by a group."""
        super().__init__(title)
        self.offered = tuple(offered)
        self.chosen = set(on_now)
        self.note = note

    def compose_box(self) -> ComposeResult:
        yield Listing(id="sets")
        yield Static(self.note, classes="dialogue-hint", markup=False)
        yield Acts(Act("Cancel", "cancel"), Act("Save", "keep", main=True))

    def on_mount(self) -> None:
        """Turning on and off starts at once."""
        self._show()
        self.query_one(Listing).focus()

    def _show(self) -> None:
        self.query_one(Listing).show_lines(self._lines())

    def _lines(self) -> Iterator[Line]:
        for one in self.offered:
            sign = "[x]" if one.name in self.chosen else "[ ]"
            yield Line(
                one.name, Row(Cell(sign, 4), Cell(one.name, 26), meaning_of(one)), f"{one.name} {meaning_of(one)}"
            )

    def action_turn(self) -> None:
        """Turn the highlighted one on or off."""
        name = self.query_one(Listing).chosen
        if name:
            self.chosen ^= {name}
            self._show()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        one = next((each for each in self.offered if each.name == event.option_id), None)
        if one is not None:
            words = f"{meaning_of(one)}. A session lasts {one.session_hours} h. {self.note}"
            self.query_one(".dialogue-hint", Static).update(words)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self._save()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
        else:
            self._save()

    def _save(self) -> None:
        self.dismiss(tuple(one.name for one in self.offered if one.name in self.chosen))
