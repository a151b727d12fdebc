"""What each Region of an account has for itself, claimed of every Region that is enabled there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from state.changes.base import Change
from state.observed import Observed
from state.observed.seen import Unknown
from state.observed.settings import CLOSED, FOR_EVERYBODY, MANAGEMENT_ACCOUNT, REGIONS, Place, in_region
from state.setup.partitions import REGIONS as EVERY_REGION
from state.setup.partitions import REGIONS_FOR_EVERYBODY, partition_of
from wizard.claims.base import Needed, NotSeen, Satisfied, Verdict, not_seen
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim

OPEN_HOME = "Let the access role work in the home Region, or name another home Region in the setup."
CLOSED_WORDS = "Not looked at, as a service control policy closes them even to the access role:"
TO_LOOK_AT_REGIONS = "ec2:DescribeRegions"


def _read_regions(inside: Inside) -> dict[str, str]:
    def understand(answer: Answer) -> dict[str, str]:
        return {str(each["RegionName"]): str(each["OptInStatus"]) for each in answer["Regions"]}

    return inside.own.ask("ec2", "DescribeRegions", understand)


ENABLED_REGIONS: Reads[dict[str, str]] = Reads(REGIONS, _read_regions, dict, (TO_LOOK_AT_REGIONS,))
"""The Regions that are enabled in the account (API: ec2.DescribeRegions, which leaves out all others)."""


def enabled_regions(place: Place, observed: Observed) -> tuple[str, ...] | Unknown:
    """The Regions that are enabled in the account, or why nobody knows. A new account has those for which nobody has to
    do anything, as the management account tells them; where that was not read either, those that AWS documents."""
    told = observed.setting(place.account, REGIONS)
    if told is not None and isinstance(told.seen, Unknown):
        return told.seen
    if told is not None and told.content:
        return tuple(sorted(told.content))
    of_the_management_account = observed.setting(MANAGEMENT_ACCOUNT, REGIONS)
    if of_the_management_account is not None and of_the_management_account.content:
        listed = of_the_management_account.content
        return tuple(sorted(region for region, how in listed.items() if how == FOR_EVERYBODY))
    partition = partition_of(place.region)
    return tuple(sorted(REGIONS_FOR_EVERYBODY if partition == "aws" else EVERY_REGION[partition]))


@dataclass(frozen=True)
class InEveryRegion(SettingClaim[Any]):
    """What `here` says of one Region holds in each that is enabled. A Region that refuses stops only itself."""

    here: SettingClaim[Any]
    only: frozenset[str] = frozenset()
    """The names of the settings that are meant; empty for those of every Region."""

    @property
    def reads(self) -> Reads[Any]:
        return self.here.reads

    @property
    def setting(self) -> str:
        return self.reads.setting

    @property
    def key(self) -> str:
        return self.here.key_about(self.reads.setting)

    @property
    def title(self) -> str:
        return self.here.title

    @property
    def may_need(self) -> tuple[Change, ...]:
        return self.here.may_need

    def inside(self, region: str) -> SettingClaim[Any]:
        """The same of one Region."""
        return replace(self.here, place=replace(self.place, region=region))

    def assess(self, observed: Observed) -> Verdict:
        """What is known to be amiss is set right first; a Region that could not be seen is told when nothing else is
        left."""
        regions = enabled_regions(self.place, observed)
        if isinstance(regions, Unknown):
            return not_seen(regions)
        meant = [each for each in regions if not self.only or in_region(self.reads.setting, each) in self.only]
        closed = [region for region in meant if self._closed(region, observed)]
        if self.place.region in closed:
            return NotSeen("It could not be seen: a service control policy closes the home Region.", OPEN_HOME)
        verdicts = {region: self.inside(region).assess(observed) for region in meant if region not in closed}
        changes = [verdict.change for verdict in verdicts.values() if isinstance(verdict, Needed)]
        if changes:
            return Needed(changes[0], tuple(changes[1:]))
        return _not_seen_in(verdicts) or _so_in(verdicts, closed)

    def _closed(self, region: str, observed: Observed) -> bool:
        setting = observed.setting(self.place.account, in_region(self.reads.setting, region))
        return setting is not None and setting.content == CLOSED

    def judge(self, present: Any, observed: Observed) -> Verdict:
        """Of one Region."""
        return self.here.judge(present, observed)


def _not_seen_in(verdicts: Mapping[str, Verdict]) -> NotSeen | None:
    """Where nobody could look, and why: once for all Regions that say the same."""
    hidden: dict[str, list[str]] = {}
    for region, verdict in verdicts.items():
        if isinstance(verdict, NotSeen):
            hidden.setdefault(verdict.what, []).append(region)
    unseen = [verdict for verdict in verdicts.values() if isinstance(verdict, NotSeen)]
    if not unseen:
        return None
    words = (f"In {', '.join(regions)}: {what}" for what, regions in hidden.items())
    return NotSeen(" ".join(words), unseen[0].remedy, all(each.passing for each in unseen))


def _so_in(verdicts: Mapping[str, Verdict], closed: Sequence[str]) -> Satisfied:
    """What is so, and in which Regions. One that is closed to the access role is closed to everybody in the account."""
    said: dict[str, list[str]] = {}
    for region, verdict in verdicts.items():
        if isinstance(verdict, Satisfied):
            said.setdefault(verdict.evidence, []).append(region)
    told = [f"{evidence} Looked at in {_counted(regions)}." for evidence, regions in said.items()]
    if closed:
        told.append(f"{CLOSED_WORDS} {_counted(closed)}.")
    return Satisfied(" ".join(told) or "No Region that it was set in is enabled any more.")


def _counted(regions: Sequence[str]) -> str:
    return f"{len(regions)} Region{'' if len(regions) == 1 else 's'}: {', '.join(regions)}"
