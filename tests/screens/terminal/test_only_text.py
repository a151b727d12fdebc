"""What AWS or a file calls things is drawn by many widgets, and none of it reaches the terminal as a command."""

from __future__ import annotations

from pathlib import Path

from rich.segment import ControlType, Segment
from textual.color import Color

from screens.app import OrgwizardApp
from screens.terminal.only_text import OnlyText
from tests.hostile import HALF, HOSTILE, hostile_world, text
from tests.screens.faces import LARGE, opened, sign_in_beforehand, until, walk

BLACK = Color(0, 0, 0)


def drawn(app: OrgwizardApp) -> str:
    """Everything that is on its way to the terminal as text."""
    strips = app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip if not segment.control)


async def test_no_page_sends_a_name_that_the_terminal_would_obey(tmp_path: Path) -> None:
    hostile_world(tmp_path)
    shown: dict[str, str] = {}
    async with opened(tmp_path, size=LARGE) as (app, pilot):
        sign_in_beforehand(app)
        async for page in walk(app, pilot):
            if page in ("organization", "review"):
                assert app.onboarding is not None
                await until(pilot, lambda: app.onboarding is not None and app.onboarding.observed is not None)
                await until(pilot, lambda: not getattr(app.screen, "asking", False))
            await pilot.pause()
            shown[page] = drawn(app)
        app.notify(text(), markup=False)
        await pilot.pause()
        shown["a notice"] = drawn(app)

    obeyed = {page: {sign for sign in told if not sign.isprintable()} for page, told in shown.items()}
    assert not any(obeyed.values())
    assert any("[31mR" in told for told in shown.values())
    assert "[31mR" in shown["a notice"]


def test_a_name_takes_the_room_that_it_was_laid_out_with() -> None:
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    names = [Segment(each) for each in (*HOSTILE, HALF, "plain", "soft\xadhyphen")]

    through = OnlyText().apply([control, *names], BLACK)

    assert through[0] is control
    assert [segment.cell_length for segment in through[1:]] == [segment.cell_length for segment in names]
    assert all(segment.text.isprintable() for segment in through[1:])
