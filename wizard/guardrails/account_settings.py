"""Claims about one setting of one account. What is there already is compared first, and never loosened."""

from __future__ import annotations

import json
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from state.changes.settings import (
    ModifyInstanceMetadataDefaults,
    PutPublicAccessBlock,
    PutSecurityContact,
    SetAccountAlias,
    SetBudget,
    SetEbsEncryptionByDefault,
    TagAccount,
    UpdateAccountPasswordPolicy,
)
from state.observed import Observed
from state.observed.settings import FOUR_BLOCKS, MANAGEMENT_ACCOUNT, NOTHING, Place, SettingName, as_value
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.organization import ORGANIZATION
from wizard.claims.readiness import ready_key

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
class SettingClaim(Claim):
    """One setting of one account is as the setup wants it."""

    place: Place
    name: ClassVar[str]

    @property
    def setting(self) -> str:
        """The name of the setting."""
        return self.name

    @property
    def key(self) -> str:
        return f"{self.setting}:{self.place.account.lower()}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place),)

    def assess(self, observed: Observed) -> Verdict:
        """What was not read yet counts as not set: that is so in thought only, see `wizard.aws.settings`."""
        setting = observed.setting(self.place.account, self.setting)
        if setting is not None and setting.trouble:
            return Blocked(
                setting.trouble,
                f"Let {self.place.role_name or 'your identity'} read it in {self.place.account_title}, or set it by "
                "hand there; or choose `leave` for this guardrail.",
            )
        return self.judge(setting.content if setting else None, observed)

    @abstractmethod
    def judge(self, present: Any, _observed: Observed) -> Verdict:
        """What this step makes of the setting as it is; None when it is not set."""


def within(place: Place) -> str:
    """The key of the step that has to hold before anything in this place can be looked at."""
    return ORGANIZATION if place.account == MANAGEMENT_ACCOUNT else ready_key(place.account)


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
class AccountIsTagged(SettingClaim):
    """The account has the setup's tags. A new one is created with them; other tags of anybody's stay."""

    tags: tuple[tuple[str, str], ...]
    name = SettingName.TAGS

    @property
    def title(self) -> str:
        return f"Account {self.place.account_title} has its tags"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        missing = {} if present is None else {key: value for key, value in self.tags if present.get(key) != value}
        if missing:
            return Needed(TagAccount(self.place, as_value(missing)))
        return Satisfied(f"It has {', '.join(key for key, _ in self.tags)}.")


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
