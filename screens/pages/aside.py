"""Something beside the setup: AWS is looked at, what follows is told, and what was approved is done in the same box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from screens.runs.in_background import InBackground
from screens.runs.running import RunMoved
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from screens.widgets.prose import Block, Prose
from state.errors import OrgwizardError

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from screens.runs import Aside
    from screens.runs.run_view import RunView
    from wizard.onboarding.onboarding import Onboarding
    from wizard.plan import Plan

LOOKING = "AWS is being looked at. Nothing is changed."
LOOKED_AT_ANEW = "AWS is looked at once more, for what there is now."


class AsideDialogue(Dialogue[bool]):
    """What there is, approval, and what came of it. Dismisses with whether anything was begun."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]
    DONE: ClassVar[str]
    """What has become of a change, such as `taken back`."""

    def __init__(self, title: str, onboarding: Onboarding) -> None:
        super().__init__(title)
        self.onboarding = onboarding
        self.view: RunView | None = None
        self.afterwards = ""
        """How the run ended, once AWS is being looked at anew."""

    def acts(self) -> Iterator[Act]:
        """What can be done, once AWS was looked at."""
        raise NotImplementedError

    def look(self) -> Any:
        """Look at AWS; in a thread. Raises AwsError."""
        raise NotImplementedError

    def looked(self, found: Any) -> None:
        """Tell what `look` found, and offer what can be done."""
        raise NotImplementedError

    def pressed(self, key: str) -> None:
        """A button of `acts`."""
        raise NotImplementedError

    def ended(self, view: RunView) -> None:
        """A run is over, before AWS is looked at anew."""

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)

    def compose_box(self) -> ComposeResult:
        yield InBackground()
        with VerticalScroll(id="aside"):
            yield Static(LOOKING, markup=False)
        yield Acts(Act("Close", "close"), *self.acts(), classes="acts")

    def on_mount(self) -> None:
        """Look first."""
        self._offer_nothing()
        self.query_one("#aside").focus()
        self._look()

    def _offer_nothing(self) -> None:
        acts = self.query_one(Acts)
        acts.offer(**{(act.id or "").replace("-", "_"): act.id == "close" for act in (*acts.plain, *acts.main)})

    def _look(self) -> None:
        after = bool(self.afterwards)

        def look() -> Any:
            if after:
                self.onboarding.look()
            return self.look()

        self.query_one(InBackground).ask(look, self.looked, self._not_seen)

    def _not_seen(self, error: OrgwizardError) -> None:
        """What came of a run is told all the same."""
        self.say("\n\n".join(filter(None, (self.afterwards, f"{error.message} {error.remedy}"))))

    def say(self, text: str) -> None:
        """Show this in the box."""
        self.query_one("#aside Static", Static).update(text)

    def show(self, blocks: Iterable[Block]) -> None:
        """Show this in the box."""
        self.query_one("#aside Static", Static).update(Prose(blocks))

    @property
    def under_way(self) -> bool:
        """Whether something is being done right now."""
        return self.view is not None and self.view.under_way

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "close":
            self.action_leave()
        elif not self.under_way:
            self.pressed(event.button.id or "")

    def begin(self, aside: Aside, plan: Plan) -> None:
        """Do what was approved."""
        self.wizard.start_aside(aside, plan)
        self.view = self.wizard.aside
        self._offer_nothing()
        self.query_one("#close", Act).relabel("Stop")
        self.run_moved()

    @on(RunMoved)
    def run_moved(self) -> None:
        """The run told something."""
        view = self.view
        if view is None:
            return
        from screens.runs.run_view import RowState

        done = f"{view.count(RowState.DONE)} of {len(view.rows)} {self.DONE}."
        if view.under_way:
            self.say(f"{done}\n\n{view.status}")
            return
        self.view = None
        failed = [row for row in view.rows.values() if row.state is RowState.FAILED and row.error]
        troubles = [f"{row.change.full_title}: {row.error.message} {row.error.remedy}" for row in failed if row.error]
        troubles += [each.says.replace("\n", " ") for each in view.blocked.values()]
        troubles += [f"{view.broke.message} {view.broke.remedy}"] if view.broke else []
        self.afterwards = "\n".join((done, *troubles))
        self.say(f"{self.afterwards}\n\n{LOOKED_AT_ANEW}")
        self.query_one("#close", Act).relabel("Close")
        self.ended(view)
        self._look()

    def action_leave(self) -> None:
        """Stop first what is under way; then close."""
        if self.under_way:
            self.wizard.stop_run()
            self.say("Stopping after what is under way.")
        else:
            self.dismiss(self.wizard.aside is not None)
