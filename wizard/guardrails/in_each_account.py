"""Guardrails that are one setting of every account, set in each by itself and taken back in each by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from state.changes.base import Change
from state.changes.settings import OneSetting
from state.observed import Observed
from state.observed.settings import NOTHING, Place
from wizard.claims.base import Claim, Needed, Satisfied, Verdict
from wizard.claims.reads import Reads
from wizard.claims.regions import InEveryRegion
from wizard.claims.settings import SettingClaim
from wizard.guardrails.base import Group, Guardrail, Wanted


def own(_place: Place, _observed: Observed) -> str:
    """Of a setting that nothing but the account itself sets."""
    return ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How the program's own setting goes again."""

    change: type[OneSetting]
    ours: Callable[[Wanted, Place], str]
    """What the program sets, as canonical JSON; of the password policy, what it is at least."""
    off: str = NOTHING
    """The setting when it is not set, as the change has it."""
    declared: Callable[[Place, Observed], str] = own
    """Why it is not the account's own to set at the moment, as a sentence; empty where it is."""


@dataclass(frozen=True, kw_only=True)
class InEachAccount(Guardrail):
    """One setting of every account: the management account, those that are created and those that are invited."""

    group: Group = Group.EACH_ACCOUNT
    claim: Callable[[Wanted, Place], Claim]
    back: TakenBack
    enters_members: bool = True

    def claims_in(self, wanted: Wanted, place: Place) -> Iterator[Claim]:
        if wanted.applies(self.item) and wanted.holds_in(self.item, place):
            yield self.claim(wanted, place)
        elif self.goes_again(wanted, place, self.back.change, self.back.off):
            yield self._taken_back(wanted, place)

    def _taken_back(self, wanted: Wanted, place: Place) -> Claim:
        """Where the guardrail never held, of every Region only those that are known to be ours."""
        back, reads = self.back, self.reads[0]
        claim = SettingTakenBack(place, reads, back.ours(wanted, place), back.change, back.off, back.declared)
        if not reads.in_each_region:
            return claim
        held = wanted.takes_back(self.item) and wanted.holds_in(self.item, place)
        only = frozenset[str]() if held else wanted.set_here(place, back.change, back.off)
        return InEveryRegion(place, claim, only)

    def goes_again(self, wanted: Wanted, place: Place, change: type[OneSetting], off: str) -> bool:
        """Whether what the program set here shall go: where the guardrail never held, only what is known to be ours,
        for somebody else may have set the same."""
        if wanted.takes_back(self.item) and wanted.holds_in(self.item, place):
            return True
        chosen = wanted.takes_back(self.item) or wanted.applies(self.item)
        return chosen and bool(wanted.set_here(place, change, off))


@dataclass(frozen=True)
class SettingTakenBack(SettingClaim[object]):
    """What the program set is not set any more. What differs from that is somebody else's, and stays."""

    of: Reads[object]
    ours: str
    """What the program sets, as canonical JSON; of the password policy, what it is at least."""
    change: type[OneSetting]
    off: str
    declared: Callable[[Place, Observed], str] = own

    @property
    def reads(self) -> Reads[object]:
        return self.of

    def key_about(self, setting: str) -> str:
        return f"taken-back:{setting}:{self.place.account.lower()}"

    @property
    def title(self) -> str:
        return f"The {self.of.setting.replace('-', ' ')} of {self.place.account_title} is taken back"

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (self.change(self.place, self.off),)

    def judge(self, present: object, observed: Observed) -> Verdict:
        if declared := self.declared(self.place, observed):
            return Satisfied(declared)
        if present is None or present is False:
            return Satisfied("It is not set.")
        if present != self.reads.fact(json.loads(self.ours)):
            return Satisfied("It is not what the program sets, so it is left as it is.")
        return Needed(self.change(self.place, self.off))
