"""One client serves every account, and each call is signed for exactly the account that it is made in."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials
from botocore.exceptions import ParamValidationError

from tests.wizard.aws.wire import _Body
from wizard.aws.calls import Calls
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.sessions import Clients, signed_with, unconfigured
from wizard.clock import SystemClock
from wizard.simulated.clock import SimulatedClock

THREADS = 8
ACCOUNTS = tuple(f"{number:012d}" for number in range(100_000_000_001, 100_000_000_041))
OWN = "AKIAIOSFODNN7EXAMPLE"
UNTIL = datetime(2999, 1, 1, tzinfo=UTC)
ASSUMED = (
    '<{0}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{0}Result><Credentials>'
    "<AccessKeyId>ASIA{1}</AccessKeyId><SecretAccessKey>secret-{1}</SecretAccessKey>"
    "<SessionToken>token-{1}</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>"
    "</Credentials></{0}Result></{0}Response>"
)
EMPTY = "<Answer><GetAccountSummaryResult/></Answer>"
BUSY = "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"


class Border:
    """Answers every request once all threads have signed theirs, and keeps who signed what."""

    def __init__(self, together: int = 1) -> None:
        self.together = Barrier(together)
        self.signed: list[tuple[str, str, str]] = []
        """(what was asked for, access key id, session token)."""
        self.opened: list[str] = []
        """Where sessions were asked for."""
        self.failures = 0
        """How many requests are first answered with: try again."""

    def session(self) -> boto3.Session:
        session = boto3.Session(OWN, "example", region_name="eu-west-1", botocore_session=unconfigured())
        session.events.register("before-send", self._answer)  # type: ignore[arg-type]  # a hook may answer
        return session

    def _answer(self, request: Any, **_: Any) -> AWSResponse:
        text = f"{request.url} {_text(request.body)} {_text(request.headers.get('x-amz-account-id', ''))}"
        key = re.search(r"Credential=(\w+)/", _text(request.headers["Authorization"]))
        assert key is not None
        token = _text(request.headers.get("X-Amz-Security-Token", ""))
        if assumed := re.search(r"Action=(AssumeRo\w+).*?(\d{12})", text):
            self.opened.append(request.url)
            assert (key[1], token) == (OWN, ""), "only the caller's own credentials open an account"
            return _answered(request, 200, ASSUMED.format(*assumed.groups()))
        self.together.wait(30)
        self.signed.append((text, key[1], token))
        if self.failures:
            self.failures -= 1
            return _answered(request, 400, BUSY)
        if request.method == "HEAD":
            return _answered(request, 200, "")
        return _answered(request, 200, "{}" if "//account." in request.url else EMPTY)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")


def _answered(request: Any, status: int, text: str) -> AWSResponse:
    return AWSResponse(request.url, status, HTTPHeaders.from_pairs([]), _Body(text.encode()))


def entered(border: Border) -> MemberAccounts:
    return MemberAccounts(Clients(border.session()), "aws", SystemClock())


def look_around(calls: Calls, account_id: str) -> None:
    """Calls of several services, over each of the ways that they are signed; each names the account."""
    nothing = lambda _answer: None  # noqa: E731 - the answers do not matter here
    calls.ask("s3", "HeadBucket", nothing, Bucket=f"logs-{account_id}")
    calls.ask("s3control", "GetPublicAccessBlock", nothing, AccountId=account_id)
    calls.ask("account", "GetAlternateContact", nothing, AccountId=account_id, AlternateContactType="SECURITY")


def test_many_threads_in_many_accounts_never_sign_for_another_account() -> None:
    border = Border(THREADS)
    members = entered(border)

    def visit(account_id: str) -> None:
        look_around(members.enter(account_id, "Admin", "eu-west-1"), account_id)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(visit, ACCOUNTS))

    assert len(border.signed) == 3 * len(ACCOUNTS)
    assert {(re.findall(r"\d{12}", text)[0], key, token) for text, key, token in border.signed} == {
        (each, f"ASIA{each}", f"token-{each}") for each in ACCOUNTS
    }


def test_calls_of_ones_own_beside_those_in_accounts_are_signed_with_ones_own_credentials() -> None:
    border = Border(2)
    clients = Clients(border.session())
    members = MemberAccounts(clients, "aws", SystemClock())
    inside = members.enter(ACCOUNTS[0], "Admin", "eu-west-1")

    with ThreadPoolExecutor(2) as pool:
        for _ in range(20):
            list(pool.map(look_around, (Calls(clients), inside), ("999999999999", ACCOUNTS[0])))

    signed = {(re.findall(r"\d{12}", text)[0], key, token) for text, key, token in border.signed}
    assert signed == {("999999999999", OWN, ""), (ACCOUNTS[0], f"ASIA{ACCOUNTS[0]}", f"token-{ACCOUNTS[0]}")}


def test_a_root_session_and_a_roles_session_of_the_same_account_are_two() -> None:
    border = Border()
    members = entered(border)
    members.enter(ACCOUNTS[0], "Admin", "eu-west-1")
    members.enter_as_root(ACCOUNTS[0], "IAMAuditRootUserCredentials", "eu-west-1")

    assert {key for key, _ in members._entered} == {ACCOUNTS[0]}
    assert len(members._entered) == 2


def test_what_botocore_sends_again_is_signed_with_the_same_credentials() -> None:
    border = Border()
    border.failures = 1
    inside = entered(border).enter(ACCOUNTS[0], "Admin", "eu-west-1")

    inside.ask("iam", "GetAccountSummary", lambda _answer: None)

    assert [key for _, key, _ in border.signed] == [f"ASIA{ACCOUNTS[0]}"] * 2


@pytest.mark.parametrize(("region", "asked"), [("us-west-2", "sts.us-west-2."), ("ap-south-2", "sts.eu-west-1.")])
def test_a_role_is_assumed_in_the_region_itself_unless_that_may_not_be_enabled(region: str, asked: str) -> None:
    border = Border()
    entered(border).enter(ACCOUNTS[0], "Admin", region)

    assert [asked in url for url in border.opened] == [True]


def key_of(inside: Calls) -> Credentials:
    assert inside._entered is not None
    return inside._entered.credentials


def test_a_session_is_used_until_shortly_before_it_runs_out() -> None:
    clock = SimulatedClock(UNTIL - timedelta(hours=1))
    members = MemberAccounts(Clients(Border().session()), "aws", clock)
    first = key_of(members.enter(ACCOUNTS[0], "Admin", "eu-west-1"))

    clock.advance(54 * 60)
    assert key_of(members.enter(ACCOUNTS[0], "Admin", "us-east-1")) is first
    clock.advance(60)
    assert key_of(members.enter(ACCOUNTS[0], "Admin", "eu-west-1")) is not first


def test_a_client_that_cannot_sign_for_an_account_refuses_the_call() -> None:
    border = Border()
    inside = entered(border).enter(ACCOUNTS[0], "Admin", "eu-west-1")
    stranger = boto3.Session(OWN, "example", region_name="eu-west-1", botocore_session=unconfigured()).client("iam")

    with pytest.raises(ParamValidationError):
        stranger.list_roles(**signed_with(key_of(inside)))


def test_clients_grow_with_services_and_not_with_accounts() -> None:
    border = Border()
    clients = Clients(border.session())
    members = MemberAccounts(clients, "aws", SystemClock())

    for account_id in ACCOUNTS:
        look_around(members.enter(account_id, "Admin", "eu-west-1"), account_id)

    assert sorted(service for service, _, _ in clients._made) == ["account", "s3", "s3control", "sts"]
