"""What an account's people have set in it, or keep there: plain data, each with defaults as AWS has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

NEVER = datetime(2087, 6, 15, tzinfo=UTC)
"""When a budget without an end ends (API: budgets.TimePeriod)."""


@dataclass(slots=True)
class PasswordPolicy:
    """API: iam.PasswordPolicy. The defaults are what UpdateAccountPasswordPolicy sets for what it is not told."""

    minimum_length: int = 6
    require_symbols: bool = False
    require_numbers: bool = False
    require_uppercase: bool = False
    require_lowercase: bool = False
    allow_users_to_change: bool = False
    max_age_days: int = 0
    """0: passwords never expire."""
    reuse_prevention: int = 0
    """How many former passwords are refused."""
    hard_expiry: bool = False


@dataclass(slots=True)
class UserDetail:
    """What an IAM user has beside a name and MFA devices."""

    password: bool = False
    inline_policies: dict[str, str] = field(default_factory=dict)
    attached_policies: list[str] = field(default_factory=list)
    """ARNs."""


@dataclass(slots=True)
class Group:
    """API: iam.Group, with its members and the policies in it."""

    group_name: str
    group_id: str
    created_at: datetime
    path: str = "/"
    users: list[str] = field(default_factory=list)
    inline_policies: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PublicAccessBlock:
    """API: s3.PublicAccessBlockConfiguration, of a bucket or of an account. A new bucket has all four."""

    block_public_acls: bool = True
    ignore_public_acls: bool = True
    block_public_policy: bool = True
    restrict_public_buckets: bool = True


@dataclass(slots=True)
class RegionSettings:
    """What EC2 does by default in one Region of one account."""

    ebs_encryption: bool = False
    metadata_defaults: dict[str, str | int] = field(default_factory=dict)
    """By the names of API ec2.InstanceMetadataDefaultsResponse; what is not there has no preference."""
    instances: int = 0
    """How many there are."""


@dataclass(slots=True)
class AlternateContact:
    """API: account.AlternateContact."""

    contact_name: str
    title: str
    email: str
    phone_number: str


@dataclass(slots=True)
class Trail:
    """API: cloudtrail.Trail. The defaults are CreateTrail's, which neither logs nor looks beyond its Region."""

    trail_name: str
    home_region: str
    bucket_name: str
    created_at: datetime
    key_prefix: str = ""
    is_organization_trail: bool = False
    is_multi_region: bool = False
    log_file_validation: bool = False
    global_service_events: bool = True
    kms_key_id: str = ""
    logging: bool = False
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    tags: dict[str, str] = field(default_factory=dict)
    event_selectors: list[dict[str, Any]] = field(default_factory=list)
    """Those that somebody has set (API: cloudtrail.EventSelector); none is AWS's own, which takes in everything."""


@dataclass(slots=True)
class Notification:
    """API: budgets.Notification, with whom it tells."""

    notification_type: str
    comparison_operator: str
    threshold: float
    threshold_type: str = "PERCENTAGE"
    subscribers: list[tuple[str, str]] = field(default_factory=list)
    """(EMAIL or SNS, address)."""


@dataclass(slots=True)
class Budget:
    """API: budgets.Budget, with its notifications."""

    budget_name: str
    content: dict[str, Any]
    """The budget as it was sent, but for its times."""
    starts_at: datetime
    ends_at: datetime
    updated_at: datetime
    notifications: list[Notification] = field(default_factory=list)


@dataclass(slots=True)
class Bucket:
    """An S3 bucket as CreateBucket makes it: private, encrypted, without ACLs, and neither versioned nor locked."""

    bucket_name: str
    account_id: str
    region: str
    created_at: datetime
    versioning: str = ""
    """Enabled, Suspended, or empty for a bucket that never was versioned."""
    encryption: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
        ]
    )
    """API: s3.ServerSideEncryptionRule."""
    public_access_block: PublicAccessBlock | None = field(default_factory=PublicAccessBlock)
    ownership: str = "BucketOwnerEnforced"
    policy: str = ""
    object_lock: bool = False
    default_retention: dict[str, Any] = field(default_factory=dict)
    """API: s3.DefaultRetention."""
    lifecycle: list[dict[str, Any]] = field(default_factory=list)
    """API: s3.LifecycleRule, with dates as text."""
    tags: dict[str, str] = field(default_factory=dict)
    has_objects: bool = False
    """Whether a trail has delivered to it."""
