"""A setup file is opened: its answers become a saved setup, and only what it lacks is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.errors import InvalidSetup
from state.setup.file import write_setup
from tests.rehearsing import rehearsals, small
from wizard.onboarding import Onboardings
from wizard.onboarding.setup_files import open_answers, read_answers, what_came_of_it
from wizard.pages import where_it_stood

PARTIAL = "accounts:\n  - account_name: shop\n    organizational_unit: Root\n"


def onboardings_in(home: Path, *, rehearsal: bool = False) -> Onboardings:
    every = rehearsals(home)
    return every if rehearsal else every.for_real()


def written(tmp_path: Path, text: str, name: str = "acme.yaml") -> Path:
    file = tmp_path / name
    file.write_text(text)
    return file


def test_a_whole_file_leaves_nothing_to_ask(tmp_path: Path) -> None:
    whole = replace(small(), email_pattern="aws+{account}@your-company.com")
    onboardings = onboardings_in(tmp_path / "home")
    answers = read_answers(written(tmp_path, write_setup(whole)), onboardings)
    onboarding, kept = open_answers(answers, onboardings)

    assert (onboarding.setup, kept) == (whole, None)
    assert answers.open_questions == ()
    assert "to be given" not in what_came_of_it(answers, kept)
    onboarding.close()


def test_an_address_that_nobody_can_own_is_still_to_be_asked_for_real_and_will_do_in_a_rehearsal(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, write_setup(small()))

    for_real, rehearsed = (read_answers(file, onboardings_in(tmp_path, rehearsal=each)) for each in (False, True))

    assert [problem.where for problem in for_real.open_questions] == [("email_pattern",)]
    assert rehearsed.open_questions == ()


def test_a_file_that_only_lacks_something_is_opened_where_that_is_asked(tmp_path: Path) -> None:
    onboardings = onboardings_in(tmp_path / "home")
    answers = read_answers(written(tmp_path, PARTIAL, "Acme Bank.yaml"), onboardings)
    onboarding, kept = open_answers(answers, onboardings)

    assert onboarding.name == "acme-bank"
    assert [each.where for each in answers.open_questions] == [("home_region",), ("email_pattern",)]
    assert where_it_stood(onboarding).key == "structure"
    assert "2 answers are still to be given." in what_came_of_it(answers, kept)
    onboarding.close()


def test_a_rehearsal_is_asked_for_nothing_that_it_can_do_without(tmp_path: Path) -> None:
    assert read_answers(written(tmp_path, PARTIAL), onboardings_in(tmp_path, rehearsal=True)).open_questions == ()


@pytest.mark.parametrize("text", ["version: 1\nnaem: acme\n", "accounts: shop\n", "- acme\n", "", "name: ACME !\n"])
def test_a_file_that_says_what_no_setup_can_hold_is_refused_with_reasons(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidSetup) as refused:
        read_answers(written(tmp_path, text), onboardings_in(tmp_path / "home"))

    assert refused.value.problems
    assert not (tmp_path / "home").exists()


def test_the_answers_that_a_file_replaces_are_kept_and_what_is_known_of_aws_stays(tmp_path: Path) -> None:
    onboardings = onboardings_in(tmp_path / "home")
    before = small()
    saved = onboardings.begin(before)
    known = saved.setup.accounts[0]
    saved.close()
    answers = read_answers(written(tmp_path, PARTIAL + "name: acme\nhome_region: eu-west-3\n"), onboardings)
    onboarding, kept = open_answers(answers, onboardings)

    assert kept is not None
    assert "name: bank" in kept.read_text()
    assert [each.account_name for each in onboarding.setup.accounts] == [known.account_name]
    undone = onboarding.answers.undo()
    assert undone is not None
    assert onboarding.setup == before
    onboarding.close()
