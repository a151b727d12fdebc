"""The way to AWS of one signed-in identity: readings, changes, and what became of account creations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from state.changes.access_roles import UpdateAccessRoleTrust
from state.changes.accounts import CreateAccount
from state.changes.base import Change
from state.changes.request import Request
from state.observed import AccountCreation, Identity, Observed, Scope, Section
from state.observed.cloudtrail_event import CloudTrailEvent
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.aws.event_history import recorded_calls
from wizard.aws.listings import Listings
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.proofs import Proofs
from wizard.aws.reading import read
from wizard.aws.sessions import Clients
from wizard.aws.side_by_side import reading_threads
from wizard.clock import Clock
from wizard.errors import AwsError, NotFound
from wizard.gateway import RequestStatus, SessionCredentials

if TYPE_CHECKING:
    import boto3


class AwsGateway:
    """`wizard.gateway.Gateway` over a boto3 session, be it AWS's own or a simulated one."""

    def __init__(
        self, session: boto3.Session, identity: Identity, clock: Clock, listings: Listings | None = None
    ) -> None:
        """Makes no call. `identity` is whose the session is; `listings` follow what has many pages."""
        clients = Clients(session, sleep=clock.sleep, listings=listings)
        self._calls = Calls(clients)
        self._members = MemberAccounts(clients, identity.partition, clock, identity.session_name)
        self._proofs = Proofs(self._members, clock)
        self._identity = identity
        self._threads = reading_threads()
        self.clock = clock

    def observe(self, sections: frozenset[Section], scope: Scope, previous: Observed) -> Observed:
        """`previous` with the named sections read anew, up to eight calls at once.

        Outside the management account, and while there is no organization, everything that belongs to the
        organization is empty and not asked for. Raises AwsError.
        """
        return read(
            self._calls, self._members, self._threads, sections, scope, previous, self._identity, self.clock.now()
        )

    def perform(self, change: Change, observed: Observed) -> str:
        """Make one change, sending it exactly once.

        Returns the id of the request where AWS only took it down, else ''. Raises AwsError; with `outcome_unknown`
        the change may have been made all the same. A request that lacks an id is never sent.
        """
        request = change.request(observed)
        missing = request.placeholders
        if missing:
            raise AwsError(
                f"{change.title} was not sent, because AWS has not given the {missing[0].strip('<>')} yet.",
                "Look at AWS again, then try again; if it happens again, please report it as a defect.",
            )
        if isinstance(change, UpdateAccessRoleTrust):
            self._proofs.hold(change, observed)
        return self._calls_for(request).send(request, _receipt_for(change))

    def _calls_for(self, request: Request) -> Calls:
        """Where the request is sent: in the account that is signed in to, or inside of another."""
        place = request.place
        if place is None:
            return self._calls
        if request.root_task:
            return self._members.enter_as_root(request.account_id, request.root_task, place.region)
        if place.role_name:
            return self._members.enter(request.account_id, place.role_name, place.region)
        return Calls(self._calls.clients, place.region)

    def follow(self, receipt: str) -> AccountCreation | None:
        """How an account creation stands; None when AWS no longer knows it. Raises AwsError."""
        try:
            return self._calls.ask(
                "organizations",
                "DescribeCreateAccountStatus",
                lambda answer: translate.account_creation(answer["CreateAccountStatus"]),
                CreateAccountRequestId=receipt,
            )
        except NotFound:
            return None

    def follow_request(self, change: Change, receipt: str, observed: Observed) -> RequestStatus | None:
        """How a request stands that AWS took down for `change`; None when AWS no longer knows it. Raises AwsError."""
        if isinstance(change, UpdateAccessRoleTrust):
            return self._proofs.follow(change, observed)
        request, follows = change.request(observed), change.follows
        if follows is None:
            raise TypeError(f"{change.title} is done at once")

        def understand(answer: Mapping[str, Any]) -> RequestStatus:
            status = answer[follows.key]
            return RequestStatus(str(status["Status"]), str(status.get("FailureReason", "")))

        asked = {"InstanceArn": request.parameters["InstanceArn"], follows.parameter: receipt}
        try:
            return self._calls_for(request).ask(request.service, follows.operation, understand, **asked)
        except NotFound:
            return None

    def recorded_calls(self, event_name: str, region: str) -> tuple[CloudTrailEvent, ...]:
        """The latest calls of this operation in the signed-in account, the latest first. Raises AwsError."""
        return recorded_calls(Calls(self._calls.clients, region), event_name)

    def session_through(self, role_arns: Sequence[str]) -> SessionCredentials:
        """A session of the last of these roles, each assumed from the one before. Raises AwsError."""
        return self._members.through(role_arns)

    def find_creations(self, account_name: str, since: datetime) -> tuple[AccountCreation, ...]:
        """Creations in any state of an account of this name, requested at `since` or later, oldest first.

        Raises AwsError.
        """
        every = self._calls.ask_all(
            "organizations", "ListCreateAccountStatus", "CreateAccountStatuses", translate.account_creation
        )
        found = [one for one in every if one.account_name == account_name and one.requested_at >= since]
        return tuple(sorted(found, key=lambda one: (one.requested_at, one.create_account_request_id)))


def _receipt_for(change: Change) -> Callable[[Mapping[str, Any]], str]:
    """What of the answer is to be followed; nothing of what is done at once."""
    if isinstance(change, CreateAccount):
        return _request_id
    follows = change.follows
    return _nothing if follows is None else lambda answer: str(answer[follows.key]["RequestId"])


def _request_id(answer: Mapping[str, Any]) -> str:
    """A creation that failed at once has an id too; following it tells why."""
    return str(answer["CreateAccountStatus"]["Id"])


def _nothing(_answer: Mapping[str, Any]) -> str:
    return ""
