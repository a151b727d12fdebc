"""What the gateway sends and how it reads, checked on the wire."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.organization import CreateOrganization
from state.changes.units import CreateOrganizationalUnit
from state.observed import Account, CreationState, Observed, Organization, OrganizationalUnit, Root, Scope, Section
from state.setup import ROOT
from tests.wizard.aws.wire import IDENTITY, Payload, Wire, refused
from wizard.aws.sessions import Clients
from wizard.errors import AwsError, Unreachable, Unreadable
from wizard.gateway import EVERYTHING

URL = "https://organizations.us-east-1.amazonaws.com/"
CREATE = CreateAccount("shop", "aws+shop@example.com", "OrganizationAccountAccessRole")
ORGANIZATION = Organization("o-1", "arn", "ALL", IDENTITY.account_id, "root@example.com")
STANDING = Observed(
    identity=IDENTITY,
    organization=ORGANIZATION,
    root=Root("r-1"),
    units=(OrganizationalUnit("ou-1-w", "Workloads"),),
)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp()


def described(management_account_id: str) -> dict[str, Any]:
    answer = {"Id": "o-1", "Arn": "arn", "FeatureSet": "ALL", "MasterAccountId": management_account_id}
    return {"Organization": answer}


def listed_account(account_id: str, **members: Any) -> dict[str, Any]:
    return {
        "Id": account_id,
        "Name": f"a{account_id[0]}",
        "Email": f"{account_id[0]}@example.com",
        "State": "ACTIVE",
        **members,
    }


def status(request_id: str, name: str, state: str, at: float = NOON) -> dict[str, Any]:
    return {"Id": request_id, "AccountName": name, "State": state, "RequestedTimestamp": at}


def read(wire: Wire, section: Section, previous: Observed = STANDING) -> Observed:
    return wire.gateway().observe(frozenset({section}), Scope(), previous)


@pytest.mark.parametrize("failure", [ReadTimeoutError(endpoint_url=URL), ConnectionClosedError(endpoint_url=URL)])
def test_a_write_whose_answer_is_lost_is_sent_once(failure: Exception) -> None:
    wire = Wire(CreateAccount=[failure])

    with pytest.raises(Unreachable) as caught:
        wire.gateway().perform(CREATE, STANDING)

    assert caught.value.outcome_unknown
    assert wire.count("CreateAccount") == 1


@pytest.mark.parametrize(
    "answer", [(500, {"__type": "InternalFailure"}), (503, "busy"), refused("TooManyRequestsException")]
)
def test_a_write_that_fails_or_is_throttled_is_sent_once(answer: Any) -> None:
    wire = Wire(CreateAccount=[answer])

    with pytest.raises(AwsError):
        wire.gateway().perform(CREATE, STANDING)

    assert wire.count("CreateAccount") == 1


def test_reads_are_repeated_by_botocore_and_writes_are_not() -> None:
    clients = Clients(Wire().session())

    assert clients.reading("organizations").meta.config.retries["total_max_attempts"] == 5
    assert clients.writing("organizations").meta.config.retries["total_max_attempts"] == 1
    assert clients.writing("iam").meta.config.retries["total_max_attempts"] == 1


def test_each_client_is_made_once() -> None:
    clients = Clients(Wire().session())

    assert clients.reading("iam") is clients.reading("iam")
    assert clients.reading("iam") is not clients.writing("iam")


def test_a_request_without_an_id_never_leaves() -> None:
    wire = Wire()

    with pytest.raises(AwsError, match="has not given the id of Nowhere yet") as caught:
        wire.gateway().perform(CreateOrganizationalUnit("Nowhere/Below"), STANDING)

    assert "Look at AWS again" in caught.value.remedy
    assert wire.sent == []


def test_a_creation_that_fails_at_once_still_has_a_receipt() -> None:
    failed = {"CreateAccountStatus": {**status("car-1", "shop", "FAILED"), "FailureReason": "EMAIL_ALREADY_EXISTS"}}
    wire = Wire(CreateAccount=[(200, failed)], DescribeCreateAccountStatus=[(200, failed)])
    gateway = wire.gateway()

    receipt = gateway.perform(CREATE, STANDING)
    creation = gateway.follow(receipt)

    assert creation is not None
    assert (receipt, creation.state) == ("car-1", CreationState.FAILED)
    assert creation.failure_reason == "EMAIL_ALREADY_EXISTS"
    assert creation.requested_at == datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_an_accepted_creation_with_a_senseless_answer_may_have_been_made() -> None:
    wire = Wire(CreateAccount=[(200, {})])

    with pytest.raises(AwsError, match="not what AWS documents") as caught:
        wire.gateway().perform(CREATE, STANDING)

    assert caught.value.outcome_unknown


NONSENSE: tuple[Payload, ...] = ("<html>502 Bad Gateway</html>", '{"Accounts": [{"Id": "2222', {}, {"Accounts": None})


@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_an_answer_to_a_read_that_makes_no_sense_is_asked_for_again(nonsense: Payload) -> None:
    wire = Wire(
        ListAccounts=[
            (200, nonsense),
            (200, {"Accounts": [listed_account("222222222222", Paths=["o-1/r-1/222222222222/"])]}),
        ]
    )

    assert [account.account_id for account in read(wire, Section.ACCOUNTS).accounts] == ["222222222222"]
    assert wire.count("ListAccounts") == 2


def test_a_read_that_never_makes_sense_says_which_host_answered_what() -> None:
    wire = Wire(DescribeOrganization=[(200, {})])

    with pytest.raises(
        Unreadable, match=r"organizations:DescribeOrganization from organizations\..*'Organization' is not"
    ):
        read(wire, Section.ORGANIZATION)

    assert wire.count("DescribeOrganization") == 3


def test_a_receipt_that_aws_has_forgotten_is_nothing() -> None:
    wire = Wire(DescribeCreateAccountStatus=[refused("CreateAccountStatusNotFoundException")])

    assert wire.gateway().follow("car-1") is None


def test_an_empty_page_with_a_token_does_not_end_a_list() -> None:
    pages: list[Any] = [
        (200, {"Accounts": [], "NextToken": "1"}),
        (200, {"Accounts": [listed_account("222222222222", Paths=["o-1/r-1/222222222222/"])], "NextToken": "2"}),
        (200, {"Accounts": [], "NextToken": "3"}),
        (200, {"Accounts": [listed_account("111111111111", Paths=["o-1/r-1/ou-1-w/111111111111/"])]}),
    ]
    wire = Wire(ListAccounts=pages)

    observed = read(wire, Section.ACCOUNTS)

    assert [(account.account_id, account.unit_path) for account in observed.accounts] == [
        ("111111111111", "Workloads"),
        ("222222222222", ROOT),
    ]
    assert [parameters.get("NextToken") for _, parameters in wire.sent] == [None, "1", "2", "3"]


def test_a_list_that_repeats_its_pages_is_given_up() -> None:
    wire = Wire(ListAccounts=[(200, {"Accounts": [], "NextToken": "1"})])

    ((field, why),) = read(wire, Section.ACCOUNTS).unseen

    assert field == "accounts"
    assert "have no end" in why.what


def test_without_paths_accounts_are_placed_parent_by_parent() -> None:
    def inside(parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        account_id = "111111111111" if parameters["ParentId"] == "r-1" else "222222222222"
        return 200, {"Accounts": [listed_account(account_id)]}

    every = {"Accounts": [listed_account("111111111111"), listed_account("222222222222")]}
    wire = Wire(ListAccounts=[(200, every)], ListAccountsForParent=[inside])

    observed = read(wire, Section.ACCOUNTS)

    assert [account.unit_path for account in observed.accounts] == [ROOT, "Workloads"]


def test_with_paths_nothing_else_is_asked() -> None:
    wire = Wire(ListAccounts=[(200, {"Accounts": [listed_account("222222222222", Paths=["o-1/r-1/222222222222/"])]})])

    read(wire, Section.ACCOUNTS)

    assert [operation for operation, _ in wire.sent] == ["ListAccounts"]


def test_state_counts_and_the_retired_status_only_in_its_place() -> None:
    new = listed_account("111111111111", State="CLOSED", Status="SUSPENDED", Paths=["o-1/r-1/111111111111/"])
    old = listed_account("222222222222", Status="SUSPENDED", Paths=["o-1/r-1/222222222222/"])
    del old["State"]
    unheard_of = listed_account("333333333333", State="ON_THE_MOON", Paths=["o-1/r-1/333333333333/"])
    wire = Wire(ListAccounts=[(200, {"Accounts": [new, old, unheard_of]})])

    states = [account.state for account in read(wire, Section.ACCOUNTS).accounts]

    assert states == ["CLOSED", "SUSPENDED", "ON_THE_MOON"]


def test_creations_asked_for_are_those_in_progress() -> None:
    listed = {
        "CreateAccountStatuses": [status("car-2", "b", "IN_PROGRESS", NOON + 1), status("car-1", "a", "IN_PROGRESS")]
    }
    wire = Wire(ListCreateAccountStatus=[(200, listed)])

    observed = read(wire, Section.CREATIONS)

    assert wire.sent == [("ListCreateAccountStatus", {"States": ["IN_PROGRESS"]})]
    assert [creation.account_name for creation in observed.creations] == ["a", "b"]


def test_creations_of_a_name_are_found_in_any_state_and_oldest_first() -> None:
    listed = [
        status("car-3", "shop", "FAILED", NOON + 9),
        status("car-2", "shop", "IN_PROGRESS", NOON),
        status("car-1", "shop", "SUCCEEDED", NOON - 1),
        status("car-0", "else", "SUCCEEDED", NOON),
    ]
    wire = Wire(ListCreateAccountStatus=[(200, {"CreateAccountStatuses": listed})])

    found = wire.gateway().find_creations("shop", datetime.fromtimestamp(NOON, UTC))

    assert [creation.create_account_request_id for creation in found] == ["car-2", "car-3"]
    assert wire.sent == [("ListCreateAccountStatus", {})]


def handshake(handshake_id: str, *parties: tuple[str, str], state: str = "OPEN", at: float = NOON) -> dict[str, Any]:
    return {
        "Id": handshake_id,
        "Parties": [{"Type": kind, "Id": identifier} for kind, identifier in parties],
        "State": state,
        "RequestedTimestamp": at,
        "ExpirationTimestamp": at + 15 * 86400,
    }


def test_invitations_name_whom_they_are_for_and_keep_awss_state() -> None:
    listed = [
        handshake("h-2", ("EMAIL", "root@example.com"), ("ORGANIZATION", "o-1"), state="ON_THE_MOON", at=NOON + 1),
        handshake("h-1", ("ORGANIZATION", "o-1"), ("ACCOUNT", IDENTITY.account_id), ("ACCOUNT", "222222222222")),
        handshake(
            "h-3", ("ORGANIZATION", "o-1"), ("ACCOUNT", "333333333333"), ("ACCOUNT", IDENTITY.account_id), at=NOON + 2
        ),
    ]
    wire = Wire(ListHandshakesForOrganization=[(200, {"Handshakes": listed})])

    found = read(wire, Section.HANDSHAKES).handshakes

    assert wire.sent == [("ListHandshakesForOrganization", {"Filter": {"ActionType": "INVITE"}})]
    assert [(each.handshake_id, each.target, each.state) for each in found] == [
        ("h-1", "222222222222", "OPEN"),
        ("h-2", "root@example.com", "ON_THE_MOON"),
        ("h-3", "333333333333", "OPEN"),
    ]


def test_no_organization_means_one_question() -> None:
    wire = Wire(DescribeOrganization=[refused("AWSOrganizationsNotInUseException")])

    observed = wire.gateway().observe(EVERYTHING - {Section.IDENTITY}, Scope(), STANDING)

    assert observed == Observed(identity=IDENTITY)
    assert [operation for operation, _ in wire.sent] == ["DescribeOrganization"]


def test_a_member_account_is_asked_nothing_that_it_would_be_denied() -> None:
    wire = Wire(DescribeOrganization=[(200, described("999999999999"))])
    scope = Scope(frozenset({"shop-access"}))

    observed = wire.gateway().observe(EVERYTHING - {Section.IDENTITY}, scope, STANDING)

    assert observed.organization is not None
    assert observed.organization.management_account_id == "999999999999"
    assert observed == Observed(identity=IDENTITY, organization=observed.organization)
    assert [operation for operation, _ in wire.sent] == ["DescribeOrganization"]


def test_one_reading_of_everything_makes_no_call_twice() -> None:
    units: dict[str, list[dict[str, str]]] = {
        "r-1": [{"Id": "ou-b", "Name": "B"}, {"Id": "ou-a", "Name": "A"}],
        "ou-a": [{"Id": "ou-c", "Name": "B"}],
    }
    wire = Wire(
        DescribeOrganization=[(200, described(IDENTITY.account_id))],
        ListRoots=[
            (200, {"Roots": [{"Id": "r-1", "PolicyTypes": [{"Type": "TAG_POLICY", "Status": "PENDING_ENABLE"}]}]})
        ],
        ListOrganizationalUnitsForParent=[lambda sent: (200, {"OrganizationalUnits": units.get(sent["ParentId"], [])})],
        ListAccounts=[(200, {"Accounts": []})],
        ListCreateAccountStatus=[(200, {"CreateAccountStatuses": []})],
        ListHandshakesForOrganization=[(200, {"Handshakes": []})],
        ListAWSServiceAccessForOrganization=[
            (200, {"EnabledServicePrincipals": [{"ServicePrincipal": "sso.amazonaws.com"}]})
        ],
    )

    observed = wire.gateway().observe(EVERYTHING - {Section.IDENTITY}, Scope(), Observed())

    assert observed.identity == IDENTITY
    assert [unit.path for unit in observed.units] == ["A", "A/B", "B"]
    assert observed.root == Root("r-1", (("TAG_POLICY", "PENDING_ENABLE"),))
    assert observed.trusted_services == ("sso.amazonaws.com",)
    assert len(wire.sent) == len({str(call) for call in wire.sent}) == 10


def test_who_may_not_read_trusted_services_does_not_know_of_any() -> None:
    wire = Wire(
        DescribeOrganization=[(200, described(IDENTITY.account_id))],
        ListRoots=[(200, {"Roots": [{"Id": "r-1"}]})],
        ListAWSServiceAccessForOrganization=[refused("AccessDeniedException", "You don't have permissions")],
    )

    assert [field for field, _ in read(wire, Section.ORGANIZATION).unseen] == ["trusted_services"]


def test_one_denied_call_leaves_its_list_unseen_and_what_was_known_before_in_its_place() -> None:
    wire = Wire(
        ListAccounts=[refused("AccessDeniedException", "You don't have permissions")],
        ListCreateAccountStatus=[(200, {"CreateAccountStatuses": []})],
    )

    observed = wire.gateway().observe(frozenset({Section.ACCOUNTS, Section.CREATIONS}), Scope(), STANDING)

    ((field, why),) = observed.unseen
    assert (field, observed.accounts) == ("accounts", STANDING.accounts)
    assert "AWS does not permit organizations:ListAccounts" in why.what
    assert not why.passing


def test_an_account_that_sits_nowhere_known_is_not_said_to_sit_in_the_root() -> None:
    wire = Wire(
        ListAccounts=[(200, {"Accounts": [listed_account("222222222222", Paths=["o-1/r-1/ou-gone/222222222222/"])]})],
        ListOrganizationalUnitsForParent=[(200, {"OrganizationalUnits": []})],
    )

    observed = read(wire, Section.ACCOUNTS)

    assert [account.unit_path for account in observed.accounts] == ["ou-gone"]
    with pytest.raises(AwsError, match="was not sent"):
        wire.gateway().perform(MoveAccount("222222222222", ROOT), observed)


def test_a_change_asks_only_for_itself() -> None:
    wire = Wire(CreateOrganization=[(200, described(IDENTITY.account_id))], MoveAccount=[(200, {})])
    gateway = wire.gateway()
    shop = Account("222222222222", "shop", "aws+shop@example.com", "ACTIVE")

    assert gateway.perform(CreateOrganization(), Observed()) == ""
    assert gateway.perform(MoveAccount("aws+shop@example.com", "Workloads"), replace(STANDING, accounts=(shop,))) == ""

    assert wire.sent == [
        ("CreateOrganization", {"FeatureSet": "ALL"}),
        ("MoveAccount", {"AccountId": "222222222222", "SourceParentId": "r-1", "DestinationParentId": "ou-1-w"}),
    ]
