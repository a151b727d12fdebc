"""What auditors' lists are judged by: the setup, the reading, and the verdicts of the setup's claims. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from state.observed import AccountState, Observed
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup import Setup
from state.setup.guardrails import Item
from state.setup.scope_rules import left_out_of
from wizard.claims.base import Satisfied, Verdict

CIS = "CIS AWS Foundations"
"""The benchmark, v5.0.0 and v3.0.0, with Security Hub's ids (Security Hub user guide,
cis-aws-foundations-benchmark)."""
BASELINE = "Startup Security Baseline"
"""AWS's, ACCT.01 to ACCT.17 (prescriptive guidance, securing-your-account)."""


class Status(StrEnum):
    """How a line stands."""

    MET = "met"
    NOT_APPLICABLE = "not applicable"
    YOURS = "yours to do"


@dataclass(frozen=True, slots=True)
class Facts:
    """What lines are judged by."""

    setup: Setup
    observed: Observed
    verdicts: Mapping[str, Verdict]
    """By the claim's key."""

    def holds(self, key: str) -> bool:
        """Whether a claim was made, and holds."""
        return isinstance(self.verdicts.get(key), Satisfied)

    def left_out(self, item: Item) -> str:
        """In which accounts a guardrail does not hold because the setup has it so, as a sentence; empty for none."""
        left = left_out_of(self.setup, item)
        return f"As the setup has it, it does not hold in {', '.join(left)}." if left else ""

    def everywhere(self, setting: str, *, members_only: bool = False) -> str:
        """In which accounts of the organization a setting does not hold or is not looked at, as a sentence; empty
        for none."""
        if self.observed.organization is None:
            return "There is no organization yet."
        hidden = self.observed.looked_at_in_vain(("accounts",))
        if hidden is not None:
            return f"Which accounts there are could not be seen: {hidden.what}"
        management = self.observed.organization.management_account_id
        without = sorted(
            account.account_name
            for account in self.observed.accounts
            if account.state == AccountState.ACTIVE
            and not (members_only and account.account_id == management)
            and not any(
                self.holds(f"{setting}:{reference.lower()}")
                for reference in (
                    (MANAGEMENT_ACCOUNT,) if account.account_id == management else (account.email, account.account_id)
                )
            )
        )
        shown = ", ".join(without[:5]) + (f" and {len(without) - 5} more" if len(without) > 5 else "")
        return f"Not set, or not looked at by this program, in {shown}." if without else ""


Judged = tuple[Status, str]
"""How a line stands, and why in a whole sentence."""
Judge = Callable[[Facts], Judged]


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of a list, and how it is judged."""

    standard: str
    item: str
    """Security Hub's id, or ACCT.01 to ACCT.17."""
    title: str
    judge: Judge


def yours(why: str) -> Judge:
    """It is the team's to do."""
    return lambda _facts: (Status.YOURS, why)


def in_every_account(setting: str, met: str) -> Judge:
    """Met once the setting holds in every account of the organization."""

    def judge(facts: Facts) -> Judged:
        missing = facts.everywhere(setting)
        return (Status.YOURS, missing) if missing else (Status.MET, met)

    return judge
