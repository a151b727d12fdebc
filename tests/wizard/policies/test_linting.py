"""A linter made for IAM finds nothing in what we generate.

It knows no service control policies as such: it checks their statements as those of any policy, and every action of a
NotAction as if it were of an Action. It wants a Resource, so trust policies are given the one they are about.
"""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest

from state.observed import canonical
from state.setup.access import Callers
from tests.wizard.policies.company import BACKUPS, LOGS, MANAGEMENT, ORGANIZATION, TRAIL, every_policy
from wizard.policies.buckets import backups_bucket_policy, trail_bucket_policy
from wizard.policies.conditions import texts
from wizard.policies.policy_text import Document
from wizard.policies.trusts import management_role_trust, permission_for_callers

TOO_NEW = {"uxc:*", "bcm-dashboards:*", "bcm-recommended-actions:*", "s3:UpdateObjectEncryption"}
"""What is younger than the linter's list: services that AWS exempts itself (accounts, scps-and-rcps-for-projects), the
dashboards of Billing and Cost Management, and an operation that wraps what is stored in another key
(API: s3.UpdateObjectEncryption)."""

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it imports pkg_resources, and its patterns have escapes that Python warns of
    import parliament


def findings(document: Document) -> list[tuple[str, Any]]:
    return [(each.issue, each.detail) for each in parliament.analyze_policy_string(canonical(document)).findings]


def about_a_role(trust: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(trust)
    role = f"arn:aws:iam::{MANAGEMENT}:role/production-access"
    return {**document, "Statement": [{**each, "Resource": role} for each in document["Statement"]]}


def without_the_newest(document: Document) -> dict[str, Any]:
    statements = [dict(each) for each in document["Statement"]]
    for statement in statements:
        for element in {"Action", "NotAction"} & set(statement):
            statement[element] = [each for each in texts(statement[element]) if each not in TOO_NEW]
    return {**document, "Statement": statements}


@pytest.mark.parametrize("policy", every_policy(), ids=lambda policy: policy.policy_name)
def test_the_linter_finds_nothing_in_a_service_control_policy(policy: Any) -> None:
    assert findings(without_the_newest(policy.document)) == []


def test_the_linter_finds_nothing_in_the_bucket_policies() -> None:
    assert findings(trail_bucket_policy("aws", LOGS, MANAGEMENT, ORGANIZATION, TRAIL)) == []
    assert findings(backups_bucket_policy("aws", BACKUPS, ORGANIZATION, ["111122223333"])) == []


@pytest.mark.parametrize(
    "callers",
    [
        Callers(),
        Callers(users=("alice",), roles=("deploy",), permission_sets=("Admin",)),
        Callers(groups=("Admins",)),
    ],
)
def test_the_linter_finds_nothing_in_the_trust_policies(callers: Callers) -> None:
    assert findings(about_a_role(management_role_trust("aws", MANAGEMENT, callers))) == []


def test_the_linter_finds_nothing_in_the_permission_of_callers() -> None:
    assert findings(json.loads(permission_for_callers("aws", MANAGEMENT, ["a-access"]))) == []


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"Action": "s3:DeleteEverything"}, "UNKNOWN_ACTION"),
        ({"Condition": {"StringEqual": {"aws:RequestedRegion": "x"}}}, "UNKNOWN_OPERATOR"),
        ({"Sid": "no spaces"}, "INVALID_SID"),
        ({"Resource": "arn:aws:s3"}, "INVALID_ARN"),
    ],
)
def test_the_linter_would_find_what_is_wrong(change: dict[str, Any], issue: str) -> None:
    statement = {"Sid": "It", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*", **change}

    assert issue in [name for name, _ in findings({"Version": "2012-10-17", "Statement": [statement]})]
