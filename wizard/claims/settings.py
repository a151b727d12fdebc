"""Claims about one setting of one account. What is there already is compared first, and never loosened."""

from __future__ import annotations

import json
from abc import abstractmethod
from dataclasses import dataclass
from typing import Generic

from state.changes.tags import TagAccount
from state.observed import Observed
from state.observed.seen import Absent, Fact, Known, Unknown
from state.observed.settings import MANAGEMENT_ACCOUNT, Place, as_value
from state.page_key import PageKey
from wizard.claims.base import Claim, Needed, Satisfied, Verdict, not_seen
from wizard.claims.organization import ORGANIZATION
from wizard.claims.readiness import ready_key
from wizard.claims.reads import Answer, Inside, Reads


def setting_key(setting: str, place: Place) -> str:
    """The key of the claim about a setting of an account."""
    return f"{setting}:{place.account.lower()}"


@dataclass(frozen=True)
class SettingClaim(Claim, Generic[Fact]):
    """One setting of one account is as the setup wants it."""

    place: Place
    page = PageKey.GUARDRAILS  # what most settings come from

    @property
    @abstractmethod
    def reads(self) -> Reads[Fact]:
        """The setting: its name, and what is made of it."""

    @property
    def setting(self) -> str:
        """The name of the setting."""
        return self.reads.name_in(self.place)

    @property
    def settings(self) -> tuple[str, ...]:
        """The names of all settings that it looks at, in the same place."""
        return self.reads.names

    @property
    def key(self) -> str:
        return self.key_about(self.setting)

    def key_about(self, setting: str) -> str:
        """The key of such a claim about a setting of this name."""
        return setting_key(setting, self.place)

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place),)

    def assess(self, observed: Observed) -> Verdict:
        """What was not read yet counts as not set: that is so in thought only, see `wizard.aws.settings`."""
        setting = observed.setting(self.place.account, self.setting)
        match setting.seen if setting else Absent():
            case Unknown() as unknown:
                return not_seen(unknown)
            case Known(value):
                return self.judge(self.reads.fact(json.loads(value)), observed)
            case Absent():
                return self.judge(None, observed)

    @abstractmethod
    def judge(self, present: Fact | None, observed: Observed) -> Verdict:
        """What this claim makes of the setting as it is; None when it is not set."""


def within(place: Place) -> str:
    """The key of the claim that has to hold before anything in this place can be looked at."""
    return ORGANIZATION if place.account == MANAGEMENT_ACCOUNT else ready_key(place.account)


def _read_tags(inside: Inside) -> dict[str, str]:
    def understand(answer: Answer) -> tuple[str, str]:
        return str(answer["Key"]), str(answer["Value"])

    found = inside.outside.ask_all(
        "organizations", "ListTagsForResource", "Tags", understand, ResourceId=inside.account_id
    )
    return dict(found)


TAGS: Reads[dict[str, str]] = Reads(
    TagAccount.name, _read_tags, dict, ("organizations:ListTagsForResource",), outside=True
)
"""The account's tags by key, asked of Organizations (API: organizations.ListTagsForResource)."""


@dataclass(frozen=True)
class AccountIsTagged(SettingClaim[dict[str, str]]):
    """The account has the setup's tags. A new one is created with them; other tags of anybody's stay."""

    tags: tuple[tuple[str, str], ...]

    page = PageKey.ACCOUNTS
    reads = TAGS

    @property
    def title(self) -> str:
        return f"Account {self.place.account_title} has its tags"

    def judge(self, present: dict[str, str] | None, _observed: Observed) -> Verdict:
        missing = {} if present is None else {key: value for key, value in self.tags if present.get(key) != value}
        if missing:
            return Needed(TagAccount(self.place, as_value(missing)))
        return Satisfied(f"It has {', '.join(key for key, _ in self.tags)}.")
