"""The smallest policy for the later life of a setup's accounts: another name, address or unit, or an end."""

from __future__ import annotations

from typing import Any

from state.changes.accounts import MoveAccount
from state.changes.base import Change
from state.changes.life import AcceptPrimaryEmailUpdate, CloseAccount, RenameAccount, StartPrimaryEmailUpdate
from state.changes.organization import EnableAWSServiceAccess
from state.setup import Setup
from wizard.audit.permissions import allow
from wizard.audit.reading_permissions import policy_for_checking

WRITES: tuple[type[Change], ...] = (
    EnableAWSServiceAccess,
    RenameAccount,
    StartPrimaryEmailUpdate,
    AcceptPrimaryEmailUpdate,
    MoveAccount,
    CloseAccount,
)
"""What `account` may ask of AWS."""


def policy_for_tending(setup: Setup) -> dict[str, Any]:
    """What is looked at before it is told what follows, and the writes themselves. Needs no AWS."""
    looking = policy_for_checking(setup)
    actions = {action for each in WRITES for action in each.needs}
    return {**looking, "Statement": [*looking["Statement"], allow("ChangeAccountsThatExist", actions, "*")]}
