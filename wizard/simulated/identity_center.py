"""An Identity Center in the simulated AWS: what it remembers, and what it makes of accounts.

Its role in an account is made with the first assignment there and goes with the last; the next one ends in other
letters (user guide, referencingpermissionsets).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

PREFIX = "AWSReservedSSO_"
PATH = "/aws-reserved/sso.amazonaws.com/"


@dataclass(slots=True)
class CenterPermissionSet:
    """API: sso-admin.PermissionSet, with what is in it."""

    name: str
    arn: str
    created_at: datetime
    description: str = ""
    session_duration: str = "PT1H"
    relay_state: str = ""
    policies: list[str] = field(default_factory=list)
    """ARNs of AWS's own."""
    inline_policy: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    version: int = 1
    provisioned: dict[str, int] = field(default_factory=dict)
    """The version in force, by account id."""
    role_names: dict[str, str] = field(default_factory=dict)
    """What its role is called, by account id."""


@dataclass(slots=True)
class CenterUser:
    """API: identitystore.User."""

    user_id: str
    user_name: str
    email: str = ""
    display_name: str = ""
    given_name: str = ""
    family_name: str = ""
    issuer: str = ""
    """Of the provider that sent it; empty for one of the directory's own."""
    status: str = "ENABLED"
    created_at: datetime | None = None


@dataclass(slots=True)
class CenterGroup:
    """API: identitystore.Group, with its memberships: their ids by user id."""

    group_id: str
    group_name: str
    issuer: str = ""
    members: dict[str, str] = field(default_factory=dict)
    created_at: datetime | None = None


@dataclass(slots=True)
class CenterRequest:
    """A change of assignments, or of what is in force, that AWS works on."""

    request_id: str
    kind: str
    """create, delete or provision."""
    created_at: datetime
    ready_at: datetime
    permission_set_arn: str
    target_id: str = ""
    principal_type: str = ""
    principal_id: str = ""
    failure_reason: str = ""
    settled: bool = False

    @property
    def assignment(self) -> tuple[str, str, str, str]:
        """(account id, permission set, type, id of the principal): all that makes it one assignment."""
        return self.target_id, self.permission_set_arn, self.principal_type, self.principal_id


@dataclass(slots=True)
class Center:
    """An instance, its directory and its assignments. Everything is in one Region."""

    instance_id: str
    identity_store_id: str
    owner_id: str
    region: str
    enabled_at: datetime
    active_at: datetime
    """Before it is CREATE_IN_PROGRESS, and answers no more than what it is."""
    failure: str = ""
    """Why it could not be enabled: CREATE_FAILED."""
    permission_sets_enabled: bool = True
    permission_sets: dict[str, CenterPermissionSet] = field(default_factory=dict)
    """By ARN."""
    users: dict[str, CenterUser] = field(default_factory=dict)
    groups: dict[str, CenterGroup] = field(default_factory=dict)
    assignments: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(account id, permission set, type, id of the principal)."""
    requests: dict[str, CenterRequest] = field(default_factory=dict)

    @property
    def instance_arn(self) -> str:
        """API: sso-admin.InstanceArn: without Region or account."""
        return f"arn:aws:sso:::instance/{self.instance_id}"

    @property
    def start_url(self) -> str:
        """The portal's address (user guide, multi-region-workforce-access)."""
        return f"https://{self.identity_store_id}.awsapps.com/start"

    def status(self, now: datetime) -> str:
        """API: sso-admin.InstanceStatus."""
        if now < self.active_at:
            return "CREATE_IN_PROGRESS"
        return "CREATE_FAILED" if self.failure else "ACTIVE"

    def principals_of(self, user_id: str) -> set[str]:
        """The user and the groups that the user is in, by id."""
        return {user_id, *(each.group_id for each in self.groups.values() if user_id in each.members)}

    def given_to(self, user_name: str) -> list[tuple[str, str]]:
        """(account id, name of the permission set) of all that the user has, by name or by group."""
        user = next((each for each in self.users.values() if each.user_name.lower() == user_name.lower()), None)
        principals = self.principals_of(user.user_id) if user and user.status == "ENABLED" else set()
        found = {
            (account, self.permission_sets[arn].name) for account, arn, _, who in self.assignments if who in principals
        }
        return sorted(found)


def role_path(region: str) -> str:
    """Where Identity Center's roles are: the Region is in it, but for us-east-1."""
    return PATH if region == "us-east-1" else f"{PATH}{region}/"


def trust_in_portal(account_id: str) -> str:
    """The trust policy of a role of Identity Center: only its own SAML provider in the account."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{account_id}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"},
        "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
