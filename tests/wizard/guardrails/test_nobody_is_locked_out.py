"""A policy never stands in the way of what is still to be made, by the program or by somebody it asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.changes.accounts import CreateAccount
from state.changes.policies import AttachPolicy
from state.changes.root_users import SetRootFeature
from state.setup import Invitation
from state.setup.guardrails import Guardrails, Level
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, signed_in, small, started

PROTECTION = "orgwizard-protect-access-roles"
GUARDED = replace(small(), invitations=(), guardrails=Guardrails(level=Level.STRICT))


def attached(changes: list[object]) -> bool:
    return any(isinstance(change, AttachPolicy) and change.policy_name == PROTECTION for change in changes)


def test_access_roles_are_protected_once_every_account_has_its_role(tmp_path: Path) -> None:
    invited = replace(GUARDED, invitations=(Invitation(account=EXISTING_ACCOUNT, organizational_unit="Root"),))
    with signed_in(tmp_path, invited, "invitation-unanswered") as onboarding:
        assert ending(first := apply_all(onboarding)) == "waiting"

    assert not attached([*started(first)])


def test_what_accounts_come_out_otherwise_after_goes_before_them(tmp_path: Path) -> None:
    with signed_in(tmp_path, GUARDED) as onboarding:
        begun = started(events := apply_all(onboarding))

    kinds = [type(change) for change in begun]
    assert ending(events) == "done"
    assert kinds.index(SetRootFeature) < kinds.index(CreateAccount)
    assert attached([*begun])
