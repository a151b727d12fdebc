"""The colours, by name. Rules and rows use the names only; a test computes the contrast of every pair that is used.

`faint` and `line` are decoration and never carry a word; `fill` carries nothing but `fill-text`; rows are highlighted
with `row`, on which every colour for text stays readable.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = {
    "background": "#10141b", "panel": "#171d27", "raised": "#1b222e", "line": "#39455a", "line-focus": "#8ea2ff",
    "title": "#ffffff", "body": "#c2c9d5", "muted": "#99a4b5", "faint": "#667285", "bar-empty": "#2a3342",
    "accent": "#8ea2ff", "row": "#273466", "row-text": "#ffffff", "tint": "#202a47", "tint-text": "#c8d1ff",
    "fill": "#4357bd", "fill-text": "#ffffff", "good": "#7ed491", "invite": "#6cc5e6", "forever": "#f0b35e",
    "cost": "#e5d07b", "bad": "#f47c82", "band": "#3a2c12", "band-text": "#ffcf85", "wrong": "#5a1f24",
    "wrong-text": "#ffc2c4",
}  # fmt: skip
LIGHT = {
    "background": "#fcfbf8", "panel": "#f0eee8", "raised": "#f0eee8", "line": "#c3c8d0", "line-focus": "#3c50c4",
    "title": "#0c1018", "body": "#323b49", "muted": "#536070", "faint": "#8790a0", "bar-empty": "#d9dde3",
    "accent": "#3c50c4", "row": "#dae1fd", "row-text": "#0c1018", "tint": "#e6e9fa", "tint-text": "#27368f",
    "fill": "#3c50c4", "fill-text": "#ffffff", "good": "#1c7036", "invite": "#0b6c8c", "forever": "#8f5600",
    "cost": "#6d5a00", "bad": "#b3261e", "band": "#fbe7c2", "band-text": "#6b4000", "wrong": "#f9d9d7",
    "wrong-text": "#8c1a14",
}  # fmt: skip
CONTRAST = {
    "background": "#000000", "panel": "#000000", "raised": "#1a1a1a", "line": "#ffffff", "line-focus": "#ffff00",
    "title": "#ffffff", "body": "#ffffff", "muted": "#e6e6e6", "faint": "#bfbfbf", "bar-empty": "#8c8c8c",
    "accent": "#ffff66", "row": "#003a8c", "row-text": "#ffffff", "tint": "#262626", "tint-text": "#ffffff",
    "fill": "#ffff00", "fill-text": "#000000", "good": "#7dff9b", "invite": "#7fe3ff", "forever": "#ffd27f",
    "cost": "#fff3a3", "bad": "#ffb3b3", "band": "#ffd27f", "band-text": "#000000", "wrong": "#ffb3b3",
    "wrong-text": "#000000",
}  # fmt: skip
TERMINAL = dict.fromkeys(DARK, "ansi_default") | {
    "line": "ansi_bright_black", "line-focus": "ansi_bright_blue", "faint": "ansi_bright_black",
    "bar-empty": "ansi_bright_black", "accent": "ansi_bright_blue", "row": "ansi_blue", "row-text": "ansi_bright_white",
    "tint-text": "ansi_bright_blue", "fill": "ansi_blue", "fill-text": "ansi_bright_white", "good": "ansi_green",
    "invite": "ansi_cyan", "forever": "ansi_yellow", "cost": "ansi_yellow", "bad": "ansi_red", "band": "ansi_yellow",
    "band-text": "ansi_black", "wrong": "ansi_red", "wrong-text": "ansi_bright_white",
}  # fmt: skip
MONOCHROME = dict.fromkeys(DARK, "ansi_default") | dict.fromkeys(("row", "fill", "band", "wrong"), "ansi_white")
"""Each background becomes the terminal's reverse video before colours are taken away; see `monochrome`."""

TITLES = {"dark": "Dark", "light": "Light", "contrast": "High contrast", "terminal": "Terminal's colours"}
"""What can be chosen, under the same name in the menu and in the palette."""


def _theme(name: str, colours: dict[str, str], *, dark: bool = True, ansi: bool = False) -> Theme:
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["invite"],
        warning=colours["forever"],
        error=colours["bad"],
        success=colours["good"],
        accent=colours["accent"],
        foreground=colours["body"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["panel"],
        boost=colours["panel"],
        dark=dark,
        ansi=ansi,
        variables=colours | _for_textual(colours),
    )


def _for_textual(colours: dict[str, str]) -> dict[str, str]:
    """Textual's own names for what its widgets draw by themselves."""
    return {
        "input-cursor-background": colours["title"] if colours["title"] != "ansi_default" else "ansi_white",
        "input-cursor-foreground": colours["background"] if colours["title"] != "ansi_default" else "ansi_black",
        "input-selection-background": colours["row"],
        "input-selection-foreground": colours["row-text"],
        "block-cursor-foreground": colours["row-text"],
        "block-cursor-background": colours["row"],
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "scrollbar": colours["line"],
        "scrollbar-hover": colours["accent"],
        "scrollbar-active": colours["accent"],
        "scrollbar-background": colours["background"],
        "scrollbar-background-hover": colours["background"],
        "scrollbar-background-active": colours["background"],
        "scrollbar-corner-color": colours["background"],
        "screen-selection-background": colours["row"],
        "screen-selection-foreground": colours["row-text"],
    }


THEMES = (
    _theme("dark", DARK),
    _theme("light", LIGHT, dark=False),
    _theme("contrast", CONTRAST),
    _theme("terminal", TERMINAL, ansi=True),
    _theme("monochrome", MONOCHROME, ansi=True),
)
NAMES = THEMES[0].variables
"""Every name that a rule may use; there before a theme is chosen."""
