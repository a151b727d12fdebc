"""Reading the settings of accounts: one small function for each, in a table by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from state.observed import FeatureSet, Observed, Scope, Section
from state.observed.settings import (
    ASSUME_ROLES,
    AUDIT_LOGS,
    BACKUPS,
    GROUP_POLICY,
    MANAGEMENT_ACCOUNT,
    BucketAspect,
    Place,
    Setting,
    SettingName,
    as_value,
    bucket_name,
    bucket_setting,
)
from state.observed.stand_ins import account_id_of, filled
from state.setup import is_account_id
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.aws.member_accounts import MemberAccounts
from wizard.errors import AwsRefused, CredentialsExpired, NotFound, NotPermitted

AUDIT_ROOT_CREDENTIALS = "IAMAuditRootUserCredentials"
"""AWS's policy for a session that may look at root credentials (IAM user guide, id_root-user-privileged-task)."""
ACCOUNT = "account.amazonaws.com"
CONTACT = ("Name", "Title", "EmailAddress", "PhoneNumber")


@dataclass(frozen=True)
class Inside:
    """One account as its settings are read."""

    calls: Calls
    """With credentials of the account."""
    from_outside: Calls
    """With credentials of the management account."""
    members: MemberAccounts
    place: Place
    account_id: str


Reader = Callable[[Inside], Any]
"""Gives a setting as data, None when it is not set. Raises AwsError."""


def settings(
    calls: Calls,
    members: MemberAccounts,
    pool: Executor,
    sections: frozenset[Section],
    scope: Scope,
    seen: Observed,
    previous: Observed,
) -> tuple[Setting, ...]:
    """The settings that the setup is about, of every account that can be stepped into.

    With the section SETTINGS all are read anew; with READINESS those of accounts that were not read before. Raises
    AwsError, except where AWS does not permit to read one: then the setting says so.
    """
    known = {setting.account_id for setting in previous.settings}
    wanted: list[tuple[Inside, str]] = []
    kept: list[Setting] = list(previous.settings)
    for place, names in scope.settings:
        account_id = _account_id(seen, place)
        if account_id and (Section.SETTINGS in sections or account_id not in known):
            inside = _entered(calls, members, place, account_id)
            wanted += [(inside, name) for name in names if _told_of(place, name, seen)]
    read = list(pool.map(lambda pair: _setting(*pair), wanted))
    anew = {(setting.account_id, setting.name) for setting in read}
    kept = [setting for setting in kept if (setting.account_id, setting.name) not in anew]
    return tuple(sorted([*kept, *read], key=lambda setting: (setting.account_id, setting.name)))


def _told_of(place: Place, name: str, seen: Observed) -> bool:
    """Contacts of members are told once the service may act in the organization (API: account.GetAlternateContact),
    and central root access is a matter of an organization with all features."""
    match name:
        case SettingName.SECURITY_CONTACT if place.account != MANAGEMENT_ACCOUNT:
            return ACCOUNT in seen.trusted_services
        case SettingName.ROOT_FEATURES:
            return seen.organization is not None and seen.organization.feature_set == FeatureSet.ALL
    return True


def _account_id(seen: Observed, place: Place) -> str:
    """The id of an account that can be entered now; else ''. Before there is an organization, only one's own can."""
    if seen.organization is None:
        return seen.identity.account_id if place.account == MANAGEMENT_ACCOUNT and seen.identity else ""
    account_id = filled(account_id_of(place.account), seen)
    if not is_account_id(account_id):
        return ""
    readiness = seen.readiness_of(account_id)
    ready = place.account == MANAGEMENT_ACCOUNT or (readiness is not None and readiness.ready)
    return account_id if ready else ""


def _entered(calls: Calls, members: MemberAccounts, place: Place, account_id: str) -> Inside:
    if place.account == MANAGEMENT_ACCOUNT:
        inside = Calls(calls.clients, place.region)
    else:
        inside = members.enter(account_id, place.role_name, place.region)
    return Inside(inside, calls, members, place, account_id)


def _setting(inside: Inside, name: str) -> Setting:
    try:
        return Setting(inside.account_id, name, as_value(_reader(name)(inside)))
    except NotFound:
        return Setting(inside.account_id, name)
    except CredentialsExpired:
        raise
    except NotPermitted as error:
        return Setting(inside.account_id, name, trouble=error.message)
    except AwsRefused as error:
        if error.retry is not None or error.outcome_unknown:
            raise
        return Setting(inside.account_id, name, trouble=error.message)


def _ebs_encryption(inside: Inside) -> bool:
    return inside.calls.ask("ec2", "GetEbsEncryptionByDefault", lambda answer: bool(answer["EbsEncryptionByDefault"]))


def _instance_metadata(inside: Inside) -> str | None:
    def understand(answer: Mapping[str, Any]) -> str | None:
        tokens = answer.get("AccountLevel", {}).get("HttpTokens")
        return None if tokens is None else str(tokens)

    return inside.calls.ask("ec2", "GetInstanceMetadataDefaults", understand)


def _public_access_block(inside: Inside) -> dict[str, bool]:
    return inside.calls.ask("s3control", "GetPublicAccessBlock", _four_blocks, AccountId=inside.account_id)


def _four_blocks(answer: Mapping[str, Any]) -> dict[str, bool]:
    return {name: bool(value) for name, value in answer["PublicAccessBlockConfiguration"].items()}


def _password_policy(inside: Inside) -> dict[str, Any]:
    return inside.calls.ask("iam", "GetAccountPasswordPolicy", lambda answer: dict(answer["PasswordPolicy"]))


def _account_alias(inside: Inside) -> str | None:
    return next(iter(inside.calls.ask_all("iam", "ListAccountAliases", "AccountAliases", str)), None)


def _security_contact(inside: Inside) -> dict[str, str] | None:
    """Asked for by the management account, which must not name its own id (API: account.GetAlternateContact)."""
    named = {} if inside.place.account == MANAGEMENT_ACCOUNT else {"AccountId": inside.account_id}

    def understand(answer: Mapping[str, Any]) -> dict[str, str]:
        return {key: answer["AlternateContact"][key] for key in CONTACT if key in answer["AlternateContact"]}

    return inside.from_outside.ask(
        "account", "GetAlternateContact", understand, AlternateContactType="SECURITY", **named
    )


def _tags(inside: Inside) -> dict[str, str]:
    """Asked of Organizations, with the management account's credentials."""
    found = inside.from_outside.ask_all(
        "organizations",
        "ListTagsForResource",
        "Tags",
        lambda answer: (str(answer["Key"]), str(answer["Value"])),
        ResourceId=inside.account_id,
    )
    return dict(found)


def _root_user(inside: Inside) -> dict[str, bool]:
    return inside.calls.ask(
        "iam",
        "GetAccountSummary",
        lambda answer: {
            "mfa": bool(answer["SummaryMap"]["AccountMFAEnabled"]),
            "access_keys": bool(answer["SummaryMap"]["AccountAccessKeysPresent"]),
        },
    )


def _root_features(inside: Inside) -> dict[str, bool]:
    """None is on while IAM has no trusted access (API: iam.ListOrganizationsFeatures)."""
    try:
        return inside.calls.ask(
            "iam",
            "ListOrganizationsFeatures",
            lambda answer: dict.fromkeys(sorted(answer.get("EnabledFeatures", ())), True),
        )
    except AwsRefused as error:
        if error.code in ("ServiceAccessNotEnabled", "ServiceAccessNotEnabledException"):
            return {}
        raise


def _root_credentials(inside: Inside) -> dict[str, bool] | None:
    """None while central root access is off, so that nobody can tell."""
    try:
        root = inside.members.enter_as_root(inside.account_id, AUDIT_ROOT_CREDENTIALS, inside.place.region)
        found = dict.fromkeys(_password(root), True)
        for operation, key, kind, name in (
            ("ListAccessKeys", "AccessKeyMetadata", "access-key", "AccessKeyId"),
            ("ListMFADevices", "MFADevices", "mfa-device", "SerialNumber"),
            ("ListSigningCertificates", "Certificates", "certificate", "CertificateId"),
        ):
            names = root.ask_all("iam", operation, key, lambda answer, name=name: str(answer[name]))  # type: ignore[misc]
            found |= {f"{kind} {each}": True for each in names}
    except NotPermitted:
        return None
    return found


def _password(root: Calls) -> tuple[str, ...]:
    try:
        return root.ask("iam", "GetLoginProfile", lambda _answer: ("password",))
    except NotFound:
        return ()


def _trails(inside: Inside) -> dict[str, dict[str, Any]]:
    """Trails that act in the home Region: those of every Region show in each (API: cloudtrail.DescribeTrails)."""

    def understand(trail: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
        facts = {
            "bucket": str(trail.get("S3BucketName", "")),
            "organization": bool(trail.get("IsOrganizationTrail")),
            "multi_region": bool(trail.get("IsMultiRegionTrail")),
            "validation": bool(trail.get("LogFileValidationEnabled")),
        }
        return str(trail["Name"]), str(trail.get("TrailARN", trail["Name"])), facts

    found = inside.calls.ask(
        "cloudtrail", "DescribeTrails", lambda answer: [understand(trail) for trail in answer["trailList"]]
    )
    return {
        name: facts | {"logging": inside.calls.ask("cloudtrail", "GetTrailStatus", _is_logging, Name=arn)}
        for name, arn, facts in found
    }


def _is_logging(answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("IsLogging"))


def _budgets(inside: Inside) -> dict[str, dict[str, Any]]:
    """Monthly cost budgets of everything in the organization, and how somebody is told."""

    def understand(budget: Mapping[str, Any]) -> tuple[str, str]:
        whole = budget.get("TimeUnit") == "MONTHLY" and budget.get("BudgetType") == "COST"
        filtered = budget.get("CostFilters") or budget.get("FilterExpression")
        limit = budget.get("BudgetLimit", {})
        amount = str(limit.get("Amount", "")) if whole and not filtered and limit.get("Unit") == "USD" else ""
        return str(budget["BudgetName"]), amount

    account = {"AccountId": inside.account_id}
    found = inside.from_outside.ask_all("budgets", "DescribeBudgets", "Budgets", understand, **account)
    return {name: _budget(inside.from_outside, account, name, amount) for name, amount in found if amount}


def _budget(calls: Calls, account: dict[str, str], name: str, amount: str) -> dict[str, Any]:
    notifications = calls.ask_all(
        "budgets", "DescribeNotificationsForBudget", "Notifications", dict, **account, BudgetName=name
    )
    emails: set[str] = set()
    for notification in notifications:
        emails |= set(
            calls.ask_all(
                "budgets",
                "DescribeSubscribersForNotification",
                "Subscribers",
                lambda answer: str(answer["Address"]),
                **account,
                BudgetName=name,
                Notification=notification,
            )
        )
    thresholds = sorted(int(notification["Threshold"]) for notification in notifications)
    return {"amount": f"{float(amount):g}", "emails": sorted(emails), "thresholds": thresholds}


def _reader(name: str) -> Reader:
    """The function that reads a setting; those of groups bear the group's name."""
    if name.startswith(GROUP_POLICY):
        return lambda inside: _group_policy(inside, name.removeprefix(GROUP_POLICY))
    return READERS[name]


def _group_policy(inside: Inside, group: str) -> Any:
    """IAM sends it URL-encoded, and botocore decodes it."""

    def understand(answer: Mapping[str, Any]) -> Any:
        return json.loads(translate.policy_document(answer["PolicyDocument"]))

    return inside.calls.ask("iam", "GetGroupPolicy", understand, GroupName=group, PolicyName=ASSUME_ROLES)


# Buckets


def _aspect(bucket: str, operation: str, understand: Callable[[Mapping[str, Any]], Any]) -> Reader:
    """One reading call about one bucket. One in somebody else's account is refused."""

    def read(inside: Inside) -> Any:
        named = {"Bucket": bucket_name(bucket, inside.account_id), "ExpectedBucketOwner": inside.account_id}
        return inside.calls.ask("s3", operation, understand, **named)

    return read


def _exists(bucket: str) -> Reader:
    there = _aspect(bucket, "HeadBucket", lambda _answer: True)
    locked = _aspect(bucket, "GetObjectLockConfiguration", lambda _answer: "locked")

    def read(inside: Inside) -> str:
        there(inside)
        try:
            return str(locked(inside))
        except NotFound:
            return "plain"

    return read


def _locked_days(answer: Mapping[str, Any]) -> int | None:
    """Of either mode: to replace a longer lock by our shorter one would loosen it."""
    retention = answer["ObjectLockConfiguration"].get("Rule", {}).get("DefaultRetention", {})
    return int(retention.get("Days", 0)) or int(retention.get("Years", 0)) * 365 or None


def _algorithm(answer: Mapping[str, Any]) -> str:
    rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0]
    return str(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])


def _bucket_readers(bucket: str) -> dict[str, Reader]:

    return {
        bucket_setting(bucket, BucketAspect.EXISTS): _exists(bucket),
        bucket_setting(bucket, BucketAspect.VERSIONING): _aspect(
            bucket, "GetBucketVersioning", lambda answer: answer.get("Status")
        ),
        bucket_setting(bucket, BucketAspect.ENCRYPTION): _aspect(bucket, "GetBucketEncryption", _algorithm),
        bucket_setting(bucket, BucketAspect.PUBLIC_ACCESS_BLOCK): _aspect(bucket, "GetPublicAccessBlock", _four_blocks),
        bucket_setting(bucket, BucketAspect.POLICY): _aspect(
            bucket, "GetBucketPolicy", lambda answer: json.loads(answer["Policy"])
        ),
        bucket_setting(bucket, BucketAspect.LOCKED_DAYS): _aspect(bucket, "GetObjectLockConfiguration", _locked_days),
    }


READERS: dict[str, Reader] = {
    SettingName.EBS_ENCRYPTION: _ebs_encryption,
    SettingName.INSTANCE_METADATA: _instance_metadata,
    SettingName.PUBLIC_ACCESS_BLOCK: _public_access_block,
    SettingName.PASSWORD_POLICY: _password_policy,
    SettingName.ACCOUNT_ALIAS: _account_alias,
    SettingName.SECURITY_CONTACT: _security_contact,
    SettingName.TAGS: _tags,
    SettingName.ROOT_USER: _root_user,
    SettingName.ROOT_FEATURES: _root_features,
    SettingName.ROOT_CREDENTIALS: _root_credentials,
    SettingName.TRAILS: _trails,
    SettingName.BUDGETS: _budgets,
    **_bucket_readers(AUDIT_LOGS),
    **_bucket_readers(BACKUPS),
}
