"""What somebody should know before anything is changed stands before the changes, with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.rehearsing import apply_all, small
from tests.screens.faces import LARGE, point_at, rows, screen_text, sign_in_beforehand, until, wizard, words


@pytest.mark.parametrize(
    ("scenario", "what", "remedy"),
    [("free-plan", "on the Free plan", "Paid plan"), ("root-user", "as the root user", "Make an administrator")],
)
async def test_findings_stand_above_the_changes(tmp_path: Path, scenario: str, what: str, remedy: str) -> None:
    async with wizard(tmp_path, small(), scenario=scenario) as (app, pilot):
        sign_in_beforehand(app, fit=scenario != "root-user")
        app.go_to("organization")
        await pilot.pause()
        await until(pilot, lambda: any(what in row for row in rows(app, "#things")))
        await point_at(app, pilot, "#things", what)
        assert remedy in words(app, "#found")
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        listed = rows(app, "#changes")
        number = next(n for n, row in enumerate(listed) if what in row)
        assert listed[0] == "To know before"
        assert listed[number].startswith("! ")
        assert number < listed.index("What is made")
        await point_at(app, pilot, "#changes", what)
        assert remedy in words(app, "#says")


async def test_the_way_to_all_features_says_whose_move_it_is(tmp_path: Path) -> None:
    setup = replace(small(), invitations=())
    async with wizard(tmp_path, setup, scenario="consolidated-billing", size=LARGE) as (app, pilot):
        sign_in_beforehand(app)
        assert app.onboarding is not None
        apply_all(app.onboarding)
        app.go_to("organization")
        await pilot.pause()
        await until(pilot, lambda: "consolidated billing" in words(app, "#found"))
        assert "has to approve the switch to all features" in words(app, "#found")
        assert "accept-handshake" in words(app, "#found")
        assert app.screen.query_one("#copy").display


async def test_the_permissions_a_setup_needs_can_be_copied_before_signing_in(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        app.go_to("review")
        await pilot.pause()
        await pilot.click("#permissions")
        await pilot.pause()
        assert "orgwizard permissions acme" in screen_text(app)
        assert '"Version": "2012-10-17"' in screen_text(app)
