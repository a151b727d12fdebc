"""Every word can be read in every theme, the one that was chosen comes back, and a light terminal is noticed."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from textual.color import Color

from screens.app import OrgwizardApp
from screens.terminal.background import says_light
from screens.terminal.input_gate import InputGate
from screens.terminal.themes import CONTRAST, DARK, LIGHT, MONOCHROME, TERMINAL
from state.saved.preferences import Preferences, read_preferences, write_preferences
from tests.rehearsing import rehearsals

LEAST = 4.5
"""To one: WCAG 2.2, 1.4.3, for text of any size."""
TEXT = ("title", "body", "muted", "accent", "good", "invite", "forever", "cost", "bad")
GROUNDS = ("background", "panel", "row")
PAIRS = (
    *product(TEXT, GROUNDS),
    ("tint-text", "tint"),
    ("fill-text", "fill"),
    ("row-text", "row"),
    ("title", "raised"),
    ("body", "raised"),
    ("muted", "raised"),
    ("title", "tint"),
    ("band-text", "band"),
    ("wrong-text", "wrong"),
)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""

    def luminance(colour: str) -> float:
        parts = [value / 255 for value in Color.parse(colour).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])

    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=["dark", "light", "contrast"])
def test_every_pair_of_colours_that_carries_a_word_can_be_read(theme: dict[str, str]) -> None:
    poor = {
        f"{text} on {ground}": round(contrast(theme[text], theme[ground]), 2)
        for text, ground in PAIRS
        if contrast(theme[text], theme[ground]) < LEAST
    }

    assert poor == {}


def test_every_theme_knows_every_name() -> None:
    assert set(DARK) == set(LIGHT) == set(CONTRAST) == set(TERMINAL) == set(MONOCHROME)


async def test_colours_are_chosen_once_and_kept_for_the_next_start(tmp_path: Path) -> None:
    app = OrgwizardApp(rehearsals(tmp_path))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "dark"
        app.menu_chosen("theme:light")

    assert OrgwizardApp(rehearsals(tmp_path)).theme == "light"


async def test_a_light_terminal_gets_light_colours_unless_others_were_chosen(tmp_path: Path) -> None:
    for chosen, theme in (("", "light"), ("contrast", "contrast")):
        write_preferences(tmp_path, Preferences(chosen))
        app = OrgwizardApp(rehearsals(tmp_path))
        async with app.run_test() as pilot:
            app.hear_background(True)
            await pilot.pause()
            assert app.theme == theme
        assert read_preferences(tmp_path) == Preferences(chosen, light_terminal=True)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"theme": 3, "light_terminal": "yes"}', b"\xff"])
def test_damaged_preferences_keep_nobody_from_starting(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "preferences.json").write_bytes(damage)

    assert OrgwizardApp(rehearsals(tmp_path)).theme == "dark"


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", True),
        ("\x1b]11;rgb:fd/f6/e3\x07", True),
        ("\x1b]11;rgb:1010/1414/1b1b\x1b\\", False),
        ("\x1b]11;rgba:0000/0000/0000/ffff\x1b\\", False),
        ("\x1b]10;rgb:ffff/ffff/ffff\x1b\\", None),
        ("\x1b]11;?\x1b\\", None),
    ],
)
def test_the_terminals_answer_is_understood_and_never_typed(answer: str, light: bool | None) -> None:
    told: list[bool] = []
    gate = InputGate(told.append)

    assert gate.let_through(f"a{answer[:9]}", 0.0) + gate.let_through(f"{answer[9:]}b", 0.01) == "ab"
    assert told == ([] if light is None else [light])
    assert says_light(answer) is light
