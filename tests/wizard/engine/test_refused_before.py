"""What AWS refused for good is remembered: it is asked again only when the answer is another, or on request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.accounts import CreateAccount
from state.saved.journal import Journal
from state.setup import MemberAccount
from tests.rehearsing import small
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending, RunEnded
from wizard.engine.refused import ask_again, remembered
from wizard.simulated.weather import Effect, Rule


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """One of two addresses belongs to somebody already."""
    stage = Stage(replace(small(), invitations=()), tmp_path)
    stage.world.used_emails.append("aws+bank@acme.example")
    assert ending_of(stage.run()) is Ending.FAILED
    assert stage.sent()["CreateAccount"] == 2
    return stage


def test_an_address_that_was_taken_is_not_asked_for_again_and_told_with_its_address(stage: Stage) -> None:
    ended = stage.run()[-1]

    assert isinstance(ended, RunEnded)
    assert ended.ending is Ending.FAILED
    (failure,) = ended.failures
    assert "aws+bank@acme.example" in failure.error.message
    assert "is not asked again" in failure.error.message
    assert stage.sent()["CreateAccount"] == 2


def test_another_address_is_asked_for(stage: Stage) -> None:
    shop, bank = stage.setup.accounts
    stage.want(replace(stage.setup, accounts=(shop, replace(bank, email="money@acme.example"))))

    assert ending_of(stage.run()) is Ending.DONE


def test_on_request_the_same_address_is_asked_for_once_more(stage: Stage) -> None:
    stage.world.used_emails.clear()
    journal = Journal(stage.journal_file)
    assert [type(change) for change in remembered(journal, stage.plan().approved())] == [CreateAccount]

    ask_again(journal, stage.aws.clock.now())

    assert Journal(stage.journal_file).refused == {}
    assert ending_of(stage.run()) is Ending.DONE


def test_who_may_not_create_one_account_is_not_told_so_for_each(tmp_path: Path) -> None:
    accounts = tuple(MemberAccount(account_name=name, organizational_unit="Workloads") for name in ("a", "b", "c", "d"))
    stage = Stage(replace(small(), invitations=(), accounts=accounts), tmp_path)
    stage.world.rules.append(Rule("CreateAccount", Effect.ERROR, times=0, code="AccessDeniedException"))

    assert ending_of(stage.run()) is Ending.FAILED
    assert stage.sent()["CreateAccount"] == 1
