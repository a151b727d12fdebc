"""The README's short film: frames of the real program at a rehearsal, one after the other in one SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from screens.app import OrgwizardApp
from screens.runs.run_view import RowState, RunView
from tests.rehearsing import rehearsals
from tests.screens.faces import point_at, rest, sign_in, until

SIZE = (120, 34)
SECONDS = 4
"""For which each frame stands."""
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
BACKGROUND = "#10141b"
"""Of the dark theme, which fills the frame before anything is drawn."""
LEFT_OUT = (
    re.compile(r"<!--.*?-->|@font-face \{.*?\}", re.DOTALL),  # the font would be fetched from elsewhere
    re.compile(r'<clipPath id="[^"]*line[^"]*">.*?</clipPath>', re.DOTALL),  # no line is longer than the screen
    re.compile(r' clip-path="url\(#[^)]*line[^)]*\)"'),
    re.compile(rf'<rect fill="{BACKGROUND}"[^>]*/>'),
    re.compile(r"<text[^>]*>(?:&#160;|\s)*</text>"),
)
"""What a picture does not need, and would be nine tenths of it."""


def drawing(app: OrgwizardApp, title: str) -> str:
    """What is on the screen, as an SVG that fetches nothing."""
    drawn = app.export_screenshot(title=f"orgwizard: {title}", simplify=True)
    for each in LEFT_OUT:
        drawn = each.sub("", drawn)
    drawn = drawn.replace("&#160;", "\N{NO-BREAK SPACE}").replace('fill="#292929"', f'fill="{BACKGROUND}"')
    return "\n".join(line.strip() for line in drawn.splitlines() if line.strip())


def film(frames: list[str]) -> str:
    """All frames in one picture, each shown for a while; only the first for whoever wants nothing to move."""
    size = VIEW.search(frames[0])
    assert size is not None, "Textual draws with a view box"
    share = 100 / len(frames)
    styles = (
        f".frame{{visibility:hidden;animation:shown {SECONDS * len(frames)}s step-end infinite}}"
        f"@keyframes shown{{0%{{visibility:visible}}{share:.3f}%{{visibility:hidden}}}}"
        "#frame-0{visibility:visible}"
        "@media (prefers-reduced-motion:reduce){.frame{animation:none}}"
    )
    shown = "\n".join(
        f'<g class="frame" id="frame-{number}" style="animation-delay:{number * SECONDS}s">\n{frame}\n</g>'
        for number, frame in enumerate(frames)
    )
    view = f'viewBox="0 0 {size[1]} {size[2]}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>\n<style>{styles}</style>\n{shown}\n</svg>\n'


async def play(home: Path) -> str:
    """From the first key to the accounts, as a person would."""
    frames: list[str] = []
    app = OrgwizardApp(rehearsals(home), "acme")
    async with app.run_test(size=SIZE) as pilot:
        await rest(pilot)
        await _plan(app, pilot, lambda title: frames.append(drawing(app, title)))
        await _build(app, pilot, lambda title: frames.append(drawing(app, title)))
    return film(frames)


async def _plan(app: OrgwizardApp, pilot: Pilot[int], keep: Callable[[str], None]) -> None:
    keep("what it is")
    await pilot.press("enter")
    await rest(pilot)
    await pilot.press("enter")
    await rest(pilot)
    await pilot.press(*"444455556666")
    await rest(pilot)
    keep("the account in use")
    await pilot.press("enter")
    await rest(pilot)
    await pilot.press("ctrl+n")
    await rest(pilot)
    await pilot.press("ctrl+n", "ctrl+n")
    await until(pilot, lambda: app.onboarding is not None)
    await rest(pilot)
    app.go_to("structure")
    await rest(pilot)
    await point_at(app, pilot, "#tree", "production")
    keep("Structure")


async def _build(app: OrgwizardApp, pilot: Pilot[int], keep: Callable[[str], None]) -> None:
    await sign_in(app, pilot)
    keep("Sign in")
    app.go_to("review")
    await until(pilot, lambda: app.plan is not None)
    await point_at(app, pilot, "#changes", "Create the organization")
    keep("Review")
    await pilot.click("#approve")
    await rest(pilot)
    await pilot.press(*"acme")
    await rest(pilot)
    keep("the approval")
    await pilot.press("enter")
    await until(pilot, lambda: app.run_view is not None and _half_done(app.run_view))
    keep("Apply")
    await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
    app.go_to("finish")
    await rest(pilot)
    await point_at(app, pilot, "#accounts", "production")
    keep("Finish")


def _half_done(view: RunView) -> bool:
    return 2 * view.count(RowState.DONE) >= len(view.changes)
