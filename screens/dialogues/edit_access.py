"""Asks who may use the roles that lead into the accounts."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.dialogues.edit_guardrails import ValueDialogue
from screens.widgets.field import Field
from state.setup import Setup
from wizard.edits.access import EVERYBODY, QUESTIONS, hours_problem, with_session_hours

HOURS = "session-hours"


class AccessDialogue(ValueDialogue):
    """Dismisses with the setup that says who may enter, or with None."""

    HINT = f"{EVERYBODY} Commas or spaces between names."

    def __init__(self, setup: Setup) -> None:
        super().__init__("Who may enter the accounts", setup)

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, id="access-fields"):
            yield from self.compose_fields()
        yield Static(self.HINT, classes="dialogue-hint", markup=False)
        yield self.buttons()

    def compose_fields(self) -> ComposeResult:
        for each in QUESTIONS:
            yield Field(each.label, each.answer(self.setup), id=each.key, check=each.problem, hint=each.hint)
        hours = str(self.setup.access.session_hours)
        hint = "How long such a role lasts before one signs in to it again, 1 to 12 hours."
        yield Field("Session hours", hours, id=HOURS, check=hours_problem, hint=hint)

    def edited(self) -> Setup | None:
        setup = self.setup
        for each in QUESTIONS:
            setup = each.answered(setup, self.text(each.key))
        return with_session_hours(setup, self.text(HOURS))
