"""What protects an account cannot be undone from within: its access role, and the settings that guardrails set."""

from __future__ import annotations

from state.setup.guardrails import Item
from wizard.claims.readiness import ready_key
from wizard.guardrails.base import FREE, Wanted, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import AccessRole, NothingNamed, PolicyText, deny, document_of, role_arns, unless

ROLE_WRITES = tuple(
    f"iam:{operation}"
    for operation in (
        "AttachRolePolicy",
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


SETTINGS_WRITES = (
    "account:DeleteAlternateContact",
    "account:PutAlternateContact",
    "ec2:DisableEbsEncryptionByDefault",
    "iam:DeleteAccountPasswordPolicy",
    "iam:UpdateAccountPasswordPolicy",
    "s3:PutAccountPublicAccessBlock",
)
"""What would take the settings of an account back. s3:PutAccountPublicAccessBlock also allows deleting the block
(service authorization reference, Amazon S3)."""


def protect_access_roles(partition: str, role_names: frozenset[AccessRole]) -> PolicyText:
    """Nobody in a member account changes or deletes the access roles, or undoes what guardrails have set there.

    Only the access roles themselves may. Making a role of that name is not denied, as in AWS's own example
    (Organizations user guide, orgs_manage_policies_scps_examples_general): AWS makes it when an account is born, and
    the owner of an invited one by hand. But a role that is made cannot be given anything under this policy, so it is
    attached once every account has its role. Where an account of the organization has none, its administrators could
    make one and would then be exempt. Raises NothingNamed.
    """
    if not role_names:
        raise NothingNamed("No access role is named for protection.", "Name the organization access roles.")
    exempt = unless(role_names, partition)
    return PolicyText(
        "orgwizard-protect-access-roles",
        "Nobody in a member account can change or delete the roles that the management account enters with, or undo "
        "the account's protections.",
        document_of(
            deny("DenyChangesToAccessRoles", ROLE_WRITES, role_arns(role_names, partition), exempt),
            deny("DenyUndoingProtections", SETTINGS_WRITES, condition=exempt),
        ),
    )


def _after_the_roles(wanted: Wanted) -> tuple[str, ...]:
    """Nobody is locked out of what is still to be made: every account that it binds has its access role first."""
    bound = (place for place in wanted.members if wanted.holds_in(Item.PROTECT_ACCESS_ROLES, place))
    return tuple(ready_key(place.account) for place in bound)


GUARDRAIL = PolicyGuardrail(
    item=Item.PROTECT_ACCESS_ROLES,
    words=Words(
        "Protections cannot be undone",
        "Nobody in an account can change the role by which you get in, or undo what guardrails have set there. It is "
        "attached once every account can be entered.",
        FREE,
        POLICY_UNDO,
    ),
    placed=lambda wanted: PlacedPolicy(protect_access_roles(wanted.partition, wanted.access_roles)),
    after=_after_the_roles,
)
