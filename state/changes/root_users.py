"""The writes about root users: central root access, and what is left of the members' own credentials."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.request import Request
from state.changes.settings import EntryChange
from state.observed import Observed
from state.observed.draft import Draft
from state.page_key import PageKey

AS_ROOT = "sts:AssumeRoot"
DELETE_ROOT_CREDENTIALS = "IAMDeleteRootUserCredentials"
"""AWS's policy for a session that may delete root credentials (IAM user guide, id_root-user-privileged-task)."""


@dataclass(frozen=True, slots=True)
class SetRootFeature(EntryChange):
    """API: iam.EnableOrganizationsRootCredentialsManagement, iam.EnableOrganizationsRootSessions, or their opposites.
    The entry is RootCredentialsManagement or RootSessions."""

    name = "root-features"
    undo = "Its opposite turns it off."
    needs = (
        "iam:EnableOrganizationsRootCredentialsManagement",
        "iam:EnableOrganizationsRootSessions",
        "iam:DisableOrganizationsRootCredentialsManagement",
        "iam:DisableOrganizationsRootSessions",
    )
    page = PageKey.GUARDRAILS
    before_accounts = (
        True  # made afterwards, they have no root password (IAM user guide, id_root-user-access-management)
    )

    @property
    def title(self) -> str:
        what = {
            "RootCredentialsManagement": "central management of root credentials",
            "RootSessions": "privileged root sessions",
        }[self.entry]
        return f"{'Disable' if self.takes_away else 'Enable'} {what}"

    @property
    def detail(self) -> str:
        return "for the organization"

    @property
    def consequence(self) -> str:
        return "New accounts come without a root password, and the few root tasks are done from the management account."

    def predict(self, draft: Draft) -> None:
        """Whether root users have credentials was looked at while nobody could tell, so it is open again."""
        EntryChange.predict(self, draft)
        draft.forget_settings(DeleteRootCredential.name)

    def request(self, _observed: Observed) -> Request:
        verb = "Disable" if self.takes_away else "Enable"
        return Request("iam", f"{verb}Organizations{self.entry}", {})


@dataclass(frozen=True, slots=True)
class DeleteRootCredential(EntryChange):
    """API: sts.AssumeRoot, then iam.DeleteLoginProfile, DeleteAccessKey, DeactivateMFADevice or
    DeleteSigningCertificate in the member account (IAM user guide, id_root-user-privileged-task). The entry is
    `password`, or `access-key`, `mfa-device` or `certificate` with AWS's name of it."""

    name = "root-credentials"
    undo = ""
    needs = (AS_ROOT,)
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return f"Delete the root user's {self.entry.partition(' ')[0].replace('-', ' ')}"

    @property
    def consequence(self) -> str:
        return (
            f"Whoever uses the root user of {self.place.account_title} today can no longer do so: {self.entry}. A "
            "password can be set anew from the management account and through the root mailbox; a key cannot."
        )

    def request(self, observed: Observed) -> Request:
        kind, _, name = self.entry.partition(" ")
        operation, parameters = {
            "password": ("DeleteLoginProfile", {}),
            "access-key": ("DeleteAccessKey", {"AccessKeyId": name}),
            "mfa-device": ("DeactivateMFADevice", {"SerialNumber": name}),
            "certificate": ("DeleteSigningCertificate", {"CertificateId": name}),
        }[kind]
        account_id = self.account_id(observed)
        return Request("iam", operation, parameters, self.place, account_id, root_task=DELETE_ROOT_CREDENTIALS)
