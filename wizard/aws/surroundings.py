"""What a review wants to know beside the organization: quota, plan, open invitations, the root user.

Nothing depends on it. Whatever AWS refuses or is slow to say is unknown, and told so; a reading is never held up.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TypeVar

from state.observed import Identity, Surroundings
from state.observed.handshake import INVITE, Handshake
from state.observed.seen import Absent, Known, Seen, Unknown
from wizard.aws import translate
from wizard.aws.calls import Answer, Calls, Glances
from wizard.errors import AwsError, NotFound

Result = TypeVar("Result")

US_EAST_1 = "us-east-1"
"""Service Quotas knows the quotas of Organizations there only (user guide, orgs_reference_limits), and the Free Tier
API is there only; both in the partition `aws`."""
ORGANIZATIONS = "organizations"
NO_PLAN = "ResourceNotFoundException"
"""What freetier.GetAccountPlanState answers for accounts that are older than plans."""
NAME_OF_ACCOUNT_QUOTA = "number of accounts"
"""Part of the quota's name. Sources differ on its code, and codes may change (user guide, orgs_reference_limits)."""


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
    """A few questions side by side, already asked when this is made."""

    def __init__(
        self, calls: Calls, pool: Executor, identity: Identity, home_region: str, in_organization: bool
    ) -> None:
        """`home_region` may be empty; then the session's own is asked."""
        self._glances = Glances(calls.clients, US_EAST_1 if identity.partition == "aws" else "")
        self._at_home = Glances(calls.clients, home_region)
        self._pool = pool
        known = identity.partition == "aws"
        self._quota = self._ask(self._account_quota) if known else None
        self._plan = self._ask(self._account_plan) if known else None
        self._received = None if in_organization else self._ask(lambda: received_invitations(self._glances))
        self._summary = self._ask(self._account_summary)
        self._buckets = None if in_organization else self._ask(self._count_of_buckets)
        self._instances = None if in_organization else self._ask(self._count_of_instances)

    def result(self) -> Surroundings:
        """The answers, and why there are none."""
        summary = self._summary.result()
        return Surroundings(
            account_quota=self._quota.result() if self._quota else Absent(),
            account_plan=self._plan.result() if self._plan else Absent(),
            invitations_received=self._received.result() if self._received else Absent(),
            root_access_keys=_from_summary(summary, lambda told: bool(told["AccountAccessKeysPresent"])),
            root_mfa=_from_summary(summary, lambda told: bool(told["AccountMFAEnabled"])),
            iam_users=_from_summary(summary, lambda told: told["Users"]) if self._buckets else Absent(),
            buckets=self._buckets.result() if self._buckets else Absent(),
            instances=self._instances.result() if self._instances else Absent(),
        )

    def _ask(self, question: Callable[[], Result]) -> Future[Seen[Result]]:
        def answer() -> Seen[Result]:
            try:
                return Known(question())
            except AwsError as error:
                if isinstance(error, NotFound) and error.code == NO_PLAN:
                    return Absent()
                return Unknown(error.message, error.remedy)

        return self._pool.submit(answer)

    def _account_quota(self) -> int:
        quotas = self._glances.ask_all(
            "service-quotas",
            "ListServiceQuotas",
            "Quotas",
            lambda answer: (str(answer["QuotaName"]), int(answer["Value"])),
            ServiceCode=ORGANIZATIONS,
        )
        found = [value for name, value in quotas if NAME_OF_ACCOUNT_QUOTA in name.lower()]
        if len(found) != 1:
            raise AwsError(
                "Service Quotas lists no quota of accounts for AWS Organizations, or several.",
                "Look under AWS Organizations in the console of Service Quotas, in us-east-1.",
            )
        return found[0]

    def _account_plan(self) -> str:
        return self._glances.ask("freetier", "GetAccountPlanState", lambda answer: str(answer["accountPlanType"]))

    def _account_summary(self) -> dict[str, int]:
        def understand(answer: Answer) -> dict[str, int]:
            told = answer["SummaryMap"]
            return {name: int(told[name]) for name in ("AccountAccessKeysPresent", "AccountMFAEnabled", "Users")}

        return self._glances.ask("iam", "GetAccountSummary", understand)

    def _count_of_buckets(self) -> int:
        return self._at_home.ask("s3", "ListBuckets", lambda answer: len(answer["Buckets"]))

    def _count_of_instances(self) -> int:
        def understand(answer: Answer) -> int:
            return sum(len(reservation["Instances"]) for reservation in answer["Reservations"])

        alive = {"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped"]}
        return self._at_home.ask("ec2", "DescribeInstances", understand, Filters=[alive])


def _from_summary(summary: Seen[dict[str, int]], what: Callable[[dict[str, int]], Result]) -> Seen[Result]:
    return Known(what(summary.value)) if isinstance(summary, Known) else summary
