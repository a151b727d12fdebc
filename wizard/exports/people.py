"""Who may do what where through IAM Identity Center, for the inventory."""

from __future__ import annotations

from state.inventory import AssignmentEntry, IdentityCenterEntry
from state.observed.identity_center import IdentityCenter


def center_of(center: IdentityCenter, partition: str) -> IdentityCenterEntry:
    """Who may do what where, by name; a set or principal that is not known by name stands as its id."""
    sets = {each.arn: each.name for each in center.permission_sets}
    groups = {each.group_id: each.group_name for each in center.groups}
    users = {each.user_id: each.user_name for each in center.users}
    assignments = [
        AssignmentEntry(
            account=each.account_id,
            permission_set=sets.get(each.permission_set_arn, each.permission_set_arn),
            principal=groups.get(each.principal_id) or users.get(each.principal_id, each.principal_id),
            principal_type="GROUP" if each.principal_id in groups else "USER",
        )
        for each in center.assignments
    ]
    return IdentityCenterEntry(
        region=center.instance.region,
        start_url=center.instance.start_url(partition),
        permission_sets=sorted(sets.values()),
        assignments=sorted(assignments, key=lambda each: (each.account, each.permission_set, each.principal)),
    )
