"""One of every kind of change that a guardrail makes, and of each of its two directions where it has two."""

from __future__ import annotations

from state.changes.access_roles import UpdateAccessRoleTrust, trust_in_account
from state.changes.account_settings import (
    PutBillingContact,
    PutOperationsContact,
    PutPublicAccessBlock,
    PutSecurityContact,
    SetAccountAlias,
    SetEbsEncryptionByDefault,
    UpdateAccountPasswordPolicy,
)
from state.changes.base import Change
from state.changes.buckets import (
    CreateBucket,
    PutBucketEncryption,
    PutBucketLifecycle,
    PutBucketPolicy,
    PutBucketPublicAccessBlock,
    PutBucketVersioning,
    PutObjectLockConfiguration,
)
from state.changes.budgets import SetBudget
from state.changes.groups import DeleteGroupPolicy, PutGroupPolicy
from state.changes.organization import EnableAWSServiceAccess
from state.changes.policies import AttachPolicy, CreatePolicy, DeletePolicy, DetachPolicy, UpdatePolicy
from state.changes.root_users import DeleteRootCredential, SetRootFeature
from state.changes.tags import TagAccount
from state.changes.trails import CreateTrail, DeleteTrail, StartLogging, UpdateTrail
from state.observed.settings import ASSUME_ROLES, AUDIT_LOGS, FOUR_BLOCKS, MANAGEMENT_ACCOUNT, NOTHING, Place, as_value
from state.observed.stand_ins import account_id_of
from wizard.guardrails.bucket_lifecycle import Keeping

TYPE = "SERVICE_CONTROL_POLICY"
OWNER = Place(MANAGEMENT_ACCOUNT, MANAGEMENT_ACCOUNT, "", "eu-west-1")
SHOP = Place("aws+shop@example.com", "shop", "OrganizationAccountAccessRole", "eu-west-1")
VIRGINIA = Place("aws+shop@example.com", "shop", "OrganizationAccountAccessRole", "us-east-1")
_PASSWORDS = as_value(
    {"MinimumPasswordLength": 14, "RequireSymbols": True, "MaxPasswordAge": 90, "ExpirePasswords": True}
)
_CONTACT = as_value({"Name": "Acme", "Title": "Security", "EmailAddress": "s@example.com", "PhoneNumber": "+49 30 1"})
_BUDGET = as_value({"amount": "50", "emails": ["money@example.com"], "thresholds": [80, 100]})
_TRAIL = as_value({"bucket": f"org-audit-logs-{account_id_of(SHOP.account)}", "organization": True})
_BUCKET_POLICY = as_value(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": f"arn:aws:s3:::org-audit-logs-{account_id_of(SHOP.account)}/*",
            }
        ],
    }
)

GUARDRAIL_CHANGES: tuple[Change, ...] = (
    EnableAWSServiceAccess("iam.amazonaws.com"),
    CreatePolicy(TYPE, "new", "Nobody leaves.", '{"Version":"2012-10-17","Statement":[]}'),
    UpdatePolicy(TYPE, "stay", '{"Version":"2012-10-17","Statement":[]}'),
    AttachPolicy(TYPE, "stay", "Workloads"),
    DetachPolicy(TYPE, "stay", "Root"),
    SetEbsEncryptionByDefault(SHOP, "true"),
    SetEbsEncryptionByDefault(OWNER, "false"),
    TagAccount(SHOP, '{"stage":"production"}'),
    PutGroupPolicy(OWNER, '{"Version":"2012-10-17","Statement":[]}', "administrators", ASSUME_ROLES),
    DeleteGroupPolicy(OWNER, NOTHING, "administrators", ASSUME_ROLES),
    PutPublicAccessBlock(SHOP, as_value(FOUR_BLOCKS)),
    PutPublicAccessBlock(OWNER, NOTHING),
    UpdateAccountPasswordPolicy(SHOP, _PASSWORDS),
    UpdateAccountPasswordPolicy(OWNER, NOTHING),
    UpdateAccessRoleTrust(SHOP, trust_in_account("aws", account_id_of(MANAGEMENT_ACCOUNT)), "{}"),
    SetAccountAlias(OWNER, '"acme-management"'),
    SetAccountAlias(SHOP, NOTHING),
    PutSecurityContact(SHOP, _CONTACT),
    PutSecurityContact(OWNER, _CONTACT),
    PutSecurityContact(SHOP, NOTHING),
    PutBillingContact(SHOP, _CONTACT),
    PutOperationsContact(OWNER, _CONTACT),
    SetBudget(OWNER, _BUDGET, "orgwizard-monthly"),
    SetBudget(OWNER, NOTHING, "orgwizard-monthly"),
    SetRootFeature(OWNER, "true", "RootSessions"),
    SetRootFeature(OWNER, NOTHING, "RootCredentialsManagement"),
    DeleteRootCredential(SHOP, NOTHING, "password"),
    DeleteRootCredential(SHOP, NOTHING, "access-key AKIAIOSFODNN7EXAMPLE"),
    DeleteRootCredential(SHOP, NOTHING, "mfa-device arn:aws:iam::333333333333:mfa/root-account-mfa-device"),
    DeleteRootCredential(SHOP, NOTHING, "certificate TA7SMP42TDN5Z26OBPJE7EXAMPLE"),
    CreateBucket(SHOP, '"locked"', AUDIT_LOGS),
    CreateBucket(VIRGINIA, '"plain"', AUDIT_LOGS),
    PutBucketVersioning(SHOP, '"Enabled"', AUDIT_LOGS),
    PutBucketEncryption(SHOP, '"AES256"', AUDIT_LOGS),
    PutBucketPublicAccessBlock(SHOP, as_value(FOUR_BLOCKS), AUDIT_LOGS),
    PutBucketLifecycle(SHOP, as_value(Keeping(30, 365).rules), AUDIT_LOGS),
    PutBucketPolicy(SHOP, _BUCKET_POLICY, AUDIT_LOGS),
    PutObjectLockConfiguration(SHOP, "365", AUDIT_LOGS),
    CreateTrail(OWNER, _TRAIL, "orgwizard-organization-trail"),
    UpdateTrail(OWNER, as_value({"organization": True}), "orgwizard-organization-trail"),
    StartLogging(OWNER, as_value({"logging": True}), "orgwizard-organization-trail"),
    DeleteTrail(OWNER, NOTHING, "orgwizard-organization-trail"),
    DeletePolicy(TYPE, "stay"),
)
