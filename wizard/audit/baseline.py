"""How each account stands against what the guardrails of a setup want of it: one line a setting. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup import Setup
from wizard.claims.base import ANOTHER_STEP, Blocked, Satisfied, Step, Verdict, Waiting
from wizard.guardrails import guardrail_steps
from wizard.guardrails.account_settings import SettingStep

Assessed = tuple[tuple[Step, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One setting of one account."""

    account: str
    """The account's id, or what the setup calls it while it has none."""
    check: str
    """The step's name without the account, such as `ebs-encryption`."""
    status: str
    """met, to do, waiting or blocked."""


def baseline(setup: Setup, observed: Observed, assessed: Assessed) -> tuple[Check, ...]:
    """Every setting that the setup claims, account by account; `assessed` are the verdicts of all its steps."""
    wanted = {step.key for step in guardrail_steps(setup)}
    checks = {
        Check(_account(step, observed), _check(step), status_of(verdict))
        for step, verdict in assessed
        if isinstance(step, SettingStep) and step.key in wanted
    }
    return tuple(sorted(checks, key=lambda each: (each.account, each.check)))


def status_of(verdict: Verdict) -> str:
    """A verdict in a word."""
    match verdict:
        case Satisfied():
            return "met"
        case Waiting(on_whom=whom) if whom != ANOTHER_STEP:
            return "waiting"
        case Blocked():
            return "blocked"
        case _:
            return "to do"


def _account(step: SettingStep, observed: Observed) -> str:
    if step.place.account == MANAGEMENT_ACCOUNT and observed.organization is not None:
        return observed.organization.management_account_id
    account = observed.account_called(step.place.account)
    return account.account_id if account else step.place.account


def _check(step: SettingStep) -> str:
    return step.key.removesuffix(f":{step.place.account.lower()}")
