"""Asks the terminal for its background, without waiting for the answer: it comes among the keys, or never.

OSC 11 with a question mark (xterm, control sequences) is answered with `ESC ] 11 ; rgb:RRRR/GGGG/BBBB` and an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable

QUESTION = "\x1b]11;?\x1b\\"
_ANSWER = re.compile(r"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)[0-9a-fA-F/]*(?:\x07|\x1b\\)")
_BEGUN = re.compile(r"\x1b\]11;[^\x07\x1b]{0,40}\x1b?$")


class Answers:
    """Takes the terminal's answers out of what is typed."""

    def __init__(self, told: Callable[[bool], None]) -> None:
        """`told` hears whether the background is light. It is called in the thread that reads the terminal."""
        self._told = told
        self._begun = ""

    def without(self, text: str) -> str:
        """`text` without answers; one that has only begun is held back until its end comes."""
        text, self._begun = self._begun + text, ""
        for found in _ANSWER.finditer(text):
            self._told(is_light(*found.groups()))
        text = _ANSWER.sub("", text)
        if begun := _BEGUN.search(text):
            text, self._begun = text[: begun.start()], begun.group()
        return text


def is_light(red: str, green: str, blue: str) -> bool:
    """Whether dark text is easier to read on this colour; each part is one to four hexadecimal digits."""
    parts: list[float] = [int(part, 16) / (16.0 ** len(part) - 1) for part in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 0.5
