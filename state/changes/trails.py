"""The writes about the organization's trail."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass

from state.changes.request import MADE_HERE, Request
from state.changes.settings import EntryChange
from state.observed import Observed
from state.observed.settings import Place, as_value
from state.page_key import PageKey

_WHOLE_TRAIL = {
    "IsOrganizationTrail": True,
    "IsMultiRegionTrail": True,
    "IncludeGlobalServiceEvents": True,
    "EnableLogFileValidation": True,
}
"""All of it is off unless asked for (API: cloudtrail.CreateTrail)."""
_WHOLE = {"organization": True, "multi_region": True, "validation": True}
"""What a reading shows of it."""


@dataclass(frozen=True, slots=True)
class TrailChange(EntryChange, ABC):
    """The organization's trail; the entry is its name."""

    name = "trails"
    page = PageKey.GUARDRAILS

    @property
    def detail(self) -> str:
        return "of the organization"


@dataclass(frozen=True, slots=True)
class CreateTrail(TrailChange):
    """API: cloudtrail.CreateTrail, for the organization and every Region, with validation of its files."""

    undo = "DeleteTrail removes it; what it has written stays in the bucket."
    needs = ("cloudtrail:CreateTrail", "cloudtrail:AddTags")

    @property
    def needed_actions(self) -> tuple[str, ...]:
        return self.needs

    @property
    def title(self) -> str:
        return f"Create trail {self.entry}"

    @property
    def consequence(self) -> str:
        return "It records every change in every account. The first trail costs nothing; a second copy 2 USD a 100,000."

    @classmethod
    def writing_to(cls, bucket: str, place: Place, name: str) -> CreateTrail:
        """`bucket` is the bucket's whole name, with a stand-in for the account's id."""
        return cls(place, as_value({"bucket": bucket, **_WHOLE, "logging": False}), name)

    def bucket(self, observed: Observed) -> str:
        """The whole name of the bucket that it writes to."""
        return str(self.content(observed)["bucket"])

    def request(self, observed: Observed) -> Request:
        parameters = {"Name": self.entry, "S3BucketName": self.bucket(observed), **_WHOLE_TRAIL, "TagsList": MADE_HERE}
        return Request("cloudtrail", "CreateTrail", parameters, self.place)


@dataclass(frozen=True, slots=True)
class UpdateTrail(TrailChange):
    """API: cloudtrail.UpdateTrail."""

    undo = "UpdateTrail sets it back."
    needs = ("cloudtrail:UpdateTrail",)

    @property
    def title(self) -> str:
        return f"Complete trail {self.entry}"

    @property
    def consequence(self) -> str:
        return "It records the organization, every Region, and validates its files from now on."

    @classmethod
    def of(cls, place: Place, name: str) -> UpdateTrail:
        """Whatever it lacks."""
        return cls(place, as_value(_WHOLE), name)

    def request(self, _observed: Observed) -> Request:
        return Request("cloudtrail", "UpdateTrail", {"Name": self.entry, **_WHOLE_TRAIL}, self.place)


@dataclass(frozen=True, slots=True)
class StartLogging(TrailChange):
    """API: cloudtrail.StartLogging. A trail made by the API records nothing before."""

    undo = "StopLogging pauses it."
    needs = ("cloudtrail:StartLogging",)

    @property
    def title(self) -> str:
        return f"Start recording to {self.entry}"

    @classmethod
    def of(cls, place: Place, name: str) -> StartLogging:
        """From now on."""
        return cls(place, as_value({"logging": True}), name)

    def request(self, _observed: Observed) -> Request:
        return Request("cloudtrail", "StartLogging", {"Name": self.entry}, self.place)


@dataclass(frozen=True, slots=True)
class DeleteTrail(TrailChange):
    """API: cloudtrail.DeleteTrail."""

    undo = "CreateTrail makes it anew; what happens in between is not recorded."
    needs = ("cloudtrail:DeleteTrail",)

    @property
    def title(self) -> str:
        return f"Delete trail {self.entry}"

    @property
    def consequence(self) -> str:
        return "What it has written stays in the bucket of the data bunker."

    def request(self, _observed: Observed) -> Request:
        return Request("cloudtrail", "DeleteTrail", {"Name": self.entry}, self.place)
