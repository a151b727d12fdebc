"""No message that a library, a program or AWS makes shows a key, a token or a password, whatever it quotes."""

from __future__ import annotations

import configparser
import http.client
import inspect
import socket
import ssl
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
import urllib3.exceptions
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from wizard.aws.failures import explained
from wizard.errors import AwsError
from wizard.refusals.redaction import remember, said, without_secrets

KEY, SECRET = "AKIAPLANTEDPLANTED00", "wJalrXUtnFEMIaK7MDENGaplanted0secret0key"
TOKEN = "FwoGZXIvYXdzEJr0planted0session0token0" * 4
PASSWORD = "planted0password"
USED = "used0planted0secret0key"
NEEDLES = (KEY, SECRET, TOKEN, TOKEN[:30], TOKEN[-30:], PASSWORD, "planted0signature", USED)
QUOTED = (
    f"Invalid header value b'{TOKEN}\\n'",
    f"Invalid header value b'AWS4-HMAC-SHA256 Credential={KEY}\\n/2026/sts, Signature=planted0signature'",
    f"Authorization: AWS4-HMAC-SHA256 Credential={KEY}/2026, SignedHeaders=host, Signature=planted0signature",
    f"The canonical string should have been 'POST\n/\n\nhost:sts\nx-amz-security-token:{TOKEN}\n\nhost'",
    f"https://sts.amazonaws.com/?X-Amz-Security-Token={TOKEN}&X-Amz-Signature=planted0signature&Action=x",
    f"Failed to parse: http://anna:{PASSWORD}@proxy.acme:3128/",
    f"Failed to parse: http://anna:P/{PASSWORD}@proxy.acme:80",
    f"Proxy-Authorization: Basic {PASSWORD}==",
    f'{{"AccessKeyId": "{KEY}", "SecretAccessKey": "{SECRET}", "SessionToken": "{TOKEN}"}}',
    f"aws_secret_access_key = {SECRET}\naws_session_token={TOKEN}",
    f"signed with {USED}",
    f"cut {TOKEN[:120]}\n{TOKEN[120:]}",
)


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process has, broken by a line as in the tail of a file."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", f"{SECRET}\n")
    monkeypatch.setenv("AWS_SESSION_TOKEN", f"{TOKEN[:120]}\n{TOKEN[120:]}")
    monkeypatch.setenv("HTTPS_PROXY", f"http://anna:P/{PASSWORD}@proxy.acme:80")
    remember(USED)


def shown(text: str) -> list[str]:
    return [needle for needle in NEEDLES if needle in text]


def of_botocore(text: str) -> Iterator[Exception]:
    """Each of its errors, with the text wherever a text can be."""
    for kind in vars(boto).values():
        if not (inspect.isclass(kind) and issubclass(kind, boto.BotoCoreError)):
            continue
        fields: dict[str, Any] = {name.partition("[")[0]: text for _, name, _, _ in Formatter().parse(kind.fmt) if name}
        wanted = inspect.signature(kind).parameters
        fields |= {name: text for name, how in wanted.items() if how.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD}
        if any(how.kind is inspect.Parameter.VAR_KEYWORD for how in wanted.values()):
            fields = {"error": ValueError(text), "endpoint_url": text, "proxy_url": text, **fields}
        yield kind(**fields)


def of_other_libraries(text: str) -> Iterator[Exception]:
    for kind in (ValueError, KeyError, TypeError, AttributeError, IndexError, RuntimeError, RecursionError, OSError):
        yield kind(text)
    yield from (ArithmeticError(text), EOFError(text), FileNotFoundError(2, text, text), ssl.SSLError(text))
    yield from (socket.gaierror(-2, text), http.client.InvalidURL(text), http.client.BadStatusLine(text))
    yield from (urllib3.exceptions.LocationParseError(text), urllib3.exceptions.HTTPError(text))
    yield from (ResponseParserError(text), UnicodeDecodeError("utf-8", text.encode(), 0, 1, text))
    yield boto.ConfigParseError(path="/nowhere", error=configparser.ParsingError(text))
    answer: Any = {"Error": {"Code": "SignatureDoesNotMatch", "Message": text}}
    yield boto.ClientError(answer, "CreateAccount")
    yield boto.ClientError({"Error": {"Code": "Odd", "Message": text}}, "CreateAccount")


@pytest.mark.parametrize("text", QUOTED, ids=range(len(QUOTED)))
def test_whatever_raises_it_and_whatever_it_quotes_is_said_without_the_secret(text: str) -> None:
    assert shown(text), "the test itself would prove nothing"

    for error in (*of_botocore(text), *of_other_libraries(text)):
        with pytest.raises(AwsError) as caught, explained("organizations:CreateAccount", write=True):
            raise error
        told = f"{caught.value.message} {caught.value.remedy}"
        assert shown(told) == [], repr(error)
        assert caught.value.message.endswith("."), repr(error)
        assert caught.value.remedy.endswith("."), repr(error)


@pytest.mark.parametrize("text", QUOTED, ids=range(len(QUOTED)))
def test_nor_is_it_in_a_crash_report(text: str) -> None:
    assert shown(without_secrets(f"Traceback:\n  raise ValueError({text!r})\n{text}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:sts::999988887777:assumed-role/Admin/anna@example.com",
        "https://127.0.0.1:5000/path/a@b",
        "You must have a password policy: it is missing",
        "car-0123456789abcdef0123456789abcdef",
        "/home/anna/a/very/long/path/that/goes/on/and/on/for/ever/and/ever/and/ever/because/somebody/likes/folders/x",
        "the name sts.eu-west-1.amazonaws.com is not found",
    ],
)
def test_what_is_no_secret_is_said_as_it_is(text: str) -> None:
    assert said(text) == text
