"""What a team meets on the way to signing in: a button that a person presses, what others made, what was changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from state.changes.assignments import CreateAccountAssignment, DeleteAccountAssignment
from state.changes.identity_center import UpdateInstance
from state.changes.people import CreateGroup, CreateUser
from state.changes.permission_sets import CreatePermissionSet, ProvisionPermissionSet
from state.saved.keyring import Secrets
from state.setup import Setup
from state.setup.people import PeopleFrom
from tests.peopled import ANNA_AHRENS, BERT, DEPLOYERS, center_of, directory, soon, with_people
from tests.stage import Killed, Stage, ending_of
from wizard.aws.given_credentials import GivenCredentials
from wizard.claims.base import Blocked, Satisfied, Verdict, Waiting
from wizard.engine.events import Ending, RunEnded
from wizard.gateway.world import AccessPortal
from wizard.simulated.identity_center import Center, CenterPermissionSet
from wizard.simulated.identity_store import join_group, new_group, new_user
from wizard.simulated.session import simulated_core
from wizard.simulated.weather import Effect, Rule

OWNER = "999988887777"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return soon(Stage(with_people(), tmp_path))


def enabled(stage: Stage, region: str = "eu-west-1") -> Center:
    """Somebody enabled it before."""
    return stage.world.new_center(OWNER, region, stage.world.time)


def verdict_on(stage: Stage, key: str) -> Verdict:
    """How the claim with this key stands now."""
    (found,) = (verdict for claim, verdict in stage.plan().verdicts if claim.key == key)
    return found


def done(stage: Stage) -> None:
    endings = [ending_of(events) for events in stage.runs()]
    assert endings[-1] is Ending.DONE, endings


# A person has to press Enable


def test_while_nobody_has_enabled_it_a_run_ends_in_waiting_and_says_where_to_press_what(stage: Stage) -> None:
    stage.world.climate.center_enabled = False

    ended = stage.run()[-1]

    assert isinstance(ended, RunEnded)
    assert ended.ending is Ending.WAITING
    (waiting,) = (verdict for claim, verdict in ended.verdicts if claim.key == "identity-center")
    assert isinstance(waiting, Waiting)
    assert "The Region is final." in waiting.reason
    assert OWNER in waiting.message
    assert "https://eu-west-1.console.aws.amazon.com/singlesignon/home?region=eu-west-1" in waiting.message


def test_after_two_days_it_goes_on_by_itself(stage: Stage) -> None:
    stage.world.climate.center_enabled_after_hours = 48

    endings = [ending_of(events) for events in stage.runs()]

    assert endings == [Ending.WAITING, Ending.WAITING, Ending.DONE]
    assert {who for _, _, who in assignments(stage)} == {"developers", *(each.user_name for each in stage.setup.people)}


def assignments(stage: Stage) -> set[tuple[str, str, str]]:
    found = directory(stage.world)
    assert isinstance(found, tuple)
    return {*found[4]}


def test_everything_that_follows_is_in_the_plan_before_anybody_presses_anything(stage: Stage) -> None:
    kinds = {type(change) for change, _ in stage.plan().later}

    assert {CreatePermissionSet, CreateUser, CreateGroup, CreateAccountAssignment} <= kinds


def test_while_aws_is_at_it_the_run_waits_for_aws(stage: Stage) -> None:
    center = enabled(stage)
    center.active_at = stage.world.time + timedelta(minutes=5)

    assert ending_of(stage.run()) is Ending.DONE


def test_an_enabling_that_failed_is_told_with_aws_reason(stage: Stage) -> None:
    enabled(stage).failure = "The key is disabled."
    stage.run()

    verdict = verdict_on(stage, "identity-center")

    assert isinstance(verdict, Blocked)
    assert "CREATE_FAILED" in verdict.what
    assert "The key is disabled." in verdict.what


def test_accounts_that_may_not_be_assigned_are_let_be_assigned_and_that_is_asked_for_good(stage: Stage) -> None:
    enabled(stage).permission_sets_enabled = False

    done(stage)

    assert UpdateInstance().irreversible
    assert center_of(stage.world).permission_sets_enabled


def test_that_others_than_the_root_user_see_the_bill_is_asked_of_whoever_holds_its_password(stage: Stage) -> None:
    wish = replace(with_people().identity_center, bill_shown="")
    stage.want(replace(with_people(), identity_center=wish))

    assert ending_of(stage.run()) is Ending.WAITING
    asked = verdict_on(stage, "bill-shown")
    assert isinstance(asked, Waiting)
    assert "root user's password" in asked.on_whom
    assert "Activate IAM access" in asked.message
    assert OWNER in asked.message
    stage.want(replace(with_people(), identity_center=replace(wish, bill_shown="2026-11-04")))
    assert isinstance(verdict_on(stage, "bill-shown"), Satisfied)
    assert ending_of(stage.run()) is Ending.DONE
    stage.want(replace(with_people(), assignments=with_people().assignments[:2]))
    assert "bill-shown" not in {claim.key for claim in stage.claims}, "nobody is to see it"


def test_settings_that_nobody_confirmed_are_waited_for_and_hold_nothing_else_up(stage: Stage) -> None:
    stage.want(replace(with_people(), identity_center=replace(with_people().identity_center, settings_done="")))
    endings = [ending_of(events) for events in stage.runs(2)]

    verdict = verdict_on(stage, "sign-in-settings")

    assert endings == [Ending.WAITING, Ending.WAITING]
    assert isinstance(verdict, Waiting)
    assert "Send email OTP" in verdict.message
    assert len(assignments(stage)) == 4


# What others made


def test_one_in_another_region_is_taken_as_it_is(stage: Stage) -> None:
    enabled(stage, "us-east-1")

    done(stage)

    verdict = verdict_on(stage, "identity-center")
    assert isinstance(verdict, Satisfied)
    assert "us-east-1, not in eu-west-1" in verdict.evidence
    role = next(role for role in stage.world.accounts[OWNER].roles.values() if "AWSReserved" in role.role_name)
    assert role.path == "/aws-reserved/sso.amazonaws.com/", "us-east-1 is in no path"


def test_an_instance_of_a_single_account_is_none_of_the_organization(stage: Stage) -> None:
    stage.world.climate.center_enabled = False
    stage.run()
    member = next(each for each in stage.world.accounts.values() if each.account_name == "shop")
    stage.world.new_center(member.account_id, "eu-west-1", stage.world.time)

    assert isinstance(verdict_on(stage, "identity-center"), Waiting)


def test_people_of_an_identity_provider_are_waited_for_and_never_made(stage: Stage) -> None:
    wish = replace(with_people().identity_center, people_from=PeopleFrom.IDENTITY_PROVIDER)
    stage.want(replace(with_people(), identity_center=wish))
    center = enabled(stage)

    assert ending_of(stage.run()) is Ending.WAITING
    assert not center_of(stage.world).users
    assert isinstance(verdict_on(stage, "group:developers"), Waiting)
    for person in stage.setup.people:
        new_user(stage.world, center_of(stage.world), person.user_name, person.address, stage.world.time).issuer = "idp"
    group = new_group(stage.world, center_of(stage.world), "developers", stage.world.time)
    join_group(stage.world, group, next(iter(center_of(stage.world).users)))

    done(stage)

    assert not {"CreateUser", "CreateGroup", "CreateGroupMembership"} & set(stage.sent())
    assert len(assignments(stage)) == 4
    assert center.region == "eu-west-1"


def test_without_the_word_of_the_setup_nobody_is_made_beside_people_that_a_provider_sends(stage: Stage) -> None:
    center = enabled(stage)
    new_user(stage.world, center, "carla@acme.example", "carla@acme.example", stage.world.time).issuer = "idp"

    assert ending_of(stage.run()) is Ending.FAILED
    assert len(center_of(stage.world).users) == 1


def test_somebody_with_the_address_and_another_user_name_is_the_same_person(stage: Stage) -> None:
    center = enabled(stage)
    user = new_user(stage.world, center, "anna", "Anna.Ahrens@acme.example", stage.world.time)

    done(stage)

    assert [each.user_name for each in center_of(stage.world).users.values()] == ["anna", BERT.user_name]
    assert stage.sent()["CreateUser"] == 1
    assert any(who == user.user_id for *_, who in center_of(stage.world).assignments)


def test_what_is_there_and_equal_is_left_alone(stage: Stage) -> None:
    done(stage)
    before = stage.leave()
    for one in center_of(stage.world).permission_sets.values():
        one.tags.clear()

    assert not stage.plan().approved()
    assert stage.run()
    assert stage.sent() == before.calls & stage.sent()


def test_a_permission_set_of_anybody_else_is_never_changed(stage: Stage) -> None:
    done(stage)
    one = deployers(stage)
    one.tags.clear()
    one.policies.remove("arn:aws:iam::aws:policy/ReadOnlyAccess")

    assert ending_of(stage.run()) is Ending.FAILED

    verdict = verdict_on(stage, "permission-set:Deployers")
    assert isinstance(verdict, Blocked)
    assert deployers(stage).policies == ["arn:aws:iam::aws:policy/AWSLambda_FullAccess"]


def deployers(stage: Stage) -> CenterPermissionSet:
    (one,) = (each for each in center_of(stage.world).permission_sets.values() if each.name == "Deployers")
    return one


def test_more_in_a_set_than_the_setup_says_is_left_and_told(stage: Stage) -> None:
    done(stage)
    deployers(stage).policies.append("arn:aws:iam::aws:policy/IAMFullAccess")

    verdict = verdict_on(stage, "permission-set:Deployers")

    assert isinstance(verdict, Satisfied)
    assert "IAMFullAccess" in verdict.evidence


# What was changed since


def test_access_that_somebody_took_away_is_seen_and_given_again(stage: Stage) -> None:
    done(stage)
    center = center_of(stage.world)
    center.assignments.remove(next(each for each in center.assignments if each[2] == "GROUP"))

    (change,) = stage.plan().approved()

    assert isinstance(change, CreateAccountAssignment)


def test_a_set_that_is_in_use_is_brought_up_to_date_where_it_is_used(stage: Stage) -> None:
    done(stage)
    wider = replace(DEPLOYERS, session_hours=8, policies=(*DEPLOYERS.policies, "AmazonS3FullAccess"))
    stage.want(replace(with_people(), permission_sets=(wider,)))
    approved = stage.plan().approved()

    assert ProvisionPermissionSet("Deployers") in approved
    assert ending_of(stage.run(approved)) is Ending.DONE
    shop = next(each for each in stage.world.accounts.values() if each.account_name == "shop")
    role = next(role for role in shop.roles.values() if "Deployers" in role.role_name)
    assert "AmazonS3FullAccess" in role.attached_policies
    assert deployers(stage).relay_state == DEPLOYERS.opens, "what is left out of an update is cleared"


def without(setup: Setup, permission_set: str) -> Setup:
    """The same with this set taken away from whoever has it."""
    taken = tuple(replace(each, withdrawn=each.permission_set == permission_set) for each in setup.assignments)
    return replace(setup, assignments=taken)


def test_access_is_taken_away_when_somebody_says_so_and_the_role_goes_with_the_last(stage: Stage) -> None:
    done(stage)
    stage.want(without(with_people(), "ReadOnly"))
    approved = stage.plan().approved()

    assert {type(change) for change in approved} == {DeleteAccountAssignment}
    assert ending_of(stage.run(approved)) is Ending.DONE
    assert not [each for each in assignments(stage) if each[1] == "ReadOnly"]
    shop = next(each for each in stage.world.accounts.values() if each.account_name == "shop")
    assert not [each for each in shop.roles.values() if "ReadOnly" in each.role_name]


@pytest.mark.parametrize("effect", [Effect.KILL_BEFORE, Effect.KILL_AFTER, Effect.ANSWER_LOST])
def test_access_is_taken_away_once(stage: Stage, effect: Effect) -> None:
    done(stage)
    stage.want(without(with_people(), "ReadOnly"))
    stage.world.rules.append(Rule("DeleteAccountAssignment", effect))
    with suppress(Killed):
        stage.run()
    del stage.world.rules[:]
    done(stage)

    assert not [each for each in assignments(stage) if each[1] == "ReadOnly"]
    assert len([each for each in center_of(stage.world).requests.values() if each.kind == "delete"]) == 1


def test_what_may_not_be_looked_at_is_unknown_and_nothing_is_made_on_a_guess(stage: Stage) -> None:
    stage.world.rules.append(Rule("ListUsers", Effect.ERROR, times=0, code="AccessDeniedException"))

    assert ending_of(stage.run()) is Ending.FAILED

    verdict = verdict_on(stage, "identity-center")
    assert isinstance(verdict, Blocked)
    assert "identitystore:ListUsers" in verdict.what
    assert not center_of(stage.world).users


def test_a_person_signs_in_by_device_code_to_what_was_given_and_to_nothing_else(stage: Stage) -> None:
    done(stage)
    stage.world.climate.device_answer_seconds = 0
    stage.world.portal.person = ANNA_AHRENS.user_name
    given = GivenCredentials(Secrets(None), lambda: simulated_core(stage.aws))
    center = center_of(stage.world)

    signing_in = given.begin_device_sign_in(AccessPortal(center.start_url, center.region), stage.aws.clock)
    assert signing_in.wait()
    accounts = signing_in.accounts()
    (shop,) = (each for each in accounts if each.account_name == "shop")
    session = given.session(signing_in.source(shop, "ReadOnly"), "eu-west-1")

    assert sorted(each.account_name for each in accounts) == ["bank", "shop"], "not the management account"
    assert signing_in.role_names(shop.account_id) == ("Deployers", "ReadOnly")
    assert session is not None
    arn = session.client("sts").get_caller_identity()["Arn"]
    assert f"{shop.account_id}:assumed-role/AWSReservedSSO_ReadOnly_" in arn
    assert arn.endswith(f"/{ANNA_AHRENS.user_name}")


def test_a_team_without_people_is_asked_nothing_of_identity_center(tmp_path: Path) -> None:
    stage = soon(Stage(replace(with_people(), people=(), assignments=(), permission_sets=()), tmp_path))

    assert ending_of(stage.run()) is Ending.DONE
    assert not stage.aws.calls["ListInstances"]
