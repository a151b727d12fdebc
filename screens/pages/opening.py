"""A saved setup becomes the open one, or is only looked on while somebody else has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from state.errors import SetupInUse

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from wizard.onboarding import Onboardings
    from wizard.onboarding.onboarding import Onboarding


def open_saved(wizard: OrgwizardApp, onboardings: Onboardings, name: str, refused: Callable[[], None]) -> None:
    """Open a setup that is there and go on with it; `refused` follows where somebody else keeps it."""
    try:
        opened = wizard.open(onboardings, name)
    except SetupInUse as error:
        look_on(wizard, onboardings, name, error, refused)
    else:
        if opened:
            wizard.onboardings = onboardings
            go_on(wizard)


def look_on(
    wizard: OrgwizardApp, onboardings: Onboardings, name: str, error: SetupInUse, refused: Callable[[], None]
) -> None:
    """Somebody else has it open: show how it stands, and offer what is safe."""
    from screens.dialogues.second_person import SecondPersonDialogue

    def let_in(onboarding: Onboarding | None) -> None:
        if onboarding is None:
            refused()
            return
        wizard.take(onboarding)
        go_on(wizard)

    wizard.push_screen(SecondPersonDialogue(onboardings, name, error, wizard.glyphs), let_in)


def go_on(wizard: OrgwizardApp) -> None:
    """To the page with which the open setup is best picked up."""
    from wizard.pages import where_it_stood  # not before the first screen

    if wizard.onboarding is not None:
        wizard.go_to(where_it_stood(wizard.onboarding).key)
