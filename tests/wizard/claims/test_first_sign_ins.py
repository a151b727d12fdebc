"""From a user for the beginning to people who sign in as themselves: who is asked for what, and how it is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.observed.identity_center import SignIn
from state.observed.seen import Known, value_of
from state.saved.progress import ClaimStatus
from state.setup.people import PeopleFrom
from tests.peopled import ANNA_AHRENS, BERT, center_of, soon, with_people
from tests.stage import Stage, ending_of
from wizard.claims.base import ANOTHER_CLAIM, Satisfied, Verdict, Waiting
from wizard.claims.first_sign_ins import signed_in_key
from wizard.edits.memory import forget, remember, with_memory_of
from wizard.engine.events import Ending
from wizard.onboarding.progress import lines_of
from wizard.plan.administrators import about_administrators
from wizard.simulated.operation import Caller
from wizard.simulated.weather import Effect, Rule

OWNER = "999988887777"
BEGINNER = "gone:caller:user:orgwizard-admin"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Everything stands, and somebody works as the user for the beginning: people sign in a day later."""
    stage = soon(Stage(with_people(), tmp_path))
    stage.world.accounts[OWNER].users.append("orgwizard-admin")
    stage.world.climate.first_sign_in_after_hours = 24
    assert ending_of(stage.run()) is Ending.WAITING
    return stage


def verdict_on(stage: Stage, key: str) -> Verdict:
    (found,) = (verdict for claim, verdict in stage.plan().verdicts if claim.key == key)
    return found


def of(stage: Stage, user_name: str) -> Verdict:
    return verdict_on(stage, signed_in_key(user_name))


def message_to(stage: Stage, user_name: str) -> str:
    waiting = of(stage, user_name)
    assert isinstance(waiting, Waiting)
    assert waiting.on_whom == user_name
    return waiting.message


def test_each_person_is_told_where_to_sign_in_and_what_mail_comes(stage: Stage) -> None:
    told = message_to(stage, ANNA_AHRENS.user_name)

    assert f"Open {center_of(stage.world).start_url}\n" in told
    assert f"mails a code to {ANNA_AHRENS.address}, from no-reply@signin.aws" in told
    assert "register an MFA device" in told
    assert "sign in to orgwizard" not in told


def test_who_administers_the_organization_is_told_to_be_themselves_here_too(stage: Stage) -> None:
    told = message_to(stage, BERT.user_name)

    assert "From here on sign in to orgwizard as yourself too" in told
    assert told.count("eu-west-1") > 1


def test_people_of_another_provider_set_no_password_here(stage: Stage) -> None:
    wish = replace(stage.setup.identity_center, people_from=PeopleFrom.IDENTITY_PROVIDER)
    stage.want(replace(stage.setup, identity_center=wish))

    assert "password" not in message_to(stage, ANNA_AHRENS.user_name)


def test_a_sign_in_is_noticed_by_itself_and_remembered_longer_than_aws_does(stage: Stage) -> None:
    stage.come_back()
    seen = stage.look()

    assert of(stage, BERT.user_name) == Satisfied("On 2026-11-03, with MFA.")
    known = remember(stage.setup, seen)
    assert [each.signed_in for each in known.people] == ["2026-11-03", "2026-11-03"]
    stage.come_back(hours=24 * 91)
    assert isinstance(of(stage, BERT.user_name), Waiting)
    stage.want(known)
    assert of(stage, BERT.user_name) == Satisfied("First known on 2026-11-03.")
    center = value_of(stage.look().identity_center)
    assert center is not None
    assert value_of(center.sign_ins) is None, "once everybody is known, nobody asks"


def test_what_is_known_of_sign_ins_survives_a_setup_file_and_not_another_aws() -> None:
    setup = with_people()
    known = replace(setup, people=tuple(replace(each, signed_in="2026-11-03") for each in setup.people))

    assert with_memory_of(setup, known) == known
    assert [each.signed_in for each in forget(known).people] == ["", ""]
    assert forget(known).identity_center.settings_done == ""


DENIED = "User is not authorized to perform: cloudtrail:LookupEvents"


@pytest.mark.parametrize(
    "rule",
    [
        Rule("LookupEvents", Effect.ERROR, times=0, code="AccessDeniedException", message=DENIED),
        Rule("LookupEvents", Effect.MALFORMED, times=0),
    ],
    ids=["not permitted", "no answer of AWS's"],
)
def test_where_cloudtrail_tells_nothing_it_is_unknown_and_asked_of_the_person(stage: Stage, rule: Rule) -> None:
    stage.world.rules.append(rule)
    stage.come_back()

    waiting = of(stage, BERT.user_name)

    assert isinstance(waiting, Waiting)
    assert waiting.reason.startswith(f"Whether {BERT.user_name} has signed in could not be seen: ")
    assert "LookupEvents" in waiting.reason
    assert "Then tell us" in waiting.message


def test_a_namesake_who_was_deleted_has_not_signed_in_for_whoever_has_the_name_now(stage: Stage) -> None:
    center = value_of(stage.look().identity_center)
    assert center is not None
    user = center.user_called(BERT.user_name, BERT.address)
    assert user is not None
    by_id, by_name, namesake = (
        replace(center, sign_ins=Known((SignIn(user_id, user.user_name, "2026-11-03"),)))
        for user_id in (user.user_id, "", "somebody-elses-id")
    )

    assert by_id.sign_in_of(user) is not None
    assert by_name.sign_in_of(user) is not None
    assert namesake.sign_in_of(user) is None


def test_whoever_is_signed_in_as_themselves_needs_no_other_proof(stage: Stage) -> None:
    role = next(name for name in stage.world.accounts[OWNER].roles if "organizationadministrator" in name)
    name = stage.world.accounts[OWNER].roles[role].role_name
    stage.sign_in(Caller(f"arn:aws:sts::{OWNER}:assumed-role/{name}/{BERT.user_name}"))

    assert of(stage, BERT.user_name) == Satisfied("You are signed in as that person.")
    assert isinstance(of(stage, ANNA_AHRENS.user_name), Waiting)


def test_the_user_for_the_beginning_is_needed_until_an_administrator_signed_in_and_then_has_to_go(
    stage: Stage,
) -> None:
    before = verdict_on(stage, BEGINNER)
    (line,) = (line for line in lines_of(stage.plan().verdicts) if line.key == BEGINNER)
    stage.come_back()
    asked = verdict_on(stage, BEGINNER)
    stage.come_back()

    assert isinstance(before, Waiting)
    assert before.on_whom == ANOTHER_CLAIM
    assert line.status is ClaimStatus.LATER, "no run can do anything about it"
    assert isinstance(asked, Waiting)
    assert asked.on_a_person
    assert "Open orgwizard-admin" in asked.message
    assert verdict_on(stage, BEGINNER) == Satisfied("There is no IAM user orgwizard-admin.")
    assert ending_of(stage.run()) is Ending.DONE


def test_that_nobody_is_named_is_said_and_that_somebody_is_still_somebody_else(stage: Stage) -> None:
    nobody = replace(stage.setup, assignments=stage.setup.assignments[:1])
    (unnamed,) = about_administrators(nobody, stage.look())
    stage.come_back()
    (anna,) = about_administrators(stage.setup, stage.look())

    assert "Nobody is named for the management account" in unnamed.what
    assert "You are signed in as IAM user anna" in anna.what
    assert center_of(stage.world).start_url in anna.remedy
