"""How long changes take, as a range: added up where AWS takes one after the other, the slowest counting where it works
side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil

from state.changes.accounts import CreateAccount
from state.changes.base import Change, Lane
from state.changes.settings import SettingChange

AT_ONCE = 5
"""Accounts that AWS creates side by side (user guide, orgs_reference_limits)."""
ROLE_WORKS_AFTER = (30, 240)
"""Seconds until the role of a new account lets anybody in; nothing can be set in the account before."""
LONGEST = 2
"""How many times as long as usual still counts as usual."""


def expected_seconds(changes: Iterable[Change]) -> tuple[int, int]:
    """The least and the most, in seconds; (0, 0) for no changes."""
    one_by_one, creating, inside = 0, [0], Counter[str]()
    for change in changes:
        match change:
            case CreateAccount():
                creating.append(change.typical_seconds)
            case SettingChange():
                inside[change.place.account] += change.typical_seconds
            case _ if change.lane is not Lane.ACCOUNT:
                one_by_one += change.typical_seconds
            case _:
                inside[""] += change.typical_seconds
    waves = ceil((len(creating) - 1) / AT_ONCE)
    least = one_by_one + waves * max(creating) + max(inside.values(), default=0)
    entering = ROLE_WORKS_AFTER if waves and inside else (0, 0)
    return least + entering[0], LONGEST * least + entering[1]


def in_words(seconds: tuple[int, int]) -> str:
    """`12 to 25 min`, `less than a minute`; empty for no time at all."""
    least, most = seconds
    if not most:
        return ""
    if most < 60:
        return "less than a minute"
    low, high = max(1, least // 60), max(2, ceil(most / 60))
    return f"{low} to {high} min"
