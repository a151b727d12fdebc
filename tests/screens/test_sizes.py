"""Complete at 80x24, better at 120x40, usable at 60x20; below that the wizard says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Footer

from screens.too_small import TooSmall
from screens.widgets.act import Act
from screens.widgets.stepper import StepList, StepStrip
from tests.screens.faces import STEPS, screen_text, wizard

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_button_of_every_step_is_in_view(tmp_path: Path, step: str, size: tuple[int, int]) -> None:
    async with wizard(tmp_path, size=size) as (app, pilot):
        app.go_to(step)
        await pilot.pause()
        await pilot.pause()
        for button in app.screen.query(Act):
            if button.display and size >= (80, 24):
                assert button.region.width > 0, button.words
                assert app.screen.region.contains_region(button.region), button.words
                assert str(button.label) in screen_text(app)
        assert app.screen.query_one(Footer).region.bottom == size[1]
        assert app.screen.query_one("#body").region.height >= 10


@pytest.mark.parametrize("step", STEPS)
async def test_the_hint_line_says_what_the_focus_is_for(tmp_path: Path, step: str) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.go_to(step)
        await pilot.pause()
        await pilot.pause()
        assert app.screen.focused is not None
        assert str(app.screen.query_one("#hint").render()).strip()


async def test_the_stepper_is_a_list_from_100_columns_on_and_else_a_line(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=(80, 24)) as (app, pilot):
        assert app.screen.query_one(StepStrip).display
        assert not app.screen.query_one(StepList).display
        await pilot.resize_terminal(100, 24)
        await pilot.pause()
        assert not app.screen.query_one(StepStrip).display
        assert app.screen.query_one(StepList).display


@pytest.mark.parametrize("step", STEPS)
async def test_no_size_is_too_much_for_a_step(tmp_path: Path, step: str) -> None:
    async with wizard(tmp_path, size=(120, 40)) as (app, pilot):
        app.go_to(step)
        for size in ((60, 20), (59, 20), (12, 4), (1, 1), (300, 90), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert app.step_key == step


async def test_below_the_smallest_size_plain_mode_is_named(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        await pilot.resize_terminal(59, 20)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "orgwizard --plain" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.step_key == "structure"


@pytest.mark.parametrize("step", STEPS)
async def test_ascii_mode_draws_nothing_but_ascii(tmp_path: Path, step: str) -> None:
    async with wizard(tmp_path, ascii_only=True) as (app, pilot):
        app.go_to(step)
        await pilot.pause()
        await pilot.pause()
        assert [sign for sign in screen_text(app) if not sign.isascii()] == []
