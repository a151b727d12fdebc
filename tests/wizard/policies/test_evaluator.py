"""The evaluator decides as AWS documents it, and says so when it cannot tell."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wizard.policies.company import EVERYTHING, MEMBER
from wizard.policies.conditions import Value
from wizard.policies.evaluator import Decision, Request, decide, grants

ROLE = f"arn:aws:iam::{MEMBER}:role/developer"


def document(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def denies(**elements: Any) -> dict[str, Any]:
    rest = {} if "NotAction" in elements else {"Action": "*"}
    resource = {} if "NotResource" in elements else {"Resource": "*"}
    return document({"Sid": "It", "Effect": "Deny", **rest, **resource, **elements})


def asked(
    policy: dict[str, Any],
    action: str = "s3:GetObject",
    resource: str = "arn:aws:s3:::b/k",
    **context: Value,
) -> bool | None:
    keys: dict[str, Value] = {f"aws:{name}": value for name, value in context.items()}
    return decide([[EVERYTHING, policy]], Request(action, resource, ROLE, keys)).allowed


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "applies"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", "a", None, False),
        ("StringEqualsIfExists", "a", None, True),
        ("StringEqualsIgnoreCase", "a", "A", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringNotEquals", "a", None, True),
        ("StringNotEqualsIfExists", "a", None, True),
        ("StringLike", "a*", "ab", True),
        ("StringLike", "a?", "a", False),
        ("StringNotLike", "a*", "ab", False),
        ("StringNotLike", "a*", None, True),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", "false", None, False),
        ("BoolIfExists", "false", None, True),
        ("Null", "true", None, True),
        ("Null", True, None, True),
        ("Null", "true", "x", False),
        ("Null", "false", "x", True),
        ("ArnLike", "arn:aws:iam::*:role/x*", "arn:aws:iam::1:role/xy", True),
        ("ArnEquals", "arn:aws:iam::*:role/x*", "arn:aws:iam::1:role/xy", True),
        ("ArnNotLike", "arn:aws:iam::*:role/x", None, True),
        ("ArnNotEquals", "arn:aws:iam::1:role/x", "arn:aws:iam::1:role/x", False),
        ("ForAnyValue:StringEquals", "a", ("a", "b"), True),
        ("ForAnyValue:StringEquals", "a", None, False),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "c"), False),
        ("ForAllValues:StringEquals", "a", None, True),
    ],
)
def test_a_condition_holds_as_documented(operator: str, wanted: object, value: Value, applies: bool) -> None:
    policy = denies(Condition={operator: {"aws:key": wanted}})

    assert asked(policy, key=value) is not applies


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
        {"NumericLessThan": {"aws:key": "3"}},
        {"IpAddress": {"aws:key": "10.0.0.0/8"}},
        {"NullIfExists": {"aws:key": "true"}},
        {"StringEquals": {"aws:key": "${aws:PrincipalTag/team}"}},
        {"StringEquals": {"aws:several": "a"}},
    ],
)
def test_an_unknown_operator_or_key_is_never_taken_for_allowed(condition: dict[str, Any]) -> None:
    decision = decide(
        [[EVERYTHING, denies(Condition=condition)]],
        Request("s3:GetObject", "*", ROLE, {"aws:key": "3", "aws:several": ("a", "b")}),
    )

    assert decision.allowed is None
    assert decision.because.startswith("Statement It cannot be judged here: it ")


def test_what_is_certain_is_not_made_uncertain_by_what_is_not() -> None:
    unknown = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}

    assert asked(denies(Condition={**unknown, "StringEquals": {"aws:key": "a"}}), key="b") is True
    assert asked(denies(Action="ec2:*", Condition=unknown)) is True
    assert decide([[EVERYTHING, denies(Condition=unknown), denies()]], Request("a:B", "*", ROLE)).allowed is False


@pytest.mark.parametrize("strange", [{"Principal": "*"}, {"Effect": "deny"}, {"Until": "tomorrow"}])
def test_an_element_that_does_not_belong_there_cannot_be_told(strange: dict[str, Any]) -> None:
    assert asked(denies(**strange)) is None


def test_actions_and_resources_can_be_given_by_exception() -> None:
    assert asked(denies(NotAction=["iam:*", "S3:get*"])) is True
    assert asked(denies(NotAction="iam:*")) is False
    assert asked(denies(NotResource="arn:aws:s3:::b/*")) is True
    assert asked(denies(NotResource="arn:aws:s3:::c/*")) is False


def test_a_variable_stands_for_the_callers_account() -> None:
    own = denies(NotResource="arn:aws:s3:::b/${aws:PrincipalAccount}/*")

    assert asked(own, resource=f"arn:aws:s3:::b/{MEMBER}/x") is True
    assert asked(own, resource="arn:aws:s3:::b/444455556666/x") is False


def test_variables_in_a_policy_of_the_old_version_cannot_be_told() -> None:
    statement = {"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::${aws:PrincipalAccount}"}

    assert asked(document(statement, version="2008-10-17")) is None


def test_every_level_has_to_allow_and_none_may_deny() -> None:
    only_s3 = document({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    request = Request("ec2:RunInstances", "*", ROLE)

    assert decide([[EVERYTHING], [EVERYTHING]], request).allowed is True
    assert decide([], request).allowed is True
    assert decide([[EVERYTHING], [only_s3], [EVERYTHING]], request) == Decision(
        False, "No policy of the unit at depth 1 allows it."
    )
    assert decide([[EVERYTHING], [only_s3, EVERYTHING]], request).allowed is True
    assert decide([[EVERYTHING], [EVERYTHING, denies()]], request) == Decision(False, "Statement It denies it.")
    assert decide([[EVERYTHING], []], request) == Decision(False, "No policy of the account itself allows it.")


def test_an_allowance_that_cannot_be_judged_allows_nothing_for_certain() -> None:
    perhaps = document(
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:ViaAWSService": "true"}}}
    )

    assert decide([[perhaps]], Request("s3:GetObject", "*", ROLE)).allowed is None


def test_the_management_account_and_service_linked_roles_are_not_bound() -> None:
    request = Request("s3:GetObject", "*", ROLE, bound=False)

    assert decide([[denies()]], request).allowed is True
    assert "neither the management account nor" in decide([[denies()]], request).because


def test_a_resource_policy_is_judged_with_its_principals() -> None:
    trust = document({"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "sts:AssumeRole"})
    nobody = document({"Effect": "Allow", "Action": "sts:AssumeRole"})

    assert grants(trust, Request("sts:AssumeRole", "*", ROLE)).allowed is True
    assert grants(trust, Request("sts:AssumeRole", "*", ROLE + "s")).allowed is False
    assert grants(nobody, Request("sts:AssumeRole", "*", ROLE)).allowed is None
