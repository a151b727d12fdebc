"""New instances need IMDSv2: the account's default, in the home Region of each account."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import ModifyInstanceMetadataDefaults
from state.observed import Observed
from state.observed.settings import as_value
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import CIS, Audited, in_the_home_region
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack

TOKENS, HOPS = "HttpTokens", "HttpPutResponseHopLimit"
HOPS_TO_CONTAINERS = 2
"""To a container, the instance that it runs on is one hop away (EC2 user guide, instance-metadata-options)."""


@dataclass(frozen=True, slots=True)
class InstanceMetadata:
    """How new instances are started where nobody says otherwise (API: ec2.InstanceMetadataDefaultsResponse)."""

    tokens: str
    """`required`, `optional`, or empty for no preference."""
    hops: int
    """How far answers may go; 0 for no preference."""

    @classmethod
    def of(cls, content: Answer) -> InstanceMetadata:
        """From AWS's own words."""
        return cls(str(content.get(TOKENS, "")), int(content.get(HOPS, 0)))


def _required(hops: int = 0) -> str:
    """IMDSv2, with the hops that somebody has chosen, or those that containers need."""
    return as_value({TOKENS: "required", HOPS: hops or HOPS_TO_CONTAINERS})


def _read(inside: Inside) -> dict[str, str | int] | None:
    def understand(answer: Answer) -> dict[str, str | int] | None:
        level = answer.get("AccountLevel", {})
        return {name: level[name] for name in (TOKENS, HOPS) if name in level} or None

    return inside.own.ask("ec2", "GetInstanceMetadataDefaults", understand)


INSTANCE_METADATA = Reads(
    ModifyInstanceMetadataDefaults.name, _read, InstanceMetadata.of, ("ec2:GetInstanceMetadataDefaults",)
)


@dataclass(frozen=True)
class InstanceMetadataNeedsTokens(SettingClaim[InstanceMetadata]):
    """IMDSv2 is required of new instances, in the home Region."""

    reads = INSTANCE_METADATA

    @property
    def title(self) -> str:
        return f"New instances in {self.place.account_title} need IMDSv2"

    def judge(self, present: InstanceMetadata | None, _observed: Observed) -> Verdict:
        if present is not None and present.tokens == "required":
            return Satisfied(f"In {self.place.region}, HttpTokens is required.")
        return Needed(ModifyInstanceMetadataDefaults(self.place, _required(present.hops if present else 0)))


GUARDRAIL = InEachAccount(
    item=Item.INSTANCE_METADATA,
    words=Words(
        "New instances need IMDSv2",
        "A flaw in a web application no longer gives an instance's credentials away. Old software may not know IMDSv2.",
        FREE,
        "The default of the account is removed; instances keep what they were started with.",
    ),
    claim=lambda _wanted, place: InstanceMetadataNeedsTokens(place),
    back=TakenBack(ModifyInstanceMetadataDefaults, lambda _wanted, _place: _required()),
    reads=(INSTANCE_METADATA,),
    audited=(
        Audited(
            CIS,
            "EC2.8",
            "Instances need IMDSv2",
            in_the_home_region(INSTANCE_METADATA.setting, "Instances that run already, and other Regions, are yours."),
        ),
    ),
)
