"""Whether a new account can be used: SUCCEEDED means that it exists, not that anybody can step into it.

AWS advises to wait some minutes after CreateAccount (API: organizations.CreateAccount); rarely it takes a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

SET_UP_WITHIN = timedelta(days=1)
"""An account that joined longer ago is taken to be set up, and not tried."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What came of stepping into one account through its organization access role."""

    account_id: str
    missing: str = ""
    """The first thing that does not work yet, such as `its role`, `IAM`, `the Region eu-west-1`; empty for none."""
    why: str = ""
    """What AWS said about it."""

    @property
    def ready(self) -> bool:
        """Whether everything that was tried works."""
        return not self.missing
