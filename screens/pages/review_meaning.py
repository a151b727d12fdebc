"""What a line of the review means: what follows, how it is undone, and the exact call."""

from __future__ import annotations

import json
from collections.abc import Iterator

from textual.content import Content

from screens.pages.review_rows import Group, ReviewRow
from screens.runs.run_view import typical
from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, heading, item, quiet, to_copy
from screens.widgets.words import counted
from state.changes.request import Request

MOST_LINES = 60
"""Of a policy or the like; all of it is in the command, which `c` copies."""


def about_row(row: ReviewRow, glyphs: Glyphs) -> Iterator[Block]:
    """A change, or something to know."""
    if row.change is None:
        sign = (glyphs.problem, "bold $forever") if row.serious else (glyphs.dot, "$muted")
        yield item(*sign, row.what)
        if row.remedy:
            yield Block("")
            yield Block(row.remedy)
        if row.page:
            yield quiet("Enter goes to the page.")
        return
    change = row.change
    marks = [Content.styled(f"{glyphs.forever} for good", "$forever")] if change.irreversible else []
    marks += [Content.styled(f"{glyphs.problem} protects less", "bold $forever")] if change.loosens else []
    yield Block(Content("  ").join([*marks, Content.styled(typical(change), "$muted")]))
    if change.detail:
        yield Block(change.detail)
    if row.series is not None and (regions := row.series.regions):
        yield from heading(f"In {len(regions)} Regions, one call in each")
        yield Block(", ".join(regions))
    if change.consequence:
        yield from heading("What follows")
        yield Block(change.consequence)
    yield from heading("Undo")
    if change.irreversible:
        yield item(glyphs.forever, "$forever", "It cannot be undone.")
    else:
        yield Block(change.undo)
    yield from _asked(row)


def _asked(row: ReviewRow) -> Iterator[Block]:
    request = request_of(row)
    if request is None:
        return
    yield Block("")
    yield Block(Content.assemble(("What AWS is asked", "bold $title"), ("  c", "bold $accent"), (" copies", "$muted")))
    yield to_copy(f"{request.service} {request.operation}")
    text = json.dumps(request.parameters, indent=2, default=str) if request.parameters else ""
    lines = text.splitlines()[1:-1]
    yield from (quiet(line) for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield quiet(f"and {len(lines) - MOST_LINES} more lines")
    yield Block("")
    yield to_copy(request.aws_command, "$ ")


def request_of(row: ReviewRow) -> Request | None:
    """The exact call of a change."""
    return row.change.request(row.observed) if row.change is not None and row.observed is not None else None


def commands(row: ReviewRow) -> str:
    """The same as a line for a shell; several lines where it is made in several Regions."""
    changes, observed = row.series.changes if row.series is not None else (), row.observed
    return "\n".join(change.request(observed).aws_command for change in changes) if observed is not None else ""


def about_group(group: Group, glyphs: Glyphs, *, opened: bool) -> Iterator[Block]:
    """What is in a group, without opening it."""
    yield Block(counted(group.number, "line" if group.key == "kept" else "change"))
    if group.for_good:
        yield item(glyphs.forever, "$forever", Content.styled(f"{group.for_good} for good", "$forever"))
    yield quiet("Enter closes it." if opened else "Enter opens it.")
    yield Block("")
    for row in group.rows[:MOST_LINES]:
        sign = (glyphs.forever, "$forever") if row.irreversible else (glyphs.dot, "$muted")
        yield item(*sign, row.title)
    if len(group.rows) > MOST_LINES:
        yield quiet(f"and {len(group.rows) - MOST_LINES} more")
