"""Matrices too large for every change of the code: a sample each time, always the same, and all of it with
`make thorough`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")
Row = TypeVar("Row")
Column = TypeVar("Column")
THOROUGH = bool(os.environ.get("THOROUGH"))
"""Whether all is asked for."""


def sample(cases: Sequence[Case], every: int, number: int = 0) -> Sequence[Case]:
    """Each `every`-th of the cases; neighbours in a table, told apart by their `number`, get others."""
    return cases if THOROUGH else cases[number % every :: every]


def by_turns(rows: Sequence[Row], columns: Sequence[Column]) -> list[tuple[Row, Column]]:
    """Of a table one cell in each row, the next row's in the next column: no row, and no column, is left out."""
    assert len(rows) >= len(columns)
    return [(row, column) for number, row in enumerate(rows) for column in sample(columns, len(columns), number)]


def examples(few: int) -> int:
    """How many examples Hypothesis tries."""
    return few * 10 if THOROUGH else few
