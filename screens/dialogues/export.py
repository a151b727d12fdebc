"""Which file to write, and where. Dismisses with both; writes nothing itself."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, OptionList

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from screens.widgets.field import Field
from screens.widgets.listing import Line, Listing
from screens.widgets.row import Row
from state.errors import Advice, WrongInput
from state.saved.locations import directory_typed
from wizard.exports import FORMATS


class ExportDialogue(Dialogue[tuple[str, Path]]):
    """A format and a directory."""

    FOOT = "Enter writes; nothing is ever overwritten"

    def __init__(self, folder: str) -> None:
        super().__init__("Files to take along")
        self.folder = folder

    def compose_box(self) -> ComposeResult:
        yield Listing(id="formats")
        with Vertical(classes="foot"):
            yield Field("Write to", self.folder, id="where", check=folder_fault, hint="An existing directory.")
            yield Acts(Act("Cancel", "cancel"), Act("Write", "write", main=True))

    def on_mount(self) -> None:
        """The formats first."""
        listed = self.query_one(Listing)
        listed.show_lines(
            Line(name, Row(Content.styled(name, "bold $title"), below=[Content.styled(f"  {each.title}", "$muted")]))
            for name, each in FORMATS.items()
        )
        listed.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self._write()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "write":
            self._write()
        else:
            self.dismiss(None)

    def field_entered(self) -> None:
        """Enter writes."""
        self._write()

    def _write(self) -> None:
        field = self.query_one("#where", Field)
        if not field.judge():
            field.input.focus()
            return
        self.dismiss((self.query_one(Listing).chosen, directory_typed(field.value)))


def folder_fault(text: str) -> Advice | None:
    """A directory that is there."""
    try:
        directory_typed(text)
    except WrongInput as error:
        return error.advice
    return None
