"""New disks are encrypted: EBS encryption by default, in the home Region of each account."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import SetEbsEncryptionByDefault
from state.observed import Observed
from state.observed.settings import as_value
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import CIS, Audited, in_the_home_region
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack

ON = as_value(True)


def _read(inside: Inside) -> bool:
    return inside.own.ask("ec2", "GetEbsEncryptionByDefault", lambda answer: bool(answer["EbsEncryptionByDefault"]))


EBS_ENCRYPTION = Reads(SetEbsEncryptionByDefault.name, _read, bool, ("ec2:GetEbsEncryptionByDefault",))
"""Whether new volumes are encrypted (API: ec2.GetEbsEncryptionByDefault)."""


@dataclass(frozen=True)
class NewVolumesAreEncrypted(SettingClaim[bool]):
    """EBS encryption by default, in the home Region."""

    reads = EBS_ENCRYPTION

    @property
    def title(self) -> str:
        return f"New volumes in {self.place.account_title} are encrypted"

    def judge(self, present: bool | None, _observed: Observed) -> Verdict:
        if present:
            return Satisfied(f"In {self.place.region}, new EBS volumes are encrypted.")
        return Needed(SetEbsEncryptionByDefault(self.place, ON))


GUARDRAIL = InEachAccount(
    item=Item.EBS_ENCRYPTION,
    words=Words(
        "New disks are encrypted",
        "New EBS volumes in the home Region are encrypted with AWS's own key, in each account. What is encrypted so, "
        "images and snapshots too, cannot be shared with another account.",
        FREE,
        "It is turned off again; volumes that were encrypted stay so.",
    ),
    claim=lambda _wanted, place: NewVolumesAreEncrypted(place),
    back=TakenBack(SetEbsEncryptionByDefault, lambda _wanted, _place: ON, off=as_value(False)),
    reads=(EBS_ENCRYPTION,),
    audited=(
        Audited(
            CIS,
            "EC2.7",
            "EBS encryption by default",
            in_the_home_region(EBS_ENCRYPTION.setting, "Turn it on in other Regions that you use."),
        ),
    ),
)
