"""A setup file becomes the open setup: from Start, and from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from screens.widgets.dialogue import Choice, ChoiceDialogue
from state.errors import OrgwizardError, SetupInUse
from wizard.onboarding.setup_files import FileAnswers, open_answers, read_answers, what_came_of_it

if TYPE_CHECKING:
    from screens.pages.start import StartScreen

CHOICES = (
    Choice("file", "Use the file's answers", "Those saved before are kept beside them. What is known of AWS stays."),
    Choice("saved", "Go on with the saved answers", "The file is left alone."),
)


def open_file(start: StartScreen, path: Path) -> None:
    """Take a file's answers into a setup of the name that stands in it. Where one is saved already, ask first."""
    wizard = start.wizard
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
        take(start, answers)
        return

    def chosen(choice: str | None) -> None:
        if choice == "file":
            take(start, answers)
        elif choice == "saved":
            start.open_saved(onboardings, name)

    text = f"{path} has answers for it too."
    wizard.push_screen(ChoiceDialogue(f"There is a saved setup called {name}", text, CHOICES), chosen)


def take(start: StartScreen, answers: FileAnswers) -> None:
    """Open the setup with these answers, at the first thing that they lack."""
    wizard = start.wizard
    onboardings, name = wizard.real_onboardings, answers.setup.name
    if start.is_open(onboardings, name):
        wizard.take(None)
    try:
        onboarding, kept = open_answers(answers, onboardings)
    except SetupInUse as error:
        start.look_on(onboardings, name, error)
        return
    except OrgwizardError as error:
        wizard.tell(error)
        return
    wizard.onboardings = onboardings
    wizard.take(onboarding)
    start.go_on()
    wizard.notify(what_came_of_it(answers, kept), markup=False)
