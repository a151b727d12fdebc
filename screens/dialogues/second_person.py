"""A setup that somebody else has open: who, since when, how far, and the answers, to be read only."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from screens.widgets.glyphs import Glyphs
from screens.widgets.words import claim_lines
from state.errors import OrgwizardError, SetupInUse
from state.setup.file import write_setup
from wizard.onboarding import Onboardings
from wizard.onboarding.onboarding import Onboarding
from wizard.progress_words import progress_counts


class SecondPersonDialogue(Dialogue[Onboarding]):
    """Dismisses with the setup, open, when it was let go of there or is taken over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "press('again')", "Look again", show=False),
        Binding("t", "press('take-over')", "Take over", show=False),
    ]

    def __init__(self, onboardings: Onboardings, name: str, error: SetupInUse, glyphs: Glyphs) -> None:
        super().__init__(f"{name} is open elsewhere")
        self.onboardings = onboardings
        self.setup_name = name
        self.error = error
        self.glyphs = glyphs

    def compose_box(self) -> ComposeResult:
        yield Static("", id="who", markup=False)
        yield Static("", id="advice", classes="remedy", markup=False)
        with VerticalScroll(id="looked-on"):
            yield Static("", id="as-saved", markup=False)
        yield Acts(
            Act("Look again", "again", "Opens the setup if it is free by now.", main=True),
            Act("Take over", "take-over", "Ends what holds it, or opens it although its name stands there."),
            Act("Close", "close"),
            classes="acts",
        )

    def on_mount(self) -> None:
        """Write what is known."""
        self._show()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.action_press(event.button.id or "")

    def action_press(self, key: str) -> None:
        """A button or its key."""
        if key == "close":
            self.dismiss(None)
        elif key == "again":
            self._open(take_over=False)
        elif self.error.can_be_taken_over:
            self._open(take_over=True)

    def _open(self, *, take_over: bool) -> None:
        try:
            self.dismiss(self.onboardings.resume(self.setup_name, take_over=take_over))
        except SetupInUse as error:
            self.error = error
            self._show()
        except OrgwizardError as error:
            self.query_one("#who", Static).update(error.message)
            self.query_one("#advice", Static).update(error.remedy)

    def _show(self) -> None:
        self.query_one("#who", Static).update(self.error.message)
        self.query_one("#advice", Static).update(self.error.remedy)
        self.query_one("#as-saved", Static).update("\n".join(self._as_saved()))
        self.query_one(Acts).offer(take_over=self.error.can_be_taken_over)

    def _as_saved(self) -> list[str]:
        """How things stand and the answers, as whoever has it open last saved them."""
        summary = self.onboardings.summary(self.setup_name)
        if summary is None or summary.trouble:
            return [summary.trouble if summary else "It is not there any more."]
        lines = [f"As last saved: {progress_counts(summary.progress, summary.edited)}."]
        if summary.progress is not None:
            lines += ["", *claim_lines(summary.progress.lines, self.glyphs)]
        return [*lines, "", "The answers:", "", write_setup(self.onboardings.answers(self.setup_name)).rstrip()]
