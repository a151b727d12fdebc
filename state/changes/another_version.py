"""A change that only another version of the program knows: its record is kept, and it is told, never made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from state.changes.base import Change, Lane
from state.changes.request import Request
from state.errors import WrongInput
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.page_key import PageKey


@dataclass(frozen=True, slots=True)
class ChangeOfAnotherVersion(Change):
    """What a journal says was done, as text."""

    record: str
    """As canonical JSON: its kind, and its fields."""

    lane = Lane.ORGANIZATION
    touches = frozenset[Section]()
    undo = (
        "Another version of orgwizard made it, and this one does not know it. What it does at AWS goes on: look at it "
        "there, or take it back with that version."
    )
    needs = ()
    page = PageKey.REVIEW

    @classmethod
    def of(cls, record: dict[str, Any]) -> ChangeOfAnotherVersion:
        """From what the journal has. Raises KeyError and TypeError where that is the record of no change at all."""
        if not isinstance(record["kind"], str):
            raise TypeError(record["kind"])
        return cls(json.dumps(record, sort_keys=True))

    @property
    def title(self) -> str:
        written = json.loads(self.record)
        place = written.get("place")
        account = place.get("account", "") if isinstance(place, dict) else ""
        where = f" in {account}" if account else ""
        return f"{written['kind']}{where}, by another version of orgwizard"

    def request(self, _observed: Observed) -> Request:
        """Raises WrongInput: nobody knows the call."""
        raise WrongInput(f"{self.title} cannot be made by this version.", "Use the version that knows it.")

    def predict(self, draft: Draft) -> None:
        """Nobody knows what AWS would tell."""
