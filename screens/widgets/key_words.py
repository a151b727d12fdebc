"""The keys of a screen, with what they do, as they are written for people."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import Screen

KEY_NAMES = {
    "escape": "Esc",
    "question_mark": "?",
    "exclamation_mark": "!",
    "delete": "Delete",
    "backspace": "Backspace",
    "space": "Space",
    "left": "Left",
    "right": "Right",
    "ctrl+n": "Ctrl+N",
    "ctrl+y": "Ctrl+Y",
    "ctrl+z": "Ctrl+Z",
}
"""How a key is written for people, where it is not its own sign."""


def keys_of(screen: Screen[object]) -> tuple[tuple[str, str], ...]:
    """Each key that the screen has words for."""
    found: dict[str, list[str]] = {}
    for kind in type(screen).__mro__:
        if kind is Screen:
            break
        for binding in vars(kind).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.description and not binding.key.isdigit():
                found.setdefault(binding.description, []).extend(binding.key.split(","))
    return tuple((", ".join(KEY_NAMES.get(key, key) for key in keys), words) for words, keys in found.items())
