"""Member accounts that act for services in the organization, as the simulated AWS answers for them."""

from __future__ import annotations

from datetime import datetime

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.organizations_accounts import account_answer
from wizard.simulated.refusals import Refusal, constraint
from wizard.simulated.world import Organization


@answers("organizations", "RegisterDelegatedAdministrator", writes=True)
def register_delegated_administrator(call: Call) -> Answer:
    """API: organizations.RegisterDelegatedAdministrator, for a service that has trusted access."""
    organization, account_id = call.with_all_features(), call.parameters["AccountId"]
    if account_id == organization.management_account_id:
        raise constraint(
            "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", "You can't register the management account."
        )
    _member(call, organization, account_id)
    service = call.parameters["ServicePrincipal"]
    if service not in organization.services:
        raise constraint("SERVICE_ACCESS_NOT_ENABLED", "Enable trusted access for the service first.")
    if service in organization.delegations.get(account_id, {}):
        raise Refusal("AccountAlreadyRegisteredException", "The account is a delegated administrator for the service.")
    organization.delegations.setdefault(account_id, {})[service] = call.now
    return {}


@answers("organizations", "DeregisterDelegatedAdministrator", writes=True)
def deregister_delegated_administrator(call: Call) -> Answer:
    """API: organizations.DeregisterDelegatedAdministrator."""
    organization, account_id = call.with_all_features(), call.parameters["AccountId"]
    services = _services(organization, account_id)
    services.pop(call.parameters["ServicePrincipal"], None)
    if not services:
        del organization.delegations[account_id]
    return {}


@answers("organizations", "ListDelegatedAdministrators")
def list_delegated_administrators(call: Call) -> Answer:
    """API: organizations.ListDelegatedAdministrators, of one service or of any."""
    organization, service = call.managed(), call.parameters.get("ServicePrincipal")
    found = [
        account_id
        for account_id, services in organization.delegations.items()
        if service is None or service in services
    ]

    def administrator(account_id: str) -> Answer:
        since = min(organization.delegations[account_id].values())
        answer = account_answer(organization, call.world.accounts[account_id])
        answer.pop("Paths")
        return {**answer, "DelegationEnabledDate": since}

    return call.page("DelegatedAdministrators", found, administrator)


@answers("organizations", "ListDelegatedServicesForAccount")
def list_delegated_services_for_account(call: Call) -> Answer:
    """API: organizations.ListDelegatedServicesForAccount."""
    organization, account_id = call.managed(), call.parameters["AccountId"]
    _member(call, organization, account_id)
    services = sorted(_services(organization, account_id).items())
    return call.page(
        "DelegatedServices", services, lambda each: {"ServicePrincipal": each[0], "DelegationEnabledDate": each[1]}
    )


def _services(organization: Organization, account_id: str) -> dict[str, datetime]:
    services = organization.delegations.get(account_id)
    if services is None:
        raise Refusal("AccountNotRegisteredException", "The account is not a delegated administrator.")
    return services


def _member(call: Call, organization: Organization, account_id: str) -> None:
    account = call.world.accounts.get(account_id)
    if account is None or account.organization_id != organization.organization_id:
        raise Refusal("AccountNotFoundException", "You specified an account that doesn't exist.")
