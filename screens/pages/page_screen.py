"""What every step has in common: banner, stepper, hint line, footer, and how it asks AWS without blocking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Footer, Static
from textual.worker import Worker, WorkerState

from screens.runs import as_error
from screens.runs.pausing import needs_new_sign_in
from screens.widgets.act import Act, Acts
from screens.widgets.banner import Banner
from screens.widgets.field import Field
from screens.widgets.sized import WIDE, SizedScreen
from screens.widgets.stepper import PageChosen, PageList, PageStrip
from state.errors import OrgwizardError
from state.setup import Setup
from wizard.pages import PAGES, next_page, page_named

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from wizard.onboarding import Onboarding


class PageScreen(SizedScreen[None]):
    """One step of the flow."""

    PAGE: ClassVar[str]
    HINTS: ClassVar[dict[str, str]] = {}
    """Id of a widget to the hint shown while it has the focus."""
    AUTO_FOCUS = "#body *"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("ctrl+n", "next", "Next"),
        Binding("question_mark", "app.help", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asking: Worker[Any] | None = None
        self._then: Callable[[Any], None] | None = None

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)

    @property
    def onboarding(self) -> Onboarding:
        """The open setup."""
        assert self.wizard.onboarding is not None  # noqa: S101 - a step is only shown for an open setup
        return self.wizard.onboarding

    @property
    def setup(self) -> Setup:
        """The answers as last saved."""
        return self.onboarding.setup

    # Drawing

    def compose(self) -> ComposeResult:
        glyphs = self.wizard.glyphs
        yield Banner(glyphs)
        yield Static("", id="identity-row", markup=False)
        yield PageStrip(glyphs, self.PAGE)
        with Horizontal(id="middle"):
            yield PageList(glyphs, self.PAGE)
            with Vertical(id="body"):
                yield Static(page_named(self.PAGE).question, id="question", markup=False)
                yield from self.compose_body()
        yield Static("", id="hint", markup=False)
        yield Footer(show_command_palette=False)

    def compose_body(self) -> ComposeResult:
        """The step itself."""
        yield Static("")

    def next_act(self) -> Act:
        """The button to the step suggested next."""
        following = next_page(self.PAGE)
        title = following.title if following else "Start"
        return Act(f"Next: {title}", "next", "Goes on to the next step. Everything here is saved already.", main=True)

    def acts(self, *acts: Act) -> Acts:
        """The row of buttons at the foot of the step."""
        return Acts(*acts, self.next_act(), classes="acts")

    def on_mount(self) -> None:
        """Fill in what is known, unless somebody has left the step or the program already."""
        if self._pruning:
            return
        self.show_standing()
        self.show()
        self.begin()

    def begin(self) -> None:
        """What a step does by itself when it is opened."""

    def show(self) -> None:
        """Write what depends on the answers or on AWS anew."""

    def show_standing(self) -> None:
        """Write banner and stepper anew."""
        onboarding = self.onboarding
        banner = self.query_one(Banner)
        banner.show(onboarding.name, onboarding.rehearsal, self.wizard.saved_words)
        planned = onboarding.setup.management_account_id
        banner.show_identity(onboarding.identity, onboarding.organization, planned)
        marks = {page.key.value: page.standing(onboarding) for page in PAGES}
        self.query_one(PageStrip).show(marks)
        self.query_one(PageList).show(marks)

    def answer(self, setup: Setup) -> None:
        """Save new answers and show what follows from them."""
        self.wizard.answer(setup)
        self.show_standing()
        self.show()

    @property
    def line_width(self) -> int:
        """Columns of a line in a list that fills the body, whether it has been laid out yet or not."""
        side = 29 if self.app.size.width >= WIDE else 0
        return max(40, self.app.size.width - side - 7)

    def resized(self) -> None:
        """The terminal has another size: write anew what depends on it."""

    def fit_into(self, width: int, height: int) -> None:
        """Also write the lines anew."""
        super().fit_into(width, height)
        if self.is_mounted:
            self.call_after_refresh(self.resized)

    # Moving about

    def save_pending(self) -> None:
        """Save what is being typed, as if the field had been left."""
        for field in self.query(Field):
            if field.value != field.committed:
                field.committed = field.value
                self.field_answered(field)

    def field_answered(self, field: Field) -> None:
        """A field was left with a new value: save it."""

    @on(Field.Answered)
    def _answered(self, event: Field.Answered) -> None:
        event.stop()
        self.field_answered(event.field)

    def action_back(self) -> None:
        """To where one came from."""
        self.wizard.go_back()

    def action_next(self) -> None:
        """To the step suggested next."""
        following = next_page(self.PAGE)
        self.wizard.go_to(following.key if following else "start")

    @on(PageChosen)
    def _page_chosen(self, event: PageChosen) -> None:
        if event.key != self.PAGE:
            self.wizard.go_to(event.key)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "next":
                self.action_next()
            case "menu":
                self.wizard.action_menu()
            case key:
                self.act(key or "")

    def act(self, key: str) -> None:
        """A button of this step was pressed."""

    def on_descendant_focus(self) -> None:
        """Tell what the focused thing is for."""
        self.show_hint()

    def show_hint(self) -> None:
        """Write the hint of what has the focus."""
        self.query_one("#hint", Static).update(self.hint_for(self.focused) if self.focused else "")

    def hint_for(self, widget: Widget) -> str:
        """The nearest hint: the widget's own, its field's, or this step's for its id."""
        for node in widget.ancestors_with_self:
            hint = getattr(node, "hint", "") or self.HINTS.get(node.id or "", "")
            if hint:
                return str(hint)
        return ""

    # Asking AWS

    def ask(self, work: Callable[[], Any], then: Callable[[Any], None], meanwhile: str) -> None:
        """Do blocking `work` in a thread, then show its result; the newest question wins."""
        self._then = then
        self.say(meanwhile)
        self._asking = self.run_worker(work, thread=True, exit_on_error=False, group="aws")

    @property
    def asking(self) -> bool:
        """Whether an answer is still to come."""
        return self._asking is not None

    def say(self, text: str) -> None:
        """One line about what goes on; a step may have a better place for it."""
        self.query_one("#hint", Static).update(text)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The thread is through: show what came of it."""
        if event.worker is not self._asking or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        self._asking = None
        self.show_hint()
        if event.state is WorkerState.ERROR:
            error = as_error(event.worker.error)
            self.failed(error)
            if needs_new_sign_in(error) and self.PAGE != "sign-in" and self.is_current:
                self.wizard.ask_to_sign_in_again(error, lambda: self.wizard.go_to(self.PAGE))
        elif self._then is not None:
            self._then(event.worker.result)
        self.show_standing()

    def failed(self, error: OrgwizardError) -> None:
        """The question could not be answered."""
        self.wizard.tell(error)
