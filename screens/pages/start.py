"""Start: welcome, go on where one stood, begin anew, rehearse, open a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from screens.pages.opening import go_on, look_on, open_saved
from screens.pages.welcome import about_rehearsing, how_it_goes, logo, what_you_will_have
from screens.pages.wizard_screen import WizardScreen
from screens.widgets.act import Act, Acts
from screens.widgets.banner import Banner
from screens.widgets.hint_line import HintLine, hint_for
from screens.widgets.keyline import ALWAYS, KeyLine
from screens.widgets.listing import Line, Listing
from screens.widgets.reading import Reading
from screens.widgets.row import Row, quiet_line
from screens.widgets.sized import WIDE
from state.errors import OrgwizardError, SetupInUse, UnknownSetup
from state.saved.locations import names_a_file

if TYPE_CHECKING:
    from state.saved.setups import SetupSummary
    from wizard.onboarding import Onboardings

NEW, REHEARSE, ADOPT, FILE = "new", "rehearse", "adopt", "file"
HINTS = {
    NEW: "Asks three questions and saves the answers. Nothing is changed at AWS.",
    REHEARSE: "A rehearsal needs no AWS and costs nothing. Its answers serve for real.",
    ADOPT: "Looks at your organization and makes it a setup. Nothing is changed.",
    FILE: "Opens acme.yaml or the like, and goes on with its answers.",
}
WORDS = {NEW: "Begin", REHEARSE: "Start the rehearsal", ADOPT: "Take it in", FILE: "Open a file"}


class StartScreen(WizardScreen[None]):
    """What would you like to do?"""

    PAGE = "start"
    AUTO_FOCUS = "#setups"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "press('new')", "begin a new setup", show=False),
        Binding("r", "press('rehearse')", "rehearse", show=False),
        Binding("t", "press('adopt')", "take in an organization that exists", show=False),
        Binding("o", "press('file')", "open a setup file", show=False),
        Binding("d,delete", "press('discard')", "move the highlighted setup aside", show=False),
        Binding("question_mark", "app.help", "this help", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.summaries: dict[str, tuple[Onboardings, SetupSummary]] = {}
        self.new_name = ""
        """What was named on the command line and is not there yet."""

    def compose(self) -> ComposeResult:
        glyphs = self.wizard.glyphs
        yield Banner(glyphs)
        yield Static(logo(glyphs), id="logo", markup=False)
        with Horizontal(id="work"):
            yield Listing("What would you like to do?", id="setups")
            with Vertical(id="right"):
                yield Reading("What you will have", id="have")
                yield Reading("How it goes", id="how")
        yield Acts(
            Act("Discard", "discard", "Moves the highlighted setup aside. Nothing at AWS is changed. Key: d"),
            Act(f"Open {glyphs.arrow}", "open", "Goes on with what is highlighted.", main=True),
        )
        yield HintLine()
        yield KeyLine(((glyphs.updown, "Choose", "noop"), ("enter", "Open", "press('open')"), *ALWAYS))

    def on_mount(self) -> None:
        """Reading what is saved loads the parser, so it has to wait for the first paint."""
        self._show_how_it_goes()
        self.query_one(Banner).show("orgwizard", not self.wizard.can_switch)
        self.call_after_refresh(self._first_look)

    def _first_look(self) -> None:
        """List what is there, and open the setup named on the command line."""
        name, self.wizard.first_name = self.wizard.first_name, ""
        self.show()
        if names_a_file(name):
            self._open_file(Path(name))
        elif name:
            self._open_or_begin(name)

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= WIDE

    @on(Reading.Fitted)
    def _show_how_it_goes(self) -> None:
        told = how_it_goes(self.wizard.glyphs, rehearsal=not self.wizard.can_switch, wide=self._wide)
        self.query_one("#how", Reading).show(told)

    def show(self) -> None:
        """Write everything anew."""
        self.summaries = {}
        for onboardings in self._worlds():
            kind = "rehearsal" if onboardings.rehearsal else "setup"
            self.summaries |= {f"{kind}:{each.name}": (onboardings, each) for each in onboardings.summaries()}
        listed = self.query_one("#setups", Listing)
        at = next(iter(self.summaries), NEW if self.new_name or not self.wizard.can_switch else REHEARSE)
        listed.show_lines(self._lines(), listed.chosen or at)
        listed.focus()

    def _worlds(self) -> Iterator[Onboardings]:
        yield self.wizard.real_onboardings
        if self.wizard.can_switch:
            yield self.wizard.real_onboardings.rehearse()

    def _lines(self) -> Iterator[Line]:
        if self.summaries:
            from screens.pages.saved_setups import saved_row

            yield _heading("Continue")
        for key, (onboardings, summary) in self.summaries.items():
            yield Line(
                key,
                saved_row(summary, self.wizard.glyphs, rehearsal=onboardings.rehearsal and self.wizard.can_switch),
                summary.name,
            )
        yield _heading("Begin")
        safe = Content.assemble("  ", ("safe to try", "$good"), (", on a simulated AWS", "$muted"))
        name = f" {self.new_name}" if self.new_name else ""
        if self.wizard.can_switch:
            yield Line(REHEARSE, Row(Content.styled("Rehearse first", "bold $title"), below=[safe]))
            new = Content.styled(f"A new setup{name and ':'}{name}", "bold $title")
            yield Line(NEW, Row(new, below=[quiet_line("Plan it now, sign in later")]))
        else:
            yield Line(
                NEW, Row(Content.styled(f"Rehearse{name}" if name else "A new rehearsal", "bold $title"), below=[safe])
            )
        adopt = Content.styled("An organization that exists", "bold $title")
        yield Line(ADOPT, Row(adopt, below=[quiet_line("Taken in as it is")]))
        file = Content.styled("A setup file", "bold $title")
        yield Line(FILE, Row(file, below=[quiet_line("Open acme.yaml or the like")]))

    @property
    def chosen(self) -> str:
        """What is highlighted."""
        return self.query_one("#setups", Listing).chosen

    @on(Reading.Fitted)
    @on(OptionList.OptionHighlighted, "#setups")
    def _highlighted(self) -> None:
        saved = self.summaries.get(self.chosen)
        have = self.query_one("#have", Reading)
        if saved is not None:
            from screens.pages.saved_setups import how_it_stands

            about = how_it_stands(saved[1], self.wizard.glyphs, open_here=self.wizard.has_open(saved[0], saved[1].name))
            have.show(about, f"How {saved[1].name} stands")
        elif self.chosen == REHEARSE:
            have.show(about_rehearsing(), "What a rehearsal is")
        else:
            have.show(what_you_will_have(self.wizard.glyphs, wide=self._wide), "What you will have")
        self.query_one(Acts).offer(discard=saved is not None)
        self.query_one("#open", Act).relabel(f"{WORDS.get(self.chosen, 'Go on')} {self.wizard.glyphs.arrow}")
        self._hint()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        del event
        self._hint()

    def _hint(self) -> None:
        focused = self.focused
        own = hint_for(focused, {})
        here = HINTS.get(self.chosen, "Enter goes on where it stood. d moves it aside.")
        self.query_one(HintLine).show(own or here)

    # What can be done

    @on(OptionList.OptionSelected, "#setups")
    def _selected(self) -> None:
        self.action_press("open")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "menu":
            self.wizard.action_menu()
        else:
            self.action_press(event.button.id or "")

    def act(self, key: str) -> None:
        """A button chosen in the menu."""
        self.action_press(key)

    def action_noop(self) -> None:
        """The arrows do it."""

    def action_press(self, key: str) -> None:
        """A button or its key."""
        key = self.chosen if key == "open" else key
        saved = self.summaries.get(self.chosen)
        match key:
            case "new":
                self._begin(self.wizard.real_onboardings)
            case "rehearse":
                rehearsals = self.wizard.real_onboardings
                self._begin(rehearsals.rehearse() if self.wizard.can_switch else rehearsals)
            case "adopt":
                from screens.pages.adopting import begin_adopting

                begin_adopting(self.wizard, self.new_name)
            case "file":
                from screens.dialogues.open_file import OpenFileDialogue

                self.app.push_screen(OpenFileDialogue(), self._open_file)
            case "discard" if saved is not None:
                self._ask_to_discard(*saved)
            case _ if saved is not None:
                open_saved(self.wizard, saved[0], saved[1].name, self.show)

    def _open_or_begin(self, name: str) -> None:
        """A name that is new is begun here, after the welcome."""
        onboardings = self.wizard.real_onboardings
        try:
            onboarding = onboardings.resume(name)
        except UnknownSetup:
            self.new_name = name
            self.query_one("#setups", Listing).show_lines(self._lines(), NEW)
            self._highlighted()
        except SetupInUse as error:
            look_on(self.wizard, onboardings, name, error, self.show)
        except OrgwizardError as error:
            self.wizard.tell(error)
        else:
            self.wizard.take(onboarding)
            go_on(self.wizard)

    def _begin(self, onboardings: Onboardings) -> None:
        if not self.is_current:
            return  # the key was pressed twice
        if self.wizard.run_under_way:
            self.notify("A run is under way. Stop it on Apply before you begin another setup.", markup=False)
            return
        from screens.pages.begin import BeginScreen

        self.wizard.onboardings = onboardings
        self.app.push_screen(BeginScreen(self.new_name), self._begun)

    def _begun(self, begun: bool | None) -> None:
        if begun:
            self.wizard.go_to("structure")
        else:
            self.show()

    def _open_file(self, path: Path | None) -> None:
        if path is not None:
            from screens.pages.opening_file import open_file

            open_file(self.wizard, path, self.show)

    def _ask_to_discard(self, onboardings: Onboardings, summary: SetupSummary) -> None:
        from screens.widgets.dialogue import ConfirmDialogue

        name = summary.name
        text = (
            f"The setup {name} is moved aside, with its answers and its journal; you can get it back by hand. "
            "Nothing at AWS is changed: what was created there stays."
        )
        self.app.push_screen(
            ConfirmDialogue("Discard this setup?", text, name, "Discard"),
            lambda confirmed: self._discard(onboardings, name) if confirmed else None,
        )

    def _discard(self, onboardings: Onboardings, name: str) -> None:
        if self.wizard.has_open(onboardings, name):
            self.wizard.take(None)
        try:
            place = onboardings.discard(name)
        except OrgwizardError as error:
            self.wizard.tell(error)
        else:
            self.notify(f"Moved aside to {place}", markup=False)
        self.show()


def _heading(words: str) -> Line:
    return Line(f"heading:{words}", Row(Content.styled(words, "bold $muted")), heading=True)
