"""Claims about root users: central root access, what is left of the members' own, and the management account's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from state.changes.root_users import DeleteRootCredential, SetRootFeature
from state.observed import Observed
from state.observed.settings import NOTHING, SettingName, as_value
from wizard.claims.base import Needed, Satisfied, Verdict, Waiting
from wizard.claims.settings import SettingClaim, within
from wizard.guardrails.policies import trusted_access_key

IAM = "iam.amazonaws.com"
CREDENTIALS_MANAGEMENT = "RootCredentialsManagement"
SESSIONS = "RootSessions"
WHOEVER_HOLDS_IT = "whoever holds the root user's password of the management account"


def feature_key(feature: str) -> str:
    """The key of the step that sees to a feature of central root access being on."""
    return f"root-feature:{feature}"


@dataclass(frozen=True)
class RootFeatureEnabled(SettingClaim):
    """A feature of central root access is on (IAM user guide, id_root-enable-root-access)."""

    feature: str
    wanted: bool = True
    """False to take it back."""
    name = SettingName.ROOT_FEATURES

    @property
    def key(self) -> str:
        return feature_key(self.feature)

    @property
    def title(self) -> str:
        what = (
            "Root credentials are managed centrally"
            if self.feature == CREDENTIALS_MANAGEMENT
            else ("Root tasks are done from the management account")
        )
        return what if self.wanted else f"{self.feature} is taken back"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), trusted_access_key(IAM)) if self.wanted else (within(self.place),)

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        is_on = self.feature in (present or {})
        if is_on is self.wanted:
            return Satisfied(f"{self.feature} is {'on' if is_on else 'off'}.")
        return Needed(SetRootFeature(self.place, as_value(True) if self.wanted else NOTHING, self.feature))


@dataclass(frozen=True)
class RootCredentialsRemoved(SettingClaim):
    """Nobody can sign in as the member account's root user. Accounts made in an organization have no credentials."""

    name = SettingName.ROOT_CREDENTIALS

    @property
    def title(self) -> str:
        return f"The root user of {self.place.account_title} has no credentials"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), feature_key(CREDENTIALS_MANAGEMENT))

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        """A password goes first: what is left is of no use without one."""
        left = sorted(present or {}, key=lambda credential: (credential != "password", credential))
        if not left:
            return Satisfied("There is no password, no access key, no certificate and no MFA device.")
        return Needed(DeleteRootCredential(self.place, NOTHING, left[0]))


@dataclass(frozen=True)
class ManagementRootHasMfa(SettingClaim):
    """The management account's root user signs in with MFA. Only the root user can see to it, in the console."""

    name = SettingName.ROOT_USER

    @property
    def key(self) -> str:
        return "root-user:mfa"

    @property
    def title(self) -> str:
        return "The management account's root user has MFA"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present is None or present["mfa"]:
            return Satisfied("AWS says that it has.")
        return Waiting(
            "The root user of the management account signs in with a password alone.",
            on_whom=WHOEVER_HOLDS_IT,
            message=(
                "Please give the root user of our AWS management account multi-factor authentication:\n"
                "1. Sign in at https://console.aws.amazon.com as root user, with the account's email address.\n"
                "2. Choose your name at the top right, then Security credentials.\n"
                "3. Under Multi-factor authentication choose Assign MFA device, and follow the steps.\n"
                "4. Do it again with a second device, and keep the two in different places.\n"
                "Nothing has to be sent to us: it is seen by itself."
            ),
        )


@dataclass(frozen=True)
class ManagementRootHasNoKeys(SettingClaim):
    """The management account's root user has no access keys. Only the root user can delete them."""

    name = SettingName.ROOT_USER

    @property
    def key(self) -> str:
        return "root-user:access-keys"

    @property
    def title(self) -> str:
        return "The management account's root user has no access keys"

    def judge(self, present: Any, _observed: Observed) -> Verdict:
        if present is None or not present["access_keys"]:
            return Satisfied("AWS says that it has none.")
        return Waiting(
            "The root user of the management account has access keys, and nothing can limit who finds one.",
            on_whom=WHOEVER_HOLDS_IT,
            message=(
                "Please delete the access keys of the root user of our AWS management account:\n"
                "1. Sign in at https://console.aws.amazon.com as root user, with the account's email address.\n"
                "2. Choose your name at the top right, then Security credentials.\n"
                "3. Under Access keys, look at Last used. If a program still uses one, give it a role instead.\n"
                "4. Deactivate each key, wait a day, then delete it."
            ),
        )
