"""What the guardrails need of an identity in the management account; `wizard.audit.permissions` has the rest.

What is set inside of a member account is set through its organization access role, so that nothing but stepping in
needs a permission; a root user's credentials are deleted in a session as that root user.
"""

from __future__ import annotations

from collections.abc import Iterator

from state.changes.base import Change
from state.changes.policies import (
    AttachPolicy,
    CreatePolicy,
    DeletePolicy,
    DetachPolicy,
    EnableAWSServiceAccess,
    UpdatePolicy,
)
from state.changes.settings import (
    CreateBucket,
    CreateTrail,
    DeleteRootCredential,
    DeleteTrail,
    ModifyInstanceMetadataDefaults,
    PutBucketEncryption,
    PutBucketPolicy,
    PutBucketPublicAccessBlock,
    PutBucketVersioning,
    PutGroupPolicy,
    PutObjectLockConfiguration,
    PutPublicAccessBlock,
    PutSecurityContact,
    SetAccountAlias,
    SetBudget,
    SetEbsEncryptionByDefault,
    SetRootFeature,
    SettingChange,
    StartLogging,
    TagAccount,
    UpdateAccountPasswordPolicy,
    UpdateTrail,
)
from state.observed import Observed
from state.setup import Setup
from wizard.claims.settings import TAGS
from wizard.guardrails import READS, TO_LOOK_AT_POLICIES, guardrail_claims
from wizard.guardrails.root_credentials import AUDIT_ROOT_CREDENTIALS
from wizard.requests import request_for
from wizard.requests.guardrails import DELETE_ROOT_CREDENTIALS

STEP_IN = "sts:AssumeRole"
AS_ROOT = "sts:AssumeRoot"
ROOT_TASKS = (AUDIT_ROOT_CREDENTIALS, DELETE_ROOT_CREDENTIALS)
"""AWS's policies for the sessions as a root user (IAM user guide, id_root-user-privileged-task)."""

NEEDED_FOR_GUARDRAILS: dict[type[Change], tuple[str, ...]] = {
    EnableAWSServiceAccess: ("organizations:EnableAWSServiceAccess",),
    CreatePolicy: ("organizations:CreatePolicy",),
    UpdatePolicy: ("organizations:UpdatePolicy",),
    AttachPolicy: ("organizations:AttachPolicy",),
    DetachPolicy: ("organizations:DetachPolicy",),
    DeletePolicy: ("organizations:DeletePolicy",),
    SetEbsEncryptionByDefault: ("ec2:EnableEbsEncryptionByDefault", "ec2:DisableEbsEncryptionByDefault"),
    ModifyInstanceMetadataDefaults: ("ec2:ModifyInstanceMetadataDefaults",),
    PutPublicAccessBlock: ("s3:PutAccountPublicAccessBlock",),
    UpdateAccountPasswordPolicy: ("iam:UpdateAccountPasswordPolicy", "iam:DeleteAccountPasswordPolicy"),
    SetAccountAlias: ("iam:CreateAccountAlias", "iam:DeleteAccountAlias"),
    PutSecurityContact: ("account:PutAlternateContact", "account:DeleteAlternateContact"),
    TagAccount: ("organizations:TagResource",),
    PutGroupPolicy: ("iam:PutGroupPolicy",),
    SetBudget: ("budgets:ModifyBudget",),
    SetRootFeature: (
        "iam:EnableOrganizationsRootCredentialsManagement",
        "iam:EnableOrganizationsRootSessions",
        "iam:DisableOrganizationsRootCredentialsManagement",
        "iam:DisableOrganizationsRootSessions",
    ),
    DeleteRootCredential: (AS_ROOT,),
    CreateBucket: (STEP_IN,),
    PutBucketVersioning: (STEP_IN,),
    PutBucketEncryption: (STEP_IN,),
    PutBucketPublicAccessBlock: (STEP_IN,),
    PutBucketPolicy: (STEP_IN,),
    PutObjectLockConfiguration: (STEP_IN,),
    CreateTrail: ("cloudtrail:CreateTrail",),
    UpdateTrail: ("cloudtrail:UpdateTrail",),
    StartLogging: ("cloudtrail:StartLogging",),
    DeleteTrail: ("cloudtrail:DeleteTrail",),
}
"""In the management account, by kind of change; of several, the one whose operation is called (service authorization
reference)."""

TO_LOOK_AT_GUARDRAILS = (
    "iam:GetGroupPolicy",
    *TAGS.needs,
    *TO_LOOK_AT_POLICIES,
    *(action for reads in READS for action in reads.needs),
)
"""To look at accounts and the organization where something of theirs is wanted."""


def actions_for_guardrail(change: Change) -> tuple[str, ...]:
    """The permissions that one change of a guardrail needs in the management account."""
    needed = NEEDED_FOR_GUARDRAILS[type(change)]
    if not isinstance(change, SettingChange):
        return needed
    request = request_for(change, Observed())
    if request.place is not None and request.place.role_name and not request.root_task:
        return (STEP_IN,)
    return tuple(action for action in needed if action.partition(":")[2] == request.operation) or needed


def changes_beyond_the_first(setup: Setup) -> Iterator[Change]:
    """Changes of guardrails that no plan from nothing has: those that depend on what AWS has already."""
    return (change for claim in guardrail_claims(setup) for change in claim.may_need)
