"""A setup file named on the command line is opened in the wizard."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.app import OrgwizardApp
from state.setup import Setup
from state.setup.file import write_setup
from tests.rehearsing import rehearsals, small
from tests.screens.faces import until


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "acme.yaml"
    written.write_text(write_setup(small()))
    return written


async def test_a_file_named_on_the_command_line_is_the_open_setup(tmp_path: Path, file: Path) -> None:
    app = OrgwizardApp(rehearsals(tmp_path / "home"), str(file))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.page_key == "structure")

        assert app.onboarding is not None
        assert app.onboarding.setup == small()


@pytest.mark.parametrize(("choice", "accounts"), [("enter", 2), ("down", 0)])
async def test_a_saved_setup_of_the_same_name_is_asked_about_first(
    tmp_path: Path, file: Path, choice: str, accounts: int
) -> None:

    onboardings = rehearsals(tmp_path / "home")
    onboardings.begin(Setup(name="acme", home_region="eu-west-1")).close()
    app = OrgwizardApp(onboardings, str(file))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.is_modal)
        await pilot.press(choice, *(["enter"] if choice == "down" else []))
        await until(pilot, lambda: app.page_key == "structure")

        assert app.onboarding is not None
        assert len(app.onboarding.setup.accounts) == accounts
