"""Whether an account can be used: that it exists does not mean that anybody can step into it.

AWS advises to wait some minutes after CreateAccount (API: organizations.CreateAccount); rarely it takes a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from state.observed.facts import INVITED, Account

SET_UP_WITHIN = timedelta(days=1)
"""What does not work in an account that was created longer ago does not come by waiting."""


def is_young(account: Account, now: datetime) -> bool:
    """Whether AWS may still be at work there. An invited account was in use before it joined."""
    if account.joined_method == INVITED or account.joined_at is None:
        return False
    return now - account.joined_at <= SET_UP_WITHIN


ITS_ROLE = "its role"
"""What is missing where the organization access role cannot be assumed."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What came of stepping into one account through its organization access role."""

    account_id: str
    missing: str = ""
    """The first thing that does not work yet, such as `its role`, `IAM`, `the Region eu-west-1`; empty for none."""
    why: str = ""
    """What AWS said about it."""
    final: bool = False
    """Whether trying again is of no use before somebody has changed something."""
    remedy: str = ""
    """What that somebody has to do, where AWS's answer tells."""
    young: bool = False
    """Whether AWS may still be setting the account up."""

    @property
    def unseen(self) -> bool:
        """Whether it could not be found out for a reason that passes, in an account that was set up long ago."""
        return not (self.ready or self.final or self.young)

    @property
    def ready(self) -> bool:
        """Whether everything that was tried works."""
        return not self.missing
