"""Only whom they are for gets at the data bunker's buckets."""

from __future__ import annotations

import pytest

from tests.wizard.policies.company import BACKUPS, BUCKET, LOGS, MANAGEMENT, MEMBER, ORGANIZATION, TRAIL
from wizard.policies.buckets import CLOUDTRAIL, backups_bucket_policy, trail_bucket_policy
from wizard.policies.conditions import Value
from wizard.policies.evaluator import Request, grants

OTHER = "444455556666"
POLICY = trail_bucket_policy("aws", LOGS, MANAGEMENT, ORGANIZATION, TRAIL)
BACKUP_POLICY = backups_bucket_policy("aws", BACKUPS, ORGANIZATION, [MEMBER, OTHER])


def delivers(action: str, key: str = "", *, trail: str = TRAIL, tls: str = "true", acl: Value = None) -> bool | None:
    context: dict[str, Value] = {
        "aws:SourceArn": trail,
        "aws:SecureTransport": tls,
        "s3:x-amz-acl": acl or "bucket-owner-full-control",
    }
    return grants(POLICY, Request(action, BUCKET + key, CLOUDTRAIL, context)).allowed


def backs_up(account: str, key: str, organization: Value = ORGANIZATION, action: str = "s3:PutObject") -> bool | None:
    context: dict[str, Value] = {"aws:PrincipalOrgID": organization, "aws:SecureTransport": "true"}
    principal = f"arn:aws:iam::{account}:role/backup"
    return grants(BACKUP_POLICY, Request(action, f"arn:aws:s3:::{BACKUPS}/{key}", principal, context)).allowed


@pytest.mark.parametrize("owner", [MANAGEMENT, ORGANIZATION])
def test_cloudtrail_delivers_under_both_prefixes(owner: str) -> None:
    assert delivers("s3:GetBucketAcl") is True
    assert delivers("s3:PutObject", f"/AWSLogs/{owner}/CloudTrail/a.gz") is True


def test_nothing_else_is_delivered() -> None:
    assert delivers("s3:PutObject", f"/AWSLogs/{OTHER}/a.gz") is False
    assert delivers("s3:PutObject", f"/AWSLogs/{ORGANIZATION}/a", trail=TRAIL + "2") is False
    assert delivers("s3:GetBucketAcl", trail=TRAIL.replace(MANAGEMENT, OTHER)) is False
    assert delivers("s3:PutObject", f"/AWSLogs/{ORGANIZATION}/a", acl="private") is False
    assert delivers("s3:PutObject", f"/AWSLogs/{ORGANIZATION}/a", tls="false") is False
    assert delivers("s3:DeleteObject", f"/AWSLogs/{ORGANIZATION}/a") is False


def test_nobody_but_cloudtrail_is_let_in_to_the_logs() -> None:
    context: dict[str, Value] = {"aws:SecureTransport": "true", "aws:SourceArn": None, "s3:x-amz-acl": None}
    for principal in (f"arn:aws:iam::{MEMBER}:root", "config.amazonaws.com"):
        request = Request("s3:PutObject", f"{BUCKET}/AWSLogs/{ORGANIZATION}/a", principal, context)
        assert grants(POLICY, request).allowed is False


def test_members_add_backups_under_their_own_id_only() -> None:
    assert backs_up(MEMBER, f"{MEMBER}/db.dump") is True
    assert backs_up(MEMBER, f"{OTHER}/db.dump") is False
    assert backs_up(MEMBER, "db.dump") is False
    for action in ("s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl", "s3:ListBucket"):
        assert backs_up(MEMBER, f"{MEMBER}/db.dump", action=action) is False


def test_strangers_add_nothing() -> None:
    assert backs_up(OTHER, f"{OTHER}/x", "o-anotherorgid") is False
    assert backs_up(OTHER, f"{OTHER}/x", None) is False


def test_every_allowance_to_everybody_is_bound_to_the_organization() -> None:
    for statement in (*POLICY["Statement"], *BACKUP_POLICY["Statement"]):
        if statement["Effect"] == "Allow" and "*" in str(statement["Principal"]):
            assert statement["Condition"]["StringEquals"] == {"aws:PrincipalOrgID": ORGANIZATION}
