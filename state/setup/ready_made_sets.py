"""Permission sets that can be given without being written down: a small team's usual ones.

Administrators of the management account have a set of their own, as AWS advises (Identity Center user guide,
delegated-admin): whoever may assign that one may reach every account.
"""

from __future__ import annotations

import json

from state.setup.people import PermissionSet

_DEVELOPERS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "HandRolesToServices",
            "Effect": "Allow",
            "Action": ["iam:GetRole", "iam:PassRole"],
            "Resource": "arn:*:iam::*:role/service/*",
        },
        {
            "Sid": "NobodysAccess",
            "Effect": "Deny",
            "Action": ["account-access:*", "identitystore:*", "sso:*", "sso-directory:*"],
            "Resource": "*",
        },
    ],
}
"""Roles under the path /service/ may be handed to services. Making them is left to administrators: whoever makes roles
can make one that may do everything."""

READY_MADE = (
    PermissionSet(
        name="OrganizationAdministrator",
        description="Everything in the management account, and by that in every account.",
        policies=("AdministratorAccess",),
    ),
    PermissionSet(
        name="AdministratorAccess", description="Everything in this account.", policies=("AdministratorAccess",)
    ),
    PermissionSet(
        name="DeveloperAccess",
        description="Builds and runs everything. Makes no users or roles; hands roles under /service/ to services.",
        session_hours=8,
        policies=("PowerUserAccess",),
        inline_policy=json.dumps(_DEVELOPERS, separators=(",", ":")),
    ),
    PermissionSet(
        name="ReadOnly",
        description="Sees everything, and reads stored data too.",
        session_hours=8,
        policies=("ReadOnlyAccess",),
    ),
    PermissionSet(
        name="SecurityAudit",
        description="Sees how everything is configured, and no stored data.",
        session_hours=8,
        policies=("SecurityAudit",),
    ),
    PermissionSet(
        name="Billing",
        description="Sees and pays the bill, once the root user has let IAM see it.",
        policies=("job-function/Billing",),
    ),
)
"""In the order they are offered."""
