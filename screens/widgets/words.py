"""Phrases that several screens share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from state.saved.progress import ClaimStatus, ProgressLine
from state.setup import Setup
from state.setup.validation import Problem
from wizard.progress_words import WORDS


def counted(number: int, noun: str) -> str:
    """`1 account`, `2 accounts`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def will_create(setup: Setup) -> str:
    """What carrying the setup out means, in one line."""
    parts = [counted(1, "organization"), counted(len(setup.unit_paths()), "unit")]
    parts.append(counted(len(setup.accounts), "account"))
    return f"Will create: {', '.join(parts)}; {counted(len(setup.invitations), 'invitation')}"


def claim_lines(lines: Iterable[ProgressLine], glyphs: Glyphs) -> list[str]:
    """A line for each claim, what is not done before what is: a sign, and a word for what it means."""
    ordered = sorted(lines, key=lambda line: line.status is ClaimStatus.DONE)
    return [f"{glyphs.for_status(line.status)} {WORDS[line.status]}: {line.title}" for line in ordered]


def problems_at(problems: Sequence[Problem], *where: str | int) -> list[Problem]:
    """The problems at this place in the setup and below it, serious ones first."""
    here = [problem for problem in problems if problem.where[: len(where)] == where]
    return sorted(here, key=lambda problem: not problem.serious)


def fit(text: str, width: int, ellipsis: str) -> str:
    """`text` in exactly `width` columns."""
    if len(text) <= width:
        return text.ljust(width)
    return text[: max(0, width - len(ellipsis))] + ellipsis


def shortened(content: Content, width: int, ellipsis: str) -> Content:
    """`content` in at most `width` columns."""
    if content.cell_length <= width:
        return content
    return Content.assemble(content.truncate(max(0, width - len(ellipsis))), ellipsis)


def choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of what is shown and what it stands for."""
    return [(shown, value) for value, shown in words.items()]
