"""Policies, tags and trusted access behave as AWS's do."""

from __future__ import annotations

import json

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import Aws, refused

DENY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
SCP = "SERVICE_CONTROL_POLICY"


@pytest.fixture
def aws(opening: Opening) -> Aws:
    """An organization with service control policies enabled."""
    return opening("existing-organization")


def create(aws: Aws, name: str, content: str = DENY) -> str:
    created = aws.organizations.create_policy(Name=name, Description="", Content=content, Type=SCP)
    return str(created["Policy"]["PolicySummary"]["Id"])


def attached_to(aws: Aws, target_id: str) -> list[str]:
    policies = aws.all("list_policies_for_target", "Policies", TargetId=target_id, Filter=SCP)
    return [policy["Name"] for policy in policies]


def test_full_access_is_attached_everywhere_also_to_what_comes_later(aws: Aws) -> None:
    for target_id in (aws.unit("New"), aws.account("new"), "111111111111"):
        assert attached_to(aws, target_id) == ["FullAWSAccess"]
    assert attached_to(aws, aws.root_id) == ["FullAWSAccess", "DenyLeaveOrganizationAndCloseAccount"]


def test_a_policy_is_attached_once_and_deleted_only_when_detached(aws: Aws) -> None:
    policy_id, target = create(aws, "deny"), "111111111111"
    aws.organizations.attach_policy(PolicyId=policy_id, TargetId=target)

    with refused("DuplicatePolicyAttachmentException"):
        aws.organizations.attach_policy(PolicyId=policy_id, TargetId=target)
    with refused("PolicyInUseException"):
        aws.organizations.delete_policy(PolicyId=policy_id)
    assert [each["TargetId"] for each in aws.all("list_targets_for_policy", "Targets", PolicyId=policy_id)] == [target]

    aws.organizations.detach_policy(PolicyId=policy_id, TargetId=target)
    aws.organizations.delete_policy(PolicyId=policy_id)
    with refused("PolicyNotFoundException"):
        aws.organizations.describe_policy(PolicyId=policy_id)


def test_the_last_policy_stays_attached_and_ten_are_the_most(aws: Aws) -> None:
    target = "111111111111"
    with refused("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        aws.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=target)

    for number in range(9):
        aws.organizations.attach_policy(PolicyId=create(aws, f"deny {number}"), TargetId=target)
    with refused("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        aws.organizations.attach_policy(PolicyId=create(aws, "one more"), TargetId=target)


def test_documents_and_names_are_checked(aws: Aws) -> None:
    create(aws, "deny")
    with refused("DuplicatePolicyException"):
        create(aws, "deny")
    with refused("MalformedPolicyDocumentException"):
        create(aws, "broken", "{")
    with refused("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"):
        create(aws, "long", DENY + " " * 10240)
    with refused("InvalidInputException", "IMMUTABLE_POLICY"):
        aws.organizations.update_policy(PolicyId="p-FullAWSAccess", Name="mine")


@pytest.mark.parametrize(
    "changes",
    [
        {"Resource": None},
        {"Action": None},
        {"Effect": "Maybe"},
        {"Principal": "*"},
        {"NotAction": "iam:*"},
    ],
)
def test_a_service_control_policy_denies_or_allows_actions_on_resources_and_names_nobody(
    aws: Aws, changes: dict[str, str | None]
) -> None:
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*"} | changes
    present = {key: value for key, value in statement.items() if value is not None}

    with refused("MalformedPolicyDocumentException"):
        create(aws, "broken", json.dumps({"Version": "2012-10-17", "Statement": [present]}))


def test_a_resource_control_policy_denies_everybody(aws: Aws) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    org = aws.organizations

    with refused("MalformedPolicyDocumentException"):
        org.create_policy(Name="broken", Description="", Content=DENY, Type="RESOURCE_CONTROL_POLICY")
    assert org.create_policy(Name="tls", Description="", Content=content, Type="RESOURCE_CONTROL_POLICY")["Policy"]


def opt_out(value: str, **more: str) -> str:
    none = {"@@operators_allowed_for_child_policies": ["@@none"]}
    return json.dumps({"services": {**none, "default": {**none, "opt_out_policy": {**none, "@@assign": value}}}} | more)


def test_opting_out_of_ai_services_is_a_type_of_its_own(aws: Aws) -> None:
    org, kind = aws.organizations, "AISERVICES_OPT_OUT_POLICY"
    created = org.create_policy(Name="opt-out", Description="", Content=opt_out("optOut"), Type=kind)
    policy_id = created["Policy"]["PolicySummary"]["Id"]
    with refused("PolicyTypeNotEnabledException"):
        org.attach_policy(PolicyId=policy_id, TargetId=aws.root_id)

    org.enable_policy_type(RootId=aws.root_id, PolicyType=kind)
    aws.clock.advance(60)
    org.attach_policy(PolicyId=policy_id, TargetId=aws.root_id)

    attached = aws.all("list_policies_for_target", "Policies", TargetId=aws.root_id, Filter=kind)
    assert [policy["Name"] for policy in attached] == ["opt-out"]
    assert "FullAWSAccess" in attached_to(aws, aws.root_id)
    for broken in (opt_out("OptOut"), opt_out("optOut", Version="1"), '{"services": {}}', '{"services": {"lex": {}}}'):
        with refused("MalformedPolicyDocumentException"):
            org.update_policy(PolicyId=policy_id, Content=broken)
    with refused("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"):
        org.update_policy(PolicyId=policy_id, Content=opt_out("optOut") + " " * 2500)
    org.detach_policy(PolicyId=policy_id, TargetId=aws.root_id)
    with refused("PolicyNotAttachedException"):
        org.detach_policy(PolicyId=policy_id, TargetId=aws.root_id)


def test_a_tag_policy_is_about_tags(aws: Aws) -> None:
    tags = json.dumps({"tags": {"team": {"tag_key": {"@@assign": "team"}}}})
    aws.organizations.create_policy(Name="tags", Description="", Content=tags, Type="TAG_POLICY")

    with refused("MalformedPolicyDocumentException"):
        aws.organizations.create_policy(Name="other", Description="", Content="{}", Type="TAG_POLICY")
    with refused("MalformedPolicyDocumentException"):
        aws.organizations.create_policy(Name="other", Description="", Content=DENY, Type="TAG_POLICY")


def test_policies_carry_tags_too(aws: Aws) -> None:
    policy_id = create(aws, "deny")
    aws.organizations.tag_resource(ResourceId=policy_id, Tags=[{"Key": "team", "Value": "one"}])

    assert aws.all("list_tags_for_resource", "Tags", ResourceId=policy_id) == [{"Key": "team", "Value": "one"}]


def test_only_services_that_aws_knows_get_trusted_access(aws: Aws) -> None:
    for service in ("iam", "cloudtrail", "account", "malware-protection.guardduty", "tagpolicies.tag"):
        aws.organizations.enable_aws_service_access(ServicePrincipal=f"{service}.amazonaws.com")
    for unknown in ("iam", "cloud-trail.amazonaws.com", "iam.amazonaws.com.example"):
        with refused("InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"):
            aws.organizations.enable_aws_service_access(ServicePrincipal=unknown)


def test_disabling_the_type_loses_every_attachment(aws: Aws) -> None:
    policy_id = create(aws, "deny")
    aws.organizations.attach_policy(PolicyId=policy_id, TargetId=aws.root_id)
    aws.organizations.disable_policy_type(RootId=aws.root_id, PolicyType=SCP)

    with refused("PolicyTypeNotEnabledException"):
        aws.organizations.attach_policy(PolicyId=policy_id, TargetId=aws.root_id)
    aws.organizations.enable_policy_type(RootId=aws.root_id, PolicyType=SCP)
    with refused("PolicyChangesInProgressException"):
        aws.organizations.attach_policy(PolicyId=policy_id, TargetId=aws.root_id)
    assert attached_to(aws, aws.root_id) == ["FullAWSAccess"]


def test_trusted_access_is_enabled_as_often_as_one_likes(aws: Aws) -> None:
    for _ in range(2):
        aws.organizations.enable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
    services = aws.all("list_aws_service_access_for_organization", "EnabledServicePrincipals")
    assert [each["ServicePrincipal"] for each in services] == ["cloudtrail.amazonaws.com", "sso.amazonaws.com"]
    with refused("InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"):
        aws.organizations.enable_aws_service_access(ServicePrincipal="sso")


def test_tags_stay_on_what_they_were_put_on(aws: Aws) -> None:
    resource = "111111111111"
    aws.organizations.tag_resource(ResourceId=resource, Tags=[{"Key": "team", "Value": "one"}])
    aws.organizations.tag_resource(ResourceId=resource, Tags=[{"Key": "cost", "Value": ""}])
    aws.organizations.untag_resource(ResourceId=resource, TagKeys=["team"])

    assert aws.all("list_tags_for_resource", "Tags", ResourceId=resource) == [{"Key": "cost", "Value": ""}]
    with refused("TargetNotFoundException"):
        aws.organizations.tag_resource(ResourceId="777777777777", Tags=[])
    with refused("ConstraintViolationException", "MAX_TAG_LIMIT_EXCEEDED"):
        tags = [{"Key": f"key-{number}", "Value": ""} for number in range(51)]
        aws.organizations.tag_resource(ResourceId=resource, Tags=tags)
