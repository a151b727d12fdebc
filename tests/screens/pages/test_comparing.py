"""A finished setup that is opened is compared with AWS in the background: who changed what, or that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screens.app import OrgwizardApp
from tests.rehearsing import finished, small
from tests.screens.faces import opened, until, words

SETUP = replace(small(), invitations=())


async def test_what_somebody_changed_is_told_when_a_finished_setup_is_opened(tmp_path: Path) -> None:
    finished(tmp_path, SETUP, moved="shop")
    async with opened(tmp_path) as (app, pilot):
        app.go_to("finish")
        await until(pilot, lambda: "Changed by somebody" in _told(app))

        assert "MoveAccount, by arn:aws:iam::999988887777:user/anna" in _told(app)
        assert app.onboarding is not None
        assert app.onboarding.identity is None


async def test_what_cannot_be_looked_at_is_unknown_and_never_in_step(tmp_path: Path) -> None:
    finished(tmp_path, SETUP)
    (tmp_path / "rehearsals" / "acme" / "way-in").write_text("profile:gone\n")
    async with opened(tmp_path) as (app, pilot):
        app.go_to("finish")
        await until(pilot, lambda: "Unknown: AWS could not be looked at." in _told(app))

        assert "nothing differs" not in _told(app)


def _told(app: OrgwizardApp) -> str:
    return words(app, "#next-things") if app.screen.query("#next-things") else ""
