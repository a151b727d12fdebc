"""The first answers: kept before there is a setup, and what becomes of the account in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from state.saved.draft import Draft, forget_draft, read_draft, write_draft
from wizard.edits.beginning import EXISTING, EXISTING_UNIT, NONE, SANDBOX, setup_from

ACCOUNT = "444455556666"


def test_the_account_in_use_becomes_the_sandbox_or_gets_a_unit_of_its_own() -> None:
    drafts = {used: Draft(used=used, account=ACCOUNT, name="acme") for used in (SANDBOX, EXISTING, NONE)}
    setups = {used: setup_from(draft) for used, draft in drafts.items()}
    placed = {used: [each.organizational_unit for each in setup.invitations] for used, setup in setups.items()}
    sandboxes = {used: sum(a.account_name == "sandbox" for a in setup.accounts) for used, setup in setups.items()}

    assert placed == {SANDBOX: ["Sandbox"], EXISTING: [EXISTING_UNIT], NONE: []}
    assert sandboxes == {SANDBOX: 0, EXISTING: 1, NONE: 1}
    assert EXISTING_UNIT in setups[EXISTING].unit_paths()


def test_answers_are_kept_before_there_is_a_setup_and_forgotten_with_it(tmp_path: Path) -> None:
    real, rehearsed = Draft(name="acme", used=SANDBOX), Draft(name="dry", template="minimal")
    write_draft(tmp_path, False, real)
    write_draft(tmp_path, True, rehearsed)

    assert (read_draft(tmp_path, False), read_draft(tmp_path, True)) == (real, rehearsed)
    forget_draft(tmp_path, False)
    assert (read_draft(tmp_path, False), read_draft(tmp_path, True)) == (Draft(), rehearsed)


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b"\xff"])
def test_a_damaged_draft_is_an_empty_one(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "new-setup.json").write_bytes(damage)

    assert read_draft(tmp_path, False) == Draft()
