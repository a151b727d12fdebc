"""Users for the day on which Identity Center does not work are told of until they are there, and good for no more."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from state.setup.access import Access
from state.setup.validation import problems_of
from tests.rehearsing import small
from tests.stage import Stage
from tests.wizard.audit.test_exactly_permitted import OWNER
from wizard.audit.permissions import policy_for
from wizard.claims.base import NotSeen, Satisfied, Verdict, Waiting
from wizard.claims.break_glass import POLICY_NAME, beyond, break_glass_policy
from wizard.exports.taking_stock import Past, inventory_of
from wizard.onboarding.entering import ways_to_enter
from wizard.simulated.settings import Group, UserDetail
from wizard.simulated.signing_in import LongTermKey
from wizard.simulated.weather import Rule

NAME = "anna-emergency"
ROLES = ("OrganizationAccountAccessRole",)
POLICY = break_glass_policy("aws", ROLES)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = Stage(replace(small(), access=Access(break_glass=(NAME,))), tmp_path_factory.mktemp("glass"))
    stage.world.climate.break_glass_after_hours = -1
    stage.run()
    stage.states = [stage.leave()]
    return stage


@pytest.fixture
def stage(shared: Stage) -> Stage:
    shared.enter(shared.states[0])
    return shared


def verdict(stage: Stage) -> Verdict:
    (found,) = (each for claim, each in stage.plan().verdicts if claim.key.startswith("break-glass:"))
    return found


def make_user(stage: Stage, **more: Any) -> None:
    account = stage.world.accounts[OWNER]
    account.users.append(NAME)
    account.user_details[NAME] = replace(UserDetail(password=True, inline_policies={POLICY_NAME: POLICY}), **more)


def test_one_that_is_not_there_is_waited_for_with_every_step_and_the_text_to_paste(stage: Stage) -> None:
    waiting = verdict(stage)

    assert isinstance(waiting, Waiting)
    assert waiting.on_a_person
    assert "https://console.aws.amazon.com/iam/home#/users" in waiting.message
    assert "sts:AssumeRole" in waiting.message
    assert "Create no access key" in waiting.message


def test_one_with_password_device_and_nothing_else_is_ready(stage: Stage) -> None:
    make_user(stage)

    ready = verdict(stage)
    assert isinstance(ready, Satisfied)
    assert "1 MFA device and no access keys" in ready.evidence


def test_what_is_missing_or_too_much_is_told_all_at_once_and_only_that(stage: Stage) -> None:
    make_user(stage, password=False, inline_policies={}, attached_policies=["arn:aws:iam::aws:policy/ReadOnlyAccess"])
    account = stage.world.accounts[OWNER]
    account.mfa_devices[NAME] = []
    account.groups["admins"] = Group("admins", "AGPA0123456789ABCDEF", account.created_at, users=[NAME])
    stage.world.access_keys["AKIAEMERGENCY0000001"] = LongTermKey("made up", f"arn:aws:iam::{OWNER}:user/{NAME}")

    waiting = verdict(stage)
    assert isinstance(waiting, Waiting)
    for fault in ("no password", "no MFA device", "access keys", "admins", "ReadOnlyAccess", "every access role"):
        assert fault in waiting.reason
    assert "Create user" not in waiting.message
    assert "AKIA" not in waiting.reason + waiting.message


def test_what_may_not_be_looked_at_is_unknown(stage: Stage) -> None:
    make_user(stage)
    stage.world.rules = [Rule("ListAccessKeys", "error", times=0, code="AccessDenied", message="not authorized")]

    assert isinstance(verdict(stage), NotSeen)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"Action": ["sts:AssumeRole", "sts:TagSession"]}, ""),
        ({"Resource": "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole"}, ""),
        ({"Condition": {}}, ""),
        ({"Action": "sts:*"}, "allows more"),
        ({"Action": None, "NotAction": "iam:*"}, "allows more"),
        ({"Resource": "*"}, "other roles"),
        ({"Resource": None, "NotResource": "arn:aws:iam::*:role/x"}, "other roles"),
        ({"Resource": "arn:aws:iam::*:role/*"}, "other roles"),
        ({"Resource": "arn:aws:iam::*:role/Organization*"}, "other roles"),
        ({"Effect": "Deny"}, "denies"),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}, "conditions"),
    ],
)
def test_a_policy_that_does_anything_else_is_told(change: dict[str, Any], says: str) -> None:
    statement = {**json.loads(POLICY)["Statement"][0], **change}
    document = {"Statement": {key: value for key, value in statement.items() if value is not None}}

    found = beyond(document, "aws", ROLES)
    assert says in found
    assert bool(found) is bool(says)


def test_somebody_makes_it_after_a_while_as_the_message_says(stage: Stage) -> None:
    stage.world.climate.break_glass_after_hours = 0

    assert isinstance(verdict(stage), Satisfied)


def test_looking_is_permitted_at_these_users_only(stage: Stage) -> None:
    (look,) = [each for each in policy_for(stage.setup)["Statement"] if each["Sid"] == "LookAtBreakGlassUsers"]

    assert look["Resource"] == [f"arn:aws:iam::{OWNER}:user/{NAME}"]
    assert "iam:ListMFADevices" in look["Action"]
    assert not [action for action in look["Action"] if not action.startswith(("iam:Get", "iam:List"))]


def test_names_are_judged_all_at_once_and_one_alone_is_a_warning() -> None:
    wrong = replace(small(), access=Access(break_glass=("anna!", "otto", "OTTO")))
    alone = replace(small(), access=Access(break_glass=("otto",)))

    assert [each.where for each in problems_of(wrong) if each.serious] == [
        ("access", "break_glass", 0),
        ("access", "break_glass", 2),
    ]
    assert [each.serious for each in problems_of(alone) if each.where == ("access", "break_glass")] == [False]


def test_the_way_in_is_told_once_the_user_is_there_and_the_inventory_says_how_each_stands(stage: Stage) -> None:
    account = stage.setup.accounts[0]
    before, waiting = stage.plan().observed, inventory_of(stage.setup, stage.plan().observed, Past(()))
    make_user(stage)
    after = stage.plan().observed

    assert [(each.check, each.status) for each in waiting.break_glass] == [(NAME, "waiting")]
    way = ways_to_enter(stage.setup, after, account)[-1]
    assert way.title == "When Identity Center does not work"
    assert f"https://{OWNER}.signin.aws.amazon.com/console" in way.sentences[0]
    assert "roleName=OrganizationAccountAccessRole" in way.text
    assert way not in ways_to_enter(stage.setup, before, account)
