"""What taking back means, for every face: in lines for reading, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from state.changes import to_record
from wizard.plan.undoing import Fate, Undo, Undoing

VERSION = 1
"""Of it as data."""
HEADINGS = {
    Fate.HERE: "Taken back here, once you approve",
    Fate.BY_HAND: "Left to you",
    Fate.FOR_GOOD: "For good",
    Fate.NOT_THERE: "There no more, or somebody else's by now",
}
NOTHING_MADE = "Nothing was made for this setup, as far as is known on this machine."
AFTERWARDS = "The answers stay: apply makes everything anew."


def undo_lines(undo: Undo) -> Iterator[str]:
    """Every change that was made, by what can become of it."""
    if not undo.undoings:
        yield NOTHING_MADE
        return
    for fate, heading in HEADINGS.items():
        of_it = [each for each in undo.undoings if each.fate is fate]
        if of_it:
            yield f"{heading} ({len(of_it)}):"
        for told in dict.fromkeys(map(_told, of_it)):
            yield from (f"  - {each.change.full_title}" for each in of_it if _told(each) == told)
            yield from (f"    {sentence}" for sentence in told if sentence)
    yield undo_summary(undo)


def undo_summary(undo: Undo) -> str:
    """How much would be done, and what that means, in a line."""
    calls = len(undo.plan.changes)
    if not calls:
        return "Nothing is left that can be taken back here."
    costs = sum(bool(each.stays) for each in undo.undoings)
    stay = f" Of what stays, {costs} go{'es' if costs == 1 else ''} on to cost." if costs else ""
    return (
        f"{calls} change{'' if calls == 1 else 's'} would take that back, policies first; no account is closed.{stay} "
        f"{AFTERWARDS}"
    )


def _told(one: Undoing) -> tuple[str, str, str]:
    """What is said of it, once for all of which the same is said."""
    until = f"Until {one.until:%Y-%m-%d %H:%M} UTC." if one.until else ""
    return (one.how, until, one.stays)


def undo_record(name: str, undo: Undo) -> dict[str, Any]:
    """The same as JSON-ready data."""
    return {
        "version": VERSION,
        "name": name,
        "made": [
            {
                "change": to_record(each.change),
                "title": each.change.full_title,
                "made_at": each.made_at.isoformat(),
                "made_by": each.by or None,
                "fate": each.fate.value,
                "how": each.how,
                "until": each.until.isoformat() if each.until else None,
                "stays": each.stays or None,
            }
            for each in undo.undoings
        ],
        "changes": [
            {
                **to_record(change),
                "title": change.full_title,
                "aws_command": change.request(observed).aws_command,
            }
            for change, observed in undo.plan.changes
        ],
    }
