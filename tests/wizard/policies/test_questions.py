"""Who can still do it, as the screen and the exports show it."""

from __future__ import annotations

from tests.wizard.policies.company import AWAY, CAST, EVERYTHING, HOME, SUBJECT, levels, strict
from wizard.guardrails.allowed_regions import restrict_regions
from wizard.guardrails.deny_root_user import deny_root_user
from wizard.policies.evaluator import Request
from wizard.policies.questions import Answer, answers


def allowed(table: tuple[Answer, ...], question: str, who: str) -> bool | None:
    (answer,) = [each for each in table if each.question == question and each.who == who]
    return answer.allowed


def test_without_policies_everybody_can_do_everything() -> None:
    table = answers([[EVERYTHING], [EVERYTHING]], SUBJECT)

    assert len({each.question for each in table}) >= 12
    assert {each.allowed for each in table} == {True}


def test_with_every_policy_only_what_is_needed_is_left() -> None:
    table = answers(levels(*strict()), SUBJECT)
    still = {(each.question, each.who) for each in table if each.allowed}
    workers = {CAST.administrator.who, CAST.identity_center.who}
    everyday = (
        f"launch an instance in {HOME}",
        "manage IAM",
        "see what it costs",
        "open a support case",
        "assume a role",
        f"have a model answer from {AWAY}",
    )

    assert still == {(question, who) for question in everyday for who in workers} | {
        ("delete the root user's credentials", CAST.central_root.who),
        ("change the organization access role", CAST.access.who),
        ("stop the audit trail", CAST.access.who),
        (f"launch an instance in {AWAY}", CAST.access.who),
        (f"record configuration in {AWAY}", CAST.service_linked.who),
    }
    assert all(each.allowed is not None for each in table)


def test_each_policy_closes_its_own_questions_only() -> None:
    root_only = answers(levels(deny_root_user()), SUBJECT)
    regions_only = answers(levels(restrict_regions([HOME], frozenset({CAST.access_role}))), SUBJECT)

    assert {each.who for each in root_only if not each.allowed} == {CAST.root_user.who}
    assert {each.question for each in regions_only if not each.allowed} == {f"launch an instance in {AWAY}"}


def test_every_answer_says_why_in_a_sentence() -> None:
    table = answers(levels(*strict()), SUBJECT)

    assert all(each.because[0].isupper() and each.because.endswith(".") for each in table)
    assert "Statement DenyRootUser denies it." in {each.because for each in table}


def test_a_policy_of_somebody_elses_that_cannot_be_judged_shows_as_such() -> None:
    strange = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Action": "ec2:*",
                "Resource": "*",
                "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
            }
        ],
    }
    table = answers([[EVERYTHING, strange]], SUBJECT)

    assert allowed(table, f"launch an instance in {HOME}", CAST.administrator.who) is None
    assert allowed(table, "manage IAM", CAST.administrator.who) is True


def test_a_caller_asks_with_everything_that_the_policies_look_at() -> None:
    request: Request = CAST.central_root.wants("iam:GetUser", "*", "us-east-1")

    assert request.look("aws:assumedroot") == "true"
    assert request.look("aws:PrincipalAccount") == CAST.account_id
    assert CAST.root_user.wants("iam:GetUser", "*", "us-east-1").look("aws:AssumedRoot") is None
