"""What bucket policies mean, as far as the simulated AWS enforces them: what a service may do, and what is public."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from wizard.simulated.policy_documents import exists, listed, parsed, statements_of
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import Bucket
from wizard.simulated.world import PARTITION, World

MOST_CHARACTERS = 20480
"""S3: bucket-policies."""


def bucket_arn(bucket_name: str) -> str:
    """The bucket's ARN, in which nobody's account is named."""
    return f"arn:{PARTITION}:s3:::{bucket_name}"


def require_bucket_policy(world: World, bucket: Bucket, document: str) -> None:
    """MalformedPolicy unless every statement names principals that exist and resources in this bucket; AccessDenied
    for a public policy on a bucket that blocks those (S3: access-control-block-public-access)."""
    try:
        content = parsed(document)
    except Refusal as refusal:
        raise Refusal("MalformedPolicy", refusal.message) from refusal
    if len(document) > MOST_CHARACTERS:
        raise Refusal("MalformedPolicy", "The policy is larger than a bucket policy may be.")
    arn = bucket_arn(bucket.bucket_name)
    for statement in statements_of(content):
        if not {"Principal", "NotPrincipal"} & set(statement):
            raise Refusal("MalformedPolicy", "Missing required field Principal")
        if not all(exists(world, name) for kind, name in _principals(statement) if kind == "AWS"):
            raise Refusal("MalformedPolicy", "Invalid principal in policy")
        resources = listed(statement.get("Resource", statement.get("NotResource")))
        if not resources or not all(each == arn or each.startswith(arn + "/") for each in resources):
            raise Refusal("MalformedPolicy", "Policy has invalid resource")
    blocked = bucket.public_access_block is not None and bucket.public_access_block.block_public_policy
    if blocked and any(_public(statement) for statement in statements_of(content)):
        raise Refusal("AccessDenied", "Public policies are blocked by the BlockPublicPolicy setting of the bucket.")


def lets_service(document: str, service: str, action: str, resource: str, context: Mapping[str, str]) -> bool:
    """Whether the policy lets a service principal do this. `context` holds condition keys in lower case.

    A condition that is not understood allows nothing and denies everything.
    """
    if not document:
        return False
    allowed = False
    for statement in statements_of(parsed(document)):
        named = {("Service", service), ("AWS", "*")} & set(_principals(statement))
        if not named or not _covers(statement, action, resource):
            continue
        holds = _conditions_hold(statement, context)
        if statement["Effect"] == "Deny" and holds is not False:
            return False
        allowed = allowed or (statement["Effect"] == "Allow" and holds is True)
    return allowed


def _principals(statement: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(kind, name); `*` alone is everybody, as {"AWS": "*"} is."""
    principal = statement.get("Principal", {})
    if isinstance(principal, str):
        return [("AWS", principal)]
    return [(kind, name) for kind, names in principal.items() for name in listed(names)]


def _public(statement: Mapping[str, Any]) -> bool:
    return statement["Effect"] == "Allow" and ("AWS", "*") in _principals(statement) and not statement.get("Condition")


def _covers(statement: Mapping[str, Any], action: str, resource: str) -> bool:
    if "Action" in statement:
        acts = _any_matches(statement["Action"], action, re.IGNORECASE)
    else:
        acts = not _any_matches(statement["NotAction"], action, re.IGNORECASE)
    if "Resource" in statement:
        return acts and _any_matches(statement["Resource"], resource)
    return acts and not _any_matches(statement.get("NotResource"), resource)


def _any_matches(patterns: Any, text: str, flags: int = 0) -> bool:
    return any(_wildcards(pattern, flags).fullmatch(text) for pattern in listed(patterns))


@cache
def _wildcards(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """IAM's `*` and `?`, and nothing else special."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), flags | re.DOTALL)


def _equal(wanted: str, actual: str) -> bool:
    return wanted == actual


def _alike(wanted: str, actual: str) -> bool:
    return _wildcards(wanted).fullmatch(actual) is not None


def _same_truth(wanted: str, actual: str) -> bool:
    return wanted.lower() == actual.lower()


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": _equal,
    "StringEqualsIgnoreCase": _same_truth,
    "StringLike": _alike,
    "ArnEquals": _alike,
    "ArnLike": _alike,
    "Bool": _same_truth,
}


def _conditions_hold(statement: Mapping[str, Any], context: Mapping[str, str]) -> bool | None:
    """None: there is an operator that is not understood."""
    verdicts = [
        _holds(operator, key.lower(), [str(value) for value in listed(wanted)], context)
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    ]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _holds(operator: str, key: str, wanted: list[str], context: Mapping[str, str]) -> bool | None:
    """IAM: reference_policies_elements_condition_operators. A key that is missing fails, unless negated or IfExists."""
    actual = context.get(key)
    if operator == "Null":
        return (wanted[0].lower() == "true") == (actual is None)
    name = operator.removesuffix("IfExists")
    negated = "Not" in name
    compare = _OPERATORS.get(name.replace("Not", ""))
    if compare is None:
        return None
    if actual is None:
        return negated or name != operator
    return any(compare(each, actual) for each in wanted) != negated
