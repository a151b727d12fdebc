"""A setup file becomes the open setup: from Start, and from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from screens.pages.opening import go_on, look_on, open_saved
from screens.widgets.dialogue import Choice, ChoiceDialogue
from state.errors import OrgwizardError, SetupInUse
from wizard.onboarding.setup_files import FileAnswers, open_answers, read_answers, what_came_of_it

if TYPE_CHECKING:
    from screens.app import OrgwizardApp

CHOICES = (
    Choice("file", "Use the file's answers", "Those saved before are kept beside them. What is known of AWS stays."),
    Choice("saved", "Go on with the saved answers", "The file is left alone."),
)


def open_file(wizard: OrgwizardApp, path: Path, refused: Callable[[], None]) -> None:
    """Take a file's answers into a setup of the name that stands in it. Where one is saved already, ask first;
    `refused` follows where somebody else keeps it."""
    onboardings = wizard.real_onboardings
    if wizard.run_under_way:
        wizard.notify("A run is under way. Stop it on Apply before you open another setup.", markup=False)
        return
    try:
        answers = read_answers(path, onboardings)
    except OrgwizardError as error:
        wizard.tell(error)
        return
    name = answers.setup.name
    if not onboardings.exists(name):
        take(wizard, answers, refused)
        return

    def chosen(choice: str | None) -> None:
        if choice == "file":
            take(wizard, answers, refused)
        elif choice == "saved":
            open_saved(wizard, onboardings, name, refused)

    text = f"{path} has answers for it too."
    wizard.push_screen(ChoiceDialogue(f"There is a saved setup called {name}", text, CHOICES), chosen)


def take(wizard: OrgwizardApp, answers: FileAnswers, refused: Callable[[], None]) -> None:
    """Open the setup with these answers, at the first thing that they lack."""
    onboardings, name = wizard.real_onboardings, answers.setup.name
    if wizard.has_open(onboardings, name):
        wizard.take(None)
    try:
        onboarding, kept = open_answers(answers, onboardings)
    except SetupInUse as error:
        look_on(wizard, onboardings, name, error, refused)
        return
    except OrgwizardError as error:
        wizard.tell(error)
        return
    wizard.onboardings = onboardings
    wizard.take(onboarding)
    go_on(wizard)
    wizard.notify(what_came_of_it(answers, kept), markup=False)
