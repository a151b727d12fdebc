"""Which files to write, and where. Dismisses with that; writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, OptionList

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from screens.widgets.field import Field
from screens.widgets.glyphs import Glyphs
from screens.widgets.listing import Line, Listing
from screens.widgets.row import Row
from state.errors import Advice, WrongInput
from state.saved.locations import directory_typed
from wizard.exports import FORMATS


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody chose."""

    formats: tuple[str, ...]
    folder: Path
    preview: bool = False
    """Whether they want to read it, before anything is written."""
    marked: tuple[str, ...] = ()
    """What they had marked by then."""


class ExportDialogue(Dialogue[ExportWish]):
    """Formats and a directory."""

    FOOT = "Space marks several, p previews one, Enter writes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "mark one more", show=False),
        Binding("p", "preview", "read it before it is written", show=False),
    ]

    def __init__(self, folder: str, glyphs: Glyphs, marked: tuple[str, ...] = (), at: str = "") -> None:
        super().__init__("Files to take along")
        self.folder = folder
        self.glyphs = glyphs
        self.marked = set(marked)
        self.at = at

    def compose_box(self) -> ComposeResult:
        yield Listing(id="formats")
        with Vertical(classes="foot"):
            yield Field("Write to", self.folder, id="where", check=folder_fault, hint="An existing directory.")
            yield Acts(Act("Cancel", "cancel"), Act("Preview", "preview"), Act("Write", "write", main=True))

    def on_mount(self) -> None:
        """The formats first."""
        self._show()
        listed = self.query_one(Listing)
        listed.point_at(self.at)
        listed.focus()

    def _show(self) -> None:
        listed = self.query_one(Listing)
        listed.show_lines(Line(name, self._row(name), f"{name} {each.title}") for name, each in FORMATS.items())
        listed.count(f"{len(self.marked)} marked" if self.marked else "")

    def _row(self, name: str) -> Row:
        marked = name in self.marked
        sign = (self.glyphs.done, "$good") if marked else (self.glyphs.untouched, "$muted")
        title = Content.styled(f"  {FORMATS[name].title}", "$muted")
        return Row(Content.assemble((f"{sign[0]} ", sign[1]), (name, "bold $title")), below=[title])

    def action_mark(self) -> None:
        """One more, or one less."""
        chosen = self.query_one(Listing).chosen
        if chosen:
            self.marked ^= {chosen}
            self._show()

    def action_preview(self) -> None:
        """Read the highlighted one first."""
        self._answer(preview=True)

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self._answer()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
        else:
            self._answer(preview=event.button.id == "preview")

    def field_entered(self) -> None:
        """Enter writes."""
        self._answer()

    def _answer(self, *, preview: bool = False) -> None:
        field = self.query_one("#where", Field)
        if not field.judge():
            field.input.focus()
            return
        chosen = self.query_one(Listing).chosen
        several = tuple(name for name in FORMATS if name in self.marked)
        formats = (chosen,) if preview or not several else several
        if all(formats):
            self.dismiss(ExportWish(formats, directory_typed(field.value), preview, several))


def folder_fault(text: str) -> Advice | None:
    """A directory that is there."""
    try:
        directory_typed(text)
    except WrongInput as error:
        return error.advice
    return None
