"""The writes that set an account's own defaults and contacts, or take them back."""

from __future__ import annotations

import json
from abc import ABC
from dataclasses import dataclass
from typing import Any, ClassVar

from state.changes.request import Request
from state.changes.settings import OneSetting
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, in_region
from state.page_key import PageKey


@dataclass(frozen=True, slots=True)
class AccountProtection(OneSetting, ABC):
    """A default of the account that keeps it safer than AWS made it."""

    @property
    def loosens(self) -> bool:
        return self.takes_away


@dataclass(frozen=True, slots=True)
class SetEbsEncryptionByDefault(AccountProtection):
    """API: ec2.EnableEbsEncryptionByDefault or ec2.DisableEbsEncryptionByDefault, in the one Region of the place."""

    name = "ebs-encryption"
    undo = "DisableEbsEncryptionByDefault turns it off; volumes that were encrypted stay so."
    needs = ("ec2:EnableEbsEncryptionByDefault", "ec2:DisableEbsEncryptionByDefault")
    page = PageKey.GUARDRAILS

    @property
    def setting(self) -> str:
        return in_region(self.name, self.place.region)

    @property
    def title(self) -> str:
        what = "Encrypt new EBS volumes" if self.content_wanted else "No longer encrypt new EBS volumes"
        return f"{what} in {self.place.region}"

    @property
    def detail(self) -> str:
        return f"of {self.place.account_title}"

    @property
    def content_wanted(self) -> bool:
        """Whether it is turned on."""
        return self.value == "true"

    @property
    def loosens(self) -> bool:
        return not self.content_wanted

    @property
    def consequence(self) -> str:
        return "It is AWS's own key. Volumes that exist are not changed."

    def request(self, observed: Observed) -> Request:
        operation = "EnableEbsEncryptionByDefault" if self.content_wanted else "DisableEbsEncryptionByDefault"
        return self.sent_inside(observed, "ec2", operation, {})


@dataclass(frozen=True, slots=True)
class PutPublicAccessBlock(AccountProtection):
    """API: s3control.PutPublicAccessBlock or s3control.DeletePublicAccessBlock, for the whole account."""

    name = "public-access-block"
    undo = "DeletePublicAccessBlock lifts it."
    needs = ("s3:PutAccountPublicAccessBlock",)
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return "No longer block public access to S3" if self.takes_away else "Block public access to S3"

    @property
    def consequence(self) -> str:
        return "A bucket that is public now, such as one that serves a website, is public no longer."

    def request(self, observed: Observed) -> Request:
        parameters: dict[str, Any] = {"AccountId": self.account_id(observed)}
        if self.takes_away:
            return self.sent_inside(observed, "s3control", "DeletePublicAccessBlock", parameters)
        parameters["PublicAccessBlockConfiguration"] = self.content(observed)
        return self.sent_inside(observed, "s3control", "PutPublicAccessBlock", parameters)


@dataclass(frozen=True, slots=True)
class UpdateAccountPasswordPolicy(AccountProtection):
    """API: iam.UpdateAccountPasswordPolicy or iam.DeleteAccountPasswordPolicy. It overwrites the whole policy, so the
    value has everything that was there before, too."""

    name = "password-policy"
    undo = "DeleteAccountPasswordPolicy brings back AWS's default."
    needs = ("iam:UpdateAccountPasswordPolicy", "iam:DeleteAccountPasswordPolicy")
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return "Bring back AWS's password policy" if self.takes_away else "Ask for strong passwords"

    @property
    def consequence(self) -> str:
        return "It holds for IAM users when they next change a password. Nobody is locked out."

    def request(self, observed: Observed) -> Request:
        content = self.content(observed)
        if content is None:
            return self.sent_inside(observed, "iam", "DeleteAccountPasswordPolicy", {})
        told_only = ("ExpirePasswords",)  # follows from MaxPasswordAge, and cannot be sent
        parameters = {key: value for key, value in content.items() if key not in told_only}
        return self.sent_inside(observed, "iam", "UpdateAccountPasswordPolicy", parameters)


@dataclass(frozen=True, slots=True)
class SetAccountAlias(OneSetting):
    """API: iam.CreateAccountAlias or iam.DeleteAccountAlias."""

    name = "account-alias"
    undo = "DeleteAccountAlias removes it."
    needs = ("iam:CreateAccountAlias", "iam:DeleteAccountAlias")
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return "Remove the alias" if self.takes_away else f"Give the account the alias {json.loads(self.value)}"

    @property
    def consequence(self) -> str:
        return "Anybody can see an alias, and it is taken for everybody else."

    def request(self, observed: Observed) -> Request:
        alias = self.content(observed)
        if alias is not None:
            return self.sent_inside(observed, "iam", "CreateAccountAlias", {"AccountAlias": alias})
        present = observed.setting(self.place.account, self.setting)
        parameters = {"AccountAlias": present.content if present else "<alias>"}
        return self.sent_inside(observed, "iam", "DeleteAccountAlias", parameters)


@dataclass(frozen=True, slots=True)
class ContactChange(OneSetting, ABC):
    """API: account.PutAlternateContact or account.DeleteAlternateContact, made with the management account."""

    contact_type: ClassVar[str]
    """As the API has it."""

    undo = "DeleteAlternateContact removes it."
    needs = ("account:PutAlternateContact", "account:DeleteAlternateContact")
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return f"{'Remove' if self.takes_away else 'Set'} the {self.contact_type.lower()} contact"

    @property
    def detail(self) -> str:
        return f"of {self.place.account_title}"

    def request(self, observed: Observed) -> Request:
        """Made by the management account for each member; its own id must not be named (API: PutAlternateContact)."""
        parameters: dict[str, Any] = {"AlternateContactType": self.contact_type}
        if self.place.account != MANAGEMENT_ACCOUNT:
            parameters["AccountId"] = self.account_id(observed)
        content = self.content(observed)
        if content is None:
            return Request("account", "DeleteAlternateContact", parameters)
        return Request("account", "PutAlternateContact", {**parameters, **content})


@dataclass(frozen=True, slots=True)
class PutSecurityContact(ContactChange):
    """Whom AWS writes to about security."""

    name = "security-contact"
    contact_type = "SECURITY"


@dataclass(frozen=True, slots=True)
class PutBillingContact(ContactChange):
    """Whom AWS writes to about invoices and payments."""

    name = "billing-contact"
    contact_type = "BILLING"


@dataclass(frozen=True, slots=True)
class PutOperationsContact(ContactChange):
    """Whom AWS writes to about outages and maintenance."""

    name = "operations-contact"
    contact_type = "OPERATIONS"
