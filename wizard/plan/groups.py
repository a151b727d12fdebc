"""A plan by what it is about: each change under the page on which its answer is given."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.base import Change
from state.observed import Observed
from state.page_key import PageKey
from wizard.plan import Plan


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one page, in the order they are made, each with the reading it would start from."""

    page: PageKey
    changes: tuple[tuple[Change, Observed], ...]


def groups_of(plan: Plan) -> tuple[Group, ...]:
    """Those that have any, in the order in which each begins; what follows once people have answered is among them."""
    found: dict[PageKey, list[tuple[Change, Observed]]] = {}
    for change, observed in (*plan.changes, *plan.later):
        found.setdefault(change.page, []).append((change, observed))
    return tuple(Group(page, tuple(changes)) for page, changes in found.items())


def consequences(plan: Plan) -> dict[str, list[Change]]:
    """What follows that is not obvious: each sentence once, with the changes it is about."""
    found: dict[str, list[Change]] = {}
    for change, _ in (*plan.changes, *plan.later):
        if change.consequence:
            found.setdefault(change.consequence, []).append(change)
    return found


def permissions(plan: Plan) -> tuple[str, ...]:
    """The IAM actions that the changes take, each once."""
    return tuple(sorted({action for change, _ in (*plan.changes, *plan.later) for action in change.needed_actions}))
