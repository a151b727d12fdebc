"""The first questions of a new setup."""

from __future__ import annotations

from pathlib import Path

from screens.app import OrgwizardApp
from screens.dialogues.menu import MenuDialogue
from screens.pages.begin import BeginScreen
from screens.widgets.field import Field
from tests.rehearsing import rehearsals
from tests.screens.faces import SMALL, rows


async def test_the_menu_offers_the_buttons_of_the_question_that_is_shown(tmp_path: Path) -> None:
    app = OrgwizardApp(rehearsals(tmp_path))
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(BeginScreen("acme"))
        await pilot.pause()
        await pilot.press("end")  # no account that has to be named
        for goes_on in ("The new account", "The structure", "Create the setup"):
            await pilot.press("f2")
            await pilot.pause()
            assert isinstance(app.screen, MenuDialogue)
            offered = " ".join(rows(app, "#menu-lines"))
            assert (offered.count("Back"), offered.count(goes_on)) == (1, 1)
            await pilot.press("escape", "ctrl+n")
            await pilot.pause()


async def test_whoever_types_the_account_at_once_is_in_its_field(tmp_path: Path) -> None:
    app = OrgwizardApp(rehearsals(tmp_path))
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(BeginScreen("acme"))
        await pilot.pause()
        await pilot.press(*"444455556666")
        assert app.screen.query_one("#existing-account", Field).value == "444455556666"
        assert isinstance(app.screen, BeginScreen)
        assert app.screen.part == "existing"
