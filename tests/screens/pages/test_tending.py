"""An account that exists gets another name, address or unit, or is closed, from the wizard; each is explained first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from screens.app import OrgwizardApp
from state.observed import Account
from tests.rehearsing import apply_all, signed_in, small
from tests.screens.faces import opened, screen_text, sign_in, until, words

SETUP = replace(small(), invitations=())


@asynccontextmanager
async def finished(home: Path, page: str) -> AsyncIterator[tuple[OrgwizardApp, Pilot[int]]]:
    """A setup that was applied, open on a page, with shop highlighted and its dialogue open."""
    with signed_in(home, SETUP) as onboarding:
        apply_all(onboarding)
    async with opened(home) as (app, pilot):
        await sign_in(app, pilot)
        app.go_to("organization")
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.observed is not None)
        app.go_to(page)
        await pilot.pause()
        await pilot.press(*["down"] * (1 if page == "finish" else 0), "o")
        await until(pilot, lambda: "Another name" in said(app))
        yield app, pilot


def said(app: OrgwizardApp) -> str:
    return words(app, "#aside Static") if app.screen.query("#aside") else ""


def shop(app: OrgwizardApp) -> Account:
    assert app.onboarding is not None
    assert app.onboarding.observed is not None
    return next(each for each in app.onboarding.observed.accounts if "shop" in each.account_name)


async def approve(app: OrgwizardApp, pilot: Pilot[int], name: str) -> str:
    """What was told before it, once `name` is typed."""
    await until(pilot, lambda: bool(app.screen.query("#typed")))
    told = words(app, "#confirm-text Static")
    await pilot.press(*name, "enter")
    return told


async def test_from_finish_a_code_is_sent_asked_for_and_changes_the_address(tmp_path: Path) -> None:
    async with finished(tmp_path, "finish") as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: bool(app.screen.query("#v0")))
        await pilot.press(*"bank@x", "enter")
        assert "bank@x" in screen_text(app)
        assert app.screen.query("#v0.-error")
        await pilot.press("end", *["backspace"] * 6, *"new@acme.example", "enter")
        assert "AWS sends a code to new@acme.example" in await approve(app, pilot, "acme")

        await until(pilot, lambda: bool(app.screen.query("#v1")))
        await pilot.press(*"a1b2c3", "enter")
        await approve(app, pilot, "acme")
        await until(pilot, lambda: "1 of 1 done" in said(app) and "new@acme.example" in said(app))

        assert shop(app).email == "new@acme.example"
        assert app.onboarding is not None
        assert "new@acme.example" in [each.email for each in app.onboarding.setup.accounts]


async def test_from_accounts_nothing_moves_unasked_and_one_is_closed_by_its_own_name_only(tmp_path: Path) -> None:
    async with finished(tmp_path, "accounts") as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: bool(app.screen.query("#choices")))
        await pilot.press("home", "enter")
        await until(pilot, lambda: bool(app.screen.query("#typed")))
        assert "to Root, at once and at no cost" in words(app, "#confirm-text Static")
        await pilot.press("escape")
        assert "Another name" in said(app)
        assert shop(app).unit_path != "Root"

        name = shop(app).account_name
        await pilot.press("x")
        told = await approve(app, pilot, "acme")
        assert "is gone for ever" in told
        assert "That is not the name" in screen_text(app)
        await pilot.press(*["backspace"] * 4, *name, "enter")
        await until(pilot, lambda: "1 of 1 done" in said(app) and "Another name" in said(app))

        assert shop(app).state != "ACTIVE"
        assert app.onboarding is not None
        assert name not in [each.account_name for each in app.onboarding.setup.accounts]
