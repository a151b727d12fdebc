"""Reading roles of the account that is signed in to: whom they trust, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

from state.observed import Role
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.errors import NotFound

ListedRole = Mapping[str, Any]
"""A role as ListRoles has it."""


def listed_roles(calls: Calls, role_names: frozenset[str]) -> list[ListedRole]:
    """The roles with the wanted names. IAM's names differ by more than case. Raises AwsError."""
    wanted = {role_name.lower() for role_name in role_names}
    if not wanted:
        return []
    every = calls.ask_all("iam", "ListRoles", "Roles", lambda answer: answer, MaxItems=1000)
    return [role for role in every if role["RoleName"].lower() in wanted]


def read_roles(calls: Calls, pool: Executor, listed: list[ListedRole], *, with_attached: bool) -> tuple[Role, ...]:
    """The listed roles with their policies; those attached to them too where that is wanted. Raises AwsError."""
    found = pool.map(lambda each: _role(calls, each, with_attached), listed)
    return tuple(sorted(found, key=lambda role: role.role_name))


def _role(calls: Calls, answer: ListedRole, with_attached: bool) -> Role:
    role_name = answer["RoleName"]
    try:
        names = calls.ask_all("iam", "ListRolePolicies", "PolicyNames", str, RoleName=role_name)
    except NotFound:  # a role made seconds ago is not known everywhere at IAM
        names = []
    policies = [(name, _inline_policy(calls, role_name, name)) for name in names]
    attached = _attached_policies(calls, role_name) if with_attached else ()
    return replace(translate.role(answer, policies), attached_policies=tuple(attached))


def _attached_policies(calls: Calls, role_name: str) -> list[str]:
    try:
        return calls.ask_all(
            "iam",
            "ListAttachedRolePolicies",
            "AttachedPolicies",
            lambda answer: str(answer["PolicyArn"]),
            RoleName=role_name,
        )
    except NotFound:
        return []


def _inline_policy(calls: Calls, role_name: str, policy_name: str) -> str:
    return calls.ask(
        "iam",
        "GetRolePolicy",
        lambda answer: translate.policy_document(answer["PolicyDocument"]),
        RoleName=role_name,
        PolicyName=policy_name,
    )
