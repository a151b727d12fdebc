"""Budgets tell people; they are made once, replaced as a whole, and kept with their notifications."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.wizard.simulated.signing import Aws, refused

OWN = {"AccountId": "999988887777"}
NOTIFICATION = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80}
PEOPLE = [{"SubscriptionType": "EMAIL", "Address": "billing@acme.example"}]


def budget(amount: str = "50", **changes: Any) -> dict[str, Any]:
    usual = {"BudgetName": "monthly", "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    return usual | {"BudgetLimit": {"Amount": amount, "Unit": "USD"}} | changes


@pytest.fixture
def budgets(aws: Aws) -> Any:
    """Clients of an account that has a monthly budget."""
    client = aws.client("budgets")
    told = [{"Notification": NOTIFICATION, "Subscribers": PEOPLE}]
    client.create_budget(**OWN, Budget=budget(), NotificationsWithSubscribers=told)
    return client


def test_a_budget_comes_back_with_whom_it_tells(budgets: Any) -> None:
    (found,) = (
        each for page in budgets.get_paginator("describe_budgets").paginate(**OWN) for each in page.get("Budgets", [])
    )
    assert (found["BudgetLimit"], found["CostTypes"]["IncludeTax"]) == ({"Amount": "50", "Unit": "USD"}, True)
    pages = budgets.get_paginator("describe_notifications_for_budget").paginate(**OWN, BudgetName="monthly")
    (notification,) = (each for page in pages for each in page["Notifications"])
    assert (notification["Threshold"], notification["ThresholdType"]) == (80.0, "PERCENTAGE")
    pages = budgets.get_paginator("describe_subscribers_for_notification").paginate(
        **OWN, BudgetName="monthly", Notification=notification
    )
    assert [each for page in pages for each in page["Subscribers"]] == PEOPLE


def test_the_same_budget_is_not_made_twice(budgets: Any) -> None:
    with refused("DuplicateRecordException"):
        budgets.create_budget(**OWN, Budget=budget("70"))


def test_an_update_replaces_the_budget_and_keeps_the_notifications(budgets: Any) -> None:
    budgets.update_budget(**OWN, NewBudget=budget("70"))

    assert budgets.describe_budget(**OWN, BudgetName="monthly")["Budget"]["BudgetLimit"]["Amount"] == "70"
    subscribers = budgets.get_paginator("describe_subscribers_for_notification").paginate(
        **OWN, BudgetName="monthly", Notification=NOTIFICATION
    )
    assert [each for page in subscribers for each in page["Subscribers"]] == PEOPLE
    with refused("NotFoundException"):
        budgets.update_budget(**OWN, NewBudget=budget(BudgetName="yearly"))


def test_a_deleted_budget_is_gone(budgets: Any) -> None:
    budgets.delete_budget(**OWN, BudgetName="monthly")

    with refused("NotFoundException"):
        budgets.describe_budget(**OWN, BudgetName="monthly")
    with refused("NotFoundException"):
        budgets.delete_budget(**OWN, BudgetName="monthly")


def test_what_is_wrong_with_a_budget_is_refused(budgets: Any) -> None:
    backwards = {"Start": datetime(2027, 1, 1, tzinfo=UTC), "End": datetime(2026, 1, 1, tzinfo=UTC)}
    for changes in ({"BudgetName": "a:b"}, {"BudgetName": "new", "TimePeriod": backwards}):
        with refused("InvalidParameterException"):
            budgets.create_budget(**OWN, Budget=budget(**changes))
    with refused("InvalidParameterException"):
        budgets.create_budget(**OWN, Budget=budget("lots", BudgetName="new"))
    with refused("InvalidParameterException"):
        budgets.create_budget(**OWN, Budget={"BudgetName": "none", "TimeUnit": "MONTHLY", "BudgetType": "COST"})
    with refused("CreationLimitExceededException"):
        told = [{"Notification": NOTIFICATION | {"Threshold": n}, "Subscribers": PEOPLE} for n in range(11)]
        budgets.create_budget(**OWN, Budget=budget(BudgetName="loud"), NotificationsWithSubscribers=told)
    with refused("AccessDeniedException"):
        budgets.describe_budget(AccountId="444455556666", BudgetName="monthly")
    with refused("NotFoundException"):
        budgets.describe_subscribers_for_notification(
            **OWN, BudgetName="monthly", Notification=NOTIFICATION | {"Threshold": 99}
        )
    with refused("InvalidNextTokenException"):
        budgets.describe_budgets(**OWN, NextToken="somewhere")
