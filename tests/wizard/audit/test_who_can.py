"""Who can still do it: each answer is worked out a second time here, in other code, from the documents as attached."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from state.setup.guardrails import Level
from tests.guarding import bunker_and_shop, guardrails, quick
from tests.stage import Stage, ending_of
from wizard.audit.who_can import who_can
from wizard.engine.events import Ending
from wizard.simulated.settings import Bucket
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Account, Organization, Policy

ACTIONS = {
    "take the account out of the organization": ("organizations:LeaveOrganization", "*", "us-east-1"),
    "close the account from within": ("account:CloseAccount", "*", "us-east-1"),
    "work as the root user": ("s3:ListAllMyBuckets", "*", "eu-west-1"),
    "delete the root user's credentials": ("iam:DeleteLoginProfile", "{account}:root", "us-east-1"),
    "change the organization access role": ("iam:UpdateAssumeRolePolicy", "{account}:role/{role}", "us-east-1"),
    "stop the audit trail": ("cloudtrail:StopLogging", "{trail}", "eu-west-1"),
    "delete the log bucket": ("s3:DeleteBucket", "{bucket}", "eu-west-1"),
    "delete logs for good": ("s3:DeleteObjectVersion", "{bucket}/AWSLogs/a.gz", "eu-west-1"),
    "let logs expire sooner": ("s3:PutLifecycleConfiguration", "{bucket}", "eu-west-1"),
    "launch an instance in us-west-2": ("ec2:RunInstances", "*", "us-west-2"),
    "launch an instance in eu-west-1": ("ec2:RunInstances", "*", "eu-west-1"),
    "record configuration in us-west-2": ("config:PutEvaluations", "*", "us-west-2"),
    "manage IAM": ("iam:CreateRole", "{account}:role/app", "us-east-1"),
    "see what it costs": ("ce:GetCostAndUsage", "*", "us-east-1"),
    "open a support case": ("support:CreateCase", "*", "us-east-1"),
    "assume a role": ("sts:AssumeRole", "{account}:role/app", "us-east-1"),
    "have a model answer from us-west-2": ("bedrock:InvokeModel", "*", "us-west-2"),
}
CALLERS = {
    "An administrator of the account": "role/Administrator",
    "The account's root user": "root",
    "An administrator by Identity Center": "role/aws-reserved/sso.amazonaws.com/eu-west-1/"
    "AWSReservedSSO_AdministratorAccess_0123456789abcdef",
    "The organization access role": "role/OrganizationAccountAccessRole",
    "A central root session": "root",
    "A service-linked role": "",
}


def several(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def condition_holds(operator: str, patterns: list[str], value: str | None) -> bool:
    """IAM user guide, reference_policies_elements_condition_operators."""
    if operator == "Null":
        return (value is None) is (patterns == ["true"])
    name = operator.removesuffix("IfExists")
    if value is None:
        return operator.endswith("IfExists") or "Not" in name
    found = any(fnmatchcase(value, each) if "Like" in name or "Arn" in name else value == each for each in patterns)
    return found is ("Not" not in name)


def denied_by(document: dict[str, Any], action: str, resource: str, context: dict[str, str | None]) -> bool:
    for statement in several_statements(document):
        named = "Action" if "Action" in statement else "NotAction"
        acts = any(fnmatchcase(action.lower(), each.lower()) for each in several(statement[named])) is (
            named == "Action"
        )
        lies = any(fnmatchcase(resource, each) for each in several(statement["Resource"]))
        holds = all(
            condition_holds(operator, several(values), context[key.lower()])
            for operator, lines in statement.get("Condition", {}).items()
            for key, values in lines.items()
        )
        if statement["Effect"] == "Deny" and acts and lies and holds:
            return True
    return False


def several_statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    statements = document["Statement"]
    return statements if isinstance(statements, list) else [statements]


def attached_above(stage: Stage, account: Account) -> list[dict[str, Any]]:
    (organization,) = stage.world.organizations.values()
    targets = {*organization.ancestors(account.parent_id), account.account_id}
    ids = {policy_id for policy_id, target in organization.attachments if target in targets}
    policies = (organization.policies[each] for each in sorted(ids))
    return [json.loads(each.content) for each in policies if each.policy_type == "SERVICE_CONTROL_POLICY"]


def guarded_strictly(home: Path) -> Stage:
    stage = quick(Stage(bunker_and_shop(guardrails(Level.STRICT)), home))
    assert ending_of(stage.run()) is Ending.DONE
    return stage


def test_every_answer_is_what_the_attached_documents_come_to(tmp_path: Path) -> None:
    stage = guarded_strictly(tmp_path)
    (organization,) = stage.world.organizations.values()
    shop = next(each for each in stage.world.accounts.values() if each.account_name == "production")
    attach_theirs(organization, "support:*", organization.root_id)
    attach_theirs(organization, "bedrock:*", shop.parent_id)
    attach_theirs(organization, "ce:*", shop.account_id)
    tables = who_can(stage.setup, stage.look())

    asked = 0
    for table in tables:
        account = next(each for each in stage.world.accounts.values() if each.account_name == table.account_name)
        documents = attached_above(stage, account)
        for answer in table.answers:
            assert answer.allowed is not denied(stage, account, documents, answer.question, answer.who), answer
            asked += 1
    assert asked > 70
    for question in ("open a support case", "see what it costs"):
        assert not [each for each in tables[0].answers if each.question == question and each.allowed]
    assert [each for each in tables[1].answers if each.question == "see what it costs" and each.allowed]


def attach_theirs(organization: Organization, action: str, target_id: str) -> None:
    policy_id = f"p-theirs{len(organization.policies):04d}"
    theirs = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]}
    policy = Policy(policy_id, f"acme-{policy_id}", "SERVICE_CONTROL_POLICY", "", json.dumps(theirs))
    organization.policies[policy_id] = policy
    organization.attachments.append((policy_id, target_id))


def denied(stage: Stage, account: Account, documents: list[dict[str, Any]], question: str, who: str) -> bool:
    (organization,) = stage.world.organizations.values()
    owner = organization.management_account_id
    bucket: Bucket = next(each for name, each in stage.world.buckets.items() if "audit" in name)
    action, pattern, region = ACTIONS[question]
    resource = pattern.format(
        account=f"arn:aws:iam::{account.account_id}",
        role="OrganizationAccountAccessRole",
        bucket=f"arn:aws:s3:::{bucket.bucket_name}",
        trail=f"arn:aws:cloudtrail:eu-west-1:{owner}:trail/orgwizard-organization-trail",
    )
    context: dict[str, str | None] = {
        "aws:principalarn": f"arn:aws:iam::{account.account_id}:{CALLERS[who]}",
        "aws:principalaccount": account.account_id,
        "aws:requestedregion": region,
        "aws:assumedroot": "true" if who == "A central root session" else None,
    }
    return who != "A service-linked role" and any(denied_by(each, action, resource, context) for each in documents)


def test_where_the_policies_could_not_be_read_nothing_is_said_to_be_open(tmp_path: Path) -> None:
    stage = guarded_strictly(tmp_path)
    stage.world.rules.append(Rule("ListPolicies*", Effect.ERROR, times=0, code="AccessDeniedException"))
    answers = [answer for table in who_can(stage.setup, stage.look()) for answer in table.answers]

    assert {answer.allowed for answer in answers} == {False, None}
    unknown = next(answer for answer in answers if answer.allowed is None)
    assert "could not be seen" in unknown.because
    assert "organizations:ListPolicies" in unknown.because
    assert "Sign in" in unknown.because
