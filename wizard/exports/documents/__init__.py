"""A document of a few kinds of blocks, so that it can be read as a page of HTML and as Markdown and says the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Tone(StrEnum):
    """How something stands. Always said in words, too."""

    GOOD = "good"
    WAITING = "waiting"
    BAD = "bad"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Code:
    """What is typed or copied as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """How something stands, in a word or two."""

    text: str
    tone: Tone


Words: TypeAlias = tuple[str | Link | Code | Badge, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Whole sentences."""

    words: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """What the next blocks are about."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """One thing after the other."""

    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One thing with what there is to know of it."""

    key: str
    """What a link to it ends in; unique in the document."""
    title: str
    badges: tuple[Badge, ...]
    facts: tuple[tuple[str, tuple[Words, ...]], ...]
    """Label, and one or several lines."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Side by side where there is room."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One place of a tree."""

    words: Words
    kind: str
    """root, unit or account."""
    below: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """What is in what."""

    root: Node


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Cards | Tree


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """All of it."""

    title: str
    subtitle: str
    warning: str
    """Stands before everything else; empty for none."""
    figures: tuple[tuple[str, str], ...]
    """What one sees first: a number, and of what."""
    sections: tuple[Section, ...]
    foot: str


def words(*parts: str | Link | Code | Badge) -> Words:
    """Running text."""
    return parts
