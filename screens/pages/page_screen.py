"""What every page has in common: the frame around it, moving about, and how it asks AWS without blocking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widgets import Button, Static

from screens.pages.wizard_screen import WizardScreen
from screens.runs.in_background import InBackground
from screens.runs.signing_in_again import needs_new_sign_in
from screens.widgets.act import Act, Acts
from screens.widgets.at_rest import AtRest
from screens.widgets.banner import Banner
from screens.widgets.field import Field
from screens.widgets.glance import at_a_glance
from screens.widgets.hint_line import HintLine, hint_for
from screens.widgets.keyline import ALWAYS, KeyLine, Keys
from screens.widgets.listing import Listing
from screens.widgets.prose import Block
from screens.widgets.reading import Reading
from screens.widgets.row import Row
from screens.widgets.stepper import SHORT, PageChosen, PageList, PageStrip
from state.errors import OrgwizardError
from state.setup import Setup
from wizard.edits.questions import Question
from wizard.pages import PAGES, digit_of, next_page, page_named

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding

DIGITS = tuple(
    Binding(digit, f"app.go_to_page('{page.key}')", page.title, show=False)
    for page in PAGES
    if (digit := digit_of(page.key))
)


class PageScreen(WizardScreen[None]):
    """One page of the wizard."""

    PAGE: ClassVar[str]
    LEAD: ClassVar[str] = ""
    """One sentence below the question, where there is room for it."""
    HINTS: ClassVar[dict[str, str]] = {}
    """Id of a widget to the hint shown while it has the focus."""
    FIELDS: ClassVar[Sequence[Question]] = ()
    """The questions that are asked on the page itself."""
    KEYS: ClassVar[Keys] = (("tab", "Next pane", "app.focus_next"),)
    """What the last line names beside the keys of every page."""
    AUTO_FOCUS = "#work Listing, #body *"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back to where you came from"),
        Binding("ctrl+n", "next", "on to the next page"),
        Binding("question_mark", "app.help", "this help", show=False),
        Binding("ctrl+z", "undo", "take the last edit back", show=False, priority=True),
        Binding("ctrl+y", "redo", "make it again", show=False, priority=True),
        *DIGITS,
    ]

    def __init__(self) -> None:
        super().__init__()
        self._meaning = AtRest(self, self._write_meaning)
        self._framed_for = Size(0, 0)
        """What the frame was written for last."""

    @property
    def onboarding(self) -> Onboarding:
        """The open setup."""
        assert self.wizard.onboarding is not None  # noqa: S101 - a page is only shown for an open setup
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
            with Vertical(id="rail"):
                yield PageList(glyphs, self.PAGE)
                yield Reading("At a glance", id="glance")
            with Vertical(id="body"):
                yield Static(Row(page_named(self.PAGE).question), id="question", markup=False)
                yield Static(Row(self.LEAD), id="lead", markup=False)
                yield from self.compose_body()
        yield HintLine()
        yield KeyLine(())
        yield InBackground()

    def compose_body(self) -> ComposeResult:
        """The page itself."""
        yield Static("")

    def keys(self) -> Keys:
        """The keys named in the last line: only such as do something now."""
        offered = {f"act('{act.id}')" for acts in self.query(Acts) for act in acts.offered}
        own = [key for key in self.KEYS if not key[2].startswith("act(") or key[2] in offered]
        following = (("^n", "Next", "next"),) if len(own) < 2 and next_page(self.PAGE) else ()
        return (("esc", "Back", "back"), *following, *own, *ALWAYS)

    def next_act(self) -> Act:
        """The button to the page suggested next."""
        following = next_page(self.PAGE)
        title = SHORT.get(following.key, following.title) if following else "Start"
        words = f"{title} {self.wizard.glyphs.arrow}"
        return Act(words, "next", "Goes on to the next page. Everything here is saved already.", main=True)

    def acts(self, *acts: Act) -> Acts:
        """The row of buttons at the foot of the page."""
        return Acts(*acts, self.next_act())

    def offer(self, **shown: bool) -> None:
        """Which buttons can be pressed now."""
        self.query(Acts).first().offer(**shown)
        self.query_one(KeyLine).show(self.keys())

    def on_mount(self) -> None:
        """Fill in what is known, unless somebody has left the page or the program already."""
        if self._pruning:
            return
        self.show_frame()
        self.show()
        self.query_one(KeyLine).show(self.keys())
        self.begin()

    def begin(self) -> None:
        """What a page does by itself when it is opened."""

    def show(self) -> None:
        """Write what depends on the answers or on AWS anew."""

    def show_frame(self) -> None:
        """Write the frame anew."""
        onboarding, self._framed_for = self.onboarding, self.app.size
        self.query_one(Banner).show_setup(onboarding, self.wizard.saved_at)
        marks = {page.key.value: page.mark(onboarding) for page in PAGES}
        self.query_one(PageStrip).show(marks)
        self.query_one(PageList).show(marks)
        title, blocks = self.glance()
        self.query_one("#glance", Reading).show(blocks, title, keep=True)

    def glance(self) -> tuple[str, Iterable[Block]]:
        """The title of what is always in view, and what it says."""
        return "At a glance", at_a_glance(self.onboarding, self.wizard.glyphs)

    def lead(self, words: str) -> None:
        """Another sentence below the question."""
        self.query_one("#lead", Static).update(Row(words))

    def answer(self, setup: Setup) -> None:
        """Save new answers, show what follows from them, and say what was changed and how to take it back."""
        before = self.setup
        self.wizard.answer(setup)
        self._show_answers()
        edit = self.onboarding.answers.last_edit
        if edit is not None and self.setup != before:
            self.tell_done(edit.words, "^z Undo")

    def _show_answers(self) -> None:
        self.show_frame()
        self.show()

    def action_undo(self) -> None:
        """Take the last edit back, whichever page it was made on."""
        self._go_in_history(back=True)

    def action_redo(self) -> None:
        """Make the edit again that was undone last."""
        self._go_in_history(back=False)

    def _go_in_history(self, *, back: bool) -> None:
        self.save_pending()
        edit = self.wizard.go_in_history(back=back)
        self._show_answers()
        self.refill()
        done, nothing, other = ("Undone", "undo", "^y Redo") if back else ("Done again", "do again", "^z Undo")
        self.tell_done(f"{done}: {edit.words}" if edit else f"Nothing to {nothing}", other if edit else "")

    def refill(self) -> None:
        """Fields show the answers as they are now."""
        for field in self.query(Field):
            present = self.answer_in(field)
            if present is not None and present != field.value:
                field.value = present
                field.judge()

    def answer_in(self, field: Field) -> str | None:
        """The present answer that a field shows; None for a field that shows none."""
        asked = next((question for question in self.FIELDS if question.key == field.id), None)
        return asked.now(self.setup) if asked else None

    def resized(self) -> None:
        """The terminal has another size: write anew what depends on it."""

    def fit_into(self, width: int, height: int) -> None:
        """Also write anew what depends on the size."""
        super().fit_into(width, height)
        if self.is_mounted:
            self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self._pruning or self.wizard.onboarding is None:
            return
        if self.app.size != self._framed_for:
            self.show_frame()
        self.resized()
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    # What the highlighted row means

    def show_meaning(self) -> None:
        """Write what the highlighted row means."""

    @on(Listing.OptionHighlighted, "#work Listing")
    def _row_highlighted(self) -> None:
        self._meaning.asked()

    def _write_meaning(self) -> None:
        if not self._pruning and self.is_mounted and self.wizard.onboarding is not None:
            self.show_meaning()

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

    @on(Field.Entered)
    def _field_entered(self, event: Field.Entered) -> None:
        event.stop()
        self.focus_next()

    def action_back(self) -> None:
        """To where one came from."""
        self.wizard.go_back()

    def action_next(self) -> None:
        """To the page suggested next; where something has to be done first, to the button that does it."""
        main = [act for acts in self.query(Acts) for act in acts.offered if act.main]
        if main and not any(act.id == "next" for act in main):
            main[0].focus()
            return
        following = next_page(self.PAGE)
        self.wizard.go_to(following.key if following else "start")

    def action_act(self, key: str) -> None:
        """A key that does the same as a button, if the button can be pressed."""
        if any(act.id == key for acts in self.query(Acts) for act in acts.offered):
            self.act(key)

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
        """A button of this page was pressed."""

    # The line of the hint

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        del event
        self.show_hint()

    def show_hint(self) -> None:
        """Write the hint of what has the focus."""
        self.query_one(HintLine).show(hint_for(self.focused, self.HINTS))

    def tell_done(self, words: str, key: str = "") -> None:
        """Say what was done, for a while, in the place of the hint, and the key that answers it."""
        self.query_one(HintLine).tell_done(self.wizard.glyphs.done, words, key)

    # Asking AWS

    def ask(self, work: Callable[[], Any], then: Callable[[Any], None], meanwhile: str) -> None:
        """Do blocking `work` in a thread, then show its result; the newest question wins."""
        if self.wizard.onboarding is not None:
            self.wizard.onboarding.world.sign_in.listen(self.query_one(InBackground).tell)
        self.query_one(InBackground).ask(work, lambda answer: self._answer_came(then, answer), self._no_answer)
        self.say(meanwhile)

    def _answer_came(self, then: Callable[[Any], None], answer: Any) -> None:
        self._meaning.drop()
        self.show_hint()
        then(answer)
        self.show_frame()

    def _no_answer(self, error: OrgwizardError) -> None:
        self._meaning.drop()
        self.show_hint()
        self.failed(error)
        if needs_new_sign_in(error) and self.PAGE != "sign-in" and self.is_current:
            self.wizard.signing_in_again.ask(error, lambda: self.wizard.go_to(self.PAGE))
        self.show_frame()

    @on(InBackground.Heard)
    def _heard(self, event: InBackground.Heard) -> None:
        self.say(event.words)

    @property
    def asking(self) -> bool:
        """Whether an answer is still to come."""
        return self.query_one(InBackground).busy

    def say(self, text: str) -> None:
        """One line about what goes on; a page may have a better place for it."""
        self.query_one(HintLine).say(text)

    def failed(self, error: OrgwizardError) -> None:
        """The question could not be answered."""
        self.wizard.tell(error)
