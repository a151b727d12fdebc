"""The wizard in a test: the real onboardings on the simulated AWS, driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.widgets import Static

from screens.app import OrgwizardApp
from screens.widgets.at_rest import REST
from screens.widgets.listing import Listing
from screens.widgets.reading import Reading
from state.setup import Setup
from tests.rehearsing import rehearsals, small
from tests.screens import spared

spared.take_effect()

PATIENCE = 60.0
"""Seconds; a loaded machine is slow, and a test that fails has all the time it wants."""
SMALL, LARGE = (80, 24), (120, 40)
PAGE_KEYS = (
    "structure",
    "sign-in",
    "organization",
    "invitations",
    "accounts",
    "people",
    "guardrails",
    "review",
    "apply",
    "finish",
)


@asynccontextmanager
async def wizard(
    home: Path,
    setup: Setup | None = None,
    *,
    size: tuple[int, int] = SMALL,
    scenario: str = "",
    ascii_only: bool = False,
) -> AsyncIterator[tuple[OrgwizardApp, Pilot[int]]]:
    """The wizard with a setup open, at its first step."""
    rehearsals(home, scenario).begin(setup or small()).close()
    async with opened(home, scenario, size=size, ascii_only=ascii_only) as (app, pilot):
        yield app, pilot


@asynccontextmanager
async def opened(
    home: Path, scenario: str = "", *, size: tuple[int, int] = SMALL, ascii_only: bool = False
) -> AsyncIterator[tuple[OrgwizardApp, Pilot[int]]]:
    """The wizard with the setup acme, which is saved already, at its first step."""
    onboardings = rehearsals(home, scenario)
    app = OrgwizardApp(onboardings, onboarding=onboardings.resume("acme"), ascii_only=ascii_only)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        yield app, pilot


async def sign_in(app: OrgwizardApp, pilot: Pilot[int], *, fit: bool = True) -> None:
    """Sign in as the first identity and confirm it, on the screen; who is not `fit` cannot be confirmed."""
    app.go_to("sign-in")
    await until(pilot, lambda: app.screen.focused is not None and app.screen.focused.id == "sources")
    await pilot.press("enter")
    await until(pilot, lambda: app.onboarding is not None and app.onboarding.identity is not None)
    await until(pilot, lambda: not getattr(app.screen, "asking", False))
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()
    assert app.onboarding is not None
    assert app.onboarding.identity_confirmed is fit


def sign_in_beforehand(app: OrgwizardApp, *, fit: bool = True) -> None:
    """The same where the page on which it is done is not the point; the next page shown knows of it."""
    assert app.onboarding is not None
    app.onboarding.sign_in(app.onboarding.credential_sources()[0])
    if fit:
        app.onboarding.confirm_identity()


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Let the workers finish and the messages through until something holds."""
    deadline = monotonic() + PATIENCE
    waited = False
    while not holds():
        assert monotonic() < deadline, "it never came to hold"
        await asyncio.sleep(0.01)
        waited = True
    if waited:
        await pilot.pause()


async def walk(app: OrgwizardApp, pilot: Pilot[int]) -> AsyncIterator[str]:
    """Every step, one after the other."""
    for page in PAGE_KEYS:
        app.go_to(page)
        await pilot.pause()
        await pilot.pause()
        yield page


def words(app: OrgwizardApp, selector: str) -> str:
    """What a pane of text or a line shows."""
    widget = app.screen.query_one(selector)
    shown = widget.query_one(Static) if isinstance(widget, Reading) else widget
    assert isinstance(shown, Static)
    return str(shown.visual)


def in_sight(app: OrgwizardApp, selector: str) -> str:
    """The words of a widget that are on the screen, its lines joined: what is cut off or scrolled away is missing."""
    region = app.screen.find_widget(app.screen.query_one(selector)).visible_region
    lines = screen_text(app).splitlines()[region.y : region.bottom]
    return " ".join(" ".join(line[region.x : region.right].split()) for line in lines).strip()


def rows(app: OrgwizardApp, selector: str) -> list[str]:
    """Every row of a list, one line each, whether it is in sight or not."""
    return [" ".join(str(option.prompt).split()) for option in app.screen.query_one(selector, Listing).options]


async def point_at(app: OrgwizardApp, pilot: Pilot[int], selector: str, text: str) -> None:
    """Put the highlight on the first row that has `text`."""
    listing = app.screen.query_one(selector, Listing)
    listing.focus()
    listing.highlighted = next(number for number, row in enumerate(rows(app, selector)) if text in row)
    await rest(pilot)


async def rest(pilot: Pilot[int]) -> None:
    """Until the highlight has rested, so that what it means is written."""
    await pilot.pause(REST + 0.01)
    await pilot.pause()


def screen_text(app: OrgwizardApp) -> str:
    """The whole screen as plain lines."""
    visible_screen_stack.set(app._background_screens)  # a dialogue is drawn over the page behind it
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)
