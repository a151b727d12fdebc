"""What an installation weighs: files of packages, and of those that they need."""

from __future__ import annotations

from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
OWN = ("state", "wizard", "screens")


def installed(*names: str) -> tuple[float, int]:
    """Megabytes and number of these packages and of all that they need here."""
    found: dict[str, Distribution] = {}
    left = list(names)
    while left:
        name = left.pop()
        if name in found:
            continue
        found[name] = distribution(name)
        needed = [Requirement(text) for text in found[name].requires or ()]
        left += [each.name.lower() for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    sizes = (Path(str(file.locate())) for each in found.values() for file in each.files or ())
    return sum(path.stat().st_size for path in sizes if path.is_file()) / 1e6, len(found)


def ours() -> tuple[float, int]:
    """The same of orgwizard with everything that it needs."""
    needed = [Requirement(text).name.lower() for text in distribution("orgwizard").requires or ()]
    megabytes, number = installed(*needed)
    own = sum(
        path.stat().st_size
        for room in OWN
        for path in (ROOT / room).rglob("*")
        if path.suffix != ".pyc" and path.is_file()
    )
    return megabytes + own / 1e6, number + 1
