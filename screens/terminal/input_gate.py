"""What a terminal sends, before Textual reads it: keys, pastes and reports that it understands, and nothing else.

Terminals send reports that nobody asked for, late, cut in two or malformed. Textual takes what it does not understand
for typing, so that it would stand in a field and be saved, or ends the program over a number that is too large.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import monotonic

from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS  # there is no public name for the table of keys
from textual._xterm_parser import XTermParser
from textual.message import Message

from screens.terminal.background import says_light

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
SAYS_NOTHING = "\x1b[G"
"""Ends a sequence that Textual has the beginning of already: a key that it leaves out."""
REST_OF_A_PASTE = 1.0
"""Seconds between two parts of one paste, at most; after that its end was lost on the way."""

_SEQUENCE = re.compile(
    r"\x1b\[<(?:[^Mm\x1b]{0,40}(?:[Mm]|(?=\x1b))|[^Mm\x1b]{41})"  # the mouse, also with NaN for a number
    r"|\x1b\[M.{3}"  # the mouse in the old way
    r"|\x1b\[\[[A-E]|\x1b\[[0-9]{1,2}\$"  # keys of the Linux console and of rxvt that break the rules
    r"|\x1b\[(?![<M\[])[0-?]*[ -/]*[@-~]"
    r"|\x1b\[[0-?]+[ -/]*(?=[^ -~])"  # one that was broken off
    r"|\x1b\][0-9]{1,5};[^\x07\x1b]*(?:\x07|\x1b\\|(?=\x1b[^\\]))"  # about colours or the clipboard (OSC)
    r"|\x1b(?:P[>!|$+0-9]|_G)[^\x1b]*(?:\x1b\\|(?=\x1b[^\\]))",  # about the terminal (DCS), or about pictures (APC)
    re.DOTALL,
)
_BEGUN = re.compile(
    r"\x1b(?:\[(?:<[^Mm\x1b]{0,40}|M.{0,2}|\[|[0-?]*[ -/]*)?"
    r"|\](?:[0-9]{1,5}(?:;[^\x07\x1b]*\x1b?)?)?"
    r"|P(?:[>!|$+0-9][^\x1b]*\x1b?)?|_(?:G[^\x1b]*\x1b?)?)?\Z",
    re.DOTALL,
)
_ALSO_A_KEY = ("\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b_")
"""Escape, and Alt with a sign: they cannot wait for what may follow."""
_REPORT = re.compile(
    r"\x1b\[(?:<[0-9]{1,3};-?[0-9]{1,5};-?[0-9]{1,5}[Mm]"
    r"|\?[0-9]{1,5};[0-9]\$y"
    r"|48;[1-9][0-9]{0,3};[1-9][0-9]{0,3};[1-9][0-9]{0,4};[1-9][0-9]{0,4}t"
    r"|[IO])"
)
_KEY = re.compile(r"\x1b\[([0-9]{0,8})(?:;([0-9:]{0,5}))?(?:;([0-9:]{0,40}))?[u~ABCDEFHPQRS]")
_IN_A_PASTE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Colours and control characters, which no text has."""


class InputGate:
    """Remembers what was begun in one piece of input and goes on in the next."""

    def __init__(self, on_background: Callable[[bool], None] | None = None) -> None:
        """`on_background` hears whether the terminal's background is light, when the terminal says so."""
        self._on_background = on_background
        self._held = ""
        """A sequence whose end has not come."""
        self._let_through = 0
        """How many characters of it were let through already."""
        self._pasting = False
        self._last = 0.0

    def let_through(self, text: str, now: float) -> str:
        """What of `text` Textual may read. `now` is in seconds, from any beginning."""
        waited, self._last = now - self._last, now
        if self._held and waited > constants.ESCAPE_DELAY and not self._pasting:
            self._held, self._let_through = "", 0
        text, through, self._held, self._let_through = self._held + text, self._let_through, "", 0
        lost = PASTE_ENDS if self._pasting and waited > REST_OF_A_PASTE else ""
        self._pasting = self._pasting and not lost
        return lost + "".join(self._parts(text, through))

    def _parts(self, text: str, through: int) -> Iterator[str]:
        at = 0
        while at < len(text):
            if self._pasting:
                part, at = self._pasted(text, at)
                yield part
            elif text[at] != "\x1b":
                end = text.find("\x1b", at)
                end = end if end >= 0 else len(text)
                yield text[at:end]
                at = end
            elif (whole := _SEQUENCE.match(text, at)) is not None:
                at = whole.end()
                yield self._judged(whole[0], through)
            elif _BEGUN.match(text, at) is not None:
                yield self._hold(text[at:], through)
                return
            else:
                yield text[at + through : at + 1]
                at += 1
            through = 0

    def _judged(self, sequence: str, through: int) -> str:
        if sequence == PASTE_BEGINS:
            self._pasting = True
        if self._on_background is not None and (light := says_light(sequence)) is not None:
            self._on_background(light)
        if understood(sequence):
            return sequence[through:]
        return SAYS_NOTHING[through:] if through and SAYS_NOTHING.startswith(sequence[:through]) else ""

    def _hold(self, begun: str, through: int) -> str:
        self._held, self._let_through = begun, len(begun) if begun in _ALSO_A_KEY else through
        return begun[through : self._let_through]

    def _pasted(self, text: str, at: int) -> tuple[str, int]:
        """Up to the end of the paste, or to what may be the beginning of its end."""
        end = text.find(PASTE_ENDS, at)
        if end >= 0:
            self._pasting = False
            return _IN_A_PASTE.sub("", text[at:end]) + PASTE_ENDS, end + len(PASTE_ENDS)
        begun = text.rfind("\x1b", at)
        if begun >= 0 and PASTE_ENDS.startswith(text[begun:]):
            self._held = text[begun:]
            return _IN_A_PASTE.sub("", text[at:begun]), len(text)
        return _IN_A_PASTE.sub("", text[at:]), len(text)


def understood(sequence: str) -> bool:
    """Whether Textual reads this as what it is, and survives it."""
    if sequence in ANSI_SEQUENCES_KEYS or sequence in (PASTE_BEGINS, PASTE_ENDS):
        return True
    if _REPORT.fullmatch(sequence):
        return True
    key = _KEY.fullmatch(sequence)
    return key is not None and all(_characters(group) for group in (key[1], key[3])) and _small(key[2])


def _characters(group: str | None) -> bool:
    """Numbers of characters, with colons between them."""
    numbers = [int(part) for part in (group or "").split(":") if part]
    return all(number < 0xD800 or 0xDFFF < number <= 0x10FFFF for number in numbers)


def _small(modifiers: str | None) -> bool:
    """One number of a few digits: Textual reads no kinds of events behind a colon."""
    return not modifiers or (modifiers.isdigit() and len(modifiers) <= 3)


class GatedParser(XTermParser):
    """Textual's parser behind the gate."""

    def __init__(self, debug: bool = False, on_background: Callable[[bool], None] | None = None) -> None:
        self._gate = InputGate(on_background)
        super().__init__(debug)

    def feed(self, data: str) -> Iterator[Message]:
        """Nothing at all means the end of the input; a piece of which nothing is left does not."""
        let_through = self._gate.let_through(data, monotonic()) if data else ""
        if let_through or not data:
            yield from super().feed(let_through)
