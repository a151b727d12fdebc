"""An account's name and its root user's address, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.alternate_contacts import account_meant
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal

WRONG_CODE = "000000"
"""Nobody reads mail in a rehearsal: every code is the right one, but for this."""


@answers("account", "PutAccountName", writes=True)
def put_account_name(call: Call) -> Answer:
    """API: account.PutAccountName. The new name shows at once."""
    account_meant(call).account_name = call.parameters["AccountName"]
    return {}


@answers("account", "StartPrimaryEmailUpdate", writes=True)
def start_primary_email_update(call: Call) -> Answer:
    """API: account.StartPrimaryEmailUpdate: a code goes to the new address. No two accounts share one, ever."""
    account, email = account_meant(call), call.parameters["PrimaryEmail"]
    if call.world.account_with_email(email) or email.lower() in call.world.used_emails:
        raise Refusal("ConflictException", "The email address is already in use.")
    account.address_asked = email
    return {"Status": "PENDING"}


@answers("account", "AcceptPrimaryEmailUpdate", writes=True)
def accept_primary_email_update(call: Call) -> Answer:
    """API: account.AcceptPrimaryEmailUpdate, with the address that the code was asked for."""
    account, email = account_meant(call), call.parameters["PrimaryEmail"]
    if account.address_asked.lower() != email.lower():
        raise Refusal("ResourceNotFoundException", "There is no email update in progress for this address.")
    if call.parameters["Otp"] == WRONG_CODE:
        raise Refusal("ValidationException", "The one-time password is not valid.")
    account.email, account.address_asked = email, ""
    return {"Status": "ACCEPTED"}
