"""An account's alternate contacts, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import AlternateContact
from wizard.simulated.world import Account

ACCOUNT_MANAGEMENT = "account.amazonaws.com"


@answers("account", "GetAlternateContact")
def get_alternate_contact(call: Call) -> Answer:
    """API: account.GetAlternateContact."""
    kind = call.parameters["AlternateContactType"]
    contact = _require(account_meant(call), kind)
    answer = {
        "AlternateContactType": kind,
        "Name": contact.contact_name,
        "Title": contact.title,
        "EmailAddress": contact.email,
        "PhoneNumber": contact.phone_number,
    }
    return {"AlternateContact": answer}


@answers("account", "PutAlternateContact", writes=True)
def put_alternate_contact(call: Call) -> Answer:
    """API: account.PutAlternateContact. The whole contact is replaced."""
    given = (call.parameters[key] for key in ("Name", "Title", "EmailAddress", "PhoneNumber"))
    account_meant(call).contacts[call.parameters["AlternateContactType"]] = AlternateContact(*given)
    return {}


@answers("account", "DeleteAlternateContact", writes=True)
def delete_alternate_contact(call: Call) -> Answer:
    """API: account.DeleteAlternateContact."""
    account, kind = account_meant(call), call.parameters["AlternateContactType"]
    _require(account, kind)
    del account.contacts[kind]
    return {}


def _require(account: Account, kind: str) -> AlternateContact:
    contact = account.contacts.get(kind)
    if contact is None:
        raise Refusal("ResourceNotFoundException", "No contact of the inputted alternate contact type found.")
    return contact


def account_meant(call: Call) -> Account:
    """The account the call is about. Only a management account names one, never itself, and only with trusted access
    (ACC: using-orgs-trusted-access)."""
    wanted = call.parameters.get("AccountId")
    if wanted is None:
        return call.account
    organization = call.world.organizations.get(call.account.organization_id)
    if organization is None or organization.management_account_id != call.caller.account_id:
        raise Refusal("AccessDeniedException", "User is not authorized to access this resource.")
    if wanted == call.caller.account_id:
        message = "The management account can only be managed using the standalone context from the management account."
        raise Refusal("AccessDeniedException", message)
    account = call.world.accounts.get(wanted)
    member = account is not None and account.organization_id == organization.organization_id
    if account is None or not member or not call.trusted(organization, ACCOUNT_MANAGEMENT):
        raise Refusal("AccessDeniedException", "User is not authorized to access this resource.")
    return account
