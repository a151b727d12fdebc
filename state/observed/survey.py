"""What AWS tells beyond what a setup is about: read for what is taken away only, for it takes a call for each thing.

Each answer is known, known to be absent, or not seen and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from state.observed.facts import Role
from state.observed.seen import NOT_ASKED, Seen

Tags: TypeAlias = tuple[tuple[str, str], ...]
"""(key, value), sorted by key."""


@dataclass(frozen=True, slots=True)
class SurveyedPolicy:
    """A policy of the organization, whoever made it (API: organizations.PolicySummary)."""

    policy_id: str
    arn: str
    policy_name: str
    policy_type: str
    description: str
    aws_managed: bool
    content: Seen[str] = NOT_ASKED
    """Canonical JSON (API: organizations.DescribePolicy). Absent for AWS's own, which nobody can change."""
    targets: Seen[tuple[str, ...]] = NOT_ASKED
    """Ids of the root, units and accounts that it is attached to (API: organizations.ListTargetsForPolicy)."""


@dataclass(frozen=True, slots=True)
class DelegatedAdministrator:
    """A member account that acts for services in the organization (API: organizations.DelegatedAdministrator)."""

    account_id: str
    services: Seen[tuple[str, ...]] = NOT_ASKED
    """Service principals (API: organizations.ListDelegatedServicesForAccount)."""


@dataclass(frozen=True, slots=True)
class OrganizationTrail:
    """A trail of the whole organization (API: cloudtrail.Trail)."""

    name: str
    arn: str
    bucket: str
    key_prefix: str
    kms_key_id: str
    home_region: str
    multi_region: bool
    validated: bool
    """Whether its files can be proven unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The whole organization, whatever of it a setup names."""

    tags: tuple[tuple[str, Seen[Tags]], ...] = ()
    """By id of a root, unit, account or policy (API: organizations.ListTagsForResource)."""
    policies: Seen[tuple[SurveyedPolicy, ...]] = NOT_ASKED
    """Of every type that is enabled, AWS's own too."""
    trusted_services: Seen[tuple[str, ...]] = NOT_ASKED
    """Service principals with trusted access (API: organizations.ListAWSServiceAccessForOrganization)."""
    delegated_administrators: Seen[tuple[DelegatedAdministrator, ...]] = NOT_ASKED
    trails: Seen[tuple[OrganizationTrail, ...]] = NOT_ASKED
    root_features: Seen[tuple[str, ...]] = NOT_ASKED
    """Features of central root access that are on (API: iam.ListOrganizationsFeatures)."""
    access_roles: tuple[tuple[str, Seen[Role]], ...] = ()
    """The organization access role by account id, of the accounts that the setup may step into."""

    def tags_of(self, resource_id: str) -> Seen[Tags]:
        """The tags of the thing with this id."""
        return dict(self.tags).get(resource_id, NOT_ASKED)

    def access_role_of(self, account_id: str) -> Seen[Role]:
        """The organization access role there, as its account has it."""
        return dict(self.access_roles).get(account_id, NOT_ASKED)


NOTHING_SURVEYED = Survey()
