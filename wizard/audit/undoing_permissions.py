"""The smallest policy with which `undo` takes back what a setup makes, as far as that goes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from state.observed import Identity, Observed
from state.observed.draft import Draft
from state.observed.seen import Absent
from state.saved.journal import Attempt
from state.setup import Setup
from state.setup.partitions import partition_of
from wizard.audit.permissions import NOBODY, looks_at_callers, possible_changes, smallest_policy
from wizard.audit.reading_permissions import TO_SURVEY
from wizard.plan.undoing import undo_claims, undo_of


def policy_for_undoing(setup: Setup) -> dict[str, Any]:
    """The smallest policy to take back all that was made for `setup` and nobody has changed since. Needs no AWS."""
    partition, account_id = partition_of(setup.home_region), setup.management_account_id
    owner = f"arn:{partition}:iam::{account_id or NOBODY}"
    identity = Identity(account_id or NOBODY, f"{owner}:user/somebody")
    made = [Attempt(n, change, datetime.now(UTC)) for n, change in enumerate(possible_changes(setup))]
    draft = Draft(Observed(identity=identity, identity_center=Absent()))
    for attempt in made:
        attempt.change.predict(draft)
    planned = [change for change, _ in undo_of(setup, made, draft.observed()).plan.changes]
    others = (change for claim in undo_claims(setup, made, identity) for change in claim.may_need)
    policy = smallest_policy([*planned, *others], partition, account_id or "*")
    look, *rest = policy["Statement"]
    look = {**look, "Action": sorted({*look["Action"], *TO_SURVEY})}
    callers = looks_at_callers(setup, f"arn:{partition}:iam::{account_id or '*'}")
    return {**policy, "Statement": [look, *rest, *callers]}
