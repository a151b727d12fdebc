"""Readings as changes and people would leave them."""

from __future__ import annotations

from state.changes.base import Change
from state.observed import Observed
from state.observed.draft import Draft


def after(observed: Observed, *changes: Change) -> Observed:
    """What AWS would tell after these changes."""
    draft = Draft(observed)
    for change in changes:
        change.predict(draft)
    return draft.observed()


def with_setting(observed: Observed, account: str, name: str, value: str) -> Observed:
    """The reading with another value of a setting, in an account that is there."""
    draft = Draft(observed)
    draft.put_setting(account, name, value)
    return draft.observed()
