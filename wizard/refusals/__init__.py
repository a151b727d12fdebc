"""Why AWS refuses, in words: a sentence, whose move it is, and what to do. Reasons nobody has heard of show raw.

From the API's own descriptions of organizations.CreateAccountStatus, HandshakeConstraintViolationException and the
other exceptions, and the user guide of AWS Organizations. Knows nothing of boto3.
"""

from __future__ import annotations

from dataclasses import dataclass

from state.errors import Advice
from wizard.errors import AWS, OWNER, YOU
from wizard.refusals.constraints import CONSTRAINTS, Row
from wizard.refusals.invalid_input import INVALID_INPUTS


@dataclass(frozen=True, slots=True)
class Explanation(Advice):
    """What a reason of AWS's means, and whose move it is."""

    whose_move: str
    """`you`, `AWS`, or `the owner of the account`."""


_CHINA = "Finish the business license validation of the management account with the operator of AWS in China."

CREATION_FAILURES: dict[str, Row] = {
    "ACCOUNT_LIMIT_EXCEEDED": (
        "The organization has as many accounts as it may have.",
        YOU,
        (
            "Cancel unused invitations, or ask for a higher quota in Service Quotas (us-east-1) from "
            "the management account; open invitations and accounts closed in the last 90 days count too. Then start "
            "again."
        ),
    ),
    "EMAIL_ALREADY_EXISTS": (
        "An AWS account with this email address exists already, here or elsewhere; closed accounts count too.",
        YOU,
        "Choose another email address for the account in the setup. If the existing account is yours, invite it.",
    ),
    "INVALID_ADDRESS": (
        "AWS cannot use the postal address that a new account takes over from the management account.",
        YOU,
        "Correct the contact information on the management account's Account page in the console, then start again.",
    ),
    "INVALID_EMAIL": (
        "AWS does not accept the email address.",
        YOU,
        "Choose another email address for the account in the setup; nothing was created.",
    ),
    "CONCURRENT_ACCOUNT_MODIFICATION": (
        "AWS has the same request already.",
        AWS,
        "Start again in some minutes: the first request is looked for before anything is asked anew.",
    ),
    "INTERNAL_FAILURE": (
        "AWS could not create the account for a reason of its own.",
        AWS,
        "Start again in some minutes, with the same address; if it fails again, ask AWS Support.",
    ),
    "GOVCLOUD_ACCOUNT_ALREADY_EXISTS": (
        "AWS GovCloud (US) has an account with this email address already.",
        YOU,
        "Choose another email address for the account in the setup.",
    ),
    "MISSING_PAYMENT_INSTRUMENT": (
        "The management account has no valid payment method.",
        YOU,
        "Add one, such as a credit card, in the Billing console of the management account, then start again.",
    ),
    "INVALID_PAYMENT_INSTRUMENT": (
        "The management account's payment method is not one that AWS supports.",
        YOU,
        "Change it in the Billing console; cards of Russian or Belarusian banks are not taken. Then start again.",
    ),
    "MISSING_BUSINESS_VALIDATION": ("The management account's business license was never validated.", YOU, _CHINA),
    "FAILED_BUSINESS_VALIDATION": ("The management account's business license was not accepted.", YOU, _CHINA),
    "PENDING_BUSINESS_VALIDATION": (
        "The management account's business license is still being validated.",
        AWS,
        "Start again when the operator of AWS in China has finished.",
    ),
    "UNKNOWN_BUSINESS_VALIDATION": (
        "The validation of the management account's business license has a problem that AWS does not name.",
        YOU,
        _CHINA,
    ),
    "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION": (
        "The management account's identity data do not suffice to validate its business license.",
        YOU,
        "Correct the identity data with the operator of AWS in China, then start again.",
    ),
    "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED": (
        "AWS would not create the account with these tags beside the organization's resource policy.",
        YOU,
        (
            "Leave the tags out of the setup and add them afterwards. AWS does not document this reason; ask AWS "
            "Support if it stays."
        ),
    ),
}
"""Values of CreateAccountStatus.FailureReason."""

HANDSHAKE_CONSTRAINTS: dict[str, Row] = {
    "ACCOUNT_NUMBER_LIMIT_EXCEEDED": CONSTRAINTS["ACCOUNT_NUMBER_LIMIT_EXCEEDED"],
    "HANDSHAKE_RATE_LIMIT_EXCEEDED": CONSTRAINTS["HANDSHAKE_RATE_LIMIT_EXCEEDED"],
    "ALREADY_IN_AN_ORGANIZATION": (
        "The account is in an organization already.",
        OWNER,
        (
            "Check the id. A member of another organization can move straight over: its owner accepts the invitation, "
            "which needs organizations:LeaveOrganization there and no policy that denies it. An account that owns an "
            "organization has to delete that first."
        ),
    ),
    "ORGANIZATION_ALREADY_HAS_ALL_FEATURES": (
        "The organization has all features already.",
        YOU,
        "Nothing is left to do: look again.",
    ),
    "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION": (
        "The organization is already on its way to all features.",
        OWNER,
        "Have every invited account approve the request, then start again.",
    ),
    "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES": (
        "No account can be invited while the organization is on its way to all features.",
        OWNER,
        (
            "Have every invited account approve the request, then start again: the switch comes first, the invitations "
            "after it."
        ),
    ),
    "PAYMENT_INSTRUMENT_REQUIRED": (
        "The account has no payment method.",
        OWNER,
        "Have its owner add one, such as a credit card, in its Billing console, then start again.",
    ),
    "ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD": (
        "The account buys from another seller of AWS or is in another partition than the organization.",
        OWNER,
        "Such an account cannot join. Leave it out of the setup, or have its seller of record changed by AWS Support.",
    ),
    "ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED": (
        "The account changed its organization too recently.",
        AWS,
        "Start again tomorrow; what is done so far is kept.",
    ),
    "MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED": (
        "The management account's email address is not verified, so it cannot invite anyone.",
        YOU,
        (
            "Look for a mail from AWS in the mailbox of the management account's root user, and follow its link; it "
            "works for 24 hours. To have it sent again, sign in to the management account's console, open AWS "
            "Organizations, and choose Settings: only the console can do that. Then start again."
        ),
    ),
    "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS": (
        "There is a billing transfer already.",
        YOU,
        "Look at Billing transfer in the Billing console of the management account.",
    ),
    "SOURCE_AND_TARGET_CANNOT_MATCH": (
        "The account cannot invite itself.",
        YOU,
        "Remove the management account's own id or address from the invitations in the setup.",
    ),
    "UNUSED_PREPAYMENT_BALANCE": (
        "The account has a prepaid balance that is not used up.",
        OWNER,
        "Have the balance used up or settled with AWS Support, then start again.",
    ),
    "LEGACY_PERMISSIONS_STILL_IN_USE": (
        "The organization still uses the old permissions for billing and accounts.",
        YOU,
        "Move to the fine-grained permissions with the Billing console's own tool, then start again.",
    ),
    "PAST_DUE_INVOICE": (
        "An invoice is past due.",
        YOU,
        "Pay it in the Billing console, then start again.",
    ),
    "TARGET_ACCOUNT_VALIDATION_FAILURE": (
        "AWS does not accept that account for this.",
        OWNER,
        "Check the account's id or address with its owner; if they are right, ask AWS Support.",
    ),
}
"""Values of HandshakeConstraintViolationException.Reason."""

CODES: dict[str, Row] = {
    "AWSOrganizationsNotInUseException": (
        "The account is in no organization.",
        YOU,
        "Look again; the organization has to be created first, or was deleted.",
    ),
    "AccountOwnerNotVerifiedException": HANDSHAKE_CONSTRAINTS["MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED"],
    "AlreadyInOrganizationException": (
        "The account is in an organization already.",
        YOU,
        "Look again: if it is the organization of this setup, nothing is left to do.",
    ),
    "BucketAlreadyExists": (
        "Somebody else's account has a bucket of this name; they are unique in all of AWS.",
        YOU,
        (
            "Give it another name: write audit_bucket_suffix: x7k2 for audit logs, or backup_bucket_suffix: x7k2 for "
            "backups, under guardrails in the setup, or answer Names of the buckets on Guardrails."
        ),
    ),
    "ConcurrentModificationException": (
        "AWS is carrying out another change of the organization.",
        AWS,
        "The run tries again by itself; make sure that nobody else is changing the organization.",
    ),
    "FinalizingOrganizationException": (
        "AWS is still setting up the new organization.",
        AWS,
        "This can take up to an hour. The run tries again by itself; it may also be stopped and resumed later.",
    ),
    "PolicyChangesInProgressException": (
        "AWS is still carrying out an earlier change of policies.",
        AWS,
        "The run tries again by itself.",
    ),
    "TooManyRequestsException": (
        "AWS takes only so many calls a second, and there were more.",
        AWS,
        "The run tries again by itself; other programs may be asking too.",
    ),
    "PolicyTypeNotAvailableForOrganizationException": (
        "The organization cannot have policies of this type.",
        YOU,
        "Enable all features in the console of AWS Organizations, then start again.",
    ),
    "UnsupportedAPIEndpointException": (
        "AWS does not offer this in its present partition.",
        YOU,
        "Work in the commercial Regions, or make the change in the console.",
    ),
    "LimitExceeded": (
        "IAM has as many of these in the account as it may have.",
        YOU,
        "Delete roles that nobody uses, or ask for a higher quota in Service Quotas (IAM), then start again.",
    ),
    "MalformedPolicyDocument": (
        "IAM does not accept the policy.",
        YOU,
        "Check the name of the organization access role in the setup; otherwise report it as a defect of the program.",
    ),
}
"""Error codes that say enough without a Reason."""

_BY_REASON = {
    "ConstraintViolationException": CONSTRAINTS,
    "HandshakeConstraintViolationException": HANDSHAKE_CONSTRAINTS,
    "InvalidInputException": INVALID_INPUTS,
}


def creation_failure(reason: str) -> Explanation:
    """Why an account was not created (API: organizations.CreateAccountStatus.FailureReason)."""
    if reason in CREATION_FAILURES:
        return _explained(CREATION_FAILURES[reason])
    given = f"AWS gives the reason {reason}" if reason else "AWS gives no reason"
    return Explanation(
        f"The account was not created; {given}.",
        "Look the reason up in the documentation of CreateAccountStatus, or ask AWS Support; then start again.",
        YOU,
    )


def refusal(code: str, reason: str = "") -> Explanation | None:
    """What an error code with its Reason, if any, means; None when it is not known."""
    row = _BY_REASON.get(code, {}).get(reason) or CODES.get(code)
    return _explained(row) if row else None


def _explained(row: Row) -> Explanation:
    sentence, whose_move, remedy = row
    return Explanation(sentence, remedy, whose_move)
