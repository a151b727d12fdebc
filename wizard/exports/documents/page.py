"""A document as one page of HTML: nothing is fetched, no script is needed, and text from elsewhere is never markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from state.text.printable import printable
from wizard.exports.documents import (
    Badge,
    Block,
    Bullets,
    Card,
    Cards,
    Code,
    Document,
    Heading,
    Link,
    Node,
    Paragraph,
    Section,
    Table,
    Words,
)

NOTHING_IS_FETCHED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Content-Security-Policy: the page's own style, and nothing else."""


def as_page(document: Document) -> str:
    """The whole page."""
    return "\n".join(_lines(document)) + "\n"


def text(words: str) -> str:
    """`words` as text of HTML, in an attribute too."""
    return escape(printable(words), quote=True)


@cache
def _style() -> str:
    return files("wizard.exports.documents").joinpath("page.css").read_text(encoding="utf-8")


def _lines(document: Document) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield '<head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="robots" content="noindex">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{text(NOTHING_IS_FETCHED)}">'
    yield f"<title>{text(document.title)}</title>"
    yield f"<style>\n{_style()}</style></head>"
    yield '<body><a class="skip" href="#content">To the content</a>'
    yield from _header(document)
    yield '<main id="content" tabindex="-1">'
    for section in document.sections:
        yield from _section(section)
    yield "</main>"
    yield f"<footer><p>{text(document.foot)}</p></footer></body></html>"


def _header(document: Document) -> Iterator[str]:
    yield "<header>"
    if document.warning:
        yield f'<p class="warning" role="note"><strong>{text(document.warning)}</strong></p>'
    yield f"<h1>{text(document.title)}</h1>"
    yield f'<p class="subtitle">{text(document.subtitle)}</p>'
    yield '<dl class="figures">'
    for number, what in document.figures:
        yield f"<div><dt>{text(what)}</dt><dd>{text(number)}</dd></div>"
    yield "</dl>"
    yield '<nav aria-label="Contents"><ol>'
    for section in document.sections:
        yield f'<li><a href="#{text(section.key)}">{text(section.title)}</a></li>'
    yield "</ol></nav></header>"


def _section(section: Section) -> Iterator[str]:
    key = text(section.key)
    yield f'<section aria-labelledby="{key}"><h2 id="{key}">{text(section.title)}</h2>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(title):
            yield f"<h3>{text(title)}</h3>"
        case Paragraph(words):
            yield f"<p>{_inline(words)}</p>"
        case Bullets(items, numbered):
            kind = "ol" if numbered else "ul"
            yield f'<{kind} class="bullets">{"".join(f"<li>{_inline(words)}</li>" for words in items)}</{kind}>'
        case Table():
            yield from _table(block)
        case Cards(cards):
            yield '<div class="cards">'
            for card in cards:
                yield from _card(card)
            yield "</div>"
        case _:
            yield f'<ul class="tree">{_node(block.root)}</ul>'


def _table(table: Table) -> Iterator[str]:
    """Every cell has its head's words, which a narrow screen shows beside it."""
    heads = "".join(f'<th scope="col">{text(each)}</th>' for each in table.head)
    yield f"<table><caption>{text(table.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>"
    for row in table.rows:
        first, *rest = (_inline(cell) for cell in row)
        cells = "".join(
            f'<td data-head="{text(head)}"><div>{cell}</div></td>'
            for head, cell in zip(table.head[1:], rest, strict=True)
        )
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table>"


def _card(card: Card) -> Iterator[str]:
    key = text(card.key)
    yield f'<article class="card" aria-labelledby="{key}"><h3 id="{key}">{text(card.title)}</h3>'
    if card.badges:
        yield f'<p class="badges">{_inline(card.badges)}</p>'
    yield "<dl>"
    for label, lines in card.facts:
        values = "".join(f"<dd>{_inline(line)}</dd>" for line in lines)
        yield f"<div><dt>{text(label)}</dt>{values}</div>"
    yield "</dl></article>"


def _node(node: Node) -> str:
    below = f"<ul>{''.join(_node(each) for each in node.below)}</ul>" if node.below else ""
    return f'<li class="{text(node.kind)}"><span class="node">{_inline(node.words)}</span>{below}</li>'


def _inline(words: Words) -> str:
    return "".join(_part(part) for part in words)


def _part(part: str | Link | Code | Badge) -> str:
    match part:
        case Link(shown, address):
            outside = "" if address.startswith("#") else ' rel="noreferrer noopener"'
            return f'<a href="{text(address)}"{outside}>{text(shown)}</a>'
        case Code(shown):
            return f"<code>{text(shown)}</code>"
        case Badge(shown, tone):
            return f'<span class="badge {tone.value}">{text(shown)}</span> '
        case _:
            return text(part)
