"""What a review wants to know beside the organization: quota, plan, open invitations, the root user.

Nothing depends on it. Whatever AWS refuses, lacks or is slow to say stays unknown, and a reading is never held up.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TypeVar

from state.observed import Identity, Surroundings
from state.observed.handshake import INVITE, Handshake
from wizard.aws import translate
from wizard.aws.calls import Calls, Glances
from wizard.errors import AwsError

Result = TypeVar("Result")

US_EAST_1 = "us-east-1"
"""Service Quotas knows the quotas of Organizations there only (user guide, orgs_reference_limits), and the Free Tier
API is there only; both in the partition `aws`."""
ORGANIZATIONS = "organizations"
ACCOUNT_QUOTA = "L-E619E033"
"""Default maximum number of accounts."""


def received_invitations(calls: Calls) -> tuple[Handshake, ...]:
    """Invitations of the caller's account into organizations, oldest first. Raises AwsError."""
    found = calls.ask_all(
        ORGANIZATIONS,
        "ListHandshakesForAccount",
        "Handshakes",
        lambda answer: translate.handshake(answer, ""),
        Filter={"ActionType": INVITE},
    )
    return tuple(sorted(found, key=lambda each: (each.requested_at, each.handshake_id)))


class SurroundingsReading:
    """Four questions side by side, already asked when this is made."""

    def __init__(self, calls: Calls, pool: Executor, identity: Identity, in_organization: bool) -> None:
        self._glances = Glances(calls.clients, US_EAST_1 if identity.partition == "aws" else "")
        self._pool = pool
        known = identity.partition == "aws"
        self._quota = self._ask(self._account_quota) if known else None
        self._plan = self._ask(self._account_plan) if known else None
        self._received = None if in_organization else self._ask(lambda: received_invitations(self._glances))
        self._root_user = self._ask(self._root_user_summary)

    def result(self) -> Surroundings:
        """The answers, as far as there are any."""
        root_user = self._root_user.result()
        return Surroundings(
            account_quota=self._quota.result() if self._quota else None,
            account_plan=self._plan.result() if self._plan else None,
            invitations_received=self._received.result() if self._received else None,
            root_access_keys=root_user[0] if root_user else None,
            root_mfa=root_user[1] if root_user else None,
        )

    def _ask(self, question: Callable[[], Result]) -> Future[Result | None]:
        def answer() -> Result | None:
            try:
                return question()
            except AwsError:
                return None

        return self._pool.submit(answer)

    def _account_quota(self) -> int:
        return self._glances.ask(
            "service-quotas",
            "GetServiceQuota",
            lambda answer: int(answer["Quota"]["Value"]),
            ServiceCode=ORGANIZATIONS,
            QuotaCode=ACCOUNT_QUOTA,
        )

    def _account_plan(self) -> str:
        return self._glances.ask("freetier", "GetAccountPlanState", lambda answer: str(answer["accountPlanType"]))

    def _root_user_summary(self) -> tuple[bool, bool]:
        return self._glances.ask(
            "iam",
            "GetAccountSummary",
            lambda answer: (
                bool(answer["SummaryMap"]["AccountAccessKeysPresent"]),
                bool(answer["SummaryMap"]["AccountMFAEnabled"]),
            ),
        )
