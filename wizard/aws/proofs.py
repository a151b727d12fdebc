"""Whether a door that was narrowed still opens: it is opened anew, with a session kept that goes back if it does not.

IAM takes a while to know a new trust everywhere, so neither an early success nor an early refusal tells anything
(IAM user guide, troubleshoot_general). The kept session outlives the change, for nobody asks it for the trust again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from state.changes.access_roles import UpdateAccessRoleTrust
from state.observed import Observed
from wizard.aws.calls import Calls
from wizard.aws.member_accounts import MemberAccounts
from wizard.clock import Clock
from wizard.errors import AwsError, CredentialsExpired, NoCredentials
from wizard.gateway import RequestStatus

SETTLES_IN = timedelta(seconds=60)
"""Before this much time has passed nothing is tried."""
GIVEN_UP_AFTER = timedelta(minutes=10)
TIMES = 3
"""How often in a row it has to open."""
IN_PROGRESS, SUCCEEDED, FAILED = "IN_PROGRESS", "SUCCEEDED", "FAILED"


@dataclass
class _Proof:
    began: datetime
    kept: Calls | None
    """A session from before the change; None after a crash."""
    opened: int = 0


class Proofs:
    """The doors that are being proven, by the account's id. A crash forgets them, and the proof begins anew."""

    def __init__(self, members: MemberAccounts, clock: Clock) -> None:
        self._members = members
        self._clock = clock
        self._under_way: dict[str, _Proof] = {}

    def hold(self, change: UpdateAccessRoleTrust, observed: Observed) -> None:
        """Open the door once more before it is narrowed, and keep that session. Raises AwsError."""
        self._under_way[change.account_id(observed)] = _Proof(self._clock.now(), self._entered(change, observed))

    def follow(self, change: UpdateAccessRoleTrust, observed: Observed) -> RequestStatus:
        """Try the door, once it is time. Raises AwsError where the caller's own credentials are no longer good."""
        account_id, now = change.account_id(observed), self._clock.now()
        proof = self._under_way.setdefault(account_id, _Proof(now, None))
        if now < proof.began + SETTLES_IN:
            return RequestStatus(IN_PROGRESS)
        try:
            self._entered(change, observed).ask("iam", "GetAccountSummary", lambda _answer: None)
        except (CredentialsExpired, NoCredentials):
            raise
        except AwsError as error:
            proof.opened = 0
            if now < proof.began + GIVEN_UP_AFTER:
                return RequestStatus(IN_PROGRESS)
            del self._under_way[account_id]
            return RequestStatus(FAILED, f"{error.message} {_put_back(proof, change, observed)}")
        proof.opened += 1
        if proof.opened < TIMES:
            return RequestStatus(IN_PROGRESS)
        del self._under_way[account_id]
        return RequestStatus(SUCCEEDED)

    def _entered(self, change: UpdateAccessRoleTrust, observed: Observed) -> Calls:
        place = change.place
        return self._members.enter_anew(change.account_id(observed), place.role_name, place.region)


def _put_back(proof: _Proof, change: UpdateAccessRoleTrust, observed: Observed) -> str:
    """Write the old trust again; what came of it, as a sentence."""
    if proof.kept is None or not change.before:
        return "The session from before is gone, so the old trust could not be put back."
    try:
        proof.kept.send(change.trusting(observed, change.before), lambda _answer: None)
    except AwsError as error:
        return f"The old trust could not be put back either: {error.message}"
    return "The old trust was put back."
