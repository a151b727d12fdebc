"""A document as Markdown (CommonMark with GitHub's tables). Text from elsewhere is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from state.text.printable import printable
from wizard.exports.documents import (
    Badge,
    Bullets,
    Card,
    Cards,
    Code,
    Document,
    Heading,
    Link,
    Node,
    Paragraph,
    Table,
    Words,
)
from wizard.exports.documents import Block as AnyBlock

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")


def as_markdown(document: Document) -> str:
    """The whole document."""
    return "\n".join(_lines(document)).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """`text` as it is, whatever Markdown would make of it."""
    return _MARKUP.sub(r"\\\1", printable(text))


def _lines(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield ""
    if document.warning:
        yield f"> **{escaped(document.warning)}**"
        yield ""
    yield escaped(document.subtitle)
    yield ""
    yield " · ".join(f"**{escaped(number)}** {escaped(what)}" for number, what in document.figures)
    yield ""
    for section in document.sections:
        yield f"## {escaped(section.title)}"
        yield ""
        for block in section.blocks:
            yield from _block(block)
            yield ""
    yield "---"
    yield ""
    yield escaped(document.foot)


def _block(block: AnyBlock) -> Iterator[str]:
    match block:
        case Heading(title):
            yield f"### {escaped(title)}"
        case Paragraph(words):
            yield _inline(words)
        case Bullets(items, numbered):
            for number, words in enumerate(items, start=1):
                yield f"{f'{number}.' if numbered else '-'} {_inline(words)}"
        case Table(_, head, rows):
            yield f"| {' | '.join(map(escaped, head))} |"
            yield f"|{'---|' * len(head)}"
            for row in rows:
                yield f"| {' | '.join(_inline(cell) for cell in row)} |"
        case Cards(cards):
            for card in cards:
                yield from _card(card)
        case _:
            yield from _node(block.root, 0)


def _card(card: Card) -> Iterator[str]:
    yield f"### {escaped(card.title)}"
    yield ""
    if card.badges:
        yield _inline(card.badges)
        yield ""
    for label, lines in card.facts:
        if len(lines) == 1:
            yield f"- **{escaped(label)}:** {_inline(lines[0])}"
        else:
            yield f"- **{escaped(label)}:**"
            yield from (f"  - {_inline(line)}" for line in lines)
    yield ""


def _node(node: Node, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {_inline(node.words)}"
    for each in node.below:
        yield from _node(each, depth + 1)


def _inline(words: Words) -> str:
    return "".join(_part(part) for part in words)


def _part(part: str | Link | Code | Badge) -> str:
    match part:
        case Link(text, address) if address.startswith("#"):
            return escaped(text)  # a place in the page: Markdown has no names for places
        case Link(text, address):
            return f"[{escaped(text)}](<{address}>)"
        case Code(text):
            return _code(text)
        case Badge(text):
            return f"**{escaped(text)}** "
        case _:
            return escaped(part)


def _code(text: str) -> str:
    """Between as many backticks as it takes; a bar would end the cell of a table even there."""
    shown = printable(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
