"""What joining means for an account in use is said with its exceptions, and nothing twice."""

from __future__ import annotations

from dataclasses import replace

from state.setup.guardrails import Guardrails, GuardrailScope, Item, Level
from tests.rehearsing import EXISTING_ACCOUNT, small
from wizard.guardrails.joining import changes_inside, joining_in_short

PUBLIC = "a bucket that is public now is public no longer"


def test_what_may_touch_what_runs_today_is_said_once_and_not_of_an_account_that_is_excepted() -> None:
    spared = {Item.DENY_ROOT_USER: GuardrailScope(except_accounts=(EXISTING_ACCOUNT,))}
    setup = replace(small(), guardrails=Guardrails(level=Level.STRICT, scopes=spared))
    first = changes_inside(setup, EXISTING_ACCOUNT).look_first

    assert first.count(PUBLIC) == 1
    assert "whatever signs in as its root user stops working" not in first
    assert "whatever signs in as its root user stops working" in changes_inside(setup, "111122223333").look_first
    said = " ".join(joining_in_short(setup, EXISTING_ACCOUNT))
    assert "Not in this account: Accounts' root users can do nothing." in said


def test_without_guardrails_joining_is_said_to_change_nothing_but_the_bill() -> None:
    said = list(joining_in_short(small(), EXISTING_ACCOUNT))

    assert len(said) == 2
    assert said[-1].startswith("Your organization pays it")
