"""Centralized root access for member accounts, as the simulated AWS enables and disables it."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.root_sessions import CREDENTIALS_MANAGEMENT, IAM, SESSIONS
from wizard.simulated.world import Organization


@answers("iam", "ListOrganizationsFeatures")
def list_organizations_features(call: Call) -> Answer:
    """API: iam.ListOrganizationsFeatures."""
    return _features(_governed(call))


@answers("iam", "EnableOrganizationsRootCredentialsManagement", writes=True)
def enable_root_credentials_management(call: Call) -> Answer:
    """API: iam.EnableOrganizationsRootCredentialsManagement. Repeating it changes nothing."""
    return _enable(call, CREDENTIALS_MANAGEMENT)


@answers("iam", "DisableOrganizationsRootCredentialsManagement", writes=True)
def disable_root_credentials_management(call: Call) -> Answer:
    """API: iam.DisableOrganizationsRootCredentialsManagement."""
    return _disable(call, CREDENTIALS_MANAGEMENT)


@answers("iam", "EnableOrganizationsRootSessions", writes=True)
def enable_root_sessions(call: Call) -> Answer:
    """API: iam.EnableOrganizationsRootSessions. Repeating it changes nothing."""
    return _enable(call, SESSIONS)


@answers("iam", "DisableOrganizationsRootSessions", writes=True)
def disable_root_sessions(call: Call) -> Answer:
    """API: iam.DisableOrganizationsRootSessions."""
    return _disable(call, SESSIONS)


def _enable(call: Call, feature: str) -> Answer:
    organization = _governed(call, "CallerIsNotManagementAccountException")
    organization.root_features = sorted({*organization.root_features, feature})
    return _features(organization)


def _disable(call: Call, feature: str) -> Answer:
    organization = _governed(call)
    organization.root_features = [each for each in organization.root_features if each != feature]
    return _features(organization)


def _features(organization: Organization) -> Answer:
    return {"OrganizationId": organization.organization_id, "EnabledFeatures": list(organization.root_features)}


def _governed(call: Call, elsewhere: str = "AccountNotManagementOrDelegatedAdministratorException") -> Organization:
    """The organization with all features, IAM's trusted access, and the caller in its management account; `elsewhere`
    is how a caller in another account is refused."""
    organization = call.world.organizations.get(call.account.organization_id)
    if organization is None:
        raise Refusal(
            "OrganizationNotFoundException", "The request was rejected because no organization is associated."
        )
    if organization.management_account_id != call.caller.account_id:
        raise Refusal(elsewhere, "The request was rejected because the account is not the management account.")
    if organization.feature_set != "ALL":
        raise Refusal(
            "OrganizationNotInAllFeaturesModeException", "The organization does not have all features enabled."
        )
    if not call.trusted(organization, IAM):
        raise Refusal("ServiceAccessNotEnabledException", "Trusted access is not enabled for IAM in AWS Organizations.")
    return organization
