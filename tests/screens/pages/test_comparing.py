"""A finished setup that is opened is compared with AWS in the background: who changed what, or that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screens.app import OrgwizardApp
from tests.rehearsing import apply_all, signed_in, small
from tests.screens.faces import opened, until, words
from wizard.plan.life import Act

SETUP = replace(small(), invitations=())


def made(home: Path, *, moved: bool = False) -> None:
    with signed_in(home, SETUP) as onboarding:
        apply_all(onboarding)
        onboarding.look()
        if moved:
            assert onboarding.signed_in is not None
            observed = onboarding.signed_in.observed
            assert observed is not None
            (account,) = (each for each in observed.accounts if each.account_name == "shop")
            tending = onboarding.tend()
            tending.look()
            wish = tending.wish(Act.MOVE, account.account_id, "Root")
            list(tending.run(wish, tending.plan(wish).approved()))


async def test_what_somebody_changed_is_told_when_a_finished_setup_is_opened(tmp_path: Path) -> None:
    made(tmp_path, moved=True)
    async with opened(tmp_path) as (app, pilot):
        app.go_to("finish")
        await until(pilot, lambda: "Changed by somebody" in _told(app))

        assert "MoveAccount, by arn:aws:iam::999988887777:user/anna" in _told(app)
        assert app.onboarding is not None
        assert app.onboarding.identity is None


async def test_what_cannot_be_looked_at_is_unknown_and_never_in_step(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "rehearsals" / "acme" / "way-in").write_text("profile:gone\n")
    async with opened(tmp_path) as (app, pilot):
        app.go_to("finish")
        await until(pilot, lambda: "Unknown: AWS could not be looked at." in _told(app))

        assert "nothing differs" not in _told(app)


def _told(app: OrgwizardApp) -> str:
    return words(app, "#next-things") if app.screen.query("#next-things") else ""
