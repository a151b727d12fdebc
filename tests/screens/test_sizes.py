"""Complete at 80x24, better at 120x40, usable at 60x20; below that the wizard says so."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from screens.app import OrgwizardApp
from screens.dialogues.too_small import TooSmall
from screens.widgets.act import Act
from screens.widgets.dialogue import Choice, ChoiceDialogue
from screens.widgets.field import Field
from screens.widgets.keyline import KeyLine
from screens.widgets.stepper import PageStrip
from tests.rehearsing import small
from tests.screens.faces import screen_text, until, walk, wizard, words

SMALLEST = (60, 20)
"""What fits there fits everywhere; `test_frames` looks at the larger ones."""


async def test_every_page_fits_and_has_a_hint_for_what_has_the_focus_and_a_label_for_each_input(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), size=SMALLEST, ascii_only=True) as (app, pilot):
        async for page in walk(app, pilot):
            shown = screen_text(app)
            fits(app, shown, SMALLEST, page)
            assert words(app, "#hint").strip(), page
            assert [sign for sign in shown if not sign.isascii()] == [], page
            for field in app.screen.query(Field):
                assert field.label
                assert field.hint
            assert all(any(isinstance(node, Field) for node in each.ancestors) for each in app.screen.query(Input))


def fits(app: OrgwizardApp, shown: str, size: tuple[int, int], page: str) -> None:
    """Every button is in sight as a whole, the keys are the last line, and there is room for the page itself."""
    for button in app.screen.query(Act):
        if button.display:
            assert button.region.width > 0, (page, button.words)
            assert app.screen.region.contains_region(button.region), (page, button.words)
            assert str(button.label) in shown, (page, button.words)
    assert app.screen.query_one(KeyLine).region.bottom == size[1], page
    assert app.screen.query_one("#body").region.height >= 10, page
    assert app.screen.focused is not None, page


async def test_the_stepper_is_a_list_from_100_columns_on_and_else_a_line(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), size=(80, 24)) as (app, pilot):
        assert app.screen.query_one(PageStrip).display
        assert not app.screen.query_one("#rail").display
        await pilot.resize_terminal(100, 24)
        await pilot.pause()
        assert not app.screen.query_one(PageStrip).display
        assert app.screen.query_one("#rail").display


async def test_no_size_is_too_much_for_a_step(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), size=(80, 24)) as (app, pilot):
        async for page in walk(app, pilot):
            for size in ((1, 1), *([(300, 90)] if page == "review" else []), (80, 24)):
                await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.page_key == page


async def test_below_the_smallest_size_plain_mode_is_named(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        await pilot.resize_terminal(59, 20)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "orgwizard --plain" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.page_key == "structure"


async def test_nothing_is_opened_where_there_is_no_room_for_it_and_what_stands_there_can_be_left(
    tmp_path: Path,
) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        for columns in (8, 10):
            await pilot.resize_terminal(columns, 24)
            await pilot.press("f2", "f1", "ctrl+p", "ctrl+n", "escape")
            await pilot.pause()
            assert isinstance(app.screen, TooSmall), columns
        app.push_screen(ChoiceDialogue("The sign-in has ended", "It ends whenever it likes.", (Choice("a", "Again"),)))
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.press("escape")
        await until(pilot, lambda: app.page_key == "structure")
