"""What will do in a rehearsal does not reach AWS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.errors import InvalidSetup
from state.saved.open_setup import OpenSetup
from state.saved.setups import SavedSetups
from tests.rehearsing import small
from wizard.onboarding.answers import Answers

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[OpenSetup]:
    setups = SavedSetups(tmp_path, rehearsal=False)
    setups.create(small())
    opened = setups.open("acme", NOON)
    yield opened
    opened.close()


def test_an_address_that_nobody_can_own_will_do_in_a_rehearsal_and_never_for_real(saved: OpenSetup) -> None:
    Answers(saved, lambda: NOON, rehearsal=True).insist_on_good()

    with pytest.raises(InvalidSetup) as refused:
        Answers(saved, lambda: NOON, rehearsal=False).insist_on_good()
    assert "reserved for examples" in refused.value.problems[0]


def test_the_pattern_no_longer_matters_once_every_account_has_its_address(saved: OpenSetup) -> None:
    accounts = [replace(each, email=f"{each.account_name}@your-company.com") for each in small().accounts]
    answers = Answers(saved, lambda: NOON, rehearsal=False)

    answers.replace(replace(small(), accounts=tuple(accounts)))

    answers.insist_on_good()
