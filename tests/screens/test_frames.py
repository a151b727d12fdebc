"""What each page and dialogue looks like, as plain text, and an audit of each: everything that can be done is in sight
and reached by Tab, and what has the focus is in sight.

The frames lie in `tests/screens/frames`. After a change that is meant, WRITE_FRAMES=1 writes them anew; read the diff.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.app import OrgwizardApp
from screens.dialogues.questions import edit_account
from screens.widgets.act import Act
from screens.widgets.dialogue import Dialogue
from tests.rehearsing import suggested
from tests.screens.faces import PAGE_KEYS, rest, screen_text, wizard
from tests.screens.test_sizes import fits

FRAMES = Path(__file__).parent / "frames"
SIZES = [(60, 20), (80, 24), (120, 40)]
WRITING = bool(os.environ.get("WRITE_FRAMES"))


@asynccontextmanager
async def at(home: Path, size: tuple[int, int]) -> AsyncIterator[tuple[OrgwizardApp, Pilot[int]]]:
    async with wizard(home, suggested("444455556666"), size=size) as (app, pilot):
        yield app, pilot


def looks_as_before(shown: str, size: tuple[int, int], name: str) -> None:
    file = FRAMES / f"{size[0]}x{size[1]}" / f"{name}.txt"
    shown += "\n"
    if WRITING:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8"), f"{name} at {size} looks different; see {file}"


def audit(app: OrgwizardApp, shown: str, size: tuple[int, int], name: str) -> None:
    lines = shown.splitlines()
    assert len(lines) <= size[1], name
    assert all(len(line) <= size[0] for line in lines), name
    reached = set(app.screen.focus_chain)
    for act in app.screen.query(Act):
        if act.display and act.region.width:
            assert act in reached, (name, act.words)
            assert app.screen.region.contains_region(act.region), (name, act.words)
            assert act.words in "\n".join(lines), (name, act.words)
    focused = app.screen.focused
    assert focused is not None, name
    assert app.screen.region.overlaps(focused.region), name


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_page_and_dialogue_looks_as_it_should(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at(tmp_path, size) as (app, pilot):
        for page in PAGE_KEYS:
            app.go_to(page)
            await rest(pilot)
            shown = screen_text(app)
            fits(app, shown, size, page)
            audit(app, shown, size, page)
            looks_as_before(shown, size, page)
        app.go_to("structure")
        await rest(pilot)
        for key, name in (("f2", "menu"), ("f1", "help"), ("t", "template"), ("u", "unit"), ("p", "paste")):
            await pilot.press(key)
            await rest(pilot)
            assert isinstance(app.screen, Dialogue), name
            shown = screen_text(app)
            audit(app, shown, size, name)
            looks_as_before(shown, size, name)
            await pilot.press("escape")
            await rest(pilot)
            assert app.page_key == "structure", name
        assert app.onboarding is not None
        app.push_screen(edit_account(app.onboarding.setup, 2))
        await rest(pilot)
        shown = screen_text(app)
        audit(app, shown, size, "account")
        looks_as_before(shown, size, "account")
