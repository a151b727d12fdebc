"""A QR code in half blocks: two rows of it to a line, dark on light whatever the theme."""

from __future__ import annotations

from itertools import zip_longest

from textual.content import Content

QUIET, LEAST_QUIET = 4, 2
"""Light modules around it. The standard wants four; most cameras make do with two, which fit a screen of 24 lines."""
_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_COLOURS = "#000000 on #ffffff"


def qr_code(text: str, quiet: int = QUIET) -> Content:
    """`text` to be scanned."""
    import segno

    symbol = segno.make(text, error="l", micro=False, boost_error=False)
    rows = [[int(bool(module)) for module in row] for row in symbol.matrix_iter(border=quiet)]
    light = [0] * len(rows[0])
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=light)
    lines = ("".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)
    return Content.styled("\n".join(lines), _COLOURS)


def size_of(code: Content) -> tuple[int, int]:
    """Columns and lines."""
    lines = code.plain.splitlines()
    return len(lines[0]), len(lines)
