"""An account that exists gets another name, address or unit, or is closed: told, approved, done once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from state.changes.base import Change
from state.changes.life import CloseAccount
from state.errors import WrongInput
from state.saved.journal import Journal
from state.setup import MemberAccount, Setup
from tests.rehearsing import UNGUARDED
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending, Event
from wizard.onboarding.tending import Tending
from wizard.plan.life import Act, Wish
from wizard.plan.life_words import told_when_done
from wizard.simulated.account_identity import WRONG_CODE

NAMES = ("shop", "bank", "lab", "old")
SETUP = Setup(
    name="acme",
    home_region="eu-west-1",
    email_pattern="aws+{account}@acme.example",
    organizational_units=("Workloads", "Sandbox"),
    accounts=tuple(MemberAccount(account_name=name, organizational_unit="Workloads") for name in NAMES),
    guardrails=UNGUARDED,
)
NEW = "shop@acme.example"


class Life:
    """An organization that was made, and its accounts to be tended."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.stage = Stage(SETUP, home)
        self.stage.run()
        stage = self.stage
        self.tending = Tending(stage.setup, stage.gateway, stage.aws.clock, self.journal_called)
        self.tending.look()

    def journal_called(self, file_name: str) -> Journal:
        return Journal(self.home / file_name)

    def carry_out(self, wish: Wish, approved: frozenset[Change] | None = None) -> list[Event]:
        self.tending.look()
        plan = self.tending.plan(wish)
        return list(self.tending.run(wish, plan.approved() if approved is None else approved))

    def state_of(self, name: str) -> str:
        return next(each.state for each in self.stage.world.accounts.values() if each.account_name == name)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return Life(tmp_path)


def test_closing_tells_what_it_means_and_ends_closed_for_good(life: Life) -> None:
    wish = life.tending.wish(Act.CLOSE, "bank")
    told = " ".join(life.tending.follows(wish))

    assert wish.to_type == "bank"
    assert all(each in told for each in ("90 days", "gone for ever", "3 accounts at a time", "at most 250"))
    assert ending_of(life.carry_out(wish)) is Ending.DONE
    assert life.state_of("bank") == "CLOSED"
    assert "bank" not in [each.account_name for each in life.tending.answers(wish).accounts]

    life.stage.come_back(hours=91 * 24)
    assert "bank" not in [each.account_name for each in life.tending.look().accounts]
    assert "aws+bank@acme.example" in life.stage.world.used_emails


def test_a_fourth_closing_waits_for_one_of_the_three_under_way(life: Life) -> None:
    under_way = [each for each in life.stage.world.accounts.values() if each.account_name in ("shop", "lab", "old")]
    for account in under_way:
        account.state, account.closed_at = "PENDING_CLOSURE", life.stage.aws.clock.now() + timedelta(minutes=2)

    assert ending_of(life.carry_out(life.tending.wish(Act.CLOSE, "bank"), approved_for("bank", life))) is Ending.DONE
    assert life.stage.sent()["CloseAccount"] == 1


def test_closed_by_a_process_that_was_killed_it_is_not_asked_for_again(life: Life) -> None:
    wish = life.tending.wish(Act.CLOSE, "bank")
    journal = life.journal_called(f"close-{wish.account.account_id}.jsonl")
    journal.intend(CloseAccount(wish.account.account_id, "bank"), life.stage.aws.clock.now())
    world = next(each for each in life.stage.world.accounts.values() if each.account_name == "bank")
    world.state, world.closed_at = "PENDING_CLOSURE", life.stage.aws.clock.now() + timedelta(minutes=2)

    assert ending_of(life.carry_out(wish, approved_for("bank", life))) is Ending.DONE
    assert life.stage.sent()["CloseAccount"] == 0


def test_a_new_address_takes_the_code_that_is_sent_there_and_nobody_keeps_it(life: Life) -> None:
    asked = life.tending.wish(Act.ADDRESS, "shop", NEW)
    assert ending_of(life.carry_out(asked)) is Ending.WAITING
    assert life.stage.sent()["StartPrimaryEmailUpdate"] == 1

    assert ending_of(life.carry_out(life.tending.wish(Act.ADDRESS, "shop", NEW, WRONG_CODE))) is Ending.FAILED
    given = life.tending.wish(Act.ADDRESS, "shop", NEW, "a1B2c3")
    assert ending_of(life.carry_out(given)) is Ending.DONE
    assert life.tending.look().account_with_email(NEW) is not None
    assert life.tending.answers(given).email_of(life.tending.answers(given).accounts[0]) == NEW
    assert not [file for file in life.home.iterdir() if "a1B2c3" in file.read_text(encoding="utf-8")]


def test_another_name_and_another_unit_are_given_and_the_setup_plans_nothing_back(life: Life) -> None:
    assert ending_of(life.carry_out(life.tending.wish(Act.RENAME, "shop", "Shop"))) is Ending.DONE
    life.tending.look()
    moved = life.tending.wish(Act.MOVE, "Shop", "Sandbox")
    assert ending_of(life.carry_out(moved)) is Ending.DONE

    life.stage.want(life.tending.answers(moved))
    assert not life.stage.plan().approved()


@pytest.mark.parametrize(
    ("act", "account", "value"),
    [
        (Act.CLOSE, "acme-root", ""),
        (Act.CLOSE, "nobody", ""),
        (Act.RENAME, "shop", "<b>"),
        (Act.ADDRESS, "shop", "aws+bank@acme.example"),
        (Act.MOVE, "shop", "Nowhere"),
    ],
)
def test_what_cannot_be_is_refused_before_aws_is_asked(life: Life, act: Act, account: str, value: str) -> None:
    with pytest.raises(WrongInput) as refused:
        life.tending.wish(act, account, value)

    assert refused.value.remedy.endswith(".")


def approved_for(name: str, life: Life) -> frozenset[Change]:
    """What somebody approved who saw that account as it was at first."""
    account = next(each for each in life.stage.world.accounts.values() if each.account_name == name)
    return frozenset({CloseAccount(account.account_id, name)})


def test_a_name_that_means_one_account_here_and_another_at_aws_is_no_name_to_act_on(life: Life) -> None:
    wish = life.tending.wish(Act.RENAME, "shop", "bank")
    assert any("only the ids tell them apart" in sentence for sentence in life.tending.follows(wish))
    assert ending_of(life.carry_out(wish)) is Ending.DONE
    life.tending.look()

    with pytest.raises(WrongInput, match="several are called so"):
        life.tending.wish(Act.CLOSE, "bank")
    assert life.tending.wish(Act.CLOSE, "shop").account.account_id == wish.account.account_id


def test_what_is_no_code_is_refused_before_anything_is_done(life: Life) -> None:
    for code in ("abc", "\uff11\uff12\uff13\uff14\uff15\uff16", "12345 "):
        with pytest.raises(WrongInput, match="letters and digits"):
            life.tending.wish(Act.ADDRESS, "shop", NEW, code)


def test_a_new_name_is_not_said_to_be_in_the_setup() -> None:
    assert "goes on to call it as before" in told_when_done(Act.RENAME)
    assert "says so too" in told_when_done(Act.MOVE)
