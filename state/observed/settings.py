"""Settings of single accounts as AWS told them, and where they are set.

A setting is whatever one or two reading calls tell and one writing call changes. Its value is canonical JSON, so that
what is wanted, what is predicted and what is read can be compared as text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from state.observed.seen import Absent, Known, Seen
from state.setup.guardrails import Guardrails
from state.setup.partitions import REGIONS as EVERY_REGION

MANAGEMENT_ACCOUNT = "the management account"
"""Stands for the account that is signed in to, wherever an account is called by its address or id."""
NOTHING = "null"
"""The value of a setting that is not set."""
FOUR_BLOCKS = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
"""Public access to S3, blocked in every way."""
GROUP_POLICY = "group-policy:"
ASSUME_ROLES = "assume-roles-into-accounts"
"""The name of a group's inline policy that the program writes."""
AUDIT_LOGS = "org-audit-logs"
BACKUPS = "org-backups"
"""What the data bunker's buckets are called, before a suffix of the setup's and the account's id."""


def group_policy(group: str) -> str:
    """The name of the setting that is a group's permission to assume the roles that lead into the accounts: a policy
    (API: iam.GetGroupPolicy)."""
    return f"{GROUP_POLICY}{group}"


REGIONS = "regions"
"""The name of the setting that tells which Regions are enabled in an account: by name, whether somebody had to."""
CLOSED = "closed"
"""The value of a setting of a Region that a service control policy keeps even from the access role."""
FOR_EVERYBODY = "opt-in-not-required"
"""What it tells of a Region that is enabled in every account (API: ec2.Region)."""


def in_region(setting: str, region: str) -> str:
    """The name of a setting that each Region has for itself, in one of them."""
    return f"{setting}:{region}"


def setting_words(name: str) -> str:
    """A setting as people read it: `ebs encryption in eu-west-1`."""
    setting, _, region = name.rpartition(":")
    if any(region in regions for regions in EVERY_REGION.values()):
        return f"{setting.replace('-', ' ')} in {region}"
    return name.replace("-", " ")


CALLER = "caller:"


def caller_setting(kind: str, name: str) -> str:
    """The name of the setting that tells what a user or role of the management account is called in full."""
    return f"{CALLER}{kind}:{name}"


BREAK_GLASS = "break-glass:"


def break_glass_setting(name: str) -> str:
    """The name of the setting that tells how an IAM user for emergencies stands."""
    return f"{BREAK_GLASS}{name}"


PLAIN, LOCKED = "plain", "locked"
"""How a bucket was made: without Object Lock, or for it."""
TAKEN = "taken"
"""Instead of either: a bucket of that name is in somebody else's account."""


class BucketAspect(StrEnum):
    """What is read of a bucket."""

    EXISTS = "exists"
    """LOCKED or PLAIN; TAKEN where it is somebody else's."""
    VERSIONING = "versioning"
    ENCRYPTION = "encryption"
    """The algorithm: AES256 or aws:kms."""
    PUBLIC_ACCESS_BLOCK = "public-access-block"
    POLICY = "policy"
    LIFECYCLE = "lifecycle"
    """The rules, as the API has them."""
    LOCKED_DAYS = "locked-days"
    """The default retention in days, whether in compliance or in governance mode."""


def bucket_setting(bucket: str, aspect: BucketAspect) -> str:
    """The name of a setting that is about a bucket."""
    return f"{bucket}:{aspect.value}"


SUFFIXES = {AUDIT_LOGS: "audit_bucket_suffix", BACKUPS: "backup_bucket_suffix"}
"""The key among a setup's guardrails that says what a bucket's name has more."""


def audit_logs_of(guardrails: Guardrails) -> str:
    """What the bucket of audit logs is called before the account's id."""
    return _with_suffix(AUDIT_LOGS, guardrails.audit_bucket_suffix)


def backups_of(guardrails: Guardrails) -> str:
    """What the bucket of backups is called before the account's id."""
    return _with_suffix(BACKUPS, guardrails.backup_bucket_suffix)


def _with_suffix(bucket: str, suffix: str) -> str:
    return f"{bucket}-{suffix}" if suffix else bucket


def kind_of(bucket: str) -> str:
    """Which of the data bunker's buckets it is, whatever its suffix."""
    return next((kind for kind in (AUDIT_LOGS, BACKUPS) if f"{bucket}-".startswith(f"{kind}-")), bucket)


def bucket_name(bucket: str, account_id: str) -> str:
    """The bucket's name in AWS. Names are unique in a partition, so the account's id is part of it; it is no secret,
    so somebody else can have the name all the same, which is what suffixes are for."""
    return f"{bucket}-{account_id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a setting is: one account, entered through one role, and one Region of it."""

    account: str
    """An address, an id, or MANAGEMENT_ACCOUNT."""
    account_title: str
    """What people call it."""
    role_name: str
    """The organization access role there; empty in the management account."""
    region: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of one account."""

    account_id: str
    name: str
    seen: Seen[str]
    """Its value as canonical JSON, where AWS told one."""

    @property
    def content(self) -> Any:
        """The value as data; None where nothing is set or nobody could look."""
        return json.loads(self.seen.value) if isinstance(self.seen, Known) else None


def as_seen(value: str) -> Seen[str]:
    """A value as a reading would show it: `null` is nothing set."""
    return Absent() if value == NOTHING else Known(value)


def as_value(content: Any) -> str:
    """Data as a setting's value."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
