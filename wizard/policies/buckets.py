"""Policies of the data bunker's buckets. Nothing in them is public; the account's own principals are IAM's business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wizard.policies.policy_text import document_of

CLOUDTRAIL = "cloudtrail.amazonaws.com"


def trail_bucket_policy(
    partition: str, bucket: str, management_account_id: str, organization_id: str, trail_arn: str
) -> dict[str, Any]:
    """CloudTrail may look at the bucket and write, for this one trail.

    Both prefixes are needed: the management account's own id is used while a trail becomes the organization's, and
    after it stops being so. `trail_arn` carries the management account's id even when a delegated administrator made
    the trail (CloudTrail user guide, cloudtrail-create-and-update-an-organizational-trail-by-using-the-aws-cli).
    """
    arn = _arn(partition, bucket)
    of_this_trail = {"aws:SourceArn": trail_arn}
    looks = {
        "Sid": "CloudTrailLooksAtTheBucket",
        "Effect": "Allow",
        "Principal": {"Service": CLOUDTRAIL},
        "Action": "s3:GetBucketAcl",
        "Resource": arn,
        "Condition": {"StringEquals": of_this_trail},
    }
    writes = {
        "Sid": "CloudTrailWritesLogs",
        "Effect": "Allow",
        "Principal": {"Service": CLOUDTRAIL},
        "Action": "s3:PutObject",
        "Resource": [f"{arn}/AWSLogs/{owner}/*" for owner in (management_account_id, organization_id)],
        "Condition": {"StringEquals": {**of_this_trail, "s3:x-amz-acl": "bucket-owner-full-control"}},
    }
    return document_of(looks, writes, _encrypted_transport_only(arn))


def backups_bucket_policy(
    partition: str, bucket: str, organization_id: str, account_ids: Sequence[str]
) -> dict[str, Any]:
    """These accounts may add backups, each under its own id, while they are in the organization; nobody reads or
    deletes."""
    arn = _arn(partition, bucket)
    writes = {
        "Sid": "MembersAddBackupsUnderTheirOwnId",
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:{partition}:iam::{account_id}:root" for account_id in account_ids]},
        "Action": ["s3:AbortMultipartUpload", "s3:PutObject"],
        "Resource": f"{arn}/${{aws:PrincipalAccount}}/*",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": organization_id}},
    }
    return document_of(*([writes] if account_ids else []), _encrypted_transport_only(arn))


def _encrypted_transport_only(arn: str) -> dict[str, Any]:
    return {
        "Sid": "DenyUnencryptedTransport",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _arn(partition: str, bucket: str) -> str:
    return f"arn:{partition}:s3:::{bucket}"
