"""The writes that give one setting of one account its value, one frozen dataclass for each operation of AWS.

Each carries the value that a reading would show afterwards, so that `predict` is the same for all of them.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from state.changes.base import Change, Lane
from state.observed import Observed, Section
from state.observed.settings import (
    FOUR_BLOCKS,
    NOTHING,
    BucketAspect,
    Place,
    SettingName,
    as_value,
    bucket_setting,
    group_policy,
)
from state.observed.stand_ins import filled


@dataclass(frozen=True, slots=True)
class SettingChange(Change):
    """One setting of one account."""

    place: Place
    value: str
    """The setting afterwards, as canonical JSON; with stand-ins for ids that AWS has yet to give."""

    lane = Lane.ACCOUNT
    touches = frozenset({Section.SETTINGS})

    @property
    @abstractmethod
    def setting(self) -> str:
        """The name of the setting."""

    @property
    def detail(self) -> str:
        return f"in {self.place.account_title}"

    @property
    def full_title(self) -> str:
        return f"{self.title} {self.detail}".strip()

    def content(self, observed: Observed) -> Any:
        """The value as data, with the ids that `observed` knows."""
        return json.loads(filled(self.value, observed))

    def predict(self, observed: Observed) -> Observed:
        return observed.with_setting(self.place.account, self.setting, filled(self.value, observed))


@dataclass(frozen=True, slots=True)
class OneSetting(SettingChange):
    """A change of one setting whose name never varies."""

    name: ClassVar[SettingName]

    @property
    def setting(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class SetEbsEncryptionByDefault(OneSetting):
    """API: ec2.EnableEbsEncryptionByDefault or ec2.DisableEbsEncryptionByDefault, in the home Region."""

    name = SettingName.EBS_ENCRYPTION
    undo = "DisableEbsEncryptionByDefault turns it off; volumes that were encrypted stay so."

    @property
    def title(self) -> str:
        return "Encrypt new EBS volumes" if self.content_wanted else "No longer encrypt new EBS volumes"

    @property
    def content_wanted(self) -> bool:
        """Whether it is turned on."""
        return self.value == "true"

    @property
    def consequence(self) -> str:
        return f"In {self.place.region} only, with AWS's own key. Volumes that exist are not changed."


@dataclass(frozen=True, slots=True)
class ModifyInstanceMetadataDefaults(OneSetting):
    """API: ec2.ModifyInstanceMetadataDefaults, in the home Region."""

    name = SettingName.INSTANCE_METADATA
    undo = "ModifyInstanceMetadataDefaults with no-preference takes the default away."

    @property
    def title(self) -> str:
        return "Require IMDSv2 on new instances" if self.value != NOTHING else "No longer require IMDSv2"

    @property
    def consequence(self) -> str:
        return (
            f"In {self.place.region} only. Instances that exist are not changed; new ones that need the old metadata "
            "service have to ask for it."
        )


@dataclass(frozen=True, slots=True)
class PutPublicAccessBlock(OneSetting):
    """API: s3control.PutPublicAccessBlock or s3control.DeletePublicAccessBlock, for the whole account."""

    name = SettingName.PUBLIC_ACCESS_BLOCK
    undo = "DeletePublicAccessBlock lifts it."

    @property
    def title(self) -> str:
        return "Block public access to S3" if self.value != NOTHING else "No longer block public access to S3"

    @property
    def consequence(self) -> str:
        return "A bucket that is public now, such as one that serves a website, is public no longer."


@dataclass(frozen=True, slots=True)
class UpdateAccountPasswordPolicy(OneSetting):
    """API: iam.UpdateAccountPasswordPolicy or iam.DeleteAccountPasswordPolicy. It overwrites the whole policy, so the
    value has everything that was there before, too."""

    name = SettingName.PASSWORD_POLICY
    undo = "DeleteAccountPasswordPolicy brings back AWS's default."

    @property
    def title(self) -> str:
        return "Ask for strong passwords" if self.value != NOTHING else "Bring back AWS's password policy"

    @property
    def consequence(self) -> str:
        return "It holds for IAM users when they next change a password. Nobody is locked out."


@dataclass(frozen=True, slots=True)
class SetAccountAlias(OneSetting):
    """API: iam.CreateAccountAlias or iam.DeleteAccountAlias."""

    name = SettingName.ACCOUNT_ALIAS
    undo = "DeleteAccountAlias removes it."

    @property
    def title(self) -> str:
        return f"Give the account the alias {json.loads(self.value)}" if self.value != NOTHING else "Remove the alias"

    @property
    def consequence(self) -> str:
        return "Anybody can see an alias, and it is taken for everybody else."


@dataclass(frozen=True, slots=True)
class PutSecurityContact(OneSetting):
    """API: account.PutAlternateContact or account.DeleteAlternateContact, made with the management account."""

    name = SettingName.SECURITY_CONTACT
    undo = "DeleteAlternateContact removes it."

    @property
    def title(self) -> str:
        return "Set the security contact" if self.value != NOTHING else "Remove the security contact"

    @property
    def detail(self) -> str:
        return f"of {self.place.account_title}"


@dataclass(frozen=True, slots=True)
class TagAccount(OneSetting):
    """API: organizations.TagResource. The value has the tags that are added or changed; the others stay."""

    name = SettingName.TAGS
    undo = "UntagResource removes them."

    @property
    def title(self) -> str:
        return f"Tag the account with {', '.join(json.loads(self.value))}"

    @property
    def detail(self) -> str:
        return f"account {self.place.account_title}"

    def predict(self, observed: Observed) -> Observed:
        before = observed.setting(self.place.account, self.setting)
        tags = {**((before.content or {}) if before else {}), **json.loads(self.value)}
        return observed.with_setting(self.place.account, self.setting, as_value(tags))


@dataclass(frozen=True, slots=True)
class PutGroupPolicy(SettingChange):
    """API: iam.PutGroupPolicy in the management account."""

    group: str
    policy_name: str

    undo = "DeleteGroupPolicy removes it."

    @property
    def setting(self) -> str:
        return group_policy(self.group)

    @property
    def title(self) -> str:
        return f"Let group {self.group} assume the roles into the accounts"


@dataclass(frozen=True, slots=True)
class EntryChange(OneSetting):
    """A change of one entry of a setting that is a table; the value is what changes of it, or nothing when it goes."""

    entry: str
    """The entry's name."""

    def predict(self, observed: Observed) -> Observed:
        before = observed.setting(self.place.account, self.setting)
        table = dict(before.content or {}) if before else {}
        content = self.content(observed)
        changed = {name: value for name, value in table.items() if name != self.entry}
        if isinstance(content, dict):
            content = {**(table.get(self.entry) or {}), **content}
        changed |= {} if content is None else {self.entry: content}
        return observed.with_setting(self.place.account, self.setting, as_value(changed))


@dataclass(frozen=True, slots=True)
class SetBudget(EntryChange):
    """API: budgets.CreateBudget or budgets.DeleteBudget, in the management account."""

    name = SettingName.BUDGETS
    undo = "DeleteBudget removes it."

    @property
    def title(self) -> str:
        return f"{'Create' if self.value != NOTHING else 'Delete'} budget {self.entry}"

    @property
    def detail(self) -> str:
        budget = json.loads(self.value)
        return f"{budget['amount']} USD a month, tells {', '.join(budget['emails'])}" if budget else ""

    @property
    def consequence(self) -> str:
        return "It warns at 80 and 100 percent, up to a day late, and stops nothing."


@dataclass(frozen=True, slots=True)
class SetRootFeature(EntryChange):
    """API: iam.EnableOrganizationsRootCredentialsManagement, iam.EnableOrganizationsRootSessions, or their opposites.
    The entry is RootCredentialsManagement or RootSessions."""

    name = SettingName.ROOT_FEATURES
    undo = "Its opposite turns it off."

    @property
    def title(self) -> str:
        what = {
            "RootCredentialsManagement": "central management of root credentials",
            "RootSessions": "privileged root sessions",
        }[self.entry]
        return f"{'Enable' if self.value != NOTHING else 'Disable'} {what}"

    @property
    def detail(self) -> str:
        return "for the organization"

    @property
    def consequence(self) -> str:
        return "New accounts come without a root password, and the few root tasks are done from the management account."


@dataclass(frozen=True, slots=True)
class DeleteRootCredential(EntryChange):
    """API: sts.AssumeRoot, then iam.DeleteLoginProfile, DeleteAccessKey, DeactivateMFADevice or
    DeleteSigningCertificate in the member account (IAM user guide, id_root-user-privileged-task). The entry is
    `password`, or `access-key`, `mfa-device` or `certificate` with AWS's name of it."""

    name = SettingName.ROOT_CREDENTIALS
    undo = ""

    @property
    def title(self) -> str:
        return f"Delete the root user's {self.entry.partition(' ')[0].replace('-', ' ')}"

    @property
    def consequence(self) -> str:
        return (
            f"Whoever uses the root user of {self.place.account_title} today can no longer do so: {self.entry}. A "
            "password can be set anew from the management account and through the root mailbox; a key cannot."
        )


@dataclass(frozen=True, slots=True)
class BucketChange(SettingChange):
    """One aspect of one bucket."""

    bucket: str
    """Its name before the account's id; see `state.observed.settings.bucket_name`."""

    aspect: ClassVar[BucketAspect]

    @property
    def setting(self) -> str:
        return bucket_setting(self.bucket, self.aspect)


@dataclass(frozen=True, slots=True)
class CreateBucket(BucketChange):
    """API: s3.CreateBucket."""

    aspect = BucketAspect.EXISTS
    undo = "DeleteBucket removes it while it is empty."

    @property
    def title(self) -> str:
        return f"Create bucket {self.bucket}"

    @property
    def locked(self) -> bool:
        """Whether it is made for Object Lock."""
        return "locked" in self.value

    def predict(self, observed: Observed) -> Observed:
        """A new bucket is encrypted and not public by itself (S3 user guide, default-bucket-encryption)."""
        observed = observed.with_setting(self.place.account, self.setting, self.value)
        for aspect, value in (
            (BucketAspect.ENCRYPTION, as_value("AES256")),
            (BucketAspect.PUBLIC_ACCESS_BLOCK, as_value(FOUR_BLOCKS)),
        ):
            observed = observed.with_setting(self.place.account, bucket_setting(self.bucket, aspect), value)
        return observed

    @property
    def consequence(self) -> str:
        return f"It is in {self.place.region}. What is stored in it is paid for: cents a month for a small team's logs."


@dataclass(frozen=True, slots=True)
class PutBucketVersioning(BucketChange):
    """API: s3.PutBucketVersioning."""

    aspect = BucketAspect.VERSIONING
    undo = "PutBucketVersioning suspends it; versions that exist stay."

    @property
    def title(self) -> str:
        return f"Keep every version in {self.bucket}"


@dataclass(frozen=True, slots=True)
class PutBucketEncryption(BucketChange):
    """API: s3.PutBucketEncryption."""

    aspect = BucketAspect.ENCRYPTION
    undo = "DeleteBucketEncryption brings back S3's own."

    @property
    def title(self) -> str:
        return f"Encrypt {self.bucket}"


@dataclass(frozen=True, slots=True)
class PutBucketPublicAccessBlock(BucketChange):
    """API: s3.PutPublicAccessBlock, of one bucket."""

    aspect = BucketAspect.PUBLIC_ACCESS_BLOCK
    undo = "DeletePublicAccessBlock lifts it."

    @property
    def title(self) -> str:
        return f"Block public access to {self.bucket}"


@dataclass(frozen=True, slots=True)
class PutBucketPolicy(BucketChange):
    """API: s3.PutBucketPolicy."""

    aspect = BucketAspect.POLICY
    undo = "DeleteBucketPolicy removes it."

    @property
    def title(self) -> str:
        return f"Say who may write to {self.bucket}"


@dataclass(frozen=True, slots=True)
class PutObjectLockConfiguration(BucketChange):
    """API: s3.PutObjectLockConfiguration, in compliance mode."""

    aspect = BucketAspect.LOCKED_DAYS
    undo = ""

    @property
    def title(self) -> str:
        return f"Lock what is written to {self.bucket} for {self.value} days"

    @property
    def consequence(self) -> str:
        return (
            f"For {self.value} days nobody, not even the root user or AWS, can delete or change a log once it is "
            "written, and its storage is paid for that long. The days can be changed for later logs only."
        )


@dataclass(frozen=True, slots=True)
class TrailChange(EntryChange):
    """The organization's trail; the entry is its name."""

    name = SettingName.TRAILS

    @property
    def detail(self) -> str:
        return "of the organization"


@dataclass(frozen=True, slots=True)
class CreateTrail(TrailChange):
    """API: cloudtrail.CreateTrail, for the organization and every Region, with validation of its files."""

    undo = "DeleteTrail removes it; what it has written stays in the bucket."

    @property
    def title(self) -> str:
        return f"Create trail {self.entry}"

    @property
    def consequence(self) -> str:
        return "It records every change in every account. The first trail costs nothing; a second copy 2 USD a 100,000."


@dataclass(frozen=True, slots=True)
class UpdateTrail(TrailChange):
    """API: cloudtrail.UpdateTrail."""

    undo = "UpdateTrail sets it back."

    @property
    def title(self) -> str:
        return f"Complete trail {self.entry}"

    @property
    def consequence(self) -> str:
        return "It records the organization, every Region, and validates its files from now on."


@dataclass(frozen=True, slots=True)
class StartLogging(TrailChange):
    """API: cloudtrail.StartLogging. A trail made by the API records nothing before."""

    undo = "StopLogging pauses it."

    @property
    def title(self) -> str:
        return f"Start recording to {self.entry}"


@dataclass(frozen=True, slots=True)
class DeleteTrail(TrailChange):
    """API: cloudtrail.DeleteTrail."""

    undo = "CreateTrail makes it anew; what happens in between is not recorded."

    @property
    def title(self) -> str:
        return f"Delete trail {self.entry}"

    @property
    def consequence(self) -> str:
        return "What it has written stays in the bucket of the data bunker."


SETTING_CHANGES: tuple[type[SettingChange], ...] = (
    SetEbsEncryptionByDefault,
    ModifyInstanceMetadataDefaults,
    PutPublicAccessBlock,
    UpdateAccountPasswordPolicy,
    SetAccountAlias,
    PutSecurityContact,
    TagAccount,
    PutGroupPolicy,
    SetBudget,
    SetRootFeature,
    DeleteRootCredential,
    CreateBucket,
    PutBucketVersioning,
    PutBucketEncryption,
    PutBucketPublicAccessBlock,
    PutBucketPolicy,
    PutObjectLockConfiguration,
    CreateTrail,
    UpdateTrail,
    StartLogging,
    DeleteTrail,
)
