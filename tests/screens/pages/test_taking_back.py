"""What was made is taken back from Finish, once the setup's name was typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screens.app import OrgwizardApp
from tests.rehearsing import apply_all, signed_in, small
from tests.screens.faces import opened, screen_text, sign_in, until, words

SETUP = replace(small(), invitations=())


async def test_finish_takes_back_what_was_made_and_tells_what_stays(tmp_path: Path) -> None:
    with signed_in(tmp_path, SETUP) as onboarding:
        apply_all(onboarding)
    async with opened(tmp_path) as (app, pilot):
        await sign_in(app, pilot)
        app.go_to("finish")
        await pilot.pause()
        await pilot.press("u")
        await until(pilot, lambda: bool(app.screen.query("#aside")) and "no account" in _said(app))

        assert "Create role shop-access" in _said(app)
        assert "Take it back" in screen_text(app)
        await pilot.click("#take-back")
        await until(pilot, lambda: bool(app.screen.query("#typed")))
        await pilot.press(*"acme", "enter")
        await until(pilot, lambda: "Nothing is left" in _said(app))

        assert " taken back." in _said(app)
        assert app.onboarding is not None
        assert app.onboarding.observed is not None
        assert not app.onboarding.observed.units
        assert len(app.onboarding.observed.accounts) == 3


def _said(app: OrgwizardApp) -> str:
    return words(app, "#aside Static") if app.screen.query("#aside") else ""
