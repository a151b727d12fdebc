"""An endpoint that is not AWS may answer anything: it costs an error with a remedy, and neither memory nor time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest

from tests.wizard.aws.wire import IDENTITY, Wire
from wizard.aws.bounds import MOST_BYTES, MOST_EMPTY_PAGES, MOST_PAGES, ending
from wizard.aws.calls import Calls
from wizard.aws.gateway import AwsGateway
from wizard.aws.listings import Listings
from wizard.aws.sessions import Clients, unconfigured
from wizard.clock import SystemClock
from wizard.errors import AwsError, Unreachable

DEEP = b"[" * 100_000


@contextmanager
def endpoint(body: bytes, **headers: str) -> Iterator[tuple[str, list[int]]]:
    """A server that answers every request with `body`; its address, and how many bytes each reader took."""
    taken: list[int] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            taken.append(0)
            try:
                for start in range(0, len(body), 65536):
                    taken[-1] += self.wfile.write(body[start : start + 65536])
            except OSError:
                return

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", taken
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def calls(monkeypatch: pytest.MonkeyPatch, address: str) -> Calls:
    """Calls that go to `address`."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "example", region_name="eu-west-1", botocore_session=unconfigured())
    return Calls(Clients(session))


def ask(asking: Calls) -> Any:
    """One reading call."""
    return asking.ask("organizations", "DescribeOrganization", lambda answer: answer["Organization"])


def test_an_answer_of_a_sensible_size_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"Organization": {"Id": "o-1", "Arn": "x" * 1024 * 1024}}
    with endpoint(json.dumps(answer).encode()) as (address, _):
        assert ask(calls(monkeypatch, address)) == answer["Organization"]


def test_an_answer_without_an_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"Organization": "' + b"x" * (8 * MOST_BYTES)
    with endpoint(body) as (address, taken), pytest.raises(AwsError, match="larger than 8 MiB") as refused:
        ask(calls(monkeypatch, address))
    assert "AWS_ENDPOINT_URL" in refused.value.remedy
    assert len(taken) == 1
    assert taken[0] < 3 * MOST_BYTES


@pytest.mark.parametrize("body", [DEEP, b'{"Organization": ' + DEEP, b"", b"null", b"7"])
def test_an_answer_that_is_nonsense_is_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    with endpoint(body) as (address, _), pytest.raises(AwsError) as refused:
        ask(calls(monkeypatch, address))
    assert refused.value.remedy.endswith(".")


def test_an_answer_that_breaks_off_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'5\r\n{"Org\r\n'
    with endpoint(body, Transfer_Encoding="chunked") as (address, _), pytest.raises((Unreachable, AwsError)):
        calls(monkeypatch, address).glances().ask("organizations", "DescribeOrganization", dict)


def test_a_list_of_fresh_tokens_and_empty_pages_ends_with_an_error() -> None:
    number = 0

    def empty(_parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        nonlocal number
        number += 1
        return 200, {"Accounts": [], "NextToken": str(number)}

    wire = Wire(ListAccounts=[empty])
    gateway = AwsGateway(wire.session(), IDENTITY, SystemClock())

    with pytest.raises(AwsError, match="have no end; 101 were read") as refused:
        gateway._calls.ask_all("organizations", "ListAccounts", "Accounts", dict)
    assert "AWS_ENDPOINT_URL" in refused.value.remedy
    assert wire.count("ListAccounts") == MOST_EMPTY_PAGES + 1


def test_a_list_of_full_pages_ends_too() -> None:
    pages = ({"Accounts": [1]} for _ in iter(int, 1))

    with pytest.raises(AwsError, match=f"{MOST_PAGES + 1} were read"):
        list(ending("organizations:ListAccounts", pages, "Accounts"))


class Pages:
    """A list of as many pages as one likes, each of which takes its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.now = seconds, 0.0

    def read(self, number: int) -> Iterator[dict[str, list[int]]]:
        for page in range(number):
            self.now += self.seconds
            yield {"Accounts": [page] * 20}


@pytest.mark.parametrize(("seconds", "words"), [(0.4, 66), (1.0, 200), (3.0, 200)])
def test_who_waits_for_a_long_list_is_told_at_most_once_a_second(seconds: float, words: int) -> None:
    pages, told = Pages(seconds), list[str]()
    listings = Listings(lambda: pages.now)
    listings.listen(told.append)

    assert len(list(listings.followed("organizations:ListAccounts", pages.read(200), "Accounts"))) == 200
    assert len(told) == words
    assert told[0] == f"Reading organizations:ListAccounts: {60 if seconds < 1 else 20} so far."


def test_a_short_list_is_read_without_a_word_and_a_second_one_waits_its_turn() -> None:
    pages, told = Pages(0.1), list[str]()
    listings = Listings(lambda: pages.now)
    listings.listen(told.append)

    for _ in range(50):
        list(listings.followed("iam:ListRoles", pages.read(9), "Accounts"))
    assert told == []


def test_how_far_a_list_is_read_reaches_whoever_signed_in() -> None:
    told, seconds = list[str](), iter(range(1000))
    listings = Listings(lambda: next(seconds))
    listings.listen(told.append)
    roots = [{"Roots": [{"Id": "r-1"}], "NextToken": str(page)} for page in range(4)]
    wire = Wire(ListRoots=[*((200, page) for page in roots), (200, {"Roots": [{"Id": "r-5"}]})])
    asking = Calls(Clients(wire.session(), listings=listings))

    assert len(asking.ask_all("organizations", "ListRoots", "Roots", lambda root: root["Id"])) == 5
    assert told[-1] == "Reading organizations:ListRoots: 5 so far."
