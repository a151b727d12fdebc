"""Changes of one account that differ in nothing but their Region: made one by one, told as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from state.changes.base import Change
from state.changes.settings import SettingChange


@dataclass(frozen=True, slots=True)
class Series:
    """One change, or several that stand in a row."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The one to tell for all of them."""
        return self.changes[0]

    @property
    def regions(self) -> tuple[str, ...]:
        """Where they are made; empty for one that stands alone."""
        if len(self.changes) == 1:
            return ()
        return tuple(each.place.region for each in self.changes if isinstance(each, SettingChange))

    @property
    def title(self) -> str:
        """`Encrypt new EBS volumes in 17 Regions`."""
        return self._for_all(self.first.title)

    @property
    def full_title(self) -> str:
        """The same with what tells it apart: `Encrypt new EBS volumes in 17 Regions of shop`."""
        return self._for_all(self.first.full_title)

    def _for_all(self, words: str) -> str:
        regions = self.regions
        return words.replace(regions[0], f"{len(regions)} Regions", 1) if regions else words


def in_series(changes: Iterable[Change]) -> Iterator[Series]:
    """The same changes in the same order."""
    for _, alike in groupby(changes, _but_for_its_region):
        yield Series(tuple(alike))


def in_words(changes: Iterable[Change], *, in_full: bool = True) -> str:
    """Their titles, in full or not; what is the same in several Regions once."""
    return ", ".join(series.full_title if in_full else series.title for series in in_series(changes))


def _but_for_its_region(change: Change) -> Change:
    return replace(change, place=replace(change.place, region="")) if isinstance(change, SettingChange) else change
