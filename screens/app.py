"""The application: which setup is open, which page is shown, and the guards around it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.worker import Worker

from screens.faces import face
from screens.runs import AppWithRuns
from screens.runs.signing_in_again import GROUP, SigningInAgain
from screens.runs.suspending import HOW, suspend
from screens.runs.threads import ThreadsToLeave
from screens.terminal import guards, themes
from screens.terminal.ascii import InAscii, PlainScrollBar
from screens.terminal.background import QUESTION
from screens.terminal.chosen_colours import ChosenColours
from screens.terminal.monochrome import BackgroundAsReverse
from screens.terminal.only_text import OnlyText
from screens.widgets.abilities import HasActs, SavesWhatIsTyped, ShowsPage
from screens.widgets.glyphs import ASCII, UNICODE
from screens.widgets.row import Row
from state.errors import OrgwizardError, SetupInUse

if TYPE_CHECKING:
    from screens.runs.run_view import RunView
    from state.setup import Setup
    from wizard.edits.history import Edit
    from wizard.onboarding import Onboardings
    from wizard.onboarding.onboarding import Onboarding

SMALLEST = (60, 20)
BOTTOM = 2
"""Textual's own screen, and one page on it."""


class OrgwizardApp(AppWithRuns):
    """The wizard in a terminal."""

    TITLE = "orgwizard"
    CSS_PATH = "wizard.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("f2", "menu", "Menu"),
        Binding("ctrl+z", "say_how_to_suspend", show=False),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(
        self,
        onboardings: Onboardings,
        name: str = "",
        *,
        onboarding: Onboarding | None = None,
        ascii_only: bool = False,
    ) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if no_color else None)
        self.colours = ChosenColours(onboardings.home)
        for theme in themes.THEMES:
            self.register_theme(theme)
        if no_color:
            self._filters.insert(0, BackgroundAsReverse())
        self._filters.append(OnlyText())
        if ascii_only:
            self._filters.append(InAscii())
        self.theme = "monochrome" if no_color else self.colours.first()
        self.parsed_with = self.get_css_variables()
        self.stylesheet.set_variables(self.parsed_with)
        self.themes_to_choose = {} if no_color else themes.TITLES
        self.onboardings = onboardings
        self.real_onboardings = onboardings
        self.first_name = name
        self.onboarding = onboarding
        self.glyphs = ASCII if ascii_only else UNICODE
        ScrollBar.renderer = PlainScrollBar if ascii_only else ScrollBarRender
        Row.ellipsis = self.glyphs.ellipsis
        self.saved_at: datetime | None = None
        self.signing_in_again = SigningInAgain(self, self.go_to)
        self.history: list[str] = []
        self.ended_by = 0
        """The signal that ended the program."""
        self.defect: BaseException | None = None
        """What went wrong in the program itself and ended it."""

    # Beginning and ending

    def on_mount(self) -> None:
        """Show the first screen."""
        asyncio.get_running_loop().set_default_executor(ThreadsToLeave())
        self.call_after_refresh(guards.call_on_ending_signals, self.leave_on_signal)
        if not (self.no_color or self.colours.chosen or self.is_headless) and self._driver is not None:
            self._driver.write(QUESTION)
        self.set_class(self.glyphs is ASCII, "-ascii")
        self.set_class(self.no_color, "-no-color")
        self.push_screen(face("start" if self.onboarding is None else "structure"))
        self.mind_the_size(self.size)

    def leave_on_signal(self, number: int) -> None:
        """Save what is being typed and go; the exit status tells which signal it was."""
        self.ended_by = number
        self.save_pending_quietly()
        self.stop_run()
        self.exit(128 + number, return_code=128 + number, message=f"Ended by {signal.Signals(number).name}.")

    def save_pending(self) -> None:
        """Save the field that is being typed in, on whichever screen."""
        for screen in self.screen_stack:
            if isinstance(screen, SavesWhatIsTyped):
                screen.save_pending()

    def on_unmount(self) -> None:
        """Let go of the setup."""
        self.stop_run()
        if self.onboarding is not None:
            self.onboarding.close()

    async def action_quit(self) -> None:
        """Leave. Everything is saved; a run is stopped after what is under way."""
        self.save_pending()
        if not self.run_under_way:
            self.exit(0)
            return
        from screens.dialogues.application import leave_dialogue

        self.push_screen(leave_dialogue(), lambda choice: self.exit(0) if choice == "leave" else None)

    # A run that stands still

    def run_left(self, view: RunView) -> None:
        """The run ended without an end of its own; one that only lacks a sign-in waits for it."""
        if view is self.run_view:
            self.signing_in_again.mind(view)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A new sign-in is through, or was refused."""
        if event.worker.group == GROUP:
            self.signing_in_again.hear(event)

    def action_say_how_to_suspend(self) -> None:
        """What is typed for the shell would land in a field."""
        self.notify(HOW, markup=False)

    def action_suspend_process(self) -> None:
        """Back to the shell for a while."""
        suspend(self, self.save_pending, run_under_way=self.run_under_way)

    # Which page is shown

    def go_to(self, key: str, *, remember: bool = True) -> None:
        """Show a page."""
        self.save_pending()
        if key != "start" and self.onboarding is None:
            self.notify("Open or begin a setup first.", markup=False)
            return
        if remember and (here := self.page_key):
            self.history.append(here)
        while len(self.screen_stack) > BOTTOM:
            self.pop_screen()
        self.switch_screen(face(key))
        self.mind_the_size(self.size)

    def go_back(self) -> None:
        """To the page shown before, or else the one before in order."""
        from wizard.pages import previous_page

        here = self.page_key
        before = previous_page(here) if here else None
        key = self.history.pop() if self.history else before.key if before else "start"
        self.go_to(key, remember=False)

    @property
    def page_key(self) -> str:
        """The page being shown; empty on any other screen."""
        return self.screen.PAGE if isinstance(self.screen, ShowsPage) else ""

    # The open setup

    @property
    def can_switch(self) -> bool:
        """Whether there are both real setups and rehearsals; `--rehearse` knows only the latter."""
        return not self.real_onboardings.rehearsal

    def has_open(self, onboardings: Onboardings, name: str) -> bool:
        """Whether it is the setup that this very process has open."""
        present = self.onboarding
        return present is not None and (present.name, present.rehearsal) == (name, onboardings.rehearsal)

    def open(self, onboardings: Onboardings, name: str) -> bool:
        """Open a saved setup, letting go of the one before; whether that went well. Raises SetupInUse."""
        if self.has_open(onboardings, name):
            return True
        if self.run_under_way:
            self.notify("A run is under way. Stop it on the page Apply before you open another setup.", markup=False)
            return False
        try:
            onboarding = onboardings.resume(name)
        except SetupInUse:
            raise
        except OrgwizardError as error:
            self.tell(error)
            return False
        self.take(onboarding)
        return True

    def take(self, onboarding: Onboarding | None) -> None:
        """From now on this setup is the open one."""
        if self.onboarding is not None:
            self.onboarding.close()
        self.onboarding = onboarding
        self.plan = self.run_view = self.aside = self.saved_at = None
        self.signing_in_again.forget()
        self.history.clear()

    def answer(self, setup: Setup) -> None:
        """Save new answers; what was planned from the old ones no longer counts."""
        assert self.onboarding is not None  # noqa: S101 - only pages answer, and they need an open setup
        if setup == self.onboarding.setup:
            return
        try:
            self.onboarding.answer(setup)
        except OrgwizardError as error:
            self.tell(error)
            return
        self.saved_at = datetime.now().astimezone()
        self.plan = None

    def go_in_history(self, *, back: bool) -> Edit | None:
        """Undo or redo an edit; None when there is none."""
        assert self.onboarding is not None  # noqa: S101 - only pages ask, and they need an open setup
        try:
            edit = self.onboarding.answers.undo() if back else self.onboarding.answers.redo()
        except OrgwizardError as error:
            self.tell(error)
            return None
        if edit is not None:
            self.saved_at, self.plan = datetime.now().astimezone(), None
        return edit

    # Colours

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Every name of a colour, whichever theme is chosen."""
        return themes.NAMES

    def choose_theme(self, name: str) -> None:
        """Use these colours from now on, also after the next start."""
        self.theme = name
        self.colours.choose(name)

    def refresh_css(self, animate: bool = True) -> None:
        """Textual asks for this after every choice of a theme, the first one too, whose colours are being parsed."""
        if (colours := self.get_css_variables()) != self.parsed_with:
            self.parsed_with = colours
            super().refresh_css(animate)

    def hear_background(self, light: bool) -> None:
        """The terminal says what its background is; called in the thread that reads it."""
        self.call_later(self._follow_background, light)

    def _follow_background(self, light: bool) -> None:
        self.theme = self.colours.fitting(light) or self.theme

    # Saying something

    def tell(self, error: OrgwizardError) -> None:
        """What happened and what to do, to be read and closed."""
        from screens.dialogues.application import error_dialogue

        self.push_screen(error_dialogue(error))

    def action_help(self) -> None:
        """Why the page exists, and where AWS documents it."""
        from screens.dialogues.application import help_dialogue

        dialogue = help_dialogue(self.page_key, self.screen)
        self.push_screen(dialogue, lambda address: self.copy(address, "address.txt") if address else None)

    def action_menu(self) -> None:
        """Everything the program can do, as a list."""
        from screens.dialogues.application import menu_dialogue

        if (dialogue := menu_dialogue(self.screen, self.themes_to_choose, self.theme)) is not None:
            self.push_screen(dialogue, self.menu_chosen)

    def action_command_palette(self) -> None:
        """The same by typing, wherever the menu could be opened."""
        from screens.widgets.leaving import Palette

        if not self.screen.is_modal:
            self.push_screen(Palette(id="--command-palette"))

    def menu_chosen(self, choice: str | None) -> None:
        """Do what was chosen in the menu or the palette."""
        match (choice or "").partition(":"):
            case ("page", _, key):
                self.go_to(key)
            case ("theme", _, theme):
                self.choose_theme(theme)
            case ("act", _, act) if isinstance(self.screen, HasActs):
                self.screen.act(act)
            case ("help", _, _):
                self.action_help()
            case ("suspend", _, _):
                self.action_suspend_process()
            case ("quit", _, _):
                self.run_worker(self.action_quit())

    def action_go_to_page(self, key: str) -> None:
        """A digit was pressed."""
        if key != self.page_key:
            self.go_to(key)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The same as the menu, for the palette."""
        del screen
        from screens.dialogues.menu import commands

        for title, what, choice in commands(self.themes_to_choose):
            yield SystemCommand(title, what, partial(self.menu_chosen, choice))

    def copy(self, text: str, file_name: str) -> None:
        """Copy by the first way that works, say which, and keep the text in a file too."""
        from screens.terminal.clipboard import copied

        kept_in = self.onboarding.directory / file_name if self.onboarding is not None else None
        try:
            words = copied(text, self.copy_to_clipboard, kept_in)
        except OrgwizardError as error:
            self.tell(error)
        else:
            self.notify(words, markup=False)

    # Guards

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, made forgiving about bytes that are no text, and deaf to the terminal's answers."""
        return guards.forgiving(super().get_driver_class(), self.hear_background)

    def _fatal_error(self) -> None:
        """Textual's own crash screen shows local variables, secrets included: keep what happened for whoever called,
        and end."""
        if not self.ended_by:  # else a screen was being built while everything is taken down
            self.defect = sys.exc_info()[1]
            self.save_pending_quietly()
        self._close_messages_no_wait()

    def save_pending_quietly(self) -> None:
        """While everything ends nothing more may go wrong."""
        try:
            self.save_pending()
        except Exception as error:  # noqa: BLE001 - what ends the program is what is to be shown
            self.log(type(error).__name__)

    def on_resize(self, event: events.Resize) -> None:
        """The terminal has another size, or tells it for the first time."""
        self.mind_the_size(event.size)

    def mind_the_size(self, size: Size) -> None:
        """Below the smallest useful size say so; that goes away by itself."""
        if size.width >= SMALLEST[0] and size.height >= SMALLEST[1]:
            return
        from screens.dialogues.too_small import TooSmall

        if not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(SMALLEST))
