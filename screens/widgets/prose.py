"""Text to be read: paragraphs, headings, labels with values, lists. Each wraps below its own beginning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from screens.widgets.row import Row, Words, as_content, fitted

LABEL = 13
"""Columns of a label."""
LONGEST = 48
"""Columns of one word, such as a file's path, where a sentence has to stay short."""


class Block:
    """One paragraph, with what stands before its first line."""

    def __init__(self, words: Words, before: Words = "", indent: int | None = None) -> None:
        self.words = as_content(words)
        self.before = as_content(before)
        self.indent = self.before.cell_length if indent is None else indent

    def lines(self, width: int) -> Iterator[Content]:
        """Wrapped into `width` columns; a label that leaves too little room stands on a line of its own."""
        before, indent = self.before, self.indent
        longest = max((len(word) for word in self.words.plain.split()), default=0)
        if indent > 4 and longest > width - indent:
            yield before
            before, indent = Content(""), 2
        blank = Content(" " * indent)
        rest = max(1, width - indent)
        for number, line in enumerate(self.words.wrap(rest) if self.words.plain else [Content("")]):
            start = blank if number or not before.plain else fitted(before, indent)
            yield Content.assemble(start, line)

    def __str__(self) -> str:
        return f"{self.before.plain}{self.words.plain}"


class Prose(Visual):
    """Blocks, one below the other. A row among them does not wrap: it is cut, with a sign that says so."""

    def __init__(self, blocks: Iterable[Block | Row | Words] = ()) -> None:
        self.blocks = [each if isinstance(each, Block | Row) else Block(each) for each in blocks]
        self._wrapped: tuple[int, list[Content]] = (0, [])

    def __str__(self) -> str:
        return "\n".join(map(str, self.blocks))

    def lines(self, width: int) -> list[Content]:
        """All of it, wrapped."""
        if self._wrapped[0] != width:
            self._wrapped = (width, [line for block in self.blocks for line in block.lines(width)])
        return self._wrapped[1]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """For Textual."""
        lines = self.lines(width)[:height]
        return [strip for line in lines for strip in fitted(line, width).render_strips(width, 1, style, options)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """For Textual."""
        widest = max(
            (
                block.get_optimal_width(rules, container_width)
                if isinstance(block, Row)
                else block.indent + block.words.cell_length
                for block in self.blocks
            ),
            default=0,
        )
        return min(widest, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """For Textual."""
        del rules
        return len(self.lines(width))


def heading(words: str) -> list[Block]:
    """An empty line, then the heading."""
    return [Block(""), Block(Content.styled(words, "bold $title"))]


def labelled(label: str, words: Words, columns: int = LABEL) -> Block:
    """A label and its value, which wraps below itself."""
    return Block(words, Content.styled(label, "$muted"), columns)


def item(sign: str, style: str, words: Words) -> Block:
    """One of several, with a sign before it."""
    return Block(words, Content.styled(f"{sign} ", style))


def quiet(words: str) -> Block:
    """What matters less."""
    return Block(Content.styled(words, "$muted"))


def to_copy(words: str, before: str = "") -> Block:
    """What is to be typed or copied elsewhere."""
    return Block(Content.styled(words, "$invite"), Content.styled(before, "$muted"))


def spaced(paragraphs: Iterable[str]) -> Iterator[Block]:
    """Paragraphs with an empty line between two."""
    for number, words in enumerate(paragraphs):
        if number:
            yield Block("")
        yield Block(words)


def trimmed(blocks: list[Block]) -> list[Block]:
    """Without an empty line at the beginning."""
    return blocks[1:] if blocks and not str(blocks[0]) else blocks


def shortened(words: str, longest: int = LONGEST) -> str:
    """The same sentence, with the middle left out of a word that would take lines for itself, as long paths do."""
    half = longest // 2
    return " ".join(
        f"{word[:half]}{Row.ellipsis}{word[-half:]}" if len(word) > longest else word for word in words.split(" ")
    )
