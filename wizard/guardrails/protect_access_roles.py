"""Access roles cannot be changed from within: nobody in an account locks the management account out."""

from __future__ import annotations

from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import NothingNamed, PolicyText, deny, document_of, role_arns, unless

ROLE_WRITES = tuple(
    f"iam:{operation}"
    for operation in (
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRole",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
    )
)


def protect_access_roles(partition: str, role_names: frozenset[str]) -> PolicyText:
    """Nobody in a member account makes, changes or deletes the access roles.

    Only the access roles themselves may. Making one is denied too: the other policies exempt
    the access role by its name, and an account that has none, or one of another name, could otherwise make itself
    exempt. So an invited account has to have made its access role before this policy binds it. Raises NothingNamed.
    """
    if not role_names:
        raise NothingNamed("No access role is named for protection.", "Name the organization access roles.")
    return PolicyText(
        "orgwizard-protect-access-roles",
        "Nobody in a member account can make, change or delete the roles that the management account enters with.",
        document_of(
            deny(
                "DenyChangesToAccessRoles",
                ROLE_WRITES,
                role_arns(role_names, partition),
                unless(role_names, partition),
            )
        ),
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.PROTECT_ACCESS_ROLES,
    words=Words(
        "Access roles cannot be changed from within",
        "Nobody in an account can change or delete the role by which you get in, or make one of its name.",
        FREE,
        POLICY_UNDO,
    ),
    placed=lambda wanted: PlacedPolicy(protect_access_roles(wanted.partition, wanted.access_roles)),
)
