"""Each service control policy stops what it is for, and nothing that people and AWS need."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from state.observed import canonical
from tests.wizard.policies.company import (
    ACCESS_ROLE,
    AWAY,
    BUCKET,
    CAST,
    HOME,
    LOGS,
    MANAGEMENT,
    MEMBER,
    ROLES,
    TRAIL,
    every_policy,
    levels,
    strict,
)
from wizard.guardrails.ai_opt_out import ai_opt_out
from wizard.guardrails.allowed_regions import restrict_regions
from wizard.guardrails.deny_leaving import deny_leaving
from wizard.guardrails.protect_access_roles import ROLE_WRITES, SETTINGS_WRITES, protect_access_roles
from wizard.guardrails.protect_audit_trail import protect_audit_trail
from wizard.guardrails.protect_data_bunker import protect_data_bunker
from wizard.guardrails.quarantine import quarantine
from wizard.policies.callers import Caller, Cast
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.evaluator import decide
from wizard.policies.policy_text import MOST_CHARACTERS, NothingNamed, PolicyText, PolicyTooLong, UnusableName

ADMIN, IDENTITY_CENTER, ROOT_USER = CAST.administrator, CAST.identity_center, CAST.root_user
ACCESS, CENTRAL_ROOT, SERVICE = CAST.access, CAST.central_root, CAST.service_linked
CHAINED = Caller("A session by way of two roles", f"arn:aws:iam::{MEMBER}:role/deploy")
EVERYBODY = (ADMIN, IDENTITY_CENTER, ROOT_USER, CHAINED, ACCESS)
ALL_BUT_ACCESS = (ADMIN, IDENTITY_CENTER, ROOT_USER, CHAINED)
WORKERS = (ADMIN, IDENTITY_CENTER, CHAINED, ACCESS)
ROLE_ARN = f"arn:aws:iam::{MEMBER}:role/{ACCESS_ROLE}"
WORLDWIDE = "us-east-1"

DENIED = [
    ("organizations:LeaveOrganization", "*", WORLDWIDE, EVERYBODY),
    ("account:CloseAccount", "*", WORLDWIDE, EVERYBODY),
    ("s3:ListAllMyBuckets", "*", HOME, (ROOT_USER,)),
    ("iam:CreateAccessKey", "*", WORLDWIDE, (ROOT_USER,)),
    *((action, ROLE_ARN, WORLDWIDE, ALL_BUT_ACCESS) for action in ROLE_WRITES),
    ("cloudtrail:StopLogging", TRAIL, HOME, ALL_BUT_ACCESS),
    ("cloudtrail:DeleteTrail", f"arn:aws:cloudtrail:{HOME}:{MEMBER}:trail/own", HOME, ALL_BUT_ACCESS),
    ("cloudtrail:PutEventSelectors", TRAIL, HOME, ALL_BUT_ACCESS),
    ("s3:DeleteBucket", BUCKET, HOME, EVERYBODY),
    ("s3:DeleteObject", f"{BUCKET}/AWSLogs/a.gz", HOME, EVERYBODY),
    ("s3:DeleteObjectVersion", f"{BUCKET}/AWSLogs/a.gz", HOME, EVERYBODY),
    ("s3:BypassGovernanceRetention", f"{BUCKET}/AWSLogs/a.gz", HOME, EVERYBODY),
    ("s3:PutLifecycleConfiguration", BUCKET, HOME, EVERYBODY),
    ("s3:PutBucketPolicy", BUCKET, HOME, ALL_BUT_ACCESS),
    ("s3:PutBucketVersioning", BUCKET, HOME, ALL_BUT_ACCESS),
    ("s3:PutReplicationConfiguration", BUCKET, HOME, ALL_BUT_ACCESS),
    ("s3:PutEncryptionConfiguration", BUCKET, HOME, ALL_BUT_ACCESS),
    ("s3:DeleteBucketPolicy", BUCKET, HOME, (CENTRAL_ROOT,)),
    ("ec2:RunInstances", "*", AWAY, ALL_BUT_ACCESS),
    ("lambda:CreateFunction", "*", WORLDWIDE, ALL_BUT_ACCESS),
    ("s3:UpdateObjectEncryption", f"{BUCKET}/AWSLogs/a.gz", HOME, EVERYBODY),
    ("s3:PutObjectRetention", f"{BUCKET}/AWSLogs/a.gz", HOME, EVERYBODY),
    ("s3:PutObjectLegalHold", f"{BUCKET}/AWSLogs/a.gz", HOME, EVERYBODY),
    *((action, "*", HOME, ALL_BUT_ACCESS) for action in SETTINGS_WRITES),
    ("s3:CreateBucket", "arn:aws:s3:::elsewhere", AWAY, ALL_BUT_ACCESS),
]
ALLOWED = [
    ("ec2:RunInstances", "*", HOME, WORKERS),
    ("ec2:RunInstances", "*", AWAY, (ACCESS, SERVICE)),
    ("iam:CreateRole", f"arn:aws:iam::{MEMBER}:role/app", WORLDWIDE, WORKERS),
    ("iam:CreateRole", ROLE_ARN, WORLDWIDE, WORKERS),
    ("kms:CreateKey", "*", AWAY, WORKERS),
    ("config:PutConfigurationRecorder", "*", AWAY, WORKERS),
    ("bcm-data-exports:ListExports", "*", WORLDWIDE, WORKERS),
    ("iam:PassRole", f"arn:aws:iam::{MEMBER}:role/app", WORLDWIDE, WORKERS),
    ("iam:GetRole", ROLE_ARN, WORLDWIDE, WORKERS),
    ("iam:UpdateAssumeRolePolicy", ROLE_ARN, WORLDWIDE, (ACCESS,)),
    ("sts:AssumeRole", f"arn:aws:iam::{MEMBER}:role/app", HOME, WORKERS),
    ("sts:GetCallerIdentity", "*", AWAY, WORKERS),
    ("sso:ListInstances", "*", WORLDWIDE, WORKERS),
    ("signin:CreateOAuth2Token", "*", WORLDWIDE, WORKERS),
    ("support:CreateCase", "*", WORLDWIDE, WORKERS),
    ("ce:GetCostAndUsage", "*", WORLDWIDE, WORKERS),
    ("billing:GetBillingData", "*", WORLDWIDE, WORKERS),
    ("payments:ListPaymentPreferences", "*", WORLDWIDE, WORKERS),
    ("budgets:ViewBudget", "*", WORLDWIDE, WORKERS),
    ("route53:ChangeResourceRecordSets", "*", WORLDWIDE, WORKERS),
    ("cloudfront:CreateDistribution", "*", WORLDWIDE, WORKERS),
    ("acm:RequestCertificate", "*", WORLDWIDE, WORKERS),
    ("wafv2:CreateWebACL", "*", WORLDWIDE, WORKERS),
    ("organizations:DescribeOrganization", "*", WORLDWIDE, WORKERS),
    ("account:GetContactInformation", "*", WORLDWIDE, WORKERS),
    ("s3:PutAccountPublicAccessBlock", "*", HOME, (ACCESS,)),
    ("ec2:DescribeRegions", "*", WORLDWIDE, WORKERS),
    ("bedrock:InvokeModel", "*", AWAY, WORKERS),
    ("bedrock:InvokeModelWithResponseStream", "*", AWAY, WORKERS),
    ("cloudtrail:LookupEvents", "*", AWAY, WORKERS),
    ("cloudtrail:CreateTrail", "*", HOME, WORKERS),
    ("s3:GetObject", f"{BUCKET}/AWSLogs/a.gz", HOME, WORKERS),
    ("s3:PutObject", f"{BUCKET}/backup", HOME, WORKERS),
    ("s3:PutBucketPolicy", BUCKET, HOME, (ACCESS,)),
    ("s3:DeleteObject", "arn:aws:s3:::another-bucket/k", HOME, WORKERS),
    ("s3:DeleteObject", f"arn:aws:s3:::{LOGS}-of-another/k", HOME, WORKERS),
    ("iam:DeleteLoginProfile", "*", WORLDWIDE, (CENTRAL_ROOT,)),
    ("iam:DeactivateMFADevice", "*", WORLDWIDE, (CENTRAL_ROOT,)),
    ("s3:DeleteBucketPolicy", "arn:aws:s3:::another-bucket", HOME, (CENTRAL_ROOT,)),
    ("s3:DeleteBucket", BUCKET, HOME, (SERVICE,)),
]
Case = tuple[str, str, str, tuple[Caller, ...]]


def left_open(policies: tuple[PolicyText, ...], caller: Caller, action: str, resource: str, region: str) -> bool | None:
    return decide(levels(*policies), caller.wants(action, resource, region)).allowed


@pytest.mark.parametrize("case", DENIED, ids=lambda case: f"{case[0]} {case[1][-20:]} {case[2]}")
def test_what_is_meant_to_be_denied_is_denied(case: Case) -> None:
    action, resource, region, callers = case

    assert [each.who for each in callers if left_open(strict(), each, action, resource, region) is not False] == []


@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: f"{case[0]} {case[1][-20:]} {case[2]}")
def test_what_people_and_services_need_stays_allowed(case: Case) -> None:
    action, resource, region, callers = case

    assert [each.who for each in callers if left_open(strict(), each, action, resource, region) is not True] == []


@pytest.mark.parametrize("policy", strict(), ids=lambda policy: policy.policy_name)
def test_each_policy_has_something_to_deny_that_no_other_one_does(policy: PolicyText) -> None:
    others = tuple(each for each in strict() if each.policy_name != policy.policy_name)

    assert any(
        left_open(others, caller, action, resource, region) is True
        for action, resource, region, callers in DENIED
        for caller in callers
    )


def test_only_the_management_account_enters_quarantine() -> None:
    locked = (quarantine(ROLES),)

    for caller in ALL_BUT_ACCESS:
        assert left_open(locked, caller, "s3:ListAllMyBuckets", "*", HOME) is False
    for caller in (ACCESS, CENTRAL_ROOT, SERVICE):
        assert left_open(locked, caller, "iam:DeleteLoginProfile", "*", WORLDWIDE) is True


def test_accounts_with_access_roles_of_different_names_are_protected_by_one_policy() -> None:
    names = frozenset({"AdminOfShop", "AdminOfLogs"})
    shop = Cast("aws", MEMBER, HOME, "AdminOfShop")
    policies = (protect_access_roles("aws", names), restrict_regions([HOME], names), protect_audit_trail(names))
    role = f"arn:aws:iam::{MEMBER}:role/"

    assert left_open(policies, shop.access, "ec2:RunInstances", "*", AWAY) is True
    assert left_open(policies, shop.access, "iam:DeleteRole", role + "AdminOfShop", WORLDWIDE) is True
    assert left_open(policies, ADMIN, "iam:DeleteRole", role + "AdminOfShop", WORLDWIDE) is False


def test_a_role_of_an_exempt_name_can_be_given_nothing_by_anybody_in_an_account() -> None:
    names = frozenset({"AdminOfShop", "AdminOfLogs"})
    policies = (protect_access_roles("aws", names), restrict_regions([HOME], names))

    for name in names:
        arn = f"arn:aws:iam::{MEMBER}:role/{name}"
        for action in ("iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"):
            assert left_open(policies, ADMIN, action, arn, WORLDWIDE) is False
            assert left_open(policies, IDENTITY_CENTER, action, arn, WORLDWIDE) is False
    pretender = Caller("A role with a path", f"arn:aws:iam::{MEMBER}:role/mine/AdminOfShop")
    assert left_open(policies, pretender, "ec2:RunInstances", "*", AWAY) is False


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_policies_work_in_every_partition(partition: str) -> None:
    cast = Cast(partition, MEMBER, HOME, ACCESS_ROLE)
    policies = strict(partition)
    bucket, role = f"arn:{partition}:s3:::{LOGS}", f"arn:{partition}:iam::{MEMBER}:role/{ACCESS_ROLE}"

    assert left_open(policies, cast.root_user, "s3:ListAllMyBuckets", "*", HOME) is False
    assert left_open(policies, cast.administrator, "iam:DeleteRole", role, cast.global_region) is False
    assert left_open(policies, cast.access, "s3:DeleteObject", f"{bucket}/k", HOME) is False
    assert left_open(policies, cast.access, "s3:PutBucketPolicy", bucket, HOME) is True
    assert left_open(policies, cast.access, "ec2:RunInstances", "*", AWAY) is True
    assert left_open(policies, cast.administrator, "ec2:RunInstances", "*", AWAY) is False


def test_policies_stay_within_awss_limits_with_twenty_access_roles_of_full_length() -> None:
    roles = frozenset(f"{number:02}-{'x' * 61}" for number in range(20))

    for policy in every_policy(roles=roles):
        assert policy.characters < MOST_CHARACTERS, policy.policy_name
        assert len(policy.policy_name) <= 128
        assert 0 < len(policy.description) <= 512
    assert len({each.policy_name for each in every_policy()} | {"FullAWSAccess"}) <= 10
    assert ai_opt_out().characters <= 2500


def test_a_policy_that_would_be_too_long_is_not_made() -> None:
    with pytest.raises(PolicyTooLong) as refused:
        protect_audit_trail(frozenset(f"{number:03}-{'x' * 60}" for number in range(200)))

    assert "10240 at most" in refused.value.message
    assert refused.value.remedy


def test_texts_are_minified_told_apart_by_sid_and_name_no_principal() -> None:
    for policy in every_policy():
        statements = json.loads(policy.content)["Statement"]
        assert policy.content == canonical(policy.document)
        assert policy.policy_name.startswith("orgwizard-")
        assert all(each["Sid"].startswith("Deny") and "Principal" not in each for each in statements)
        assert len({each["Sid"] for each in statements}) == len(statements)


@pytest.mark.parametrize(
    "name", ["*", "Admin*", "Ad?in", "${aws:username}", "", "a/b", "a:b", "Ädmin", "x" * 65, "a\n"]
)
def test_a_name_that_means_more_than_itself_is_refused(name: str) -> None:
    with pytest.raises(UnusableName):
        protect_audit_trail(frozenset({name}))
    with pytest.raises(UnusableName):
        protect_data_bunker([name], ROLES)


NOTHING: tuple[Callable[[], PolicyText], ...] = (
    lambda: restrict_regions([], ROLES),
    lambda: protect_data_bunker([], ROLES),
    lambda: protect_access_roles("aws", frozenset()),
)


@pytest.mark.parametrize("make", NOTHING)
def test_a_policy_about_nothing_is_refused(make: Callable[[], PolicyText]) -> None:
    with pytest.raises(NothingNamed) as refused:
        make()

    assert refused.value.message.endswith(".")
    assert refused.value.remedy.endswith(".")


def test_without_an_access_role_nobody_is_exempt() -> None:
    assert left_open((restrict_regions([HOME], frozenset()),), ACCESS, "ec2:RunInstances", "*", AWAY) is False


def test_awss_own_console_default_is_the_same_policy_however_it_is_written() -> None:
    theirs = {
        "Version": "2012-10-17",
        "Statement": {
            "Sid": "Anything",
            "Effect": "Deny",
            "Action": ["account:closeaccount", "organizations:LeaveOrganization"],
            "Resource": ["*"],
        },
    }

    assert deny_leaving().content == (
        '{"Statement":[{"Action":["organizations:LeaveOrganization","account:CloseAccount"],"Effect":"Deny",'
        '"Resource":"*","Sid":"DenyLeaveAndClose"}],"Version":"2012-10-17"}'
    )
    assert amounts_to_the_same(deny_leaving().document, theirs)


def test_policies_that_differ_in_meaning_are_not_taken_for_the_same() -> None:
    for one in every_policy():
        for other in every_policy():
            assert amounts_to_the_same(one.document, other.document) is (one.policy_name == other.policy_name)
    weaker = restrict_regions([HOME, AWAY], ROLES)
    assert not amounts_to_the_same(restrict_regions([HOME], ROLES).document, weaker.document)


def test_the_opt_out_is_from_everything_and_final() -> None:
    everything = ai_opt_out().document["services"]["default"]

    assert everything["opt_out_policy"]["@@assign"] == "optOut"
    assert everything["opt_out_policy"]["@@operators_allowed_for_child_policies"] == ["@@none"]


@pytest.mark.parametrize("regions", [[HOME], [HOME, AWAY], [AWAY, "us-east-1", HOME]])
def test_a_reader_of_policies_finds_every_allowed_region_in_the_restriction(regions: list[str]) -> None:
    """What scanners look for: a Deny whose StringNotEquals on aws:RequestedRegion is a list with each such Region."""
    (statement,) = restrict_regions(regions, ROLES).document["Statement"]
    listed = statement["Condition"]["StringNotEquals"]["aws:RequestedRegion"]

    assert statement["Effect"] == "Deny"
    assert isinstance(listed, list)
    assert set(listed) == set(regions)


def test_no_policy_binds_the_management_account() -> None:
    manager = Caller("Somebody of the management account", f"arn:aws:iam::{MANAGEMENT}:role/any", bound=False)

    assert all(left_open(every_policy(), manager, action, resource, region) for action, resource, region, _ in DENIED)
