"""The small organization that the policies are tried on."""

from __future__ import annotations

from wizard.guardrails.allowed_regions import restrict_regions
from wizard.guardrails.deny_leaving import deny_leaving
from wizard.guardrails.deny_root_user import deny_root_user
from wizard.guardrails.protect_access_roles import protect_access_roles
from wizard.guardrails.protect_audit_trail import protect_audit_trail
from wizard.guardrails.protect_data_bunker import protect_data_bunker
from wizard.guardrails.quarantine import quarantine
from wizard.policies.callers import Cast
from wizard.policies.policy_text import Document, PolicyText
from wizard.policies.questions import Subject

MANAGEMENT, MEMBER = "999988887777", "111122223333"
ORGANIZATION = "o-exampleorgid"
ACCESS_ROLE = "OrganizationAccountAccessRole"
ROLES = frozenset({ACCESS_ROLE})
LOGS, BACKUPS = "acme-logs-4f2a", "acme-backups-4f2a"
HOME, AWAY = "eu-west-1", "ap-southeast-2"
TRAIL = f"arn:aws:cloudtrail:{HOME}:{MANAGEMENT}:trail/orgwizard"
BUCKET = f"arn:aws:s3:::{LOGS}"

EVERYTHING: Document = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
"""FullAWSAccess, which AWS attaches to the root, every unit and every account."""

CAST = Cast("aws", MEMBER, HOME, ACCESS_ROLE)
SUBJECT = Subject(CAST, LOGS, TRAIL, AWAY)


def every_policy(partition: str = "aws", roles: frozenset[str] = ROLES) -> tuple[PolicyText, ...]:
    return (*strict(partition, roles), quarantine(roles))


def strict(partition: str = "aws", roles: frozenset[str] = ROLES) -> tuple[PolicyText, ...]:
    return (
        deny_leaving(),
        deny_root_user(),
        protect_access_roles(partition, roles),
        protect_audit_trail(roles),
        protect_data_bunker([LOGS, BACKUPS], roles),
        restrict_regions([HOME], roles),
    )


def levels(*policies: PolicyText) -> tuple[tuple[Document, ...], ...]:
    """The policies on the unit Workloads, and FullAWSAccess everywhere."""
    return ((EVERYTHING,), (EVERYTHING, *(each.document for each in policies)), (EVERYTHING,))
