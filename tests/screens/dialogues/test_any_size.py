"""The menu opens at any size that a terminal can have, and what is below it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import sample
from tests.screens.faces import wizard


@pytest.mark.parametrize("size", sample([(8, 24), (10, 5), (1, 1), (80, 3)], 2, 1))
async def test_the_menu_and_the_help_open_and_close_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with wizard(tmp_path) as (app, pilot):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        for key in ("f2", "f1"):
            await pilot.press(key)
            await pilot.pause()
            await pilot.press("escape")
            await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.page_key == "structure"
