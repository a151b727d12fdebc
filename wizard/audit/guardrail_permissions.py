"""What guardrails need to be looked at, and the changes that a plan from nothing does not show."""

from __future__ import annotations

from collections.abc import Iterator

from state.changes.account_settings import SetEbsEncryptionByDefault
from state.changes.base import Change
from state.changes.budgets import SetBudget
from state.changes.policies import DeletePolicy, DetachPolicy, UpdatePolicy
from state.changes.root_users import DELETE_ROOT_CREDENTIALS, DeleteRootCredential, SetRootFeature
from state.changes.trails import DeleteTrail, UpdateTrail
from state.observed.settings import NOTHING, as_value
from state.setup import Setup
from wizard.claims.base import Claim
from wizard.guardrails import guardrail_claims
from wizard.guardrails.account_settings import BUDGET, BudgetTakenBack, SettingTakenBack
from wizard.guardrails.data_bunker import TRAIL, OrganizationIsRecorded, TrailTakenBack
from wizard.guardrails.policies import PolicyInForce, PolicyTakenBack
from wizard.guardrails.root_users import RootCredentialsRemoved, RootFeatureEnabled

ROOT_TASKS = ("IAMAuditRootUserCredentials", DELETE_ROOT_CREDENTIALS)
"""AWS's policies for the sessions as a root user (IAM user guide, id_root-user-privileged-task)."""

TO_LOOK_AT_GUARDRAILS = (
    "account:GetAlternateContact",
    "budgets:ViewBudget",
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetTrailStatus",
    "ec2:GetEbsEncryptionByDefault",
    "ec2:GetInstanceMetadataDefaults",
    "iam:GetAccountPasswordPolicy",
    "iam:GetGroupPolicy",
    "iam:ListOrganizationsFeatures",
    "organizations:DescribePolicy",
    "organizations:ListPolicies",
    "organizations:ListTagsForResource",
    "organizations:ListPoliciesForTarget",
    "s3:GetAccountPublicAccessBlock",
)


def changes_beyond_the_first(setup: Setup) -> Iterator[Change]:
    """Changes of guardrails that no plan from nothing has: those that depend on what AWS has already."""
    for claim in guardrail_claims(setup):
        yield from _beyond_the_first(claim)


def _beyond_the_first(claim: Claim) -> Iterator[Change]:
    match claim:
        case PolicyInForce():
            yield UpdatePolicy(claim.policy_type, claim.policy_name, claim.content)
        case PolicyTakenBack():
            yield DetachPolicy(claim.policy_type, claim.policy_name, claim.path)
            yield DeletePolicy(claim.policy_type, claim.policy_name)
        case OrganizationIsRecorded():
            yield UpdateTrail(claim.place, NOTHING, TRAIL)
        case TrailTakenBack():
            yield DeleteTrail(claim.place, NOTHING, TRAIL)
        case RootFeatureEnabled(wanted=False):
            yield SetRootFeature(claim.place, NOTHING, claim.feature)
        case RootCredentialsRemoved():
            yield DeleteRootCredential(claim.place, NOTHING, "password")
        case BudgetTakenBack():
            yield SetBudget(claim.place, NOTHING, BUDGET)
        case SettingTakenBack():
            off = as_value(False) if claim.change is SetEbsEncryptionByDefault else NOTHING
            yield claim.change(claim.place, off)
