"""Quotas and plans, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import PARTITION

ACCOUNTS_QUOTA = "L-E619E033"
"""Service Quotas' code for the number of accounts in an organization; us-east-1 only (UG: orgs_reference_limits)."""
QUOTA_REGION = "us-east-1"


@answers("service-quotas", "GetServiceQuota")
def get_service_quota(call: Call) -> Answer:
    """API: service-quotas.GetServiceQuota, of the one quota that matters here."""
    wanted = (call.parameters["ServiceCode"], call.parameters["QuotaCode"])
    if wanted != ("organizations", ACCOUNTS_QUOTA) or call.region not in (QUOTA_REGION, ""):
        raise Refusal("NoSuchResourceException", "The specified resource does not exist.")
    quota = {
        "ServiceCode": "organizations",
        "ServiceName": "AWS Organizations",
        "QuotaArn": f"arn:{PARTITION}:servicequotas::{call.caller.account_id}:organizations/{ACCOUNTS_QUOTA}",
        "QuotaCode": ACCOUNTS_QUOTA,
        "QuotaName": "Default maximum number of accounts",
        "Value": float(call.world.climate.account_quota),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": True,
    }
    return {"Quota": quota}


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
