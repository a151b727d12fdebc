"""Step 0: pick up an unfinished setup, begin a new one, rehearse, or move one aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Footer, OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.act import Act, Acts
from screens.widgets.banner import Banner
from screens.widgets.sized import SizedScreen
from screens.widgets.words import standing_lines
from state.errors import OrgwizardError, SetupInUse, UnknownSetup
from wizard.narration import open_elsewhere, progress_counts
from wizard.pages import page_named, where_it_stood

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from state.saved.setups import SetupSummary
    from wizard.onboarding import Onboarding

EMPTY = (
    "No setup is saved on this machine yet.\n\n"
    "orgwizard takes your team from one AWS account, or none, to an organization of separate accounts. It asks first, "
    "shows every change before it happens, and remembers where you were: you can leave at any time.\n\n"
    "Choose Begin a new setup. Nothing is changed at AWS before you have approved it on the Review step.\n\n"
    "Choose Rehearsals to try all of it on a simulated AWS first: no account and no credentials are needed."
)
EMPTY_REHEARSALS = (
    "No setup has been rehearsed on this machine yet.\n\n"
    "A rehearsal is the whole wizard on a simulated AWS: the same questions, the same changes, the same surprises. "
    "Nothing leaves this machine; no account and no credentials are needed.\n\n"
    "Choose Begin a new setup. You can leave at any time and come back."
)


class StartScreen(SizedScreen[None]):
    """Which setup?"""

    PAGE = "start"
    AUTO_FOCUS = "#setups, #begin"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "press('begin')", "Begin new"),
        Binding("r", "press('rehearse')", "Rehearse"),
        Binding("d", "press('discard')", "Discard"),
        Binding("question_mark", "app.help", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.summaries: tuple[SetupSummary, ...] = ()

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)

    def compose(self) -> ComposeResult:
        yield Banner(self.wizard.glyphs)
        with Vertical(id="body"):
            yield Static(page_named("start").question, id="question", markup=False)
            with Horizontal(id="columns"):
                yield OptionList(id="setups")
                with VerticalScroll(id="lines", can_focus=False):
                    yield Static("", id="lines-text", markup=False)
            yield Acts(
                Act("Open", "open", "Goes on with the highlighted setup where it stood.", main=True),
                Act("Begin a new setup", "begin", "Asks a few questions; saves them under a name."),
                Act("Rehearsals", "rehearse", "The same on a simulated AWS: nothing is real, nothing leaves here."),
                Act("Discard", "discard", "Moves the highlighted setup aside. Nothing at AWS is changed."),
                classes="acts",
            )
        yield Static("", id="hint", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Reading what is saved loads the parser, so it has to wait for the first paint."""
        self.call_after_refresh(self._first_look)

    def _first_look(self) -> None:
        """List what is there, and open the setup named on the command line."""
        self.show()
        name, self.wizard.first_name = self.wizard.first_name, ""
        if name:
            self._open_or_begin(name)

    def show(self) -> None:
        """Write everything anew."""
        onboardings = self.wizard.onboardings
        self.query_one(Banner).show("orgwizard", onboardings.rehearsal, "")
        self.query_one("#banner-identity", Static).update("")
        self.summaries = onboardings.summaries()
        listed = self.query_one("#setups", OptionList)
        listed.clear_options()
        listed.add_options(Option(_prompt(summary), id=summary.name) for summary in self.summaries)
        listed.display = bool(self.summaries)
        for key in ("open", "discard"):
            self.query_one(f"#{key}").display = bool(self.summaries)
        rehearse = self.query_one("#rehearse", Act)
        rehearse.display = self.wizard.can_switch
        rehearse.relabel("Real setups" if onboardings.rehearsal else "Rehearsals")
        if self.summaries:
            listed.highlighted = 0
        else:
            self.query_one("#lines-text", Static).update(EMPTY_REHEARSALS if onboardings.rehearsal else EMPTY)
            self.query_one("#begin").focus()

    @on(OptionList.OptionHighlighted, "#setups")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        summary = self.summaries[event.option_index]
        self.query_one("#lines-text", Static).update(self._lines(summary))

    def _lines(self, summary: SetupSummary) -> str:
        """A line for each thing that is claimed, of the highlighted setup."""
        if summary.trouble:
            return summary.trouble
        held = ""
        if summary.hold and not self._ours(summary.name):
            held = f"Open elsewhere: {open_elsewhere(summary.name, summary.hold)}\n{summary.hold.advice}\n\n"
        if summary.progress is None:
            return held + "Only the answers so far. Nothing has been looked at or changed at AWS."
        glyphs = self.wizard.glyphs
        lines = standing_lines(summary.progress.lines, glyphs)
        seen = f"As seen on {summary.progress.at:%Y-%m-%d at %H:%M} UTC:"
        return held + "\n".join([seen, "", *lines])

    def _ours(self, name: str) -> bool:
        present = self.wizard.onboarding
        return present is not None and present.name == name

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        here = "Enter goes on with the highlighted setup where it stood."
        hint = here if event.widget.id == "setups" else getattr(event.widget, "hint", "")
        self.query_one("#hint", Static).update(hint)

    # What can be done

    @on(OptionList.OptionSelected, "#setups")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option_id or "")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "menu":
            self.wizard.action_menu()
        else:
            self.action_press(event.button.id or "")

    def action_press(self, key: str) -> None:
        """A button or its key."""
        name = self._highlighted_name()
        if key == "begin":
            self._begin()
        elif key == "rehearse" and self.wizard.can_switch:
            self.wizard.switch_realm()
            self.show()
        elif key == "open" and name:
            self._open(name)
        elif key == "discard" and name:
            self._ask_to_discard(name)

    def _highlighted_name(self) -> str:
        number = self.query_one("#setups", OptionList).highlighted
        return self.summaries[number].name if number is not None and self.summaries else ""

    def _open(self, name: str) -> None:
        try:
            opened = self.wizard.open(self.wizard.onboardings, name)
        except SetupInUse as error:
            self._look_on(name, error)
        else:
            if opened:
                self._go_on()

    def _look_on(self, name: str, error: SetupInUse) -> None:
        """Somebody else has it open: show how it stands, and offer what is safe."""
        from screens.dialogues.second_person import SecondPersonDialogue

        self.app.push_screen(
            SecondPersonDialogue(self.wizard.onboardings, name, error, self.wizard.glyphs), self._let_in
        )

    def _let_in(self, onboarding: Onboarding | None) -> None:
        if onboarding is None:
            self.show()
            return
        self.wizard.take(onboarding)
        self._go_on()

    def _open_or_begin(self, name: str) -> None:
        try:
            onboarding = self.wizard.onboardings.resume(name)
        except UnknownSetup:
            self._begin(name)
        except SetupInUse as error:
            self._look_on(name, error)
        except OrgwizardError as error:
            self.wizard.tell(error)
        else:
            self.wizard.take(onboarding)
            self._go_on()

    def _go_on(self) -> None:
        onboarding = self.wizard.onboarding
        if onboarding is not None:
            self.wizard.go_to(where_it_stood(onboarding).key)

    def _begin(self, name: str = "") -> None:
        if not self.is_current:
            return  # the key was pressed twice
        from screens.pages.begin import BeginScreen

        self.app.push_screen(BeginScreen(name), self._begun)

    def _begun(self, begun: bool | None) -> None:
        if begun:
            self.wizard.go_to("structure")

    def _ask_to_discard(self, name: str) -> None:
        from screens.widgets.dialogue import ConfirmDialogue

        text = (
            f"The setup {name} is moved aside, with its answers and its journal; you can get it back by hand. "
            "Nothing at AWS is changed: what was created there stays."
        )
        self.app.push_screen(
            ConfirmDialogue("Discard this setup?", text, name, "Discard"),
            lambda confirmed: self._discard(name) if confirmed else None,
        )

    def _discard(self, name: str) -> None:
        if self._ours(name):
            self.wizard.take(None)
        try:
            place = self.wizard.onboardings.discard(name)
        except OrgwizardError as error:
            self.wizard.tell(error)
        else:
            self.notify(f"Moved aside to {place}", markup=False)
        self.show()


def _prompt(summary: SetupSummary) -> Content:
    state = "cannot be read" if summary.trouble else progress_counts(summary.progress, summary.edited)
    saved = f"\nsaved {summary.saved_at:%Y-%m-%d %H:%M}" if summary.saved_at else ""
    return Content.assemble((summary.name, "bold"), "\n", state, (saved, "dim"))
