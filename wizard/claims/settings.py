"""Claims about one setting of one account. What is there already is compared first, and never loosened."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from state.changes.tags import TagAccount
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, Place, SettingName, as_value
from state.page_key import PageKey
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.organization import ORGANIZATION
from wizard.claims.readiness import ready_key


@dataclass(frozen=True)
class SettingClaim(Claim):
    """One setting of one account is as the setup wants it."""

    place: Place
    name: ClassVar[str]
    page = PageKey.GUARDRAILS  # what most settings come from

    @property
    def setting(self) -> str:
        """The name of the setting."""
        return self.name

    @property
    def key(self) -> str:
        return f"{self.setting}:{self.place.account.lower()}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place),)

    def assess(self, observed: Observed) -> Verdict:
        """What was not read yet counts as not set: that is so in thought only, see `wizard.aws.settings`."""
        setting = observed.setting(self.place.account, self.setting)
        if setting is not None and setting.trouble:
            return Blocked(
                setting.trouble,
                f"Let {self.place.role_name or 'your identity'} read it in {self.place.account_title}, or set it by "
                "hand there; or choose `leave` for this guardrail.",
            )
        return self.judge(setting.content if setting else None, observed)

    @abstractmethod
    def judge(self, present: Any, _observed: Observed) -> Verdict:
        """What this claim makes of the setting as it is; None when it is not set."""


def within(place: Place) -> str:
    """The key of the claim that has to hold before anything in this place can be looked at."""
    return ORGANIZATION if place.account == MANAGEMENT_ACCOUNT else ready_key(place.account)


@dataclass(frozen=True)
class AccountIsTagged(SettingClaim):
    """The account has the setup's tags. A new one is created with them; other tags of anybody's stay."""

    tags: tuple[tuple[str, str], ...]

    page = PageKey.ACCOUNTS
    name = SettingName.TAGS

    @property
    def title(self) -> str:
        return f"Account {self.place.account_title} has its tags"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        missing = {} if present is None else {key: value for key, value in self.tags if present.get(key) != value}
        if missing:
            return Needed(TagAccount(self.place, as_value(missing)))
        return Satisfied(f"It has {', '.join(key for key, _ in self.tags)}.")
