"""What the writes have in common that give one setting of one account its value.

Each carries the value that a reading would show afterwards, so that `predict` is the same for all of them.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from state.changes.base import Change, Lane
from state.changes.request import Request
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.observed.settings import NOTHING, Place, as_value
from state.observed.stand_ins import account_id_of, filled

STEP_IN = "sts:AssumeRole"
"""What is set inside of a member account is set through its organization access role, so that nothing but stepping in
needs a permission."""


@dataclass(frozen=True, slots=True)
class SettingChange(Change, ABC):
    """One setting of one account."""

    place: Place
    value: str
    """The setting afterwards, as canonical JSON; with stand-ins for ids that AWS has yet to give."""

    lane = Lane.ACCOUNT
    touches = frozenset({Section.SETTINGS})

    @property
    @abstractmethod
    def setting(self) -> str:
        """The name of the setting."""

    @property
    def detail(self) -> str:
        return f"in {self.place.account_title}"

    @property
    def full_title(self) -> str:
        return f"{self.title} {self.detail}".strip()

    @property
    def takes_away(self) -> bool:
        """Whether nothing is set afterwards."""
        return self.value == NOTHING

    def content(self, observed: Observed) -> Any:
        """The value as data, with the ids that `observed` knows."""
        return json.loads(filled(self.value, observed))

    def account_id(self, observed: Observed) -> str:
        """AWS's id of the account, or a stand-in."""
        return filled(account_id_of(self.place.account), observed)

    @property
    def needed_actions(self) -> tuple[str, ...]:
        request = self.request(Observed())
        if request.place is not None and request.place.role_name and not request.root_task:
            return (STEP_IN,)
        called = (action for action in self.needs if action.partition(":")[2] == request.operation)
        return tuple(called) or self.needs

    def sent_inside(self, observed: Observed, service: str, operation: str, parameters: dict[str, Any]) -> Request:
        """A call that is made in the account itself, in its Region."""
        return Request(service, operation, parameters, self.place, self.account_id(observed))

    def predict(self, draft: Draft) -> None:
        draft.put_setting(self.place.account, self.setting, filled(self.value, draft))


@dataclass(frozen=True, slots=True)
class OneSetting(SettingChange, ABC):
    """A change of one setting whose name never varies."""

    name: ClassVar[str]
    """The name of the setting."""

    @property
    def setting(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class EntryChange(OneSetting, ABC):
    """A change of one entry of a setting that is a table; the value is what changes of it, or nothing when it goes."""

    entry: str
    """The entry's name."""

    def predict(self, draft: Draft) -> None:
        before = draft.setting(self.place.account, self.setting)
        table = dict(before.content or {}) if before else {}
        content = self.content(draft)
        changed = {name: value for name, value in table.items() if name != self.entry}
        if isinstance(content, dict):
            content = {**(table.get(self.entry) or {}), **content}
        changed |= {} if content is None else {self.entry: content}
        draft.put_setting(self.place.account, self.setting, as_value(changed))
