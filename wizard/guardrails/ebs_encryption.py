"""New disks are encrypted: EBS encryption by default, in every Region that is enabled in each account.

No policy declares it, so it is set Region by Region (Organizations user guide, orgs_manage_policies_declarative). That
goes for Regions that the guardrail for Regions closes, too: it leaves the access role alone, it may be lifted one day,
and auditors ask every Region that is enabled. What a policy of somebody else's closes to the access role, too, is left
out, and said: nobody in the account can make a volume there.
"""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import SetEbsEncryptionByDefault
from state.observed import Observed
from state.observed.settings import CLOSED, as_value
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Inside, Reads
from wizard.claims.regions import CLOSED_WORDS, ENABLED_REGIONS, TO_LOOK_AT_REGIONS, InEveryRegion
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import CIS, Audited, Facts, Judged, Status, in_every_account
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack

ON = as_value(True)


def _read(inside: Inside) -> bool:
    return inside.own.ask("ec2", "GetEbsEncryptionByDefault", lambda answer: bool(answer["EbsEncryptionByDefault"]))


EBS_ENCRYPTION = Reads(
    SetEbsEncryptionByDefault.name,
    _read,
    bool,
    ("ec2:GetEbsEncryptionByDefault", TO_LOOK_AT_REGIONS),
    in_each_region=True,
)
"""Whether new volumes are encrypted (API: ec2.GetEbsEncryptionByDefault)."""


@dataclass(frozen=True)
class NewVolumesAreEncrypted(SettingClaim[bool]):
    """EBS encryption by default, in the one Region of the place."""

    reads = EBS_ENCRYPTION

    @property
    def title(self) -> str:
        return f"New volumes in {self.place.account_title} are encrypted"

    def judge(self, present: bool | None, _observed: Observed) -> Verdict:
        if present:
            return Satisfied("New EBS volumes are encrypted.")
        return Needed(SetEbsEncryptionByDefault(self.place, ON))


_SET = in_every_account(EBS_ENCRYPTION.setting, "It is set in every enabled Region of every account.")


def _judge(facts: Facts) -> Judged:
    """Met where every Region was looked at."""
    names = (setting.name for setting in facts.observed.settings if setting.content == CLOSED)
    closed = sorted({name.partition(":")[2] for name in names if name.startswith(f"{EBS_ENCRYPTION.setting}:")})
    status, why = _SET(facts)
    if status is Status.MET and closed:
        return Status.YOURS, f"{CLOSED_WORDS} {', '.join(closed)}. It is set in every other."
    return status, why


GUARDRAIL = InEachAccount(
    item=Item.EBS_ENCRYPTION,
    words=Words(
        "New disks are encrypted",
        "New EBS volumes are encrypted with AWS's own key, in every enabled Region of each account. What is encrypted "
        "so, images and snapshots too, cannot be shared with another account.",
        FREE,
        "It is turned off again; volumes that were encrypted stay so.",
    ),
    claim=lambda _wanted, place: InEveryRegion(place, NewVolumesAreEncrypted(place)),
    back=TakenBack(SetEbsEncryptionByDefault, lambda _wanted, _place: ON, off=as_value(False)),
    reads=(EBS_ENCRYPTION, ENABLED_REGIONS),
    audited=(
        Audited(
            CIS,
            "EC2.7",
            "EBS encryption by default",
            _judge,
        ),
    ),
)
