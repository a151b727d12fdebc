"""A run as a board: one row for each account, and how each stands. Text only; no widget in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screens.runs.run_view import Row, RowState, RunView
from state.setup import Setup
from wizard.plan.by_account import PHASES, by_account, phase_of

IN_MOTION = (RowState.STARTED, RowState.REQUESTED, RowState.AGAIN)


@dataclass(frozen=True, slots=True)
class Lane:
    """One account's changes in a run."""

    name: str
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many are made."""
        return sum(row.state is RowState.DONE for row in self.rows)

    @property
    def failures(self) -> tuple[Row, ...]:
        """Those that were refused."""
        return tuple(row for row in self.rows if row.state is RowState.FAILED)

    @property
    def failed(self) -> Row | None:
        """The first that was refused."""
        return next(iter(self.failures), None)

    @property
    def moving(self) -> Row | None:
        """The one under way; a creation goes on for longest, so it is named first."""
        moving = [row for row in self.rows if row.state in IN_MOTION]
        return min(moving, key=lambda row: row.begun or 0.0) if moving else None

    @property
    def state(self) -> RowState:
        """How the account stands as a whole."""
        if self.failed is not None:
            return RowState.FAILED
        if self.moving is not None:
            return self.moving.state
        if self.done == len(self.rows):
            return RowState.DONE
        left = [row for row in self.rows if row.state is not RowState.DONE]
        return RowState.LATER if all(row.state is RowState.LATER for row in left) else RowState.TO_DO


def lanes(view: RunView, setup: Setup) -> tuple[Lane, ...]:
    """The run account by account, the organization first."""
    grouped = by_account(view.rows, setup)
    return tuple(Lane(name, tuple(view.rows[change] for change in changes)) for name, changes in grouped.items())


def phases(view: RunView) -> Iterator[tuple[str, Sequence[Row]]]:
    """The run by kinds of changes, without those that it has none of."""
    found: dict[str, list[Row]] = {}
    for change, row in view.rows.items():
        found.setdefault(phase_of(change), []).append(row)
    return ((name, found[name]) for name in PHASES if name in found)
