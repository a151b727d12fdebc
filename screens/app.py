"""The application: which setup is open, which page is shown, and the guards around it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from screens.runs.suspending import AppThatSuspends
from screens.terminal import guards, themes
from screens.terminal.ascii import InAscii
from screens.terminal.background import QUESTION
from screens.terminal.monochrome import BackgroundAsReverse
from screens.terminal.only_text import OnlyText
from screens.widgets.act import Acts
from screens.widgets.glyphs import ASCII, UNICODE
from screens.widgets.row import Row
from state.errors import OrgwizardError, SetupInUse, StateNotWritable
from state.saved.preferences import Preferences, read_preferences, write_preferences
from state.setup import Setup
from wizard.pages import PAGES, page_named, previous_page

if TYPE_CHECKING:
    from wizard.edits.history import Edit
    from wizard.onboarding import Onboardings
    from wizard.onboarding.onboarding import Onboarding

SMALLEST = (60, 20)
BOTTOM = 2
"""Textual's own screen, and one page on it."""
FACES = {
    "start": "screens.pages.start:StartScreen",
    "structure": "screens.pages.structure:StructureScreen",
    "sign-in": "screens.pages.sign_in:SignInScreen",
    "organization": "screens.pages.organization:OrganizationScreen",
    "invitations": "screens.pages.invitations:InvitationsScreen",
    "accounts": "screens.pages.accounts:AccountsScreen",
    "people": "screens.pages.people:PeopleScreen",
    "guardrails": "screens.pages.guardrails:GuardrailsScreen",
    "review": "screens.pages.review:ReviewScreen",
    "apply": "screens.pages.apply:ApplyScreen",
    "finish": "screens.pages.finish:FinishScreen",
}
"""A page's key to its screen, imported when it is first shown."""
KEY_NAMES = {
    "escape": "Esc",
    "question_mark": "?",
    "exclamation_mark": "!",
    "delete": "Delete",
    "backspace": "Backspace",
    "space": "Space",
    "left": "Left",
    "right": "Right",
    "ctrl+n": "Ctrl+N",
    "ctrl+y": "Ctrl+Y",
    "ctrl+z": "Ctrl+Z",
}
"""How a key is written for people, where it is not its own sign."""


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, for terminals that have no signs for halves."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class OrgwizardApp(AppThatSuspends):
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
        self.preferences = read_preferences(onboardings.home)
        for theme in themes.THEMES:
            self.register_theme(theme)
        if no_color:
            self._filters.insert(0, BackgroundAsReverse())
        self._filters.append(OnlyText())
        if ascii_only:
            self._filters.append(InAscii())
        self.theme = "monochrome" if no_color else self._first_theme()
        self.onboardings = onboardings
        self.real_onboardings = onboardings
        self.first_name = name
        self.onboarding = onboarding
        self.glyphs = ASCII if ascii_only else UNICODE
        ScrollBar.renderer = PlainScrollBar if ascii_only else ScrollBarRender
        Row.ellipsis = self.glyphs.ellipsis
        self.ascii_only = ascii_only
        self.saved_at: datetime | None = None
        self.history: list[str] = []
        self.ended_by = 0
        """The signal that ended the program."""
        self.defect: BaseException | None = None
        """What went wrong in the program itself and ended it."""

    # Beginning and ending

    def on_mount(self) -> None:
        """Show the first screen."""
        self.call_after_refresh(guards.call_on_ending_signals, self.leave_on_signal)
        if not (self.no_color or self.preferences.theme or self.is_headless) and self._driver is not None:
            self._driver.write(QUESTION)
        self.set_class(self.ascii_only, "-ascii")
        self.set_class(self.no_color, "-no-color")
        self.push_screen(self.face("start" if self.onboarding is None else "structure"))
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
            save = getattr(screen, "save_pending", None)
            if save is not None:
                save()

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
        from screens.widgets.dialogue import Choice, ChoiceDialogue

        choices = (
            Choice("stay", "Stay", "The run goes on."),
            Choice("leave", "Stop and leave", "AWS finishes what it was asked for; the next run finds out what came."),
        )
        dialogue = ChoiceDialogue("A run is under way", "It is safe to leave: everything is recorded.", choices)
        self.push_screen(dialogue, lambda choice: self.exit(0) if choice == "leave" else None)

    # Which page is shown

    def face(self, key: str) -> Screen[None]:
        """A new screen for a page."""
        module, _, name = FACES[key].partition(":")
        screen: Screen[None] = getattr(import_module(module), name)()
        return screen

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
        self.switch_screen(self.face(key))
        self.mind_the_size(self.size)

    def go_back(self) -> None:
        """To the page shown before, or else the one before in order."""
        here = self.page_key
        before = previous_page(here) if here else None
        key = self.history.pop() if self.history else before.key if before else "start"
        self.go_to(key, remember=False)

    @property
    def page_key(self) -> str:
        """The page being shown; empty on any other screen."""
        return str(getattr(self.screen, "PAGE", ""))

    # The open setup

    @property
    def can_switch(self) -> bool:
        """Whether there are both real setups and rehearsals; `--rehearse` knows only the latter."""
        return not self.real_onboardings.rehearsal

    def switch_world(self) -> None:
        """From the real setups to the rehearsals, or back."""
        self.onboardings = self.real_onboardings if self.onboardings.rehearsal else self.real_onboardings.rehearse()

    def open(self, onboardings: Onboardings, name: str) -> bool:
        """Open a saved setup, letting go of the one before; whether that went well. Raises SetupInUse."""
        present = self.onboarding
        if present is not None and (present.name, present.rehearsal) == (name, onboardings.rehearsal):
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
        self.plan = self.run_view = self.aside = self.saved_at = self._then = None
        self.history.clear()

    def use_for_real(self) -> None:
        """A rehearsed setup's answers become a setup of the same name on the real AWS, which is opened."""
        assert self.onboarding is not None  # noqa: S101 - only Finish asks, and it needs an open setup
        real, rehearsed = self.real_onboardings.for_real(), self.onboarding.setup
        try:
            onboarding = real.begin(replace(rehearsed, management_account_id=""))
        except OrgwizardError as error:
            self.tell(error)
            return
        self.onboardings = self.real_onboardings = real
        self.take(onboarding)
        self.go_to("structure")

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
            self.saved_at = datetime.now().astimezone()
            self.plan = None
        return edit

    @property
    def saved_words(self) -> str:
        """`saved 12:04`."""
        return f"saved {self.saved_at:%H:%M}" if self.saved_at else "saved"

    # Colours

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Every name of a colour, whichever theme is chosen."""
        return themes.NAMES

    def _first_theme(self) -> str:
        """What was chosen before, or else what fits the terminal as it was last."""
        chosen = self.preferences.theme
        return chosen if chosen in themes.TITLES else "light" if self.preferences.light_terminal else "dark"

    def choose_theme(self, name: str) -> None:
        """Use these colours from now on, also after the next start."""
        self.theme = name
        self._prefer(Preferences(name, self.preferences.light_terminal))

    def _background_told(self, light: bool) -> None:
        """The terminal says what its background is; called in the thread that reads it."""
        self.call_later(self._follow_background, light)

    def _follow_background(self, light: bool) -> None:
        if not self.preferences.theme:
            self.theme = "light" if light else "dark"
        if light is not self.preferences.light_terminal:
            self._prefer(Preferences(self.preferences.theme, light))

    def _prefer(self, preferences: Preferences) -> None:
        self.preferences = preferences
        try:
            write_preferences(self.real_onboardings.home, preferences)
        except StateNotWritable as error:
            self.log(error.message)  # colours are no reason to disturb anybody

    # Saying something

    def tell(self, error: OrgwizardError) -> None:
        """What happened and what to do, to be read and closed."""
        from screens.widgets.dialogue import MessageDialogue

        problems = "".join(f"\n- {problem}" for problem in getattr(error, "problems", ()))
        self.push_screen(MessageDialogue("That did not work", f"{error.message}{problems}", error.remedy))

    def action_help(self) -> None:
        """Why the page exists, and where AWS documents it."""
        from screens.widgets.dialogue import HelpDialogue

        def close(address: str | None) -> None:
            if address:
                self.copy(address, "address.txt")

        self.push_screen(HelpDialogue(page_named(self.page_key or "start"), self.keys_here()), close)

    def keys_here(self) -> tuple[tuple[str, str], ...]:
        """The keys of the page being shown, with what they do."""
        found: dict[str, list[str]] = {}
        for kind in type(self.screen).__mro__:
            if kind is Screen:
                break
            for binding in vars(kind).get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.description and not binding.key.isdigit():
                    found.setdefault(binding.description, []).extend(binding.key.split(","))
        return tuple((", ".join(KEY_NAMES.get(key, key) for key in keys), words) for words, keys in found.items())

    def action_menu(self) -> None:
        """Everything the program can do, as a list."""
        from screens.dialogues.menu import MenuDialogue

        if isinstance(self.screen, MenuDialogue):
            return
        acts = [act for acts in self.screen.query(Acts) for act in acts.offered if act.id]
        offered = [(act.id or "", act.words, act.hint) for act in acts]
        titles = {} if self.no_color else themes.TITLES
        self.push_screen(MenuDialogue(offered, titles, self.theme), self.menu_chosen)

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
            case ("act", _, act):
                self._press(act)
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

    def _press(self, key: str) -> None:
        """What a button of the page does, chosen in the menu."""
        act = getattr(self.screen, "act", None)
        if act is not None:
            act(key)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The same as the menu, for the palette."""
        del screen
        for page in PAGES:
            yield SystemCommand(f"Go to {page.title}", page.question, lambda key=page.key: self.go_to(key))
        yield SystemCommand("Help", "Why this page exists", self.action_help)
        if not self.no_color:
            for name, title in themes.TITLES.items():
                yield SystemCommand(f"Colours: {title}", "", lambda theme=name: self.choose_theme(theme))
        yield SystemCommand("To the shell", "`fg` comes back", self.action_suspend_process)
        yield SystemCommand("Quit", "Everything is saved", self.action_quit)

    def copy(self, text: str, file_name: str) -> None:
        """Copy by the first way that works, say which, and keep the text in a file too."""
        from screens.terminal.clipboard import copy_by_program
        from state.saved.locations import write_atomically

        used = copy_by_program(text)
        if not used:
            self.copy_to_clipboard(text)
            used = "Handed to your terminal's clipboard, if it takes it."
        if self.onboarding is not None:
            path = self.onboarding.directory / file_name
            try:
                write_atomically(path, text + "\n")
            except OrgwizardError as error:
                self.tell(error)
                return
            used += f" It is also in {path}"
        self.notify(used, markup=False)

    # Guards

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, made forgiving about bytes that are no text, and deaf to the terminal's answers."""
        return guards.forgiving(super().get_driver_class(), self._background_told)

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
        from screens.dialogues.too_small import TooSmall

        too_small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        if too_small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(SMALLEST))
