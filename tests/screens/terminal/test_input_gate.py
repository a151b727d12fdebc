"""What terminals send by themselves is never typing, and no byte of theirs ends the program."""

from __future__ import annotations

from random import Random

import pytest
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser

from screens.terminal.input_gate import PASTE_BEGINS, PASTE_ENDS, GatedParser, InputGate

REPORTS = (
    "\x1b[<32;NaN;NaNM",
    "\x1b[<0;undefined;1m",
    "\x1b[<35;99999999999999;1M",
    "\x1b[M \xe9\xff",
    "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1b]52;c;c2VjcmV0\x07",
    "\x1b[?62;22c",
    "\x1b[>0;276;0c",
    "\x1bP>|XTerm(370)\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1b[999999999999C",
    "\x1b[55296u",
    "\x1b[97:65;1u",
    "\x1b[97;1:3u",
    "\x1b[48;0;0;0;0t",
    "\x1b[48;99999;99999;1;1t",
    "\x1b[;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;A",
)


def let_through(*pieces: str, apart: float = 0.01) -> str:
    """What passes of pieces that come so many seconds apart."""
    gate = InputGate()
    return "".join(gate.let_through(piece, 1 + number * apart) for number, piece in enumerate(pieces))


def read(*pieces: str) -> list[events.Key | events.Paste]:
    """Keys and pastes, as Textual's own parser reads what passed."""
    found = XTermParser().feed(let_through(*pieces))
    return [event for event in found if isinstance(event, events.Key | events.Paste)]


def typed(*pieces: str) -> list[str]:
    """What would stand in a field."""
    return [event.key if isinstance(event, events.Key) else event.text for event in read(*pieces)]


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_a_report_that_nobody_understands_is_not_typed(report: str) -> None:
    assert typed("a" + report + "b") == ["a", "b"]
    assert typed("a", report, "b") == ["a", "b"]


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_a_report_that_comes_in_two_pieces_is_not_typed_either(report: str) -> None:
    for cut in range(1, len(report)):
        if report[:cut] not in ("\x1b]", "\x1bP", "\x1b_"):  # these are keys with Alt, which wait for nothing
            assert typed(report[:cut], report[cut:], "b") == ["b"], cut


def test_the_beginning_of_a_report_swallows_nothing_that_is_typed_later() -> None:
    assert let_through("\x1b[<32;1", "michaela", apart=1) == "michaela"
    assert let_through("\x1b]11;rgb:00", "michaela", apart=1) == "michaela"


def test_every_key_of_every_terminal_passes() -> None:
    for key in ANSI_SEQUENCES_KEYS:
        assert let_through(key) == key
        assert let_through(*key) == key


@pytest.mark.parametrize(
    "report",
    ["\x1b[<35;12;7M", "\x1b[<0;1;1m", "\x1b[?2026;1$y", "\x1b[48;24;80;480;640t", "\x1b[I", "\x1b[O", "\x1b[97;5u",
     "\x1b[120;1;120u", "\x1b[57441;2u", "\x1b[1;5C"],
    ids=repr,
)  # fmt: skip
def test_what_textual_understands_passes(report: str) -> None:
    assert let_through(report) == report


def test_escape_alone_waits_for_nothing() -> None:
    gate = InputGate()

    assert gate.let_through("\x1b", 1) == "\x1b"
    assert gate.let_through("[", 2) == "["
    assert gate.let_through("\x1b[", 3) == "\x1b["


def test_a_paste_is_text_without_colours_and_control_characters() -> None:
    assert typed(f"{PASTE_BEGINS}one\x1b[31m red\x1b[0m\x07\n\x1b[<32;NaN;NaNMtwo\tthree{PASTE_ENDS}") == [
        "one red\naN;NaNMtwo\tthree"
    ]


def test_a_paste_may_come_in_any_pieces() -> None:
    whole = f"{PASTE_BEGINS}first\nsecond{PASTE_ENDS}"

    for cut in range(1, len(whole)):
        assert typed(whole[:cut], whole[cut:]) == ["first\nsecond"], cut


def test_after_a_paste_whose_end_was_lost_keys_are_keys_again() -> None:
    assert let_through(f"{PASTE_BEGINS}half", "x", apart=5).endswith(f"{PASTE_ENDS}x")


def test_no_byte_of_any_terminal_ends_the_parser() -> None:
    random = Random(7)
    parts = (*REPORTS, *list(ANSI_SEQUENCES_KEYS)[::9], PASTE_BEGINS, PASTE_ENDS, "\x1b", "\x1b[", "é", "\0", "9" * 9)
    for _ in range(2_000):
        text = "".join(random.choice(parts) for _ in range(random.randint(1, 6)))
        text = "".join(chr(random.randrange(256)) if random.random() < 0.05 else sign for sign in text)
        parser = GatedParser()
        cut = random.randint(0, len(text))
        for piece in filter(None, (text[:cut], text[cut:])):
            list(parser.feed(piece))
