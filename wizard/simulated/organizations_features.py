"""The switch from consolidated billing to all features, as the simulated AWS answers for it."""

from __future__ import annotations

from datetime import timedelta

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.organizations_handshakes import handshake_answer
from wizard.simulated.refusals import handshake_constraint
from wizard.simulated.world import LOWER, Handshake, Organization

ALL_FEATURES_DAYS = 90
"""UG: orgs_manage_org_support-all-features."""


@answers("organizations", "EnableAllFeatures", writes=True)
def enable_all_features(call: Call) -> Answer:
    """API: organizations.EnableAllFeatures. Asks every account that was invited; those that were created need not be
    asked. Accepting the management account's own handshake, once all have approved, makes the switch."""
    organization = call.managed()
    if organization.feature_set == "ALL":
        raise handshake_constraint("ORGANIZATION_ALREADY_HAS_ALL_FEATURES", "All features are enabled already.")
    if call.world.all_features_request(organization.organization_id):
        raise handshake_constraint(
            "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION", "The process has been started already."
        )
    own = _request(call, organization, "ORGANIZATION", organization.organization_id)
    climate = call.world.climate
    for account in call.world.members(organization.organization_id):
        if account.joined_method != "INVITED" or account.account_id == organization.management_account_id:
            continue
        request = _request(call, organization, "ACCOUNT", account.account_id)
        request.state, request.parent_handshake_id = "REQUESTED", own.handshake_id
        own.state = "REQUESTED"
        if climate.all_features_answer:
            request.answer = climate.all_features_answer
            request.answer_at = call.now + timedelta(hours=climate.all_features_answer_hours)
    return {"Handshake": handshake_answer(call, own)}


def _request(call: Call, organization: Organization, target_type: str, target: str) -> Handshake:
    request = Handshake(
        "h-" + call.world.new_id(LOWER, 32),
        "ENABLE_ALL_FEATURES",
        organization.organization_id,
        target_type,
        target,
        call.now,
        call.now + timedelta(days=ALL_FEATURES_DAYS),
    )
    call.world.handshakes[request.handshake_id] = request
    return request
