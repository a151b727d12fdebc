"""Each new account can be used: its organization access role can be assumed, and IAM and the home Region answer."""

from __future__ import annotations

from dataclasses import dataclass

from state.observed import Observed
from wizard.steps.accounts import account_key
from wizard.verdicts import Satisfied, Step, Verdict, Waiting

TRY_AGAIN_AFTER = 15


@dataclass(frozen=True)
class AccountIsReady(Step):
    """Somebody of the management account can step into the account. Nothing is changed to find out."""

    account_name: str
    email: str
    organization_access_role: str

    @property
    def key(self) -> str:
        return f"ready:{self.email.lower()}"

    @property
    def title(self) -> str:
        return f"Account {self.account_name} can be used"

    @property
    def requires(self) -> tuple[str, ...]:
        return (account_key(self.email),)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_with_email(self.email)
        readiness = observed.readiness_of(account.account_id) if account else None
        if readiness is None:
            return Waiting("Nobody has stepped into it yet.", look_again_after=1)
        if readiness.ready:
            return Satisfied(readiness.why)
        if observed.identity is not None and observed.identity.principal == "root":
            return Waiting(
                "A root user cannot assume roles, so nobody has stepped into it.",
                on_whom="an administrator, signed in as anything but the root user",
            )
        return Waiting(
            f"AWS is still setting the account up: {readiness.missing} does not work yet ({readiness.why})",
            look_again_after=TRY_AGAIN_AFTER,
        )
