"""Claims about the settings of each account that guardrails see to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from state.changes.account_settings import (
    ModifyInstanceMetadataDefaults,
    PutPublicAccessBlock,
    PutSecurityContact,
    SetAccountAlias,
    SetEbsEncryptionByDefault,
    UpdateAccountPasswordPolicy,
)
from state.changes.budgets import SetBudget
from state.observed import Observed
from state.observed.settings import FOUR_BLOCKS, NOTHING, SettingName, as_value
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict
from wizard.claims.settings import SettingClaim, within

STRONG_PASSWORDS: dict[str, Any] = {
    "MinimumPasswordLength": 14,
    "RequireSymbols": True,
    "RequireNumbers": True,
    "RequireUppercaseCharacters": True,
    "RequireLowercaseCharacters": True,
    "AllowUsersToChangePassword": True,
    "PasswordReusePrevention": 24,
}
"""CIS AWS Foundations Benchmark, IAM.15 and IAM.16. Nothing expires, so that nobody is locked out."""
BUDGET = "orgwizard-monthly"
THRESHOLDS = (80, 100)


@dataclass(frozen=True)
class NewVolumesAreEncrypted(SettingClaim):
    """EBS encryption by default, in the home Region."""

    name = SettingName.EBS_ENCRYPTION

    @property
    def title(self) -> str:
        return f"New volumes in {self.place.account_title} are encrypted"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present:
            return Satisfied(f"In {self.place.region}, new EBS volumes are encrypted.")
        return Needed(SetEbsEncryptionByDefault(self.place, as_value(True)))


@dataclass(frozen=True)
class InstanceMetadataNeedsTokens(SettingClaim):
    """IMDSv2 is required of new instances, in the home Region."""

    name = SettingName.INSTANCE_METADATA

    @property
    def title(self) -> str:
        return f"New instances in {self.place.account_title} need IMDSv2"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present == "required":
            return Satisfied(f"In {self.place.region}, HttpTokens is required.")
        return Needed(ModifyInstanceMetadataDefaults(self.place, as_value("required")))


@dataclass(frozen=True)
class PublicAccessIsBlocked(SettingClaim):
    """S3 public access is blocked in the whole account."""

    name = SettingName.PUBLIC_ACCESS_BLOCK

    @property
    def title(self) -> str:
        return f"S3 in {self.place.account_title} is not public"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present == FOUR_BLOCKS:
            return Satisfied("All four settings block public access.")
        return Needed(PutPublicAccessBlock(self.place, as_value(FOUR_BLOCKS)))


@dataclass(frozen=True)
class PasswordsAreStrong(SettingClaim):
    """The password policy for IAM users is at least this strict."""

    name = SettingName.PASSWORD_POLICY

    @property
    def title(self) -> str:
        return f"Passwords in {self.place.account_title} are strong"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        wanted = at_least_as_strict(present or {})
        if present is not None and wanted == present:
            return Satisfied(f"They have at least {present['MinimumPasswordLength']} characters.")
        return Needed(UpdateAccountPasswordPolicy(self.place, as_value(wanted)))


def at_least_as_strict(present: dict[str, Any]) -> dict[str, Any]:
    """The policy that is as strict as the present one and as ours, in each respect by itself.

    UpdateAccountPasswordPolicy sets what is left out back to its default, so everything present is repeated. Whether
    users may change their own password is no matter of strictness, and stays as somebody has set it.
    """
    merged: dict[str, Any] = {**STRONG_PASSWORDS, "ExpirePasswords": False, **present}
    for key, ours in STRONG_PASSWORDS.items():
        if key != "AllowUsersToChangePassword":
            merged[key] = max(merged[key], ours)
    return merged


@dataclass(frozen=True)
class AccountHasAlias(SettingClaim):
    """The account can be signed in to by a name. An alias that is there is kept, whatever it is."""

    alias: str
    name = SettingName.ACCOUNT_ALIAS

    @property
    def title(self) -> str:
        return f"Account {self.place.account_title} has an alias"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present:
            return Satisfied(f"It is {present}.")
        return Needed(SetAccountAlias(self.place, as_value(self.alias)))


@dataclass(frozen=True)
class SecurityContactIsKnown(SettingClaim):
    """AWS knows whom to write to about security. A contact that is there is kept, whoever it is."""

    contact: str
    """As canonical JSON."""
    needs: str
    """The key of the step that lets the service act in the organization."""
    name = SettingName.SECURITY_CONTACT

    @property
    def title(self) -> str:
        return f"AWS knows the security contact of {self.place.account_title}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), self.needs)

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present:
            return Satisfied(f"It is {present.get('EmailAddress', 'set')}.")
        return Needed(PutSecurityContact(self.place, self.contact))


@dataclass(frozen=True)
class BudgetWarns(SettingClaim):
    """Somebody is told when the organization costs more than planned. Any budget of that kind will do that is lower."""

    amount: int
    email: str
    name = SettingName.BUDGETS

    @property
    def title(self) -> str:
        return f"Somebody is told above {self.amount} USD a month"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        for name, budget in (present or {}).items():
            if budget["emails"] and float(budget["amount"]) <= self.amount:
                return Satisfied(f"Budget {name} tells {', '.join(budget['emails'])} at {budget['amount']} USD.")
        if BUDGET in (present or {}):
            return Blocked(
                f"Budget {BUDGET} exists with {present[BUDGET]['amount']} USD, which is more than {self.amount} USD, "
                "or tells nobody.",
                "Nothing of yours is overwritten: change or delete it in Billing and Cost Management, Budgets.",
            )
        budget = {"amount": str(self.amount), "emails": [self.email], "thresholds": list(THRESHOLDS)}
        return Needed(SetBudget(self.place, as_value(budget), BUDGET))


@dataclass(frozen=True)
class BudgetTakenBack(SettingClaim):
    """The program's budget is gone. Everybody else's stays."""

    name = SettingName.BUDGETS

    @property
    def key(self) -> str:
        return "taken-back:budget"

    @property
    def title(self) -> str:
        return f"Budget {BUDGET} is taken back"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if BUDGET in (present or {}):
            return Needed(SetBudget(self.place, NOTHING, BUDGET))
        return Satisfied("There is no such budget.")


@dataclass(frozen=True)
class SettingTakenBack(SettingClaim):
    """What the program set is not set any more. What differs from that is somebody else's, and stays."""

    what: str
    """The setting's name."""
    ours: str
    """What the program sets, as canonical JSON; of the password policy, what it is at least."""
    change: type[
        SetEbsEncryptionByDefault
        | ModifyInstanceMetadataDefaults
        | PutPublicAccessBlock
        | UpdateAccountPasswordPolicy
        | SetAccountAlias
        | PutSecurityContact
    ]

    @property
    def setting(self) -> str:
        return self.what

    @property
    def key(self) -> str:
        return f"taken-back:{self.what}:{self.place.account.lower()}"

    @property
    def title(self) -> str:
        return f"The {self.what.replace('-', ' ')} of {self.place.account_title} is taken back"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present in (None, False):
            return Satisfied("It is not set.")
        if _as_set(present) != _as_set(json.loads(self.ours)):
            return Satisfied("It is not what the program sets, so it is left as it is.")
        off = as_value(False) if self.change is SetEbsEncryptionByDefault else NOTHING
        return Needed(self.change(self.place, off))


def _as_set(content: Any) -> Any:
    """Without what is off: AWS may tell that it is, or leave it out (API: iam.PasswordPolicy.HardExpiry)."""
    return {key: value for key, value in content.items() if value} if isinstance(content, dict) else content
