"""Credentials of sessions in other accounts are in no file, export, event, plan or error, whatever goes wrong."""

from __future__ import annotations

import io
import logging
import traceback
from pathlib import Path

import pytest

from state.errors import OrgwizardError
from tests.guarding import bunker_and_shop
from tests.rehearsing import ending, exported
from wizard.onboarding import Onboardings
from wizard.simulated.credentials import caller_of, credentials_of
from wizard.simulated.operation import Caller
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.weather import Effect, Rule

TOKENS = ("simulated.MGFybjphd3M6", "simulated.MWFybjphd3M6")
"""What every session token of the simulated AWS begins with, without MFA and with it."""
FAILURES = (
    Rule("AssumeRole", Effect.MALFORMED, 3),
    Rule("AssumeRoot", Effect.MALFORMED),
    Rule("AssumeRole", Effect.ERROR, 9, code="AccessDenied", message="You may not."),
    Rule("PutPublicAccessBlock", Effect.ERROR, code="AccessDenied", message="You may not."),
    Rule("UpdateAccountPasswordPolicy", Effect.ANSWER_LOST),
    Rule("GetAlternateContact", Effect.CONNECTION_RESET_BEFORE, 2, 9),
    Rule("CreateBucket", Effect.MALFORMED),
)


@pytest.fixture
def everything_logged() -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger("wizard").addHandler(handler)
    logging.getLogger("state").addHandler(handler)
    return stream


def key_ids(account_ids: list[str]) -> list[str]:
    """Access key ids of every session that the run may have had."""
    roles = [f"arn:aws:sts::{each}:assumed-role/OrganizationAccountAccessRole/orgwizard" for each in account_ids]
    roots = [f"arn:aws:iam::{each}:root" for each in account_ids]
    return [credentials_of(Caller(arn))[0] for arn in (*roles, *roots)]


def test_no_credentials_of_any_session_are_left_anywhere(tmp_path: Path, everything_logged: io.StringIO) -> None:
    told: list[str] = []
    rehearsal = Rehearsal(tmp_path / "world.json")
    onboarding = Onboardings(tmp_path, True, lambda _rehearsal, _world_file: rehearsal).begin(bunker_and_shop())
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    approved = onboarding.plan().approved()
    rehearsal.world.rules.extend(FAILURES)
    for _ in range(8):
        try:
            events = list(onboarding.apply(approved))
        except OrgwizardError as error:
            told += [*traceback.format_exception(error), error.message, error.remedy]
        else:
            told += map(repr, events)
    told += [exported(onboarding, name) for name in ("setup", "inventory")]
    told += [repr(onboarding.plan()), everything_logged.getvalue()]
    onboarding.close()

    assert ending(events) == "done"
    assert [rule.operation for rule in FAILURES if not rule.fired] == []
    accounts = list(rehearsal.world.accounts)
    files = {file: file.read_bytes().decode(errors="replace") for file in tmp_path.rglob("*") if file.is_file()}
    assert any("journal" in file.name for file in files)
    for text in (*told, *files.values()):
        assert not [token for token in TOKENS if token in text]
        assert not [key for key in key_ids(accounts) if key in text]


def test_the_planted_credentials_are_what_a_session_has() -> None:
    root = Caller("arn:aws:iam::111111111111:root", task="IAMAuditRootUserCredentials")
    role = Caller("arn:aws:sts::111111111111:assumed-role/Admin/orgwizard", with_mfa=True)

    assert all(credentials_of(caller)[2].startswith(TOKENS) for caller in (root, role))
    assert [caller_of(credentials_of(caller)[2]) for caller in (root, role)] == [root, role]
