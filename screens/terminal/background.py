"""Asks the terminal for its background, without waiting for the answer: it comes among the keys, or never.

OSC 11 with a question mark (xterm, control sequences) is answered with `ESC ] 11 ; rgb:RRRR/GGGG/BBBB` and an end.
"""

from __future__ import annotations

import re

QUESTION = "\x1b]11;?\x1b\\"
_ANSWER = re.compile(
    r"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]*)?(?:\x07|\x1b\\)?"
)


def says_light(sequence: str) -> bool | None:
    """Whether dark text is easier to read on the background that is told here; None where none is told."""
    told = _ANSWER.fullmatch(sequence)
    if told is None:
        return None
    red, green, blue = (int(part, 16) / (16.0 ** len(part) - 1) for part in told.groups())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5
