"""How much of an answer is read. AWS's own come nowhere near; what does is not from AWS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, HTTPClientError, ReadTimeoutError
from botocore.parsers import ResponseParserError
from urllib3 import exceptions as urllib3

from wizard.errors import AwsError

MOST_BYTES = 8 * 1024 * 1024
"""Of one answer, unpacked. A page of IAM roles with their policies is the largest there is, below one MiB."""
MOST_PAGES = 5_000
"""Of one list: twice what the largest organization has, at 20 accounts a page."""
MOST_EMPTY_PAGES = 100
"""In a row. Organizations may answer empty pages before the next full one (API: organizations.ListAccounts)."""


def ending(action: str, pages: Iterable[Mapping[str, Any]], key: str) -> Iterator[Mapping[str, Any]]:
    """The pages of a list, whose items are under `key`. Raises AwsError for a list that has no end."""
    empty = 0
    for number, page in enumerate(pages, start=1):
        empty = 0 if page[key] else empty + 1
        if empty > MOST_EMPTY_PAGES or number > MOST_PAGES:
            raise endless(action, number)
        yield page


def endless(action: str, number: int) -> AwsError:
    """That a list has no end, after `number` pages."""
    return AwsError(
        f"The pages of {action} have no end; {number} were read.",
        "Check whether a proxy or AWS_ENDPOINT_URL stands between this machine and AWS, then start again; if there is "
        "none, report it to AWS Support.",
    )


class TooLarge(ResponseParserError):
    """An answer that nobody reads to its end, and that is not asked for twice."""


class HttpSession(Protocol):
    """What botocore sends requests with."""

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """The answer; its body was read unless the request says that it is streamed."""

    def close(self) -> None:
        """Let go of the connections."""


class BoundedHttpSession:
    """Reads an answer to MOST_BYTES and no further. Otherwise botocore would read whatever comes, into memory."""

    def __init__(self, inner: HttpSession) -> None:
        self._inner = inner

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """Like botocore's own; raises TooLarge for an answer that is too large."""
        streamed, request.stream_output = request.stream_output, True  # or the inner one would read it whole
        try:
            response = self._inner.send(request)
        finally:
            request.stream_output = streamed
        if not streamed:
            vars(response)["_content"] = b"".join(_read(response, request))  # where botocore keeps what was read
        return response

    def close(self) -> None:
        """Let go of the connections."""
        self._inner.close()


def bounded(client: Any) -> Any:
    """`client`, which from now on reads answers only as far as they can be AWS's."""
    endpoint = client._endpoint  # botocore has no other seam between itself and the network
    endpoint.http_session = BoundedHttpSession(endpoint.http_session)
    return client


def _read(response: AWSResponse, request: AWSPreparedRequest) -> Iterator[bytes]:
    """The body, piece by piece, with botocore's names for what goes wrong meanwhile."""
    size = 0
    try:
        for piece in response.raw.stream():
            size += len(piece)
            if size > MOST_BYTES:
                response.raw.close()
                raise TooLarge(f"it is larger than {MOST_BYTES // 1024 // 1024} MiB")
            yield piece
    except urllib3.ReadTimeoutError as error:
        raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
    except urllib3.ProtocolError as error:
        raise ConnectionClosedError(error=error, request=request, endpoint_url=request.url) from error
    except (urllib3.HTTPError, OSError) as error:
        raise HTTPClientError(error=error) from error
