"""One call to AWS at a time: reads page by page to the end, writes exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from botocore import xform_name
from botocore.credentials import Credentials

from state.changes.request import Request
from wizard.aws.bounds import ending, endless
from wizard.aws.failures import explained
from wizard.aws.sessions import Clients, signed_with

Result = TypeVar("Result")
Answer = Mapping[str, Any]

_NEXT = {"iam": "Marker"}
"""What a service calls the token of the next page, in the call and in the answer, if not NextToken."""


class Calls:
    """Calls with one session's clients. Safe to share between threads. Every method raises AwsError."""

    def __init__(self, clients: Clients, region: str = "", credentials: Credentials | None = None) -> None:
        """In the Region that is named, else in the session's own; signed with `credentials`, else with the session's
        own."""
        self.clients = clients
        self._region = region
        self._credentials = credentials
        self._signed_with = signed_with(credentials)

    def glances(self) -> Glances:
        """The same, but asking with no patience at all."""
        return Glances(self.clients, self._region, self._credentials)

    def ask(self, service: str, operation: str, understand: Callable[[Answer], Result], **parameters: Any) -> Result:
        """What `understand` makes of the answer to one reading call."""
        with explained(f"{service}:{operation}"):
            return understand(self._reader(service, operation)(**parameters, **self._signed_with))

    def ask_all(
        self, service: str, operation: str, key: str, understand: Callable[[Answer], Result], **parameters: Any
    ) -> list[Result]:
        """The items under `key` on every page, each as `understand` makes of it.

        Only a missing token ends a list: Organizations may answer an empty page with a token
        (API: organizations.ListAccounts). A list that would never end is an error: a token that comes twice, empty
        pages one after the other, more pages than anything has.
        """
        action = f"{service}:{operation}"
        with explained(action):
            pages = ending(action, self._pages(service, operation, parameters), key)
            return [understand(item) for page in pages for item in page[key]]

    def _pages(self, service: str, operation: str, parameters: dict[str, Any]) -> Iterator[Answer]:
        token_name, seen = _NEXT.get(service, "NextToken"), set[str]()
        read = self._reader(service, operation)
        while True:
            page = read(**parameters, **self._signed_with)
            yield page
            token = page.get(token_name)
            if not token:
                return
            if token in seen:
                raise endless(f"{service}:{operation}", len(seen) + 1)
            seen.add(token)
            parameters = {**parameters, token_name: token}

    def send(self, request: Request, understand: Callable[[Answer], Result]) -> Result:
        """Send a write once; what `understand` makes of the answer."""
        with explained(f"{request.service}:{request.operation}", write=True):
            write = getattr(self.clients.writing(request.service, self._region), xform_name(request.operation))
            return understand(write(**request.parameters, **self._signed_with))

    def _reader(self, service: str, operation: str) -> Callable[..., Any]:
        reader: Callable[..., Any] = getattr(self.clients.reading(service, self._region), xform_name(operation))
        return reader


class Glances(Calls):
    """Questions whose answer is welcome and not needed: asked with no patience at all."""

    def _reader(self, service: str, operation: str) -> Callable[..., Any]:
        reader: Callable[..., Any] = getattr(self.clients.glancing(service, self._region), xform_name(operation))
        return reader
