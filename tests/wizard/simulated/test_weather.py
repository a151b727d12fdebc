"""Rules decide which calls go wrong, how, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.parsers import ResponseParserError
from hypothesis import given
from hypothesis import strategies as st

from state.errors import OrgwizardError
from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import Aws, refused
from wizard.simulated.aws import NotSimulated
from wizard.simulated.scenarios import new_world, scenario_names, scenarios
from wizard.simulated.shapes import NotInTheModel
from wizard.simulated.weather import Rule


@contextmanager
def broken(error: type[Exception]) -> Iterator[None]:
    with pytest.raises(error):
        yield


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        ("answer-lost", ReadTimeoutError),
        ("connection-closed-after", ConnectionClosedError),
        ("malformed", ResponseParserError),
    ],
)
def test_an_answer_may_be_lost_though_the_write_was_carried_out(
    opening: Opening, effect: str, error: type[Exception]
) -> None:
    aws = opening("default", Rule("CreateOrganization", effect))

    with broken(error):
        aws.organizations.create_organization()

    assert aws.organizations.describe_organization()["Organization"]["MasterAccountId"] == "999988887777"


def test_a_connection_may_break_before_anything_was_carried_out(opening: Opening) -> None:
    aws = opening("default", Rule("CreateOrganization", "connection-reset-before"))

    with broken(ConnectionClosedError):
        aws.organizations.create_organization()

    with refused("AWSOrganizationsNotInUseException"):
        aws.organizations.describe_organization()


def test_a_client_left_to_itself_sends_a_write_again_when_the_answer_is_lost(opening: Opening) -> None:
    aws = opening("default", Rule("CreateAccount", "answer-lost"))
    aws.organizations.create_organization()

    aws.session.client("organizations").create_account(AccountName="shop", Email="aws+shop@acme.example")

    assert aws.simulated.calls["CreateAccount"] == 2


def test_a_rule_may_refuse_the_second_call_only(opening: Opening) -> None:
    aws = opening("default", Rule("DescribeOrganization", "error", 2, code="ServiceException"))
    aws.organizations.create_organization()

    aws.organizations.describe_organization()
    with refused("ServiceException"):
        aws.organizations.describe_organization()
    aws.organizations.describe_organization()


def test_a_rule_cannot_make_aws_say_what_the_operation_never_says(opening: Opening) -> None:
    aws = opening("default", Rule("ListRoots", "error", code="FinalizingOrganizationException"))

    with pytest.raises(NotInTheModel):
        aws.organizations.list_roots()


def test_expired_credentials_are_good_again_after_signing_in(opening: Opening) -> None:
    rule = Rule("*", "error", 3, code="ExpiredTokenException", until_sign_in=True)
    aws = opening("default", rule)
    aws.organizations.create_organization()
    aws.organizations.describe_organization()
    for _ in range(3):
        with refused("ExpiredTokenException"):
            aws.organizations.describe_organization()
    with refused("ExpiredToken"):
        aws.sts.get_caller_identity()

    aws.simulated.signed_in()

    aws.organizations.describe_organization()
    aws.sts.get_caller_identity()


def test_a_failed_creation_uses_its_address_up(opening: Opening) -> None:
    aws = opening("email-taken")
    aws.organizations.create_organization()

    assert aws.ending_of("shop")["FailureReason"] == "EMAIL_ALREADY_EXISTS"
    assert aws.ending_of("shop")["FailureReason"] == "EMAIL_ALREADY_EXISTS"
    assert aws.ending_of("shop", "aws+other@acme.example")["State"] == "SUCCEEDED"


def test_published_rates_are_enforced_only_when_the_weather_says_so(opening: Opening) -> None:
    calm, stormy = opening("existing-organization"), opening("existing-organization", throttled=True)
    for _ in range(10):
        calm.organizations.describe_organization()

    with refused("TooManyRequestsException"):
        for _ in range(10):
            stormy.organizations.describe_organization()
    stormy.clock.advance(5)
    stormy.organizations.describe_organization()


def test_botocore_waits_out_a_throttled_read_by_itself(opening: Opening) -> None:
    aws = opening("existing-organization", throttled=True)
    client = aws.session.client("organizations")

    answers = [client.describe_organization() for _ in range(10)]

    assert max(answer["ResponseMetadata"]["RetryAttempts"] for answer in answers) > 0


def test_missing_permissions_name_the_action_and_the_caller(opening: Opening) -> None:
    aws = opening("limited-permissions")
    aws.organizations.create_organization()

    with refused("AccessDeniedException"):
        aws.organizations.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": "444455556666"})
    with refused("AccessDenied"):
        aws.iam.create_role(RoleName="shop-access", AssumeRolePolicyDocument="{}")


def test_what_is_not_simulated_is_explained_and_never_sent(aws: Aws) -> None:
    with pytest.raises(NotSimulated, match=r"iam\.CreateUser"):
        aws.iam.create_user(UserName="anna")
    with pytest.raises(NotSimulated, match=r"sqs\.ListQueues"):
        aws.client("sqs").list_queues()


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_opens_and_tells_who_one_is(opening: Opening, name: str) -> None:
    aws = opening(name, Rule("Nothing", "error"))
    person = aws.simulated.world.identities[0]

    assert person.arn.split(":")[4] in aws.simulated.world.accounts


def test_every_scenario_has_a_title_and_a_story() -> None:
    assert scenarios()[0].scenario_name == "default"
    assert all(each.title and each.story.endswith(".") for each in scenarios())


def test_an_unknown_scenario_is_refused_with_those_there_are() -> None:
    with pytest.raises(OrgwizardError) as caught:
        new_world("hurricane")

    assert "throttled" in caught.value.remedy


def test_the_large_organization_is_large(opening: Opening) -> None:
    world = opening("large").simulated.world
    organization = next(iter(world.organizations.values()))

    assert len(organization.units) == 120
    assert len(list(world.members(organization.organization_id))) == 2001


@given(occurrence=st.integers(1, 6), times=st.integers(0, 4), every=st.integers(0, 4), calls=st.integers(0, 20))
def test_a_rule_strikes_exactly_the_calls_it_names(occurrence: int, times: int, every: int, calls: int) -> None:
    rule = Rule("List*", "error", occurrence, times, every)
    struck = [number for number in range(1, calls + 1) if rule.strikes("ListRoots")]

    if every:
        expected = range(every, calls + 1, every)
    else:
        expected = range(occurrence, calls + 1 if times == 0 else min(calls + 1, occurrence + times))
    assert struck == list(expected)
    assert not rule.strikes("CreateAccount")
