"""What stands in front of a page is left once, however fast somebody presses."""

from __future__ import annotations

from pathlib import Path

from screens.widgets.dialogue import Choice, ChoiceDialogue
from screens.widgets.leaving import Palette
from tests.rehearsing import small
from tests.screens.faces import until, wizard


async def test_a_second_answer_that_was_on_its_way_already_is_nothing(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        answers: list[str | None] = []
        dialogue = ChoiceDialogue("Which?", "One of them.", (Choice("a", "A"), Choice("b", "B")))
        app.push_screen(dialogue, answers.append)
        await pilot.pause()
        dialogue.dismiss("a")
        dialogue.dismiss("b")
        await until(pilot, lambda: app.page_key == "structure")
        dialogue.dismiss("b")
        await pilot.pause()

        assert answers == ["a"]
        assert app.page_key == "structure"


async def test_the_list_of_commands_may_be_left_twice(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        palette = app.screen
        assert isinstance(palette, Palette)
        palette.dismiss()
        palette.dismiss()
        await until(pilot, lambda: app.page_key == "structure")
