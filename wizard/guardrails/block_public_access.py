"""Nothing in S3 can be public: public access is blocked in each account as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import PutPublicAccessBlock
from state.observed import Observed
from state.observed.settings import FOUR_BLOCKS, as_value
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import BASELINE, CIS, Audited, in_every_account
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack

BLOCKED = as_value(FOUR_BLOCKS)


@dataclass(frozen=True, slots=True)
class PublicAccessBlock:
    """API: s3control.PublicAccessBlockConfiguration, of an account; s3 has the same of a bucket."""

    public_acls_blocked: bool
    public_acls_ignored: bool
    public_policies_blocked: bool
    public_buckets_restricted: bool

    @classmethod
    def of(cls, content: Answer) -> PublicAccessBlock:
        """From AWS's own words. What AWS leaves out is off."""
        names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
        return cls(*(bool(content.get(name)) for name in names))

    @property
    def whole(self) -> bool:
        """Whether public access is blocked in every way."""
        return (
            self.public_acls_blocked
            and self.public_acls_ignored
            and self.public_policies_blocked
            and self.public_buckets_restricted
        )


def blocks_in(answer: Answer) -> dict[str, bool]:
    """The four of them by AWS's names."""
    return {name: bool(value) for name, value in answer["PublicAccessBlockConfiguration"].items()}


def _read(inside: Inside) -> dict[str, bool]:
    return inside.own.ask("s3control", "GetPublicAccessBlock", blocks_in, AccountId=inside.account_id)


PUBLIC_ACCESS_BLOCK = Reads(
    PutPublicAccessBlock.name,
    _read,
    PublicAccessBlock.of,
    ("s3control:GetPublicAccessBlock",),
    ("s3:GetAccountPublicAccessBlock",),
)


@dataclass(frozen=True)
class PublicAccessIsBlocked(SettingClaim[PublicAccessBlock]):
    """S3 public access is blocked in the whole account."""

    reads = PUBLIC_ACCESS_BLOCK

    @property
    def title(self) -> str:
        return f"S3 in {self.place.account_title} is not public"

    def judge(self, present: PublicAccessBlock | None, _observed: Observed) -> Verdict:
        if present is not None and present.whole:
            return Satisfied("All four settings block public access.")
        return Needed(PutPublicAccessBlock(self.place, BLOCKED))


_EVERYWHERE = in_every_account(PUBLIC_ACCESS_BLOCK.setting, "Public access is blocked in every account.")

GUARDRAIL = InEachAccount(
    item=Item.BLOCK_PUBLIC_ACCESS,
    words=Words(
        "Nothing in S3 can be public",
        "Public access to S3 is blocked in each account as a whole. A website in a bucket needs CloudFront then.",
        FREE,
        "The block is removed where it is as the program set it; buckets become no more public than they were.",
    ),
    claim=lambda _wanted, place: PublicAccessIsBlocked(place),
    back=TakenBack(PutPublicAccessBlock, lambda _wanted, _place: BLOCKED),
    reads=(PUBLIC_ACCESS_BLOCK,),
    audited=(
        Audited(CIS, "S3.1", "Public access to S3 blocked in each account", _EVERYWHERE),
        Audited(BASELINE, "ACCT.08", "No public access to private buckets", _EVERYWHERE),
    ),
)
