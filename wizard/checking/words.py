"""What came of a check, for every face: in lines for reading, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wizard.checking import Checked, Difference, Kind, said

VERSION = 1
"""Of what `--json` prints."""
HEADINGS = {
    Kind.CHANGED: "Changed by somebody:",
    Kind.UNKNOWN: "Unknown to this setup:",
    Kind.NOT_YET: "Asked for, and not made yet:",
    Kind.UNSEEN: "Could not be seen:",
    Kind.WAITING: "Waiting, as planned:",
}


def check_lines(name: str, checked: Checked) -> Iterator[str]:
    """For reading: each difference with what is so instead, when and by whom as far as CloudTrail tells, and a way."""
    are = "thing is" if checked.as_planned == 1 else "things are"
    yield f"{name}: {checked.as_planned} {are} as planned{'' if checked.differences else ', and nothing differs'}."
    for kind, heading in HEADINGS.items():
        found = [each for each in checked.differences if each.kind is kind]
        if found:
            yield heading
        for each in found:
            yield from _lines(each)
    if checked.history:
        yield f"Who changed it is not known: {checked.history}"


def _lines(difference: Difference) -> Iterator[str]:
    yield f"  ! {difference.title}"
    if difference.found != difference.title:
        yield f"    {difference.found}"
    if difference.event is not None:
        yield f"    {said(difference.event)}"
    if difference.remedy:
        yield f"    {difference.remedy}"


def check_record(name: str, checked: Checked) -> dict[str, Any]:
    """The same as JSON-ready data."""
    return {
        "version": VERSION,
        "name": name,
        "in_step": checked.in_step,
        "as_planned": checked.as_planned,
        "differences": [
            {
                "kind": each.kind.value,
                "key": each.key,
                "title": each.title,
                "found": each.found,
                "remedy": each.remedy,
                "event": each.event.event_name if each.event else None,
                "at": each.event.at.isoformat() if each.event else None,
                "by": each.event.by if each.event else None,
            }
            for each in checked.differences
        ],
        "history": checked.history or None,
    }
