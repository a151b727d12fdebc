"""How one setting of an account is read: a pure function of reading calls, so that nothing here knows boto3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from state.observed import Observed
from state.observed.seen import Fact, Unknown
from state.observed.settings import REGIONS, Place, in_region
from wizard.errors import AwsError, NotPermitted

Answer = Mapping[str, Any]
"""What AWS answers, by the names of its API reference."""
Result = TypeVar("Result")


class Asks(Protocol):
    """Reading calls with one set of credentials, in one Region. Each raises AwsError."""

    def ask(self, service: str, operation: str, understand: Callable[[Answer], Result], **parameters: Any) -> Result:
        """What `understand` makes of the answer to one call."""

    def ask_all(
        self, service: str, operation: str, key: str, understand: Callable[[Answer], Result], **parameters: Any
    ) -> list[Result]:
        """The items under `key` on every page, each as `understand` makes of it."""


@dataclass(frozen=True, slots=True)
class Inside:
    """One account, for whoever looks at its settings."""

    place: Place
    account_id: str
    own: Asks
    """With credentials of the account, in the home Region."""
    outside: Asks
    """With credentials of the management account."""
    as_root: Callable[[str], Asks]
    """As the account's root user, for what one of AWS's task policies allows (API: sts.AssumeRoot). Raises AwsError."""


def unknown(error: AwsError, place: Place) -> Unknown:
    """What it comes to that a setting was not told."""
    if not isinstance(error, NotPermitted):
        return Unknown(error.message, error.remedy, error.passing)
    return Unknown(
        error.message,
        f"Let {place.role_name or 'your identity'} read it in {place.account_title}, or set it by hand there; or "
        "turn this guardrail off (`leave` in a setup file).",
    )


def _at_any_time(_observed: Observed, _place: Place) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Reads(Generic[Fact]):
    """One setting: its name, how it is read, and what a claim makes of it."""

    setting: str
    read: Callable[[Inside], object]
    """Gives it as data that JSON has, None when it is not set. Raises AwsError; NotFound is not set either."""
    fact: Callable[[Any], Fact]
    """Parses that data, once for all claims."""
    calls: tuple[str, ...]
    """The calls that it takes, as `service:Operation`."""
    otherwise: tuple[str, ...] | None = None
    """The IAM actions for them in the management account, where those are called otherwise or none is needed."""
    available: Callable[[Observed, Place], bool] = _at_any_time
    """Whether AWS tells it, as far as the organization is seen so far. What is not told is not asked for."""
    outside: bool = False
    """Whether the management account's credentials ask for it, in whichever account it is."""
    in_each_region: bool = False
    """Whether each Region has it for itself, so that it is read in all that are enabled in the account."""

    def name_in(self, place: Place) -> str:
        """What the setting is called in this place."""
        return in_region(self.setting, place.region) if self.in_each_region else self.setting

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all settings that it takes to know it."""
        return (REGIONS, self.setting) if self.in_each_region else (self.setting,)

    @property
    def needs(self) -> tuple[str, ...]:
        """The IAM actions that it takes in the management account; what is not asked from outside, the access role may
        ask for in the others."""
        return self.calls if self.otherwise is None else self.otherwise
