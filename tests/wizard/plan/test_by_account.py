"""A plan told account by account, and how long it usually takes."""

from __future__ import annotations

from pathlib import Path

from tests.rehearsing import EXISTING_ACCOUNT, signed_in, small
from wizard.plan.by_account import ORGANIZATION_ITSELF, PHASES, THE_MANAGEMENT_ACCOUNT, by_account, phase_of
from wizard.plan.duration import expected_seconds, in_words


def test_every_change_belongs_to_one_account_in_the_order_of_the_setup(tmp_path: Path) -> None:
    setup = small()
    with signed_in(tmp_path, setup) as onboarding:
        plan = onboarding.plan()
    changes = [change for change, _ in (*plan.changes, *plan.later)]
    grouped = by_account(changes, setup)

    assert list(grouped) == [ORGANIZATION_ITSELF, THE_MANAGEMENT_ACCOUNT, "shop", "bank", EXISTING_ACCOUNT]
    assert sorted(map(str, changes)) == sorted(str(change) for each in grouped.values() for change in each)
    assert {phase_of(change) for change in changes} <= set(PHASES)
    assert grouped["shop"][0].title == "Create account shop"


def test_a_duration_is_a_range_and_accounts_are_made_side_by_side(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        changes = [change for change, _ in onboarding.plan().changes]
    creations = [change for change in changes if phase_of(change) == "Accounts"]
    least, most = expected_seconds(changes)

    assert 0 < least < most
    assert expected_seconds(creations[:1])[0] == expected_seconds(creations[:2])[0]
    assert expected_seconds(()) == (0, 0)
    assert [in_words(each) for each in ((0, 0), (10, 20), (150, 700))] == ["", "less than a minute", "2 to 12 min"]
