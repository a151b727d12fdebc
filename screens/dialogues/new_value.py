"""Asks for the new value of an account that exists: a line, or two, each judged as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import JudgedDialogue
from screens.widgets.field import Check, Field
from wizard.plan.life_questions import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is asked for."""

    asked: Asked
    check: Check
    now: str = ""


class NewValueDialogue(JudgedDialogue[tuple[str, ...]]):
    """Dismisses with what was typed, a text for each line, or with None."""

    FOOT = "Enter goes on; Esc leaves it as it was"

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__(title)
        self.lines = lines

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for number, line in enumerate(self.lines):
                yield Static(line.asked.hint, classes="dialogue-text", markup=False)
                asked = line.asked
                yield Field(asked.label, line.now, id=f"v{number}", check=line.check, placeholder=asked.example)
        yield Acts(Act("Cancel", "cancel"), Act("Go on", "confirm", main=True))

    def on_mount(self) -> None:
        """Typing starts at once, in the first line that is empty."""
        empty = [number for number, line in enumerate(self.lines) if not line.now]
        self.query_one(f"#v{empty[0] if empty else 0} Input").focus()

    def judge(self) -> None:
        """With a line that is not good, go to that one."""
        fields = list(self.query(Field))
        good = [field.judge() for field in fields]
        if all(good):
            self.dismiss(tuple(field.value for field in fields))
        else:
            fields[good.index(False)].input.focus()
