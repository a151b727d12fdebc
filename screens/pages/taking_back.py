"""Tells what was made and what of it can be taken back, and takes it back once the setup's name was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from screens.runs.in_background import InBackground
from screens.runs.running import RunMoved
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import ConfirmDialogue, Dialogue

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from screens.runs.run_view import RunView
    from wizard.onboarding.onboarding import Onboarding
    from wizard.onboarding.taking_back import TakingBack

LOOKING = "AWS is being looked at. Nothing is changed."
LOOKED_AT_ANEW = "AWS is looked at once more, for what there is now."


class TakeBackDialogue(Dialogue[bool]):
    """What would go, what stays, approval, and what came of it. Dismisses with whether anything was begun."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]

    def __init__(self, onboarding: Onboarding) -> None:
        super().__init__("Take back what was made")
        self.onboarding = onboarding
        self.taking_back: TakingBack | None = None
        self.view: RunView | None = None
        self._afterwards = ""
        """How the run ended, once AWS is being looked at anew."""

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)

    def compose_box(self) -> ComposeResult:
        yield InBackground()
        with VerticalScroll(id="taking-back"):
            yield Static(LOOKING, markup=False)
        yield Acts(Act("Close", "close"), Act("Take it back", "take-back", main=True), classes="acts")

    def on_mount(self) -> None:
        """Look first."""
        self.query_one(Acts).offer(take_back=False)
        self.query_one("#taking-back").focus()
        self._look()

    def _look(self) -> None:
        after = bool(self._afterwards)

        def look() -> TakingBack:
            if after:
                self.onboarding.look()
            taking_back = self.onboarding.take_back()
            taking_back.look()
            return taking_back

        self.query_one(InBackground).ask(look, self._looked, lambda error: self._say(f"{error.message} {error.remedy}"))

    def _looked(self, taking_back: TakingBack) -> None:
        """Tell what was found."""
        self.taking_back = taking_back
        self._tell()

    def _tell(self) -> None:
        from wizard.plan.undo_words import undo_lines, undo_summary

        undo = self.taking_back.undo if self.taking_back else None
        if undo is None:
            return
        *lines, last = undo_lines(undo)
        first = undo_summary(undo) if lines else last
        self._say("\n".join(each for each in (self._afterwards, first, "", *lines) if each or lines))
        self.query_one(Acts).offer(take_back=bool(undo.plan.approved()))

    def _say(self, text: str) -> None:
        self.query_one("#taking-back Static", Static).update(text)

    @property
    def under_way(self) -> bool:
        """Whether something is being taken back right now."""
        return self.view is not None and self.view.under_way

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "take-back":
            self._ask()
        else:
            self.action_leave()

    def _ask(self) -> None:
        from wizard.plan.undo_words import undo_summary

        undo = self.taking_back.undo if self.taking_back else None
        if undo is None or self.under_way:
            return
        identity = self.onboarding.identity
        where = f"As {identity.principal} in account {identity.account_id}. " if identity else ""
        text = f"{where}{undo_summary(undo)}"
        self.app.push_screen(ConfirmDialogue("Take it back", text, self.onboarding.name, "Take it back"), self._begin)

    def _begin(self, agreed: bool | None) -> None:
        if not agreed or self.taking_back is None or self.taking_back.undo is None:
            return
        self.wizard.start_aside(self.taking_back, self.taking_back.undo.plan)
        self.view = self.wizard.aside
        self.query_one(Acts).offer(take_back=False)
        self.query_one("#close", Act).relabel("Stop")
        self.run_moved()

    @on(RunMoved)
    def run_moved(self) -> None:
        """The run told something."""
        view = self.view
        if view is None:
            return
        from screens.runs.run_view import RowState

        done, every = view.count(RowState.DONE), len(view.rows)
        if view.under_way:
            self._say(f"{done} of {every} taken back.\n\n{view.status}")
            return
        self.view = None
        failed = [row for row in view.rows.values() if row.state is RowState.FAILED and row.error]
        troubles = [f"{row.change.full_title}: {row.error.message} {row.error.remedy}" for row in failed if row.error]
        troubles += [each.says.replace("\n", " ") for each in view.blocked.values()]
        troubles += [f"{view.broke.message} {view.broke.remedy}"] if view.broke else []
        self._afterwards = "\n".join((f"{done} of {every} taken back.", *troubles))
        self._say(f"{self._afterwards}\n\n{LOOKED_AT_ANEW}")
        self.query_one("#close", Act).relabel("Close")
        self._look()

    def action_leave(self) -> None:
        """Stop first what is under way; then close."""
        if self.under_way:
            self.wizard.stop_run()
            self._say("Stopping after what is under way.")
        else:
            self.dismiss(self.wizard.aside is not None)
