"""The call to AWS that each change of a guardrail is; `wizard.requests` has the others.

Pure. What is sent in an account says so: the gateway steps into it first.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

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
    BucketChange,
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
    TrailChange,
    UpdateAccountPasswordPolicy,
    UpdateTrail,
)
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, NOTHING, bucket_name
from state.observed.stand_ins import account_id_of, filled
from wizard.requests import Request, parent_id

US_EAST_1 = "us-east-1"
"""The only Region in which a bucket is made without naming it (API: s3.CreateBucket)."""
DELETE_ROOT_CREDENTIALS = "IAMDeleteRootUserCredentials"
"""AWS's policy for a session that may delete root credentials (IAM user guide, id_root-user-privileged-task)."""


# Policies and trusted access


def _enable_service_access(change: EnableAWSServiceAccess, _observed: Observed) -> Request:
    return Request("organizations", "EnableAWSServiceAccess", {"ServicePrincipal": change.service_principal})


def _create_policy(change: CreatePolicy, observed: Observed) -> Request:
    parameters = {
        "Name": change.policy_name,
        "Type": change.policy_type,
        "Description": change.description,
        "Content": filled(change.content, observed),
    }
    return Request("organizations", "CreatePolicy", parameters)


def _update_policy(change: UpdatePolicy, observed: Observed) -> Request:
    parameters = {**_policy_id(change, observed), "Content": filled(change.content, observed)}
    return Request("organizations", "UpdatePolicy", parameters)


def _attach_policy(change: AttachPolicy, observed: Observed) -> Request:
    return Request("organizations", "AttachPolicy", _attachment(change, observed))


def _detach_policy(change: DetachPolicy, observed: Observed) -> Request:
    return Request("organizations", "DetachPolicy", _attachment(change, observed))


def _delete_policy(change: DeletePolicy, observed: Observed) -> Request:
    return Request("organizations", "DeletePolicy", _policy_id(change, observed))


def _attachment(change: AttachPolicy | DetachPolicy, observed: Observed) -> dict[str, Any]:
    return {**_policy_id(change, observed), "TargetId": parent_id(change.path, observed)}


def _policy_id(change: UpdatePolicy | AttachPolicy | DetachPolicy | DeletePolicy, observed: Observed) -> dict[str, Any]:
    policy = observed.policy_named(change.policy_type, change.policy_name)
    return {"PolicyId": policy.policy_id if policy else f"<id of policy {change.policy_name}>"}


# Settings of accounts


def _ebs_encryption(change: SetEbsEncryptionByDefault, observed: Observed) -> Request:
    operation = "EnableEbsEncryptionByDefault" if change.content_wanted else "DisableEbsEncryptionByDefault"
    return _inside(change, observed, "ec2", operation, {})


def _instance_metadata(change: ModifyInstanceMetadataDefaults, observed: Observed) -> Request:
    tokens = change.content(observed) or "no-preference"
    return _inside(change, observed, "ec2", "ModifyInstanceMetadataDefaults", {"HttpTokens": tokens})


def _public_access_block(change: PutPublicAccessBlock, observed: Observed) -> Request:
    parameters: dict[str, Any] = {"AccountId": _account_id(change, observed)}
    if change.value == NOTHING:
        return _inside(change, observed, "s3control", "DeletePublicAccessBlock", parameters)
    parameters["PublicAccessBlockConfiguration"] = change.content(observed)
    return _inside(change, observed, "s3control", "PutPublicAccessBlock", parameters)


def _password_policy(change: UpdateAccountPasswordPolicy, observed: Observed) -> Request:
    content = change.content(observed)
    if content is None:
        return _inside(change, observed, "iam", "DeleteAccountPasswordPolicy", {})
    told_only = ("ExpirePasswords",)  # follows from MaxPasswordAge, and cannot be sent
    parameters = {key: value for key, value in content.items() if key not in told_only}
    return _inside(change, observed, "iam", "UpdateAccountPasswordPolicy", parameters)


def _account_alias(change: SetAccountAlias, observed: Observed) -> Request:
    alias = change.content(observed)
    if alias is not None:
        return _inside(change, observed, "iam", "CreateAccountAlias", {"AccountAlias": alias})
    present = observed.setting(change.place.account, change.setting)
    parameters = {"AccountAlias": present.content if present else "<alias>"}
    return _inside(change, observed, "iam", "DeleteAccountAlias", parameters)


def _security_contact(change: PutSecurityContact, observed: Observed) -> Request:
    """Made by the management account for each member; its own id must not be named (API: PutAlternateContact)."""
    parameters: dict[str, Any] = {"AlternateContactType": "SECURITY"}
    if change.place.account != MANAGEMENT_ACCOUNT:
        parameters["AccountId"] = _account_id(change, observed)
    content = change.content(observed)
    if content is None:
        return Request("account", "DeleteAlternateContact", parameters)
    return Request("account", "PutAlternateContact", {**parameters, **content})


def _budget(change: SetBudget, observed: Observed) -> Request:
    """A limit, and mails at each of the thresholds in percent of it."""
    parameters: dict[str, Any] = {"AccountId": _account_id(change, observed)}
    content = change.content(observed)
    if content is None:
        return Request("budgets", "DeleteBudget", {**parameters, "BudgetName": change.entry})
    subscribers = [{"SubscriptionType": "EMAIL", "Address": email} for email in content["emails"]]
    parameters["Budget"] = {
        "BudgetName": change.entry,
        "BudgetLimit": {"Amount": content["amount"], "Unit": "USD"},
        "TimeUnit": "MONTHLY",
        "BudgetType": "COST",
    }
    parameters["NotificationsWithSubscribers"] = [
        {
            "Notification": {
                "NotificationType": "ACTUAL",
                "ComparisonOperator": "GREATER_THAN",
                "Threshold": threshold,
                "ThresholdType": "PERCENTAGE",
            },
            "Subscribers": subscribers,
        }
        for threshold in content["thresholds"]
    ]
    return Request("budgets", "CreateBudget", parameters)


def _tag_account(change: TagAccount, observed: Observed) -> Request:
    tags = [{"Key": key, "Value": value} for key, value in json.loads(change.value).items()]
    return Request("organizations", "TagResource", {"ResourceId": _account_id(change, observed), "Tags": tags})


def _put_group_policy(change: PutGroupPolicy, observed: Observed) -> Request:
    document = filled(change.value, observed)
    parameters = {"GroupName": change.group, "PolicyName": change.policy_name, "PolicyDocument": document}
    return Request("iam", "PutGroupPolicy", parameters)


# Root users


def _root_feature(change: SetRootFeature, _observed: Observed) -> Request:
    verb = "Disable" if change.value == NOTHING else "Enable"
    return Request("iam", f"{verb}Organizations{change.entry}", {})


def _root_credential(change: DeleteRootCredential, observed: Observed) -> Request:
    kind, _, name = change.entry.partition(" ")
    operation, parameters = {
        "password": ("DeleteLoginProfile", {}),
        "access-key": ("DeleteAccessKey", {"AccessKeyId": name}),
        "mfa-device": ("DeactivateMFADevice", {"SerialNumber": name}),
        "certificate": ("DeleteSigningCertificate", {"CertificateId": name}),
    }[kind]
    account_id = _account_id(change, observed)
    return Request("iam", operation, parameters, change.place, account_id, root_task=DELETE_ROOT_CREDENTIALS)


# The data bunker


def _create_bucket(change: CreateBucket, observed: Observed) -> Request:
    parameters: dict[str, Any] = {}
    if change.place.region != US_EAST_1:
        parameters["CreateBucketConfiguration"] = {"LocationConstraint": change.place.region}
    if change.locked:
        parameters["ObjectLockEnabledForBucket"] = True
    return _in_bucket(change, observed, "CreateBucket", parameters)


def _bucket_versioning(change: PutBucketVersioning, observed: Observed) -> Request:
    parameters = {"VersioningConfiguration": {"Status": change.content(observed)}}
    return _in_bucket(change, observed, "PutBucketVersioning", parameters)


def _bucket_encryption(change: PutBucketEncryption, observed: Observed) -> Request:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": change.content(observed)}}
    parameters = {"ServerSideEncryptionConfiguration": {"Rules": [rule]}}
    return _in_bucket(change, observed, "PutBucketEncryption", parameters)


def _bucket_public_access_block(change: PutBucketPublicAccessBlock, observed: Observed) -> Request:
    parameters = {"PublicAccessBlockConfiguration": change.content(observed)}
    return _in_bucket(change, observed, "PutPublicAccessBlock", parameters)


def _bucket_policy(change: PutBucketPolicy, observed: Observed) -> Request:
    return _in_bucket(change, observed, "PutBucketPolicy", {"Policy": filled(change.value, observed)})


def _object_lock(change: PutObjectLockConfiguration, observed: Observed) -> Request:
    retention = {"Mode": "COMPLIANCE", "Days": change.content(observed)}
    configuration = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
    return _in_bucket(change, observed, "PutObjectLockConfiguration", {"ObjectLockConfiguration": configuration})


def _in_bucket(change: BucketChange, observed: Observed, operation: str, parameters: dict[str, Any]) -> Request:
    """A bucket of that name in somebody else's account is refused (S3 user guide, bucket-owner-condition)."""
    account_id = _account_id(change, observed)
    named: dict[str, Any] = {"Bucket": bucket_name(change.bucket, account_id), **parameters}
    if operation != "CreateBucket":
        named["ExpectedBucketOwner"] = account_id
    return _inside(change, observed, "s3", operation, named)


# The trail


def _create_trail(change: CreateTrail, observed: Observed) -> Request:
    content = change.content(observed)
    parameters = {"Name": change.entry, "S3BucketName": content["bucket"], **_WHOLE_TRAIL}
    return _trail(change, "CreateTrail", parameters)


def _update_trail(change: UpdateTrail, _observed: Observed) -> Request:
    return _trail(change, "UpdateTrail", {"Name": change.entry, **_WHOLE_TRAIL})


def _start_logging(change: StartLogging, _observed: Observed) -> Request:
    return _trail(change, "StartLogging", {"Name": change.entry})


def _delete_trail(change: DeleteTrail, _observed: Observed) -> Request:
    return _trail(change, "DeleteTrail", {"Name": change.entry})


_WHOLE_TRAIL = {
    "IsOrganizationTrail": True,
    "IsMultiRegionTrail": True,
    "IncludeGlobalServiceEvents": True,
    "EnableLogFileValidation": True,
}
"""All of it is off unless asked for (API: cloudtrail.CreateTrail)."""


def _trail(change: TrailChange, operation: str, parameters: dict[str, Any]) -> Request:
    return Request("cloudtrail", operation, parameters, change.place)


def _inside(
    change: SettingChange, observed: Observed, service: str, operation: str, parameters: dict[str, Any]
) -> Request:
    return Request(service, operation, parameters, change.place, _account_id(change, observed))


def _account_id(change: SettingChange, observed: Observed) -> str:
    return filled(account_id_of(change.place.account), observed)


GUARDRAIL_REQUESTS: dict[type[Change], Callable[[Any, Observed], Request]] = {
    EnableAWSServiceAccess: _enable_service_access,
    CreatePolicy: _create_policy,
    UpdatePolicy: _update_policy,
    AttachPolicy: _attach_policy,
    DetachPolicy: _detach_policy,
    DeletePolicy: _delete_policy,
    SetEbsEncryptionByDefault: _ebs_encryption,
    ModifyInstanceMetadataDefaults: _instance_metadata,
    PutPublicAccessBlock: _public_access_block,
    UpdateAccountPasswordPolicy: _password_policy,
    SetAccountAlias: _account_alias,
    PutSecurityContact: _security_contact,
    TagAccount: _tag_account,
    PutGroupPolicy: _put_group_policy,
    SetBudget: _budget,
    SetRootFeature: _root_feature,
    DeleteRootCredential: _root_credential,
    CreateBucket: _create_bucket,
    PutBucketVersioning: _bucket_versioning,
    PutBucketEncryption: _bucket_encryption,
    PutBucketPublicAccessBlock: _bucket_public_access_block,
    PutBucketPolicy: _bucket_policy,
    PutObjectLockConfiguration: _object_lock,
    CreateTrail: _create_trail,
    UpdateTrail: _update_trail,
    StartLogging: _start_logging,
    DeleteTrail: _delete_trail,
}
