"""Quotas and plans, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import PARTITION

ACCOUNTS_QUOTA = "L-E619E033"
"""Service Quotas' code for the number of accounts in an organization; us-east-1 only (UG: orgs_reference_limits)."""
QUOTA_REGION = "us-east-1"
MOST_UNITS = 2_000
"""UG: orgs_reference_limits."""


@answers("service-quotas", "ListServiceQuotas")
def list_service_quotas(call: Call) -> Answer:
    """API: service-quotas.ListServiceQuotas, of the one service that matters here. Another quota stands beside the one
    that is looked for, so that nobody takes the first."""
    if call.parameters["ServiceCode"] != "organizations" or call.region not in (QUOTA_REGION, ""):
        raise Refusal("NoSuchResourceException", "The specified resource does not exist.")
    units = _quota(call, "L-5C7A2B10", "Organizational units in an organization", MOST_UNITS)
    accounts = _quota(call, ACCOUNTS_QUOTA, "Default maximum number of accounts", call.world.climate.account_quota)
    most = call.world.climate.policies_per_target
    policies = _quota(call, "L-40C8B4A1", "Service control policies attached to a root, OU or account", most)
    return {"Quotas": [units, accounts, *([policies] if most else ())]}


def _quota(call: Call, code: str, name: str, value: int) -> Answer:
    return {
        "ServiceCode": "organizations",
        "ServiceName": "AWS Organizations",
        "QuotaArn": f"arn:{PARTITION}:servicequotas::{call.caller.account_id}:organizations/{code}",
        "QuotaCode": code,
        "QuotaName": name,
        "Value": float(value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": True,
    }


@answers("freetier", "GetAccountPlanState")
def get_account_plan_state(call: Call) -> Answer:
    """API: freetier.GetAccountPlanState; older accounts have no plan on record."""
    if not call.account.plan_type:
        raise Refusal("ResourceNotFoundException", "No account plan was found for this account.")
    return {
        "accountId": call.caller.account_id,
        "accountPlanType": call.account.plan_type,
        "accountPlanStatus": "ACTIVE",
    }
