"""The dialogues of the application itself: what went wrong, help, the menu, and whether to leave a run."""

from __future__ import annotations

from collections.abc import Mapping

from textual.screen import Screen

from screens.dialogues.menu import MenuDialogue
from screens.widgets.act import Acts
from screens.widgets.dialogue import Choice, ChoiceDialogue, HelpDialogue, MessageDialogue
from screens.widgets.key_words import keys_of
from state.errors import OrgwizardError
from wizard.pages import page_named


def error_dialogue(error: OrgwizardError) -> MessageDialogue:
    """What happened and what to do, to be read and closed."""
    problems = "".join(f"\n- {problem}" for problem in error.problems)
    return MessageDialogue("That did not work", f"{error.message}{problems}", error.remedy)


def help_dialogue(page_key: str, screen: Screen[object]) -> HelpDialogue:
    """Why the page exists, where AWS documents it, and the keys of the screen."""
    return HelpDialogue(page_named(page_key or "start"), keys_of(screen))


def menu_dialogue(screen: Screen[object], titles: Mapping[str, str], theme: str) -> MenuDialogue | None:
    """Everything the program can do, the buttons of the screen first; None where the menu is open already."""
    if isinstance(screen, MenuDialogue):
        return None
    shown = (acts for acts in screen.query(Acts) if all(node.display for node in acts.ancestors_with_self))
    acts = [act for acts in shown for act in acts.offered if act.id]
    return MenuDialogue([(act.id or "", act.words, act.hint) for act in acts], titles, theme)


def leave_dialogue() -> ChoiceDialogue:
    """A run is under way, which is stopped after what AWS was asked for. Dismisses with `leave` or not."""
    choices = (
        Choice("stay", "Stay", "The run goes on."),
        Choice("leave", "Stop and leave", "AWS finishes what it was asked for; the next run finds out what came."),
    )
    return ChoiceDialogue("A run is under way", "It is safe to leave: everything is recorded.", choices)
