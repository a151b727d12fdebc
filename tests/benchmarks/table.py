"""Figures beside their floors, as a table to read and as data."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TypeAlias

LIBRARIES = ("textual", "boto3", "botocore")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: of ours, and of the least that would do."""

    what: str
    unit: str
    ours: float
    ours_95: float
    floor: float
    floor_is: str
    aim: str
    """What it is meant to be: a ratio such as `2x`, or a bound in the row's unit."""

    @property
    def ratio(self) -> str:
        """How many times the floor; empty where that says nothing."""
        return f"{self.ours / self.floor:.1f}x" if self.floor else ""


Floor: TypeAlias = "tuple[str, Iterable[float]]"
"""What the least is that would do, and what was measured of it."""
NONE: Floor = ("", ())


def row_of(what: str, unit: str, ours: Iterable[float], floor: Floor, aim: str) -> Row:
    """Medians of runs, and the 95th percentile of ours."""
    mine, least = sorted(ours), sorted(floor[1])
    return Row(what, unit, median(mine), _nearly_worst(mine), median(least) if least else 0.0, floor[0], aim)


def _nearly_worst(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def machine() -> str:
    """What it was measured on, and how busy that was with other things."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, {libraries}{load}"


def as_markdown(rows: Iterable[Row], measured_on: str) -> Iterator[str]:
    """A table that reads well as plain text too."""
    yield f"Measured on {measured_on}."
    yield ""
    cells = [("what", "ours", "95th", "floor", "ratio", "aim", "the floor is")]
    cells += [
        (row.what, _told(row.ours, row.unit), _told(row.ours_95, row.unit), _told(row.floor, row.unit) if row.floor
         else "", row.ratio, row.aim, row.floor_is)
        for row in rows
    ]  # fmt: skip
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    for number, line in enumerate(cells):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


BEGINS, ENDS = "<!-- make bench -->\n", "<!-- end -->\n"
"""Between these the README says how fast it is."""


def for_readme(rows: Iterable[Row], measured_on: str) -> Iterator[str]:
    """What has an aim or a floor, in few columns."""
    yield f"Measured on {measured_on}; medians."
    yield ""
    yield "| what | it takes | to its floor | the floor | aim |"
    yield "|---|---|---|---|---|"
    for row in rows:
        if row.aim or row.floor:
            yield f"| {row.what} | {_told(row.ours, row.unit)} | {row.ratio} | {row.floor_is} | {row.aim} |"


def write_into(file: Path, lines: Iterable[str]) -> None:
    """Put the lines between the two marks. Raises ValueError where they are not there."""
    before, begins, rest = file.read_text().partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not ends:
        raise ValueError(f"{file} has no place for it")
    file.write_text("".join((before, begins, *(f"{line}\n" for line in lines), ends, after)))


def _told(value: float, unit: str) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f} {unit}".strip()
    return f"{value:.3g} {unit}".strip()


def write_json(rows: Iterable[Row], measured_on: str, file: Path) -> None:
    """The same as data."""
    record = {"measured_on": measured_on, "rows": [asdict(row) | {"ratio": row.ratio} for row in rows]}
    file.write_text(json.dumps(record, indent=1) + "\n")
