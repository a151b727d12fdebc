"""The write that makes a monthly budget, or takes it away."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from state.changes.request import MADE_HERE, Request
from state.changes.settings import EntryChange
from state.observed import Observed
from state.observed.settings import as_value
from state.page_key import PageKey
from state.setup.partitions import currency_of


@dataclass(frozen=True, slots=True)
class MonthlyBudget:
    """What a budget asks for."""

    amount: str
    """In US dollars."""
    emails: tuple[str, ...]
    """Who is told."""
    thresholds: tuple[int, ...]
    """When, in percent of the amount."""

    @property
    def value(self) -> str:
        """As a setting's value."""
        return as_value(asdict(self))


@dataclass(frozen=True, slots=True)
class SetBudget(EntryChange):
    """API: budgets.CreateBudget or budgets.DeleteBudget, in the management account."""

    name = "budgets"
    undo = "DeleteBudget removes it."
    needs = ("budgets:ModifyBudget", "budgets:TagResource")
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return f"{'Delete' if self.takes_away else 'Create'} budget {self.entry}"

    @property
    def budget(self) -> MonthlyBudget | None:
        """What is asked for; None when it goes."""
        if self.takes_away:
            return None
        content = json.loads(self.value)
        return MonthlyBudget(content["amount"], tuple(content["emails"]), tuple(content["thresholds"]))

    @property
    def detail(self) -> str:
        budget, currency = self.budget, currency_of(self.place.region)
        return f"{budget.amount} {currency} a month, tells {', '.join(budget.emails)}" if budget else ""

    @property
    def consequence(self) -> str:
        return "It warns at 80 and 100 percent and when more is forecast, before credits, up to a day late."

    def request(self, observed: Observed) -> Request:
        """A limit, mails at each of the thresholds in percent of it, and one when the month is forecast to exceed it.

        Credits and refunds are left out: AWS subtracts them unless told otherwise, and a team that lives on credits
        would be warned when they are gone (API: budgets.CostTypes).
        """
        parameters: dict[str, Any] = {"AccountId": self.account_id(observed)}
        budget = self.budget
        if budget is None:
            return Request("budgets", "DeleteBudget", {**parameters, "BudgetName": self.entry})
        subscribers = [{"SubscriptionType": "EMAIL", "Address": email} for email in budget.emails]
        parameters["Budget"] = {
            "BudgetName": self.entry,
            "BudgetLimit": {"Amount": budget.amount, "Unit": currency_of(self.place.region)},
            "TimeUnit": "MONTHLY",
            "BudgetType": "COST",
            "CostTypes": {"IncludeCredit": False, "IncludeRefund": False},
        }
        alerts = [*(("ACTUAL", threshold) for threshold in budget.thresholds), ("FORECASTED", 100)]
        parameters["NotificationsWithSubscribers"] = [
            {
                "Notification": {
                    "NotificationType": kind,
                    "ComparisonOperator": "GREATER_THAN",
                    "Threshold": threshold,
                    "ThresholdType": "PERCENTAGE",
                },
                "Subscribers": subscribers,
            }
            for kind, threshold in alerts
        ]
        parameters["ResourceTags"] = MADE_HERE
        return Request("budgets", "CreateBudget", parameters)
