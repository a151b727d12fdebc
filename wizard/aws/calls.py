"""One call to AWS at a time: reads page by page to the end, writes exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from botocore import xform_name
from botocore.credentials import Credentials

from state.changes.request import Request
from wizard.aws.bounds import ending, endless
from wizard.aws.failures import explained
from wizard.aws.sessions import Clients, signed_with
from wizard.errors import NotReadyYet, Unreadable

Result = TypeVar("Result")
Answer = Mapping[str, Any]

_NEXT = {"iam": "Marker"}
"""What a service calls the token of the next page, in the call and in the answer, if not NextToken."""
PAUSES = (0.5, 2.0)
"""Seconds before an answer that makes no sense is asked for again; botocore repeats every other passing fault."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A session in another account."""

    account_id: str
    credentials: Credentials = field(repr=False)
    forget: Callable[[], None]
    """Whoever enters next is given another session."""


class Calls:
    """Calls with one session's clients. Safe to share between threads. Every method raises AwsError."""

    _pauses: tuple[float, ...] = PAUSES

    def __init__(self, clients: Clients, region: str = "", entered: Entered | None = None) -> None:
        """In the Region that is named, else in the session's own; signed with the credentials of the account that was
        entered, else with the session's own."""
        self.clients = clients
        self._region = region
        self._entered = entered
        self._inside = entered.account_id if entered else ""
        self._signed_with = signed_with(entered.credentials if entered else None)

    def glances(self) -> Glances:
        """The same, but asking with no patience at all."""
        return Glances(self.clients, self._region, self._entered)

    def ask(self, service: str, operation: str, understand: Callable[[Answer], Result], **parameters: Any) -> Result:
        """What `understand` makes of the answer to one reading call."""

        def look(read: Callable[..., Any]) -> Result:
            return understand(read(**parameters, **self._signed_with))

        return self._readably(service, operation, look)

    def ask_all(
        self, service: str, operation: str, key: str, understand: Callable[[Answer], Result], **parameters: Any
    ) -> list[Result]:
        """The items under `key` on every page, each as `understand` makes of it.

        Only a missing token ends a list: Organizations may answer an empty page with a token
        (API: organizations.ListAccounts). A list that would never end is an error: a token that comes twice, empty
        pages one after the other, more pages than anything has.
        """
        action, token_name = f"{service}:{operation}", _NEXT.get(service, "NextToken")

        def look(read: Callable[..., Any]) -> list[Result]:
            pages = ending(action, self._pages(read, action, token_name, parameters), key)
            followed = self.clients.listings.followed(action, pages, key)
            return [understand(item) for page in followed for item in page[key]]

        return self._readably(service, operation, look)

    def _readably(self, service: str, operation: str, look: Callable[[Callable[..., Any]], Result]) -> Result:
        """What `look` gives. Reading twice does no harm, so what makes no sense is asked for a few times."""
        action = f"{service}:{operation}"
        with explained(action):
            client = self._client(service)
            read, host = getattr(client, xform_name(operation)), urlsplit(client.meta.endpoint_url).hostname or "AWS"
        for pause in self._pauses:
            try:
                with self._explained(action, host):
                    return look(read)
            except Unreadable as error:
                if not error.passing:
                    raise
                self.clients.sleep(pause)
        with self._explained(action, host):
            return look(read)

    @contextmanager
    def _explained(self, action: str, host: str = "AWS", *, write: bool = False) -> Iterator[None]:
        """A session that is not known is entered anew the next time."""
        try:
            with explained(action, write=write, host=host, entered=self._inside):
                yield
        except NotReadyYet:
            if self._entered:
                self._entered.forget()
            raise

    def _pages(
        self, read: Callable[..., Any], action: str, token_name: str, parameters: dict[str, Any]
    ) -> Iterator[Answer]:
        seen = set[str]()
        while True:
            page = read(**parameters, **self._signed_with)
            yield page
            token = page.get(token_name)
            if not token:
                return
            if token in seen:
                raise endless(action, len(seen) + 1)
            seen.add(token)
            parameters = {**parameters, token_name: token}

    def send(self, request: Request, understand: Callable[[Answer], Result]) -> Result:
        """Send a write once; what `understand` makes of the answer."""
        with self._explained(f"{request.service}:{request.operation}", write=True):
            write = getattr(self.clients.writing(request.service, self._region), xform_name(request.operation))
            return understand(write(**request.parameters, **self._signed_with))

    def _client(self, service: str) -> Any:
        return self.clients.reading(service, self._region)


class Glances(Calls):
    """Questions whose answer is welcome and not needed: asked with no patience at all."""

    _pauses = ()

    def _client(self, service: str) -> Any:
        return self.clients.glancing(service, self._region)
