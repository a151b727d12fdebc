"""Whether an account can be used: that it exists does not mean that anybody can step into it.

AWS advises to wait some minutes after CreateAccount (API: organizations.CreateAccount); rarely it takes a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

SET_UP_WITHIN = timedelta(days=1)
"""What does not work in an account that was created longer ago does not come by waiting."""
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

    @property
    def ready(self) -> bool:
        """Whether everything that was tried works."""
        return not self.missing
