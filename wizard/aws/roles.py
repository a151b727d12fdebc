"""Reading roles of the account that is signed in to: whom they trust, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from state.observed import Role
from wizard.aws import translate
from wizard.aws.calls import Calls


def read_roles(calls: Calls, role_names: frozenset[str]) -> tuple[Role, ...]:
    """The roles with the wanted names. IAM's names differ by more than case. Raises AwsError.

    What is in all of them is told at once; but not how long a session may last, and a role made seconds ago is not
    known everywhere at IAM (API: iam.RoleDetail).
    """
    wanted = {role_name.lower() for role_name in role_names}
    found = _listed(calls, wanted, "ListRoles", "Roles") if wanted else []
    inside = (
        _listed(calls, wanted, "GetAccountAuthorizationDetails", "RoleDetailList", Filter=["Role"]) if found else []
    )
    details = {detail["RoleName"]: detail for detail in inside}
    read = (translate.role(role, details.get(role["RoleName"], {})) for role in found)
    return tuple(sorted(read, key=lambda role: role.role_name))


def _listed(calls: Calls, wanted: set[str], operation: str, key: str, **parameters: Any) -> list[Mapping[str, Any]]:
    every = calls.ask_all("iam", operation, key, lambda answer: answer, MaxItems=1000, **parameters)
    return [role for role in every if role["RoleName"].lower() in wanted]
