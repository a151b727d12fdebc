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

REQUIRED = as_value("required")


def _read(inside: Inside) -> str | None:
    def understand(answer: Answer) -> str | None:
        tokens = answer.get("AccountLevel", {}).get("HttpTokens")
        return None if tokens is None else str(tokens)

    return inside.own.ask("ec2", "GetInstanceMetadataDefaults", understand)


INSTANCE_METADATA = Reads(ModifyInstanceMetadataDefaults.name, _read, str, ("ec2:GetInstanceMetadataDefaults",))
"""HttpTokens of new instances: `required` or `optional` (API: ec2.GetInstanceMetadataDefaults)."""


@dataclass(frozen=True)
class InstanceMetadataNeedsTokens(SettingClaim[str]):
    """IMDSv2 is required of new instances, in the home Region."""

    reads = INSTANCE_METADATA

    @property
    def title(self) -> str:
        return f"New instances in {self.place.account_title} need IMDSv2"

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present == "required":
            return Satisfied(f"In {self.place.region}, HttpTokens is required.")
        return Needed(ModifyInstanceMetadataDefaults(self.place, REQUIRED))


GUARDRAIL = InEachAccount(
    item=Item.INSTANCE_METADATA,
    words=Words(
        "New instances need IMDSv2",
        "A flaw in a web application no longer gives an instance's credentials away. Old software may not know IMDSv2.",
        FREE,
        "The default of the account is removed; instances keep what they were started with.",
    ),
    claim=lambda _wanted, place: InstanceMetadataNeedsTokens(place),
    back=TakenBack(ModifyInstanceMetadataDefaults, lambda _wanted, _place: REQUIRED),
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
