"""Access roles let in named callers only: never before another way in was used, and never for good by mistake."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from state.observed import canonical
from state.saved.journal import Journal, Outcome
from state.setup.guardrails import Choice, GuardrailScope, Item
from state.setup.people import MANAGEMENT, Assignment, PermissionSet
from tests.peopled import ANNA_AHRENS, BERT, soon, with_administrators
from tests.stage import Killed, Stage, State, ending_of
from wizard.claims.access_roles import principal_of
from wizard.claims.base import Blocked, NotSeen, Satisfied, Verdict, Waiting
from wizard.claims.settings import SettingClaim
from wizard.engine.events import ChangeFailed, Ending
from wizard.guardrails.narrow_access_roles import GUARDRAIL
from wizard.policies.evaluator import Request, grants
from wizard.policies.trusts import is_narrowed, narrowed_trust
from wizard.simulated.operation import Caller
from wizard.simulated.passing_time import trust_in
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Account, Event, Role

OWNER = "999988887777"
ACCESS_ROLE = "organizationaccountaccessrole"
WRITE = "UpdateAssumeRolePolicy"
HEX = "0f" * 8


def account(stage: Stage, name: str) -> Account:
    return next(each for each in stage.world.accounts.values() if each.account_name == name)


def center_role(stage: Stage, name: str) -> Role:
    """The role of Identity Center's administrators in this account."""
    return next(each for each in account(stage, name).roles.values() if "Administrator" in each.role_name)


def trust_of(stage: Stage, name: str) -> str:
    return canonical(json.loads(account(stage, name).roles[ACCESS_ROLE].trust_policy))


def verdict_on(stage: Stage, key: str) -> Verdict:
    (found,) = (verdict for claim, verdict in stage.plan().verdicts if claim.key == key)
    return found


def enter_by_identity_center(stage: Stage, *names: str) -> None:
    for name in names:
        center_role(stage, name).last_used_at = stage.aws.clock.now()


def as_bert(stage: Stage) -> Stage:
    """Signed in with the permission set OrganizationAdministrator."""
    owner = stage.world.accounts[OWNER]
    role = next(each for each in owner.roles.values() if "OrganizationAdministrator" in each.role_name)
    stage.sign_in(Caller(f"arn:aws:sts::{OWNER}:assumed-role/{role.role_name}/bert"))
    return stage


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return soon(Stage(with_administrators(), tmp_path_factory.mktemp("narrowing")))


@pytest.fixture(scope="module")
def standing(shared: Stage) -> State:
    """Everything stands, and nobody has signed in yet."""
    assert ending_of(shared.run()) is Ending.WAITING
    return shared.leave()


@pytest.fixture
def stage(shared: Stage, standing: State) -> Stage:
    shared.enter(standing)
    shared.want(with_administrators())
    return as_bert(shared)


@pytest.fixture
def ready(stage: Stage) -> Stage:
    """People have come in by Identity Center."""
    enter_by_identity_center(stage, "shop", "play")
    return stage


def test_without_a_proof_nothing_is_narrowed_and_somebody_is_asked_to_sign_in(stage: Stage) -> None:
    waiting = verdict_on(stage, f"another-way-in:{account(stage, 'play').email}")

    assert ending_of(stage.run()) is Ending.WAITING
    assert isinstance(waiting, Waiting)
    assert waiting.on_whom == ANNA_AHRENS.user_name
    assert "AdministratorAccess" in waiting.message
    assert not stage.sent()[WRITE]


def test_a_role_of_identity_center_that_makes_no_administrator_proves_nothing(stage: Stage) -> None:
    role = center_role(stage, "play")
    account(stage, "play").roles["other"] = replace(
        role, role_name="AWSReservedSSO_AdministratorAccess_Ext_0123456789abcdef", last_used_at=stage.aws.clock.now()
    )

    assert isinstance(verdict_on(stage, f"another-way-in:{account(stage, 'play').email}"), Waiting)


def test_with_a_proof_it_is_narrowed_a_sandbox_first_and_the_old_text_is_in_the_journal(ready: Stage) -> None:
    before = {name: trust_of(ready, name) for name in ("play", "shop")}

    assert ending_of(ready.run()) is Ending.DONE

    attempts = [each for each in Journal(ready.journal_file).attempts if "UpdateAccessRoleTrust" in str(each.change)]
    assert [each.change.full_title.rpartition(" ")[2] for each in attempts] == ["play", "shop"]
    assert [getattr(each.change, "before", "") for each in attempts] == [before["play"], before["shop"]]
    first, second = attempts
    assert first.concluded_at is not None
    assert first.concluded_at - first.intended_at >= timedelta(seconds=60)
    assert second.intended_at >= first.concluded_at
    assert "AWSReservedSSO_OrganizationAdministrator" in trust_of(ready, "play")
    assert not ready.plan().approved()


@pytest.mark.parametrize(
    ("arn", "let_in"),
    [
        ("user/anna", False),
        ("user/shop-access", False),
        ("role/shop-access", True),
        ("role/play-access", False),
        ("role/PowerUser", False),
        ("assumed-role/shop-access/anna", True),
        ("assumed-role/AWSReservedSSO_OrganizationAdministrator_0123456789abcdef/bert", True),
        ("assumed-role/AWSReservedSSO_OrganizationAdministrator_Ext_0123456789abcdef/bert", False),
        ("assumed-role/AWSReservedSSO_DeveloperAccess_0123456789abcdef/bert", False),
        ("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_OrganizationAdministrator_0123456789abcdef", True),
        (
            f"role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_OrganizationAdministrator_{HEX}",
            True,
        ),
        ("role/mine/AWSReservedSSO_OrganizationAdministrator_0123456789abcdef", False),
        ("root", False),
    ],
)
@pytest.mark.parametrize("owner", [OWNER, "111122223333"])
def test_a_narrowed_trust_lets_in_whom_it_names_and_nobody_else(arn: str, let_in: bool, owner: str) -> None:
    trust = json.loads(narrowed_trust("aws", OWNER, ("shop-access",), ("OrganizationAdministrator",)))
    service = "sts" if arn.startswith("assumed-role/") else "iam"
    caller = principal_of(f"arn:aws:{service}::{owner}:{arn}")

    assert grants(trust, Request("sts:AssumeRole", "*", caller)).allowed is (let_in and owner == OWNER)


@pytest.mark.parametrize(
    ("user", "mfa", "let_in"),
    [("anna-emergency", "true", True), ("anna-emergency", None, False), ("anna", "true", False)],
)
def test_break_glass_users_are_let_in_with_mfa(user: str, mfa: str | None, let_in: bool) -> None:
    trust = narrowed_trust("aws", OWNER, ("shop-access",), ("OrganizationAdministrator",), ("anna-emergency",))
    arn = f"arn:aws:iam::{OWNER}:user/{user}"
    request = Request("sts:AssumeRole", "*", arn, {"aws:MultiFactorAuthPresent": mfa})

    assert is_narrowed(trust)
    assert grants(json.loads(trust), request).allowed is let_in


def test_a_role_narrowed_before_lets_in_break_glass_users_once_they_are_named(ready: Stage) -> None:
    assert ending_of(ready.run()) is Ending.DONE
    setup = with_administrators()
    ready.world.climate.break_glass_after_hours = 0
    ready.want(replace(setup, access=replace(setup.access, break_glass=("anna-emergency", "otto-emergency"))))
    ready.run()

    assert "user/otto-emergency" in trust_of(ready, "play")
    role = f"arn:aws:iam::{account(ready, 'play').account_id}:role/OrganizationAccountAccessRole"
    user, now = f"arn:aws:iam::{OWNER}:user/anna-emergency", ready.aws.clock.now()
    ready.world.events.append(Event("AssumeRole", "sts", OWNER, "eu-west-1", user, now, {"roleArn": role}))
    assert not ready.plan().blocked


def test_whoever_would_shut_themselves_out_is_told_so(ready: Stage) -> None:
    ready.sign_in(Caller(f"arn:aws:iam::{OWNER}:user/anna", with_mfa=True))

    blocked = verdict_on(ready, f"access-role-trust:{account(ready, 'play').email}")

    assert isinstance(blocked, Blocked)
    assert "user/anna" in blocked.what
    assert "OrganizationAdministrator" in blocked.remedy
    assert ending_of(ready.run()) is Ending.FAILED
    assert not ready.sent()[WRITE]


def test_where_somebody_else_uses_the_role_it_stays(ready: Stage) -> None:
    other = f"arn:aws:sts::{OWNER}:assumed-role/deployments/job-7"
    role = f"arn:aws:iam::{account(ready, 'play').account_id}:role/OrganizationAccountAccessRole"
    now = ready.aws.clock.now()
    ready.world.events.append(Event("AssumeRole", "sts", OWNER, "eu-west-1", other, now, {"roleArn": role}))

    blocked = verdict_on(ready, f"access-role-callers:{account(ready, 'play').email}")

    assert isinstance(blocked, Blocked)
    assert other in blocked.what
    assert ending_of(ready.run()) is Ending.FAILED
    assert not ready.sent()[WRITE], "and the shop waits for the sandbox"


def test_where_control_tower_works_it_stays(ready: Stage) -> None:
    (organization,) = ready.world.organizations.values()
    organization.services["controltower.amazonaws.com"] = ready.world.time

    assert isinstance(verdict_on(ready, f"access-role-callers:{account(ready, 'play').email}"), Blocked)


@pytest.mark.parametrize(
    ("setting", "call"), [(reads.setting, call) for reads in GUARDRAIL.reads for call in reads.calls], ids=str
)
def test_what_could_not_be_looked_at_is_unknown_and_narrows_nothing(ready: Stage, setting: str, call: str) -> None:
    operation = call.partition(":")[2]
    ready.world.rules.append(Rule(operation, Effect.ERROR, times=0, code="AccessDenied", message="You may not look."))

    observed = ready.look()
    about = [claim for claim in ready.claims if isinstance(claim, SettingClaim) and claim.setting == setting]
    assert about
    assert {type(claim.assess(observed)) for claim in about} == {NotSeen}
    assert ending_of(ready.run()) is Ending.FAILED
    assert not ready.sent()[WRITE]


def test_a_trust_of_somebody_elses_is_not_overwritten(ready: Stage) -> None:
    account(ready, "play").roles[ACCESS_ROLE].trust_policy = trust_in(OWNER).replace(
        '"Action"', '"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}, "Action"'
    )

    assert isinstance(verdict_on(ready, f"access-role-trust:{account(ready, 'play').email}"), Blocked)


def test_a_door_that_does_not_open_any_more_is_put_back_within_ten_minutes(ready: Stage) -> None:
    before = trust_of(ready, "play")
    ready.plan()
    shut(ready, after=1)

    events = ready.run()

    (failed,) = (event for event in events if isinstance(event, ChangeFailed))
    assert failed.error.message.endswith("The old trust was put back.")
    assert trust_of(ready, "play") == before
    assert ready.sent()[WRITE] == 2
    assert Journal(ready.journal_file).attempts[-1].outcome is Outcome.REFUSED


def shut(stage: Stage, *, after: int) -> None:
    """From so many more entries on, nobody gets in any more."""
    rule = Rule("AssumeRole", Effect.ERROR, after + 1, 0, code="AccessDenied", message="Not authorized.")
    stage.world.rules.append(rule)


def test_a_door_that_opens_again_after_a_while_is_good(ready: Stage) -> None:
    ready.plan()
    ready.world.rules.append(Rule("AssumeRole", Effect.ERROR, 3, 4, code="AccessDenied", message="Not yet."))

    assert ending_of(ready.run()) is Ending.DONE
    assert ready.sent()[WRITE] == 2


@pytest.mark.parametrize("effect", [Effect.KILL_BEFORE, Effect.KILL_AFTER, Effect.ANSWER_LOST, Effect.MALFORMED])
def test_killed_or_unheard_at_the_write_it_is_proven_all_the_same_and_written_once(
    ready: Stage, effect: Effect
) -> None:
    ready.world.rules.append(Rule(WRITE, effect))
    with suppress(Killed):
        ready.run()
    del ready.world.rules[:]

    assert ending_of(as_bert(ready).run()) is Ending.DONE
    assert ready.sent()[WRITE] == 2 + (effect is Effect.KILL_BEFORE)
    assert all(isinstance(verdict, Satisfied) for _, verdict in ready.plan().verdicts)


def test_killed_at_any_moment_of_the_proof_it_ends_the_same(ready: Stage) -> None:
    assert ending_of(ready.run(recording=True)) is Ending.DONE
    states = [state for state in ready.states if b"UpdateAccessRoleTrust" in state.journal]

    for state in states[:-1]:
        ready.enter(state)
        assert ending_of(as_bert(ready).run()) is Ending.DONE
        assert ready.sent()[WRITE] == 2
        attempts = Journal(ready.journal_file).attempts
        assert {attempt.outcome for attempt in attempts} <= {Outcome.PERFORMED, Outcome.VANISHED}

    assert len(states) > 6


def test_shut_out_after_a_crash_the_way_back_is_told(ready: Stage) -> None:
    """The session from before is gone, so only a person can put the old trust back, by Identity Center."""
    ready.world.rules.append(Rule(WRITE, Effect.KILL_AFTER))
    with suppress(Killed):
        ready.run()
    del ready.world.rules[:]
    as_bert(ready).plan()
    shut(ready, after=0)

    (failed,) = (event for event in ready.run() if isinstance(event, ChangeFailed))

    assert "could not be put back" in failed.error.message
    assert "by anybody whom the role still lets in" in failed.error.remedy


def test_taken_back_the_whole_management_account_is_trusted_again(ready: Stage) -> None:
    assert ending_of(ready.run()) is Ending.DONE
    ready.want(with_administrators(Choice.TAKE_BACK))

    assert ending_of(ready.run()) is Ending.DONE

    ready.sign_in(Caller(f"arn:aws:iam::{OWNER}:user/anna", with_mfa=True))
    assert all(each.ready for each in ready.look().readiness)
    assert not ready.plan().approved()


def test_where_it_shall_not_hold_it_is_not_done_and_what_was_done_goes_again(ready: Stage) -> None:
    assert ending_of(ready.run()) is Ending.DONE
    setup = with_administrators()
    scopes = {Item.NARROW_ACCESS_ROLES: GuardrailScope(except_accounts=("shop",))}
    ready.want(replace(setup, guardrails=replace(setup.guardrails, scopes=scopes)))

    assert ending_of(ready.run()) is Ending.DONE
    assert "OrganizationAdministrator" not in trust_of(ready, "shop")
    assert "OrganizationAdministrator" in trust_of(ready, "play")


def test_an_earlier_narrowing_of_ours_is_brought_up_to_date(ready: Stage) -> None:
    assert ending_of(ready.run()) is Ending.DONE
    own = PermissionSet(name="Owners", policies=("AdministratorAccess",))
    given = Assignment(permission_set="Owners", accounts=(MANAGEMENT,), people=(BERT.user_name,))
    setup = with_administrators()
    ready.want(replace(setup, permission_sets=(*setup.permission_sets, own), assignments=(*setup.assignments, given)))

    assert ending_of(ready.run()) is Ending.DONE
    assert "AWSReservedSSO_Owners_" in trust_of(ready, "shop")
