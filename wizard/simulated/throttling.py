"""The published rates of the Organizations API, as token buckets on the simulated clock."""

from __future__ import annotations

from datetime import datetime

RATES: dict[str, tuple[float, int]] = {
    "CreateAccount": (0.1, 3),
    "CloseAccount": (0.05, 1),
    "CreateOrganization": (1, 1),
    "DeleteOrganization": (1, 1),
    "DescribeOrganization": (1, 2),
    "CreateOrganizationalUnit": (1, 2),
    "MoveAccount": (2, 3),
    "UpdateOrganizationalUnit": (2, 3),
    "DeleteOrganizationalUnit": (2, 3),
    "DescribeAccount": (20, 30),
    "DescribeCreateAccountStatus": (2, 2),
    "ListCreateAccountStatus": (5, 8),
    "ListAccounts": (8, 12),
    "ListChildren": (6, 10),
    "ListParents": (5, 8),
    "ListAccountsForParent": (5, 8),
    "ListOrganizationalUnitsForParent": (5, 8),
    "ListRoots": (1, 2),
    "TagResource": (4, 6),
    "ListTagsForResource": (10, 15),
    "CreatePolicy": (2, 3),
    "UpdatePolicy": (2, 3),
    "DeletePolicy": (2, 3),
    "AttachPolicy": (2, 3),
    "DetachPolicy": (2, 3),
    "DescribePolicy": (2, 2),
    "ListPolicies": (5, 8),
    "ListPoliciesForTarget": (5, 8),
    "ListTargetsForPolicy": (5, 8),
    "EnablePolicyType": (1, 1),
    "DisablePolicyType": (1, 1),
    "EnableAWSServiceAccess": (1, 2),
    "ListAWSServiceAccessForOrganization": (1, 3),
    "InviteAccountToOrganization": (3, 5),
    "AcceptHandshake": (1, 2),
    "DescribeHandshake": (1, 2),
    "CancelHandshake": (2, 3),
    "DeclineHandshake": (1, 1),
    "ListHandshakesForOrganization": (5, 8),
    "ListHandshakesForAccount": (5, 8),
    "RemoveAccountFromOrganization": (2, 2),
}
"""Calls a second and burst, per account (UG: orgs_reference_limits)."""


class Throttle:
    """Remembers how many calls each account has left of each operation."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], tuple[float, datetime]] = {}

    def admits(self, account_id: str, operation: str, now: datetime) -> bool:
        """Take a token, if there is one."""
        if operation not in RATES:
            return True
        rate, burst = RATES[operation]
        left, since = self._buckets.get((account_id, operation), (float(burst), now))
        left = min(float(burst), left + rate * (now - since).total_seconds())
        admitted = left >= 1
        self._buckets[account_id, operation] = (left - admitted, now)
        return admitted
