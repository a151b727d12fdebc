"""Budgets and whom they tell, as the simulated AWS answers for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from botocore.utils import parse_to_aware_datetime

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import NEVER, Budget, Notification

MOST_NOTIFICATIONS = 10
MOST_SUBSCRIBERS = 11
"""Of a budget, and of a notification (API: budgets.CreateNotification)."""
_INCLUDED = (
    "Tax",
    "Subscription",
    "Refund",
    "Credit",
    "Upfront",
    "Recurring",
    "OtherSubscription",
    "Support",
    "Discount",
)
_COST_TYPES = {f"Include{kind}": True for kind in _INCLUDED} | {"UseBlended": False, "UseAmortized": False}
_TIMES = ("TimePeriod", "LastUpdatedTime", "CalculatedSpend")


@answers("budgets", "CreateBudget", writes=True)
def create_budget(call: Call) -> Answer:
    """API: budgets.CreateBudget, with whom to tell and when."""
    budgets, wanted = _budgets(call), call.parameters["Budget"]
    given = call.parameters.get("NotificationsWithSubscribers", [])
    if wanted["BudgetName"] in budgets:
        message = f"Error creating budget: {wanted['BudgetName']} - the budget already exists."
        raise Refusal("DuplicateRecordException", message)
    if len(given) > MOST_NOTIFICATIONS or any(len(each["Subscribers"]) > MOST_SUBSCRIBERS for each in given):
        raise Refusal("CreationLimitExceededException", "There are too many notifications or subscribers.")
    budget = _budget(call, wanted)
    budget.notifications = [_notification(each["Notification"], each["Subscribers"]) for each in given]
    budgets[budget.budget_name] = budget
    return {}


@answers("budgets", "UpdateBudget", writes=True)
def update_budget(call: Call) -> Answer:
    """API: budgets.UpdateBudget: replaces the budget, and keeps its notifications."""
    budgets, wanted = _budgets(call), call.parameters["NewBudget"]
    former = _require(budgets, wanted["BudgetName"])
    budgets[former.budget_name] = _budget(call, wanted)
    budgets[former.budget_name].notifications = former.notifications
    return {}


def _budget(call: Call, wanted: dict[str, Any]) -> Budget:
    if wanted["BudgetType"] in ("COST", "USAGE") and not {"BudgetLimit", "PlannedBudgetLimits"} & set(wanted):
        raise Refusal("InvalidParameterException", "A budget needs a limit.")
    if set(":\\") & set(wanted["BudgetName"]):  # the service model's pattern is one that Python cannot read
        raise Refusal("InvalidParameterException", "A budget's name has neither colons nor backslashes.")
    period = wanted.get("TimePeriod", {})
    month = call.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = parse_to_aware_datetime(period.get("Start", month))
    end = parse_to_aware_datetime(period.get("End", NEVER))
    if start > end:
        raise Refusal("InvalidParameterException", "Time period start date must be before time period end date.")
    content = {key: value for key, value in wanted.items() if key not in _TIMES}
    return Budget(wanted["BudgetName"], content, start, end, call.now)


@answers("budgets", "DeleteBudget", writes=True)
def delete_budget(call: Call) -> Answer:
    """API: budgets.DeleteBudget, with its notifications."""
    budgets = _budgets(call)
    del budgets[_require(budgets, call.parameters["BudgetName"]).budget_name]
    return {}


@answers("budgets", "DescribeBudget")
def describe_budget(call: Call) -> Answer:
    """API: budgets.DescribeBudget."""
    return {"Budget": _described(_require(_budgets(call), call.parameters["BudgetName"]))}


@answers("budgets", "DescribeBudgets")
def describe_budgets(call: Call) -> Answer:
    """API: budgets.DescribeBudgets."""
    return _page(call, "Budgets", list(_budgets(call).values()), _described)


@answers("budgets", "DescribeNotificationsForBudget")
def describe_notifications_for_budget(call: Call) -> Answer:
    """API: budgets.DescribeNotificationsForBudget."""
    budget = _require(_budgets(call), call.parameters["BudgetName"])
    return _page(call, "Notifications", budget.notifications, _notification_answer)


@answers("budgets", "DescribeSubscribersForNotification")
def describe_subscribers_for_notification(call: Call) -> Answer:
    """API: budgets.DescribeSubscribersForNotification, of the notification that is like this one."""
    budget = _require(_budgets(call), call.parameters["BudgetName"])
    wanted = _notification(call.parameters["Notification"], [])
    for each in budget.notifications:
        if _notification_answer(each) == _notification_answer(wanted):
            return _page(
                call, "Subscribers", each.subscribers, lambda who: {"SubscriptionType": who[0], "Address": who[1]}
            )
    raise Refusal("NotFoundException", "Unable to get subscribers: the notification does not exist.")


def _budgets(call: Call) -> dict[str, Budget]:
    """Those of the caller's own account."""
    if call.parameters["AccountId"] != call.caller.account_id:
        raise Refusal("AccessDeniedException", f"{call.caller.arn} is not authorized to access this account's budgets.")
    return call.account.budgets


def _require(budgets: dict[str, Budget], budget_name: str) -> Budget:
    if budget_name not in budgets:
        raise Refusal("NotFoundException", f"Unable to find the budget: {budget_name} - it doesn't exist.")
    return budgets[budget_name]


def _page(call: Call, key: str, items: Sequence[Any], render: Callable[[Any], Any]) -> Answer:
    try:
        return call.page(key, items, render)
    except Refusal as refusal:
        raise Refusal("InvalidNextTokenException", refusal.message) from refusal


def _described(budget: Budget) -> Answer:
    """API: budgets.Budget. Nothing has been spent yet."""
    unit = budget.content.get("BudgetLimit", {}).get("Unit", "USD")
    costs = {"CostTypes": _COST_TYPES | budget.content.get("CostTypes", {})}
    return {
        **budget.content,
        **(costs if budget.content["BudgetType"] == "COST" else {}),
        "TimePeriod": {"Start": budget.starts_at, "End": budget.ends_at},
        "CalculatedSpend": {"ActualSpend": {"Amount": "0.0", "Unit": unit}},
        "LastUpdatedTime": budget.updated_at,
    }


def _notification(given: dict[str, Any], subscribers: Sequence[dict[str, str]]) -> Notification:
    return Notification(
        given["NotificationType"],
        given["ComparisonOperator"],
        float(given["Threshold"]),
        given.get("ThresholdType", "PERCENTAGE"),
        [(each["SubscriptionType"], each["Address"]) for each in subscribers],
    )


def _notification_answer(notification: Notification) -> Answer:
    return {
        "NotificationType": notification.notification_type,
        "ComparisonOperator": notification.comparison_operator,
        "Threshold": notification.threshold,
        "ThresholdType": notification.threshold_type,
        "NotificationState": "OK",
    }
