"""Asks for one organizational unit, or for several lines at once."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static, TextArea

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from screens.widgets.field import Field
from screens.widgets.leaving import Answer
from screens.widgets.picker import Picker, unit_choices
from screens.widgets.words import counted
from state.errors import Advice
from state.setup import ROOT, Setup, parent_path, path_below, unit_name
from state.setup.validation import unit_path_problem
from wizard.edits import Pasted


class FieldDialogue(Dialogue[Answer]):
    """A few fields with Save and Cancel. Escape is Cancel: nothing of what was typed is kept."""

    FOOT = "Enter saves; Esc leaves it as it was"

    def buttons(self) -> Acts:
        """Cancel and Save."""
        return Acts(Act("Cancel", "cancel"), Act("Save", "keep", main=True))

    def edited(self) -> Answer | None:
        """The answer as it stands in the fields; None when there is none."""
        raise NotImplementedError

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
        elif event.button.id == "keep":
            self.save()

    def field_entered(self) -> None:
        """Enter saves."""
        self.save()

    def save(self) -> None:
        """Dismiss with the answer; with a field in error go to that one, and keep nothing."""
        good = [field.judge() for field in self.query(Field)]
        if all(good):
            self.dismiss(self.edited())
        else:
            list(self.query(Field))[good.index(False)].input.focus()


class EditUnitDialogue(FieldDialogue[str]):
    """Dismisses with the unit's whole path. Renaming and moving are the same question."""

    def __init__(self, setup: Setup, path: str = "", above: str = ROOT) -> None:
        super().__init__("Organizational unit" if path else "New organizational unit")
        self.setup = setup
        self.path = path
        self.above = parent_path(path) if path else above

    def compose_box(self) -> ComposeResult:
        offered = [p for p in self.setup.unit_paths() if p != self.path and not p.startswith(f"{self.path}/")]
        yield Field("Name", unit_name(self.path), id="unit-name", check=self._check, placeholder="Workloads")
        paths = tuple(offered) if self.path else self.setup.unit_paths()
        yield Picker("Inside of", unit_choices(paths), self.above, id="above")
        yield Static(
            "A unit holds accounts that share rules. Accounts can be moved later at no cost.",
            classes="dialogue-hint",
            markup=False,
        )
        yield self.buttons()

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query_one("#unit-name Input").focus()

    def _whole(self) -> str:
        above = self.query_one("#above", Picker).value
        name = self.query_one("#unit-name", Field).value
        return path_below(above, name)

    def _check(self, text: str) -> Advice | None:
        if not text:
            return Advice("The unit has no name.", "Write at least one character.")
        path = self._whole()
        if path != self.path and path in self.setup.unit_paths():
            return Advice("There is such a unit already.", "Choose another name, or another place for it.")
        return unit_path_problem(path)

    def edited(self) -> str | None:
        return self._whole() if self.query_one("#unit-name", Field).judge() else None


class PasteDialogue(Dialogue[Setup]):
    """Several lines at once; dismisses with the setup that has them."""

    FOOT = "Esc leaves it as it was"

    def __init__(self, title: str, explanation: str, setup: Setup, paste: Callable[[Setup, str], Pasted]) -> None:
        super().__init__(title)
        self.explanation = explanation
        self.setup = setup
        self.paste = paste

    def compose_box(self) -> ComposeResult:
        yield Static(self.explanation, classes="dialogue-text", markup=False)
        yield TextArea(id="lines", tab_behavior="focus")
        yield Static("", id="judged", classes="status", markup=False)
        yield Acts(Act("Cancel", "cancel"), Act("Add these", "add", main=True))

    def on_mount(self) -> None:
        """Pasting starts at once."""
        self.query_one(TextArea).focus()

    @on(TextArea.Changed)
    def _judge(self) -> None:
        pasted = self.paste(self.setup, self.query_one(TextArea).text)
        lines = [f"{counted(pasted.added, 'line')} can be added."] if pasted.added else []
        lines += [f"Line {r.line_number}: {r.fault.what} {r.fault.remedy}" for r in pasted.rejected[:3]]
        if len(pasted.rejected) > 3:
            lines.append(f"And {counted(len(pasted.rejected) - 3, 'more line')} with a problem.")
        self.query_one("#judged", Static).update("\n".join(lines))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
            return
        pasted = self.paste(self.setup, self.query_one(TextArea).text)
        if pasted.added:
            self.dismiss(pasted.setup)
