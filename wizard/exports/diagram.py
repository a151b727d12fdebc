"""The organization as a drawing: for Mermaid, for Graphviz, and drawn already, as SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from state.inventory import Inventory
from state.text.printable import printable
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines

ROW, STEP, WIDTH = 34, 28, 300
"""Pixels: the height of a line, how far a level is set in, and how wide a box is."""


@dataclass(frozen=True, slots=True)
class Node:
    """One box."""

    key: str
    """The id in AWS."""
    above: str
    kind: str
    """root, unit or account."""
    name: str
    depth: int

    @property
    def detail(self) -> str:
        """What stands beside the name."""
        return "" if self.kind == "unit" else self.key


def places(inventory: Inventory) -> Iterator[Node]:
    """Each after what it is in; accounts of a unit before the units in it."""
    if inventory.organization is not None:
        yield Node(inventory.root_id or inventory.organization.id, "", "root", "Root", 0)
        yield from _inside(inventory, inventory.root_id or "", 1)


def _inside(inventory: Inventory, above: str, depth: int) -> Iterator[Node]:
    for account in sorted(inventory.accounts, key=lambda account: (account.name, account.id)):
        if account.parent_id == above:
            yield Node(account.id, above, "account", account.name, depth)
    for unit in sorted(inventory.units, key=lambda unit: (unit.name, unit.id)):
        if unit.parent_id == above:
            yield Node(unit.id, above, "unit", unit.name, depth)
            yield from _inside(inventory, unit.id, depth + 1)


def files(taken: Taken) -> Files:
    """The same three times."""
    drawn = list(places(taken.inventory))
    told = first_lines(taken, "the organization")
    return {
        f"{taken.name}.mmd": comment(told, "%%") + mermaid(drawn),
        f"{taken.name}.dot": comment(told, "//") + dot(drawn),
        f"{taken.name}.svg": svg(drawn, f"AWS organization {taken.name}", told),
    }


def mermaid(drawn: list[Node]) -> str:
    """A flow chart. Mermaid reads `#NUMBER;` as a sign, and everything unusual is written so."""
    shapes = {"root": ("([", "])"), "unit": ("[/", "/]"), "account": ("[", "]")}
    lines = ["flowchart LR"]
    for number, place in enumerate(drawn):
        start, end = shapes[place.kind]
        detail = f"<br>{_mermaid(place.detail)}" if place.detail else ""
        lines.append(f'  n{number}{start}"{_mermaid(place.name)}{detail}"{end}')
    numbers = {place.key: number for number, place in enumerate(drawn)}
    lines += [f"  n{numbers[each.above]} --> n{numbers[each.key]}" for each in drawn if each.above]
    return "\n".join(lines) + "\n"


NOTHING = "<b></b>"
"""Keeps a backslash and an n apart, which Mermaid takes for the end of a line where a label has one of its own."""


def _mermaid(text: str) -> str:
    escaped = re.sub(r"[^A-Za-z0-9 .,_-]", lambda found: f"#{ord(found[0])};", printable(text))
    return escaped.replace("#92;n", f"#92;{NOTHING}n")


def dot(drawn: list[Node]) -> str:
    """A graph. In a label Graphviz reads backslashes and entities of HTML."""
    shapes = {"root": "oval", "unit": "folder", "account": "box"}
    lines = ["digraph organization {", "  rankdir=LR;", '  node [fontname="sans-serif", fontsize=11];']
    for place in drawn:
        detail = f"\\n{_dot(place.detail)}" if place.detail else ""
        lines.append(f'  "{_dot(place.key)}" [shape={shapes[place.kind]}, label="{_dot(place.name)}{detail}"];')
    lines += [f'  "{_dot(each.above)}" -> "{_dot(each.key)}";' for each in drawn if each.above]
    return "\n".join([*lines, "}"]) + "\n"


def _dot(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def svg(drawn: list[Node], title: str, told: list[str]) -> str:
    """A tree, one line a place, that grows downwards and reads on light and on dark ground."""
    deepest = max((place.depth for place in drawn), default=0)
    width, height = WIDTH + 40 + deepest * STEP, len(drawn) * ROW + 24
    about = " ".join(told)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    look = 'role="img" aria-labelledby="title about" font-family="system-ui, sans-serif" font-size="13"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>',
        f'<title id="title">{_xml(title)}</title>',
        f'<desc id="about">{_xml(about)}</desc>',
        f"<style>{_STYLE}</style>",
    ]
    rows = {place.key: number for number, place in enumerate(drawn)}
    for number, place in enumerate(drawn):
        left, top = 20 + place.depth * STEP, 12 + number * ROW
        if place.above:
            start = 12 + rows[place.above] * ROW + 27
            lines.append(f'<path d="M{left - 18} {start}V{top + 14}H{left}"/>')
        lines.append(_box(place, left, top))
    return "\n".join([*lines, "</svg>"]) + "\n"


_STYLE = (
    "rect{fill:#fff;stroke:#b9b4a8}.unit rect,.root rect{fill:#f3ead9}text{fill:#1c2126}"
    ".id{fill:#565e67;font-size:11px;font-family:monospace}path{fill:none;stroke:#b9b4a8;stroke-width:1.5}"
    "@media (prefers-color-scheme:dark){rect{fill:#1d2125;stroke:#565e67}.unit rect,.root rect{fill:#3a2d17}"
    "text{fill:#e8e6e1}.id{fill:#a7adb3}path{stroke:#565e67}}"
)


def _box(place: Node, left: int, top: int) -> str:
    """The whole name is in the title; what finds no room in the box is cut."""
    name = printable(place.name)
    room = 40 if place.kind == "unit" else 26
    shown = name if len(name) <= room else f"{name[: room - 1]}…"
    detail = f'<text class="id" x="{left + WIDTH - 10}" y="{top + 18}" text-anchor="end">{_xml(place.detail)}</text>'
    return (
        f'<g class="{place.kind}"><title>{_xml(name)}</title>'
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="27" rx="5"/>'
        f'<text x="{left + 10}" y="{top + 18}">{_xml(shown)}</text>{detail if place.detail else ""}</g>'
    )


def _xml(text: str) -> str:
    return escape(printable(text), quote=True)


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"dot -Tsvg {taken.name}.dot > again.svg",
        "It says nothing and draws every account; Mermaid's own editor draws the other file.",
    )


FORMAT = Format(
    "diagram",
    "The chart of the organization for Mermaid and Graphviz, and as SVG",
    True,
    files,
    _proof,
    "XML's parser; Mermaid's own and Graphviz",
)
