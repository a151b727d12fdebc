"""How each account stands against what the guardrails of a setup want of it: one line a setting. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup import Setup
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, NotSeen, Satisfied, Verdict, Waiting
from wizard.claims.settings import SettingClaim
from wizard.guardrails import guardrail_claims
from wizard.plan.series import in_words

Assessed = tuple[tuple[Claim, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One setting of one account."""

    account: str
    """The account's id, or what the setup calls it while it has none."""
    check: str
    """The claim's name without the account, such as `ebs-encryption`."""
    status: str
    """met, to do, waiting, blocked or unknown."""
    because: str
    """Why, in a sentence."""


def baseline(setup: Setup, observed: Observed, assessed: Assessed) -> tuple[Check, ...]:
    """Every setting that the setup claims, account by account; `assessed` are the verdicts of all its claims."""
    wanted = {claim.key for claim in guardrail_claims(setup)}
    checks = {
        Check(_account(claim, observed), _check(claim), status_of(verdict), because(verdict))
        for claim, verdict in assessed
        if isinstance(claim, SettingClaim) and claim.key in wanted
    }
    return tuple(sorted(checks, key=lambda each: (each.account, each.check)))


def status_of(verdict: Verdict) -> str:
    """A verdict in a word."""
    match verdict:
        case Satisfied():
            return "met"
        case Waiting(on_whom=whom) if whom != ANOTHER_CLAIM:
            return "waiting"
        case NotSeen():
            return "unknown"
        case Blocked():
            return "blocked"
        case _:
            return "to do"


def because(verdict: Verdict) -> str:
    """What a verdict rests on, in a sentence."""
    match verdict:
        case Satisfied(evidence):
            return evidence
        case Waiting(reason):
            return reason
        case Needed():
            return f"Not made yet: {in_words(verdict.changes)}."
        case Blocked(what):
            return what


def _account(claim: SettingClaim[Any], observed: Observed) -> str:
    if claim.place.account == MANAGEMENT_ACCOUNT and observed.organization is not None:
        return observed.organization.management_account_id
    account = observed.account_called(claim.place.account)
    return account.account_id if account else claim.place.account


def _check(claim: SettingClaim[Any]) -> str:
    return claim.key.removesuffix(f":{claim.place.account.lower()}")
