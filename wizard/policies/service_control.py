"""The service control policies: what nobody in a member account may do, whatever IAM there says.

They bind every principal of the accounts they are attached above, the root user and the organization access role
included; never the management account, service-linked roles, or other accounts' principals that a resource policy
lets in (Organizations user guide, orgs_manage_policies_scps). Where a policy exempts the access role, it does so by
name: `protect_access_roles` belongs beside it, so that nobody in an account can make a role of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wizard.policies.policy_text import NothingNamed, deny, document_of, listed, role_arns, unless, usable
from wizard.policies.policy_text import PolicyText as PolicyText
from wizard.policies.regions import NOT_RESTRICTED

NOT_AN_ASSUMED_ROOT = {"aws:AssumedRoot": "true"}
"""For the operator Null: the key is only there in sessions of AssumeRoot (IAM user guide, condition keys)."""

ROLE_WRITES = tuple(
    f"iam:{operation}"
    for operation in (
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRole",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
    )
)

TRAIL_WRITES = tuple(
    f"cloudtrail:{operation}"
    for operation in ("DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail")
)

WAYS_TO_EMPTY_A_BUCKET = tuple(
    f"s3:{operation}"
    for operation in (
        "BypassGovernanceRetention",
        "DeleteBucket",
        "DeleteObject",
        "DeleteObjectVersion",
        "PutLifecycleConfiguration",
    )
)

BUCKET_UPKEEP = tuple(
    f"s3:{operation}"
    for operation in (
        "DeleteBucketPolicy",
        "PutBucketAcl",
        "PutBucketObjectLockConfiguration",
        "PutBucketOwnershipControls",
        "PutBucketPolicy",
        "PutBucketPublicAccessBlock",
        "PutBucketVersioning",
        "PutEncryptionConfiguration",
        "PutReplicationConfiguration",
    )
)


def deny_leaving() -> PolicyText:
    """Members neither leave nor close themselves; the management account can still remove and close them.

    What AWS attaches to organizations made in its console (user guide, orgs_security_default_controls).
    """
    return PolicyText(
        "orgwizard-deny-leaving",
        "Member accounts cannot leave the organization or close themselves.",
        document_of(
            {
                "Sid": "DenyLeaveAndClose",
                "Effect": "Deny",
                "Action": ["organizations:LeaveOrganization", "account:CloseAccount"],
                "Resource": "*",
            }
        ),
    )


def deny_root_user() -> PolicyText:
    """A member's root user can do nothing; the management account's AssumeRoot sessions still can.

    Those sessions have the root user's ARN too, and are told apart by `aws:AssumedRoot`. What only a root user can do
    stops as well: for such an occasion the policy has to be detached.
    """
    condition = {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}, "Null": NOT_AN_ASSUMED_ROOT}
    return PolicyText(
        "orgwizard-deny-root-user",
        "Root users of member accounts can do nothing. Central root sessions of the management account still can.",
        document_of(deny("DenyRootUser", ["*"], condition=condition)),
    )


def protect_access_roles(
    partition: str, role_names: frozenset[str], read_only_names: frozenset[str] = frozenset()
) -> PolicyText:
    """Nobody in a member account makes, changes or deletes the access roles, and the read-only ones beside them.

    Only the access roles themselves may; a read-only role may not. Making one is denied too: the other policies exempt
    the access role by its name, and an account that has none, or one of another name, could otherwise make itself
    exempt. So an invited account has to have made its access role before this policy binds it. Raises NothingNamed.
    """
    if not role_names:
        raise NothingNamed("No access role is named for protection.", "Name the organization access roles.")
    return PolicyText(
        "orgwizard-protect-access-roles",
        "Nobody in a member account can make, change or delete the roles that the management account enters with.",
        document_of(
            deny(
                "DenyChangesToAccessRoles",
                ROLE_WRITES,
                role_arns(role_names | read_only_names, partition),
                unless(role_names, partition),
            )
        ),
    )


def protect_audit_trail(role_names: frozenset[str]) -> PolicyText:
    """Nobody but the access roles stops, deletes or narrows a trail.

    AWS itself keeps members from changing the organization's trail (CloudTrail user guide,
    creating-trail-organization); this covers the trails of their own, and whoever is the delegated administrator.
    """
    return PolicyText(
        "orgwizard-protect-audit-trail",
        "Nobody in a member account but the organization access role can stop, delete or narrow an audit trail.",
        document_of(deny("DenySilencingTheTrail", TRAIL_WRITES, condition=unless(role_names))),
    )


def protect_data_bunker(bucket_names: Iterable[str], role_names: frozenset[str]) -> PolicyText:
    """Nobody quietly empties the buckets of logs and backups, not even the access role.

    Deleting is denied to everybody in every member account, and so is changing the lifecycle, because a rule that
    expires everything after a day deletes just as well. Lifecycle has therefore to be set before this policy is
    attached, and to change it, or to empty a bucket on purpose, the policy has to be detached in the management
    account, which the trail records. Configuration that deletes nothing (bucket policy, versioning, encryption,
    replication) stays open to the access role for upkeep, and to nobody else.

    Not stopped are the expiry that is set already, which S3 does by itself; deliveries of CloudTrail, which no service
    control policy binds; and another organization's principals that the access role lets in with a bucket policy:
    against those Object Lock helps. Raises NothingNamed.
    """
    buckets = sorted(f"arn:*:s3:::{usable(name, 'a bucket')}" for name in bucket_names)
    if not buckets:
        raise NothingNamed("No bucket is named for protection.", "Name the buckets of logs and backups.")
    everything = sorted([*buckets, *(f"{bucket}/*" for bucket in buckets)])
    return PolicyText(
        "orgwizard-protect-data-bunker",
        "Nobody in a member account can delete audit logs and backups; only the organization access role configures.",
        document_of(
            deny("DenyEmptyingTheDataBunker", WAYS_TO_EMPTY_A_BUCKET, everything),
            deny("DenyReconfiguringTheDataBunker", BUCKET_UPKEEP, buckets, unless(role_names)),
        ),
    )


def restrict_regions(regions: Iterable[str], role_names: frozenset[str]) -> PolicyText:
    """Nothing but global services outside `regions`, except for the access roles.

    The home Regions of the organization, of Identity Center, of the trail and of the log bucket have to be in it. A
    team that serves through CloudFront and keeps its logs, or signs a zone of Route 53, needs us-east-1 too, where AWS
    wants their log groups and keys. Raises NothingNamed.
    """
    allowed = sorted(set(regions))
    if not allowed:
        raise NothingNamed("No Region is allowed, which would stop everything.", "Name at least the home Region.")
    condition: dict[str, Any] = {"StringNotEquals": {"aws:RequestedRegion": allowed}, **unless(role_names)}
    statement = {
        "Sid": "DenyOtherRegions",
        "Effect": "Deny",
        "NotAction": listed(NOT_RESTRICTED),
        "Resource": "*",
        "Condition": condition,
    }
    return PolicyText(
        "orgwizard-restrict-regions",
        "Member accounts work in the allowed Regions and in global services only.",
        document_of(statement),
    )


def quarantine(role_names: frozenset[str]) -> PolicyText:
    """Nothing at all, for accounts in a unit such as Suspended, except what the management account does there itself.

    That is the access roles, and the AssumeRoot sessions that remove a root user's credentials.
    """
    condition = {**unless(role_names), "Null": NOT_AN_ASSUMED_ROOT}
    return PolicyText(
        "orgwizard-quarantine",
        "Accounts in quarantine can do nothing; only the management account can enter them.",
        document_of(deny("DenyEverythingInQuarantine", ["*"], condition=condition)),
    )
