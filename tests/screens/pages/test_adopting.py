"""An organization that exists is taken in from the wizard, and every account then waits to be given something."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.app import OrgwizardApp
from screens.widgets.act import Act
from screens.widgets.glance import still_for_good
from state.saved.progress import ClaimStatus
from state.setup import MemberAccount, Setup
from tests.rehearsing import rehearsals
from tests.screens.faces import sign_in_beforehand, until, wizard

EMPTY = Setup(name="acme", home_region="eu-west-1")
ANSWERED = Setup(
    name="acme",
    home_region="eu-west-1",
    accounts=(MemberAccount(account_name="new", email="new@acme.example", organizational_unit="Root"),),
)


@pytest.mark.parametrize(("setup", "keys"), [(EMPTY, ["t"]), (ANSWERED, ["t", "enter"])])
async def test_organization_offers_what_is_there_and_it_can_be_taken_back(
    tmp_path: Path, setup: Setup, keys: list[str]
) -> None:
    async with wizard(tmp_path, setup, scenario="existing-organization") as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("organization")
        await until(pilot, lambda: any(act.available for act in app.screen.query("#take-in").results(Act)))
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.can_adopt)
        await until(pilot, lambda: not getattr(app.screen, "asking", False))
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: app.page_key == "accounts")

        assert app.onboarding is not None
        taken_in = app.onboarding.setup
        assert {each.account_name for each in taken_in.accounts} == {"log-archive", "partner", "shop-production"}
        assert not any(each.entered for each in taken_in.accounts)
        assert still_for_good(app.onboarding) == 0
        assert app.onboarding.progress is not None
        assert app.onboarding.progress.count(ClaimStatus.LEFT) == 0
        assert app.onboarding.answers.undo() is not None
        assert app.onboarding.setup.accounts == setup.accounts


async def test_start_asks_a_name_and_goes_to_sign_in(tmp_path: Path) -> None:
    app = OrgwizardApp(rehearsals(tmp_path, "existing-organization"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(app.screen.query("#setups")))
        await pilot.press("t")
        await until(pilot, lambda: app.screen.is_modal)
        await pilot.press(*"bank", "enter")
        await until(pilot, lambda: app.page_key == "sign-in")

        assert app.onboarding is not None
        assert app.onboarding.setup == Setup(name="bank", home_region="eu-west-1")
