"""Saved setups as data: what `status` and `list` print with --json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from state.saved.holder import Hold
from state.saved.progress import ClaimStatus
from state.saved.setups import SetupSummary

VERSION = 1
"""Of what `--json` prints."""


def setups_record(summaries: Iterable[SetupSummary]) -> dict[str, Any]:
    """Each as it stood when AWS was last looked at."""
    return {"version": VERSION, "setups": [_summary(summary) for summary in summaries]}


def _summary(summary: SetupSummary) -> dict[str, Any]:
    """A saved setup as JSON-ready data."""
    progress = summary.progress
    return {
        "name": summary.name,
        "trouble": summary.trouble or None,
        "open_elsewhere": _hold(summary.hold) if summary.hold else None,
        "at": progress.at.isoformat() if progress else None,
        "counts": {status.value: progress.count(status) for status in ClaimStatus} if progress else None,
        "steps": [
            {"step": line.key, "title": line.title, "standing": line.status.value, "sentence": line.sentence}
            for line in progress.lines
        ]
        if progress
        else [],
    }


def _hold(hold: Hold) -> dict[str, Any]:
    """Who has a setup open, as JSON-ready data."""
    holder = hold.holder
    return {
        "user": holder.user if holder else None,
        "host": holder.host if holder else None,
        "pid": holder.pid if holder else None,
        "since": holder.since.isoformat() if holder else None,
        "applying_since": holder.applying_since.isoformat() if holder and holder.applying_since else None,
        "can_be_taken_over": hold.can_be_taken_over,
    }
