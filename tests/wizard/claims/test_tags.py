"""An account that is there already gets the setup's tags, and keeps everybody else's."""

from __future__ import annotations

from pathlib import Path

from state.changes.tags import TagAccount
from state.setup import MemberAccount, Setup
from tests.rehearsing import UNGUARDED, apply_all, ending, performed, signed_in
from wizard.simulated.rehearsal import Rehearsal

TAGGED = Setup(
    name="acme",
    home_region="eu-west-1",
    organizational_units=("Security",),
    accounts=(
        MemberAccount(
            account_name="log-archive",
            email="aws+log-archive@acme.example",
            organizational_unit="Security",
            tags={"stage": "audit", "team": "platform"},
        ),
    ),
    guardrails=UNGUARDED,
)


def test_missing_tags_are_added_to_an_account_that_exists_and_others_stay(tmp_path: Path) -> None:
    with signed_in(tmp_path, TAGGED, "existing-organization") as onboarding:
        assert isinstance(onboarding.world, Rehearsal)
        account = onboarding.world.world.accounts["111111111111"]
        account.tags |= {"owner": "somebody", "stage": "old"}
        events = apply_all(onboarding)

        assert ending(events) == "done"
        assert [type(change) for change in performed(events) if isinstance(change, TagAccount)] == [TagAccount]
        assert account.tags == {"owner": "somebody", "stage": "audit", "team": "platform"}
        assert onboarding.plan().changes == ()


def test_a_new_account_is_created_with_its_tags_and_not_tagged_again(tmp_path: Path) -> None:
    with signed_in(tmp_path, TAGGED) as onboarding:
        events = apply_all(onboarding)

    assert ending(events) == "done"
    assert not [change for change in performed(events) if isinstance(change, TagAccount)]
