"""Passwords of IAM users are long: each account's password policy is at least as strict as auditors ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from state.changes.account_settings import UpdateAccountPasswordPolicy
from state.observed import Observed
from state.observed.settings import as_value
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import BASELINE, CIS, Audited, in_every_account
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """API: iam.PasswordPolicy. What AWS leaves out is off; a number of 0 is no rule."""

    minimum_length: int
    require_symbols: bool = False
    require_numbers: bool = False
    require_uppercase: bool = False
    require_lowercase: bool = False
    allow_users_to_change: bool = False
    reuse_prevention: int = 0
    max_age_days: int = 0
    hard_expiry: bool = False

    @classmethod
    def of(cls, content: Answer) -> PasswordPolicy:
        """From AWS's own words."""
        return cls(
            minimum_length=int(content.get("MinimumPasswordLength", 0)),
            require_symbols=bool(content.get("RequireSymbols")),
            require_numbers=bool(content.get("RequireNumbers")),
            require_uppercase=bool(content.get("RequireUppercaseCharacters")),
            require_lowercase=bool(content.get("RequireLowercaseCharacters")),
            allow_users_to_change=bool(content.get("AllowUsersToChangePassword")),
            reuse_prevention=int(content.get("PasswordReusePrevention") or 0),
            max_age_days=int(content.get("MaxPasswordAge") or 0),
            hard_expiry=bool(content.get("HardExpiry")),
        )

    def as_settings(self) -> dict[str, Any]:
        """In AWS's words, as a reading would show it."""
        told: dict[str, Any] = {
            "MinimumPasswordLength": self.minimum_length,
            "RequireSymbols": self.require_symbols,
            "RequireNumbers": self.require_numbers,
            "RequireUppercaseCharacters": self.require_uppercase,
            "RequireLowercaseCharacters": self.require_lowercase,
            "AllowUsersToChangePassword": self.allow_users_to_change,
            "ExpirePasswords": self.max_age_days > 0,
        }
        optional = {
            "PasswordReusePrevention": self.reuse_prevention,
            "MaxPasswordAge": self.max_age_days,
            "HardExpiry": self.hard_expiry,
        }
        return told | {key: value for key, value in optional.items() if value}


STRONG = PasswordPolicy(
    minimum_length=14,
    require_symbols=True,
    require_numbers=True,
    require_uppercase=True,
    require_lowercase=True,
    allow_users_to_change=True,
    reuse_prevention=24,
)
"""CIS AWS Foundations Benchmark, IAM.15 and IAM.16. Nothing expires, so that nobody is locked out."""


def at_least_strong(present: PasswordPolicy | None) -> PasswordPolicy:
    """The policy that is as strict as the present one and as ours, in each respect by itself.

    UpdateAccountPasswordPolicy sets what is left out back to its default, so everything present is repeated. Whether
    users may change their own password is no matter of strictness, and stays as somebody has set it.
    """
    if present is None:
        return STRONG
    return replace(
        present,
        minimum_length=max(present.minimum_length, STRONG.minimum_length),
        require_symbols=True,
        require_numbers=True,
        require_uppercase=True,
        require_lowercase=True,
        reuse_prevention=max(present.reuse_prevention, STRONG.reuse_prevention),
    )


def _read(inside: Inside) -> dict[str, Any]:
    return inside.own.ask("iam", "GetAccountPasswordPolicy", lambda answer: dict(answer["PasswordPolicy"]))


PASSWORD_POLICY = Reads(UpdateAccountPasswordPolicy.name, _read, PasswordPolicy.of, ("iam:GetAccountPasswordPolicy",))


@dataclass(frozen=True)
class PasswordsAreStrong(SettingClaim[PasswordPolicy]):
    """The password policy for IAM users is at least this strict."""

    reads = PASSWORD_POLICY

    @property
    def title(self) -> str:
        return f"Passwords in {self.place.account_title} are strong"

    def judge(self, present: PasswordPolicy | None, _observed: Observed) -> Verdict:
        wanted = at_least_strong(present)
        if present is not None and wanted == present:
            return Satisfied(f"They have at least {present.minimum_length} characters.")
        return Needed(UpdateAccountPasswordPolicy(self.place, as_value(wanted.as_settings())))


_EVERYWHERE = in_every_account(PASSWORD_POLICY.setting, "Every account has a password policy that is strict enough.")

GUARDRAIL = InEachAccount(
    item=Item.PASSWORD_POLICY,
    words=Words(
        "Passwords of IAM users are long",
        "At least 14 characters of four kinds, and none of the last 24. It concerns new passwords only.",
        FREE,
        "The policy is deleted where it is exactly what the program sets; AWS's default takes its place.",
    ),
    claim=lambda _wanted, place: PasswordsAreStrong(place),
    back=TakenBack(UpdateAccountPasswordPolicy, lambda _wanted, _place: as_value(STRONG.as_settings())),
    reads=(PASSWORD_POLICY,),
    audited=(
        Audited(CIS, "IAM.15", "Passwords of 14 characters or more", _EVERYWHERE),
        Audited(CIS, "IAM.16", "No password used again", _EVERYWHERE),
        Audited(BASELINE, "ACCT.06", "A password policy", _EVERYWHERE),
    ),
)
