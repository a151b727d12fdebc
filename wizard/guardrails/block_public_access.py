"""Nothing in S3 can be public: public access is blocked in each account as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import PutPublicAccessBlock
from state.observed import S3_POLICY, Observed
from state.observed.settings import FOUR_BLOCKS, MANAGEMENT_ACCOUNT, Place, as_value
from state.setup import ROOT, ancestors_and_self
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import BASELINE, CIS, Audited, in_every_account
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack
from wizard.guardrails.public_buckets import BLOCKED as BLOCKED_BY_POLICY
from wizard.policies.equality import says

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


def declared_blocked(place: Place, observed: Observed) -> str:
    """That an S3 policy blocks public access in this account, as a sentence; empty where none is known to. While one is
    attached, the account's own block cannot be set (S3 user guide, configuring-block-public-access-account). Sources
    do not agree whether one at the root binds the management account, so nothing is said of that."""
    account = observed.account_called(place.account)
    if account is None or place.account == MANAGEMENT_ACCOUNT:
        return ""
    above = {ROOT} if account.unit_path == ROOT else {ROOT, *ancestors_and_self(account.unit_path)}
    there = [each for each in observed.policies if each.policy_type == S3_POLICY and above & set(each.paths)]
    if not there or not all(each.content and says(each.content, as_value(BLOCKED_BY_POLICY)) for each in there):
        return ""
    return f"Policy {there[0].policy_name} blocks public access there, whatever the account itself says."


@dataclass(frozen=True)
class PublicAccessIsBlocked(SettingClaim[PublicAccessBlock]):
    """S3 public access is blocked in the whole account."""

    reads = PUBLIC_ACCESS_BLOCK

    @property
    def title(self) -> str:
        return f"S3 in {self.place.account_title} is not public"

    def judge(self, present: PublicAccessBlock | None, observed: Observed) -> Verdict:
        if declared := declared_blocked(self.place, observed):
            return Satisfied(declared)
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
    back=TakenBack(PutPublicAccessBlock, lambda _wanted, _place: BLOCKED, declared=declared_blocked),
    reads=(PUBLIC_ACCESS_BLOCK,),
    audited=(
        Audited(CIS, "S3.1", "Public access to S3 blocked in each account", _EVERYWHERE),
        Audited(BASELINE, "ACCT.08", "No public access to private buckets", _EVERYWHERE),
    ),
)
