"""The dialogues of the application itself: what went wrong, help, the menu, and whether to leave a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from screens.dialogues.menu import MenuDialogue
from screens.terminal import themes
from screens.widgets.act import Acts
from screens.widgets.dialogue import Choice, ChoiceDialogue, HelpDialogue, MessageDialogue
from screens.widgets.key_words import keys_of
from state.errors import InvalidSetup, OrgwizardError
from wizard.pages import page_named

if TYPE_CHECKING:
    from screens.app import OrgwizardApp


def show_error(app: OrgwizardApp, error: OrgwizardError) -> None:
    """What happened and what to do, to be read and closed."""
    problems = "".join(f"\n- {problem}" for problem in (error.problems if isinstance(error, InvalidSetup) else ()))
    app.push_screen(MessageDialogue("That did not work", f"{error.message}{problems}", error.remedy))


def show_help(app: OrgwizardApp) -> None:
    """Why the page exists, and where AWS documents it."""

    def close(address: str | None) -> None:
        if address:
            app.copy(address, "address.txt")

    app.push_screen(HelpDialogue(page_named(app.page_key or "start"), keys_of(app.screen)), close)


def show_menu(app: OrgwizardApp, chosen: Callable[[str | None], None]) -> None:
    """Everything the program can do, as a list."""
    if isinstance(app.screen, MenuDialogue):
        return
    acts = [act for acts in app.screen.query(Acts) for act in acts.offered if act.id]
    offered = [(act.id or "", act.words, act.hint) for act in acts]
    app.push_screen(MenuDialogue(offered, {} if app.no_color else themes.TITLES, app.theme), chosen)


def ask_whether_to_leave(app: OrgwizardApp) -> None:
    """A run is under way, which is stopped after what AWS was asked for."""
    choices = (
        Choice("stay", "Stay", "The run goes on."),
        Choice("leave", "Stop and leave", "AWS finishes what it was asked for; the next run finds out what came."),
    )
    dialogue = ChoiceDialogue("A run is under way", "It is safe to leave: everything is recorded.", choices)
    app.push_screen(dialogue, lambda choice: app.exit(0) if choice == "leave" else None)
