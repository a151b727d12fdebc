"""Somebody is told when it gets expensive: a monthly budget of the whole organization warns by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from state.changes.base import Change
from state.changes.budgets import MonthlyBudget, SetBudget
from state.errors import Advice
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, NOTHING
from state.setup import Setup
from state.setup.guardrails import Item
from state.setup.partitions import currency_of
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Asks, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.edits.guardrails import BUDGET as BUDGET_QUESTIONS
from wizard.guardrails.auditing import BASELINE, Audited, Facts, Judged, Status
from wizard.guardrails.base import FREE, Group, Guardrail, Lacking, Value, ValueWords, Wanted, Words

BUDGET = "orgwizard-monthly"
THRESHOLDS = (80, 100)


@dataclass(frozen=True, slots=True)
class Budget:
    """A monthly cost budget of everything in the organization (API: budgets.Budget)."""

    name: str
    amount: str
    """In the currency that AWS bills in."""
    emails: tuple[str, ...]
    """Who is told."""

    @classmethod
    def all_of(cls, content: Answer) -> tuple[Budget, ...]:
        """From what `_read` gives."""
        return tuple(cls(name, str(each["amount"]), tuple(each["emails"])) for name, each in content.items())


def _read(inside: Inside) -> dict[str, dict[str, Any]]:
    """Those that are monthly, in the currency of the bill and of everything, by name, and how somebody is told."""

    def understand(budget: Answer) -> tuple[str, str]:
        whole = budget.get("TimeUnit") == "MONTHLY" and budget.get("BudgetType") == "COST"
        filtered = budget.get("CostFilters") or budget.get("FilterExpression")
        limit = budget.get("BudgetLimit", {})
        comparable = whole and not filtered and limit.get("Unit") == currency
        return str(budget["BudgetName"]), str(limit.get("Amount", "")) if comparable else ""

    currency, account = currency_of(inside.place.region), {"AccountId": inside.account_id}
    found = inside.outside.ask_all("budgets", "DescribeBudgets", "Budgets", understand, **account)
    return {name: _budget(inside.outside, account, name, amount) for name, amount in found if amount}


def _budget(calls: Asks, account: dict[str, str], name: str, amount: str) -> dict[str, Any]:
    notifications = calls.ask_all(
        "budgets", "DescribeNotificationsForBudget", "Notifications", dict, **account, BudgetName=name
    )
    emails: set[str] = set()
    for notification in notifications:
        emails |= set(
            calls.ask_all(
                "budgets",
                "DescribeSubscribersForNotification",
                "Subscribers",
                lambda answer: str(answer["Address"]),
                **account,
                BudgetName=name,
                Notification=notification,
            )
        )
    thresholds = sorted({int(notification["Threshold"]) for notification in notifications})
    return {"amount": f"{float(amount):g}", "emails": sorted(emails), "thresholds": thresholds}


BUDGETS = Reads(
    SetBudget.name,
    _read,
    Budget.all_of,
    (
        "budgets:DescribeBudgets",
        "budgets:DescribeNotificationsForBudget",
        "budgets:DescribeSubscribersForNotification",
    ),
    ("budgets:ViewBudget",),
    outside=True,
)


@dataclass(frozen=True)
class BudgetWarns(SettingClaim[tuple[Budget, ...]]):
    """Somebody is told when the organization costs more than planned. Any budget of that kind will do that is lower."""

    amount: int
    email: str
    reads = BUDGETS

    @property
    def title(self) -> str:
        return f"Somebody is told above {self.amount} {self._currency} a month"

    @property
    def _currency(self) -> str:
        return currency_of(self.place.region)

    def judge(self, present: tuple[Budget, ...] | None, _observed: Observed) -> Verdict:
        budgets = present or ()
        for budget in budgets:
            if budget.emails and float(budget.amount) <= self.amount:
                return Satisfied(
                    f"Budget {budget.name} tells {', '.join(budget.emails)} at {budget.amount} {self._currency}."
                )
        ours = next((budget for budget in budgets if budget.name == BUDGET), None)
        if ours is not None:
            return Blocked(
                f"Budget {BUDGET} exists with {ours.amount} {self._currency}, which is more than {self.amount}, or "
                "tells nobody.",
                "Nothing of yours is overwritten: change or delete it in Billing and Cost Management, Budgets.",
            )
        wanted = MonthlyBudget(str(self.amount), (self.email,), THRESHOLDS)
        return Needed(SetBudget(self.place, wanted.value, BUDGET))


@dataclass(frozen=True)
class BudgetTakenBack(SettingClaim[tuple[Budget, ...]]):
    """The program's budget is gone. Everybody else's stays."""

    reads = BUDGETS

    @property
    def key(self) -> str:
        return "taken-back:budget"

    @property
    def title(self) -> str:
        return f"Budget {BUDGET} is taken back"

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (SetBudget(self.place, NOTHING, BUDGET),)

    def judge(self, present: tuple[Budget, ...] | None, _observed: Observed) -> Verdict:
        if any(budget.name == BUDGET for budget in present or ()):
            return Needed(SetBudget(self.place, NOTHING, BUDGET))
        return Satisfied("There is no such budget.")


def _warns(wanted: Wanted) -> Iterator[Claim]:
    guardrails = wanted.setup.guardrails
    yield BudgetWarns(wanted.management, guardrails.monthly_budget_usd, guardrails.budget_email)


def _gone(wanted: Wanted) -> Iterator[Claim]:
    yield BudgetTakenBack(wanted.management)


def _now(setup: Setup) -> str:
    guardrails = setup.guardrails
    if not guardrails.monthly_budget_usd:
        return "none yet"
    amount = f"{guardrails.monthly_budget_usd} {currency_of(setup.home_region)}"
    return f"{amount}, tells {guardrails.budget_email or 'nobody yet'}"


def _judge(facts: Facts) -> Judged:
    if facts.holds(f"{BUDGETS.setting}:{MANAGEMENT_ACCOUNT}"):
        return Status.MET, "A budget warns somebody."
    return Status.YOURS, "No budget that warns somebody is known."


GUARDRAIL = Guardrail(
    item=Item.BUDGET,
    group=Group.MONEY,
    words=Words(
        "Somebody is told of high costs",
        "A mail at 80 and 100 percent of your budget, and when more is forecast, before credits. It warns, and stops "
        "nothing.",
        FREE,
        "The budget is deleted.",
    ),
    applied=_warns,
    taken_back=_gone,
    reads=(BUDGETS,),
    audited=(Audited(BASELINE, "ACCT.10", "A budget with alerts", _judge),),
    needs="It needs an amount and an address.",
    lacking=Lacking(
        "Nothing is set until you say how much a month may cost, and who is told.",
        Advice(
            "There is no budget, so nobody is told when it gets expensive.",
            "Say on Guardrails how much a month may cost and who is told, or turn this protection off there.",
        ),
    ),
    value=ValueWords(
        Value.BUDGET,
        "Monthly budget",
        "Above how many US dollars a month somebody is told, and who. In China: yuan. It warns, and stops nothing.",
        BUDGET_QUESTIONS,
        _now,
    ),
)
