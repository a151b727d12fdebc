"""The write that makes a monthly budget, or takes it away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from state.changes.request import Request
from state.changes.settings import EntryChange
from state.observed import Observed
from state.page_key import PageKey


@dataclass(frozen=True, slots=True)
class SetBudget(EntryChange):
    """API: budgets.CreateBudget or budgets.DeleteBudget, in the management account."""

    name = "budgets"
    undo = "DeleteBudget removes it."
    needs = ("budgets:ModifyBudget",)
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return f"{'Delete' if self.takes_away else 'Create'} budget {self.entry}"

    @property
    def detail(self) -> str:
        budget = json.loads(self.value)
        return f"{budget['amount']} USD a month, tells {', '.join(budget['emails'])}" if budget else ""

    @property
    def consequence(self) -> str:
        return "It warns at 80 and 100 percent, up to a day late, and stops nothing."

    def request(self, observed: Observed) -> Request:
        """A limit, and mails at each of the thresholds in percent of it."""
        parameters: dict[str, Any] = {"AccountId": self.account_id(observed)}
        content = self.content(observed)
        if content is None:
            return Request("budgets", "DeleteBudget", {**parameters, "BudgetName": self.entry})
        subscribers = [{"SubscriptionType": "EMAIL", "Address": email} for email in content["emails"]]
        parameters["Budget"] = {
            "BudgetName": self.entry,
            "BudgetLimit": {"Amount": content["amount"], "Unit": "USD"},
            "TimeUnit": "MONTHLY",
            "BudgetType": "COST",
        }
        parameters["NotificationsWithSubscribers"] = [
            {
                "Notification": {
                    "NotificationType": "ACTUAL",
                    "ComparisonOperator": "GREATER_THAN",
                    "Threshold": threshold,
                    "ThresholdType": "PERCENTAGE",
                },
                "Subscribers": subscribers,
            }
            for threshold in content["thresholds"]
        ]
        return Request("budgets", "CreateBudget", parameters)
