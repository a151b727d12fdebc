"""A policy as it is handed to CreatePolicy, and the parts that documents are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from state.errors import WrongInput
from state.observed import canonical

Document = Mapping[str, Any]
"""A policy document as parsed JSON."""

VERSION = "2012-10-17"
MOST_CHARACTERS = 10_240
"""Of a service control policy; whitespace counts (Organizations user guide, orgs_reference_limits)."""
MOST_OPT_OUT_CHARACTERS = 2_500
"""Of an AI services opt-out policy (same page)."""

NOT_AN_ASSUMED_ROOT = {"aws:AssumedRoot": "true"}
"""For the operator Null: the key is only there in sessions of AssumeRoot (IAM user guide, condition keys)."""

AccessRole = str | tuple[str, str]
"""A role by its name, in every account; or the id of one account, or what stands for it, and the role's name there."""

_NAME = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
"""Role, user and permission set names (API: iam.CreateRole): nothing in them is a wildcard or a variable."""
_PATH_AND_NAME = re.compile(r"(?:[\w+=,.@-]+/)*[\w+=,.@-]{1,64}", re.ASCII)


class PolicyTooLong(WrongInput):
    """AWS would refuse the policy for its size."""

    remedy = "Give the accounts' access roles one common name, or attach a policy of its own to each unit."


class UnusableName(WrongInput):
    """A name would mean more in a policy than itself, or nothing at all."""

    remedy = "Use letters, digits and any of _ + = , . @ - as AWS does, and nothing else."


class NothingNamed(WrongInput):
    """A policy about nothing: AWS would refuse it, or it would stop everything."""


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One policy of AWS Organizations. Raises PolicyTooLong for more characters than AWS takes."""

    policy_name: str
    """1 to 128 characters, unique among policies of its type; the program's own begin with `orgwizard-`."""
    description: str
    """At most 512 characters; required by CreatePolicy."""
    document: Document
    most_characters: int = MOST_CHARACTERS

    def __post_init__(self) -> None:
        if self.characters > self.most_characters:
            raise PolicyTooLong(
                f"Policy {self.policy_name} would have {self.characters} characters; "
                f"AWS takes {self.most_characters} at most."
            )

    @property
    def content(self) -> str:
        """The document minified, as CreatePolicy takes it."""
        return canonical(self.document)

    @property
    def characters(self) -> int:
        """How many characters AWS counts."""
        return len(self.content)


def document_of(*statements: Document) -> dict[str, Any]:
    """A document of the current policy language."""
    return {"Version": VERSION, "Statement": list(statements)}


def deny(
    sid: str, actions: Iterable[str], resources: str | list[str] = "*", condition: Document | None = None
) -> dict[str, Any]:
    """A statement that denies `actions`; `condition` is by operator, and an empty one is left out."""
    statement = {"Sid": sid, "Effect": "Deny", "Action": listed(actions), "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement


def listed(values: Iterable[str]) -> str | list[str]:
    """Several values in order, and one without the brackets, which is how IAM writes them back."""
    several = sorted(set(values))
    return several[0] if len(several) == 1 else several


def role_arns(roles: Iterable[AccessRole], partition: str = "*") -> list[str]:
    """Patterns for these roles. A role with a path is another role: `role/x/NAME` does not fit. Raises UnusableName."""
    placed = (("*", role) if isinstance(role, str) else role for role in roles)
    return sorted(f"arn:{partition}:iam::{account}:role/{usable(name)}" for account, name in placed)


def except_accounts(document: Document, account_ids: Iterable[str]) -> Document:
    """The same, without binding anybody in these accounts. Conditions of one statement all have to hold."""
    ids = listed(account_ids)
    if not ids or "Statement" not in document:
        return document
    return {**document, "Statement": [_except_accounts(each, ids) for each in document["Statement"]]}


def _except_accounts(statement: dict[str, Any], ids: str | list[str]) -> dict[str, Any]:
    condition = statement.get("Condition", {})
    others = {**condition.get("StringNotEquals", {}), "aws:PrincipalAccount": ids}
    return {**statement, "Condition": {**condition, "StringNotEquals": others}}


def unless(role_names: Iterable[AccessRole], partition: str = "*") -> dict[str, Document]:
    """The condition that the caller is none of these roles, sessions of them included.

    `aws:PrincipalArn` of a session is its role's ARN (IAM user guide, reference_policies_condition-keys). Without
    any role there is no condition, so that nobody is exempt.
    """
    arns = role_arns(role_names, partition)
    return {"ArnNotLike": {"aws:PrincipalArn": arns}} if arns else {}


def usable(name: str, of: str = "an IAM role") -> str:
    """`name`, when it stands for itself in a policy. Raises UnusableName."""
    if _NAME.fullmatch(name) is None:
        raise UnusableName(f"{name!r} cannot be the name of {of}.")
    return name


def usable_with_path(name: str) -> str:
    """`name` with or without its path in front, such as `operations/deploy`. Raises UnusableName."""
    if _PATH_AND_NAME.fullmatch(name) is None:
        raise UnusableName(f"{name!r} cannot be the name of an IAM user or role.")
    return name
