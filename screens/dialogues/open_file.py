"""Which setup file to open. Dismisses with its path; opens nothing itself."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import JudgedDialogue
from screens.widgets.field import Field
from state.errors import Advice, WrongInput
from state.saved.locations import file_typed


class OpenFileDialogue(JudgedDialogue[Path]):
    """A path."""

    FOOT = "Enter opens; Esc goes back"

    def __init__(self) -> None:
        super().__init__("Open a setup file")

    def compose_box(self) -> ComposeResult:
        from wizard.onboarding.begin_words import WHAT_A_FILE_BECOMES

        yield Static(WHAT_A_FILE_BECOMES, classes="dialogue-text", markup=False)
        with Vertical(classes="foot"):
            yield Field("File", "", id="path", check=_fault, placeholder="acme.yaml")
            yield Acts(Act("Cancel", "cancel"), Act("Open", "confirm", main=True))

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query_one("#path", Field).input.focus()

    def judge(self) -> None:
        """Enter opens."""
        field = self.query_one("#path", Field)
        if field.judge():
            self.dismiss(file_typed(field.value))
        else:
            field.input.focus()


def _fault(text: str) -> Advice | None:
    try:
        file_typed(text)
    except WrongInput as error:
        return error.advice
    return None
