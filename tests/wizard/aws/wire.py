"""AWS on the wire: answers of one's choice to real boto3 clients, and a record of what was really sent."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from state.observed import Identity
from wizard.aws.gateway import AwsGateway
from wizard.aws.sessions import unconfigured
from wizard.clock import SystemClock

IDENTITY = Identity("111111111111", "arn:aws:iam::111111111111:user/anna")
Payload = dict[str, Any] | str
Reply = tuple[int, Payload] | Exception | Callable[[dict[str, Any]], tuple[int, Payload]]


class Wire:
    """Answers each operation with its replies in turn, the last of them for ever."""

    def __init__(self, **replies: list[Reply]) -> None:
        self.replies = replies
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def session(self) -> boto3.Session:
        """A session whose every request ends here."""
        session = boto3.Session(
            "AKIAIOSFODNN7EXAMPLE", "example", region_name="eu-west-1", botocore_session=unconfigured()
        )
        session.events.register("before-send", self._answer)  # type: ignore[arg-type]  # a hook may answer
        return session

    def gateway(self) -> AwsGateway:
        """The real gateway on this wire."""
        return AwsGateway(self.session(), IDENTITY, SystemClock())

    def count(self, operation: str) -> int:
        """How often the operation was sent."""
        return sum(name == operation for name, _ in self.sent)

    def _answer(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        operation, parameters = _read(request) if request.body else (event_name.rpartition(".")[2], {})
        self.sent.append((operation, parameters))
        replies = self.replies[operation]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if isinstance(reply, Exception):
            raise reply
        status, payload = reply(parameters) if callable(reply) else reply
        text = payload if isinstance(payload, str) else json.dumps(payload)
        headers = HTTPHeaders.from_pairs([("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "r-42")])
        return AWSResponse(request.url, status, headers, _Body(text.encode()))


class _Body(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()


def _read(request: Any) -> tuple[str, dict[str, Any]]:
    body = request.body.decode() if isinstance(request.body, bytes) else request.body
    if target := request.headers.get("X-Amz-Target"):
        name = target.decode() if isinstance(target, bytes) else target
        return name.rpartition(".")[2], json.loads(body)
    fields = {key: values[0] for key, values in parse_qs(body).items()}
    return fields.pop("Action"), fields


def refused(code: str, message: str = "No", **members: Any) -> tuple[int, dict[str, Any]]:
    """An error of AWS's, as JSON 1.1 has it."""
    return 400, {"__type": code, "Message": message, **members}
