"""What each Reason of a ConstraintViolationException means: a sentence, whose move it is, and what to do.

From the API's own descriptions (organizations.ConstraintViolationException) and the user guide, orgs_reference_limits.
Use `wizard.refusals`, which looks up here.
"""

from __future__ import annotations

from wizard.errors import AWS, OWNER, YOU

Row = tuple[str, str, str]
"""Sentence, whose move, what to do."""

_QUOTA = "Ask for a higher quota in Service Quotas (us-east-1) from the management account."
_PAYMENT = "Add a valid payment method in the Billing console of that account, then try again."
_NEVER_ASKED = "Nothing in a setup asks for this; report it as a defect of the program, with AWS's own words."
_LEAVING = "Complete the account's sign-up as its root user (contact, phone, payment, support plan), then try again."


def _transfer(sentence: str) -> Row:
    """Billing transfer between organizations, which no setup asks for."""
    return sentence, YOU, "Look at Billing transfer in the Billing console of the management account. " + _NEVER_ASKED


CONSTRAINTS: dict[str, Row] = {
    "ACCOUNT_NUMBER_LIMIT_EXCEEDED": (
        "The organization has as many accounts as it may have, or is less than an hour old.",
        YOU,
        (
            "If the organization is new, try again in an hour. Else cancel unused invitations, or ask for a higher "
            "quota in Service Quotas (us-east-1); open invitations and accounts closed in the last 90 "
            "days count too."
        ),
    ),
    "HANDSHAKE_RATE_LIMIT_EXCEEDED": (
        "The organization has sent as many invitations as it may in one day.",
        YOU,
        "Start again tomorrow; what is done so far is kept.",
    ),
    "OU_NUMBER_LIMIT_EXCEEDED": (
        "The organization has as many organizational units as it may have.",
        YOU,
        "Delete empty organizational units, or leave some out of the setup; the limit is 2,000.",
    ),
    "OU_DEPTH_LIMIT_EXCEEDED": (
        "The organizational unit would lie too deep in the tree.",
        YOU,
        "Shorten its path in the setup: AWS takes five levels below the root.",
    ),
    "POLICY_NUMBER_LIMIT_EXCEEDED": (
        "The organization has as many policies of this type as it may have.",
        YOU,
        "Delete policies that are attached nowhere. " + _QUOTA,
    ),
    "POLICY_CONTENT_LIMIT_EXCEEDED": (
        "The policy is longer than AWS takes.",
        YOU,
        "Shorten it or split it; white space counts.",
    ),
    "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED": (
        "As many policies of this type are attached there as may be.",
        YOU,
        "Detach one, or merge two policies into one.",
    ),
    "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED": (
        "The last policy of this type cannot be detached.",
        YOU,
        "Attach another policy first, such as FullAWSAccess.",
    ),
    "ACCOUNT_CANNOT_LEAVE_ORGANIZATION": (
        "The management account cannot leave its own organization.",
        YOU,
        "Remove every member account first, then delete the organization.",
    ),
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA": (
        "The account cannot leave before the AWS Customer Agreement is accepted for it.",
        OWNER,
        _LEAVING,
    ),
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION": (
        "The account cannot leave before its phone number is verified.",
        OWNER,
        _LEAVING,
    ),
    "MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED": (
        "The account that shall own the organization has no valid payment method.",
        YOU,
        _PAYMENT,
    ),
    "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED": ("The account has no valid payment method.", OWNER, _PAYMENT),
    "INVALID_PAYMENT_INSTRUMENT": (
        "The account's payment method is not one that AWS supports.",
        OWNER,
        "Add another payment method in the Billing console; cards of Russian or Belarusian banks are not taken.",
    ),
    "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED": (
        "AWS is already creating as many accounts as it does at one time.",
        AWS,
        "Wait until the accounts in progress are finished; the run tries again by itself.",
    ),
    "ACCOUNT_CREATION_NOT_COMPLETE": (
        "The account is not completely set up or not fully active yet.",
        AWS,
        (
            "Finish the sign-up of the account if you have just opened it (payment, phone verification); activation "
            "takes up to 24 hours. The run tries again by itself for a while."
        ),
    ),
    "MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE": (
        "The management account's address belongs to another AWS marketplace than the account.",
        YOU,
        "Correct the address of the management account, or ask AWS Support to move the account to the marketplace.",
    ),
    "MASTER_ACCOUNT_MISSING_CONTACT_INFO": (
        "The management account has no complete contact address and phone number.",
        YOU,
        "Complete the contact information on the Account page of the console, then try again.",
    ),
    "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED": (
        "The management account has no account in AWS GovCloud (US) beside it.",
        YOU,
        "Sign up for AWS GovCloud (US) as the management account's root user first.",
    ),
    "MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE": (
        "The management account has no valid business license, which AWS in China requires.",
        YOU,
        "Hand in the business license with the operator of AWS in China, then try again.",
    ),
    "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE": (
        "The organization has consolidated billing only, and this needs all features.",
        YOU,
        "Choose Settings, then Enable all features, in the console of AWS Organizations, then start again.",
    ),
    "CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION": (
        "AWS here makes organizations with all features only.",
        YOU,
        _NEVER_ASKED,
    ),
    "EMAIL_VERIFICATION_CODE_EXPIRED": (
        "The code that verifies the email address is too old.",
        YOU,
        "Have a new verification mail sent from the console of AWS Organizations.",
    ),
    "WAIT_PERIOD_ACTIVE": (
        "The account is less than four days old, and AWS lets no younger account leave.",
        AWS,
        "Try again once the account is four days old.",
    ),
    "MAX_TAG_LIMIT_EXCEEDED": ("There would be more tags than AWS takes.", YOU, "Leave tags out: the limit is 50."),
    "TAG_POLICY_VIOLATION": (
        "The tags break a tag policy of the organization.",
        YOU,
        "Correct the tags in the setup; the effective tag policy says which keys and values are allowed.",
    ),
    "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED": (
        "The service has as many delegated administrators as it may have.",
        YOU,
        "Deregister one of them first.",
    ),
    "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR": (
        "The management account cannot be a delegated administrator.",
        YOU,
        "Choose a member account.",
    ),
    "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR": (
        "A suspended account cannot be a delegated administrator.",
        YOU,
        "Choose an active member account.",
    ),
    "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG": (
        "The account administers a service for the organization and cannot leave while it does.",
        YOU,
        "Deregister it as a delegated administrator first.",
    ),
    "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE": (
        "The service has a delegated administrator already.",
        YOU,
        "Deregister the present one first, or keep it.",
    ),
    "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE": (
        "The service's policy type is still enabled.",
        YOU,
        "Disable the policy type first; its attachments are lost by that.",
    ),
    "SERVICE_ACCESS_NOT_ENABLED": (
        "The service has no trusted access to the organization.",
        YOU,
        "Enable trusted access for it under Services in the console of AWS Organizations, then try again.",
    ),
    "CANNOT_CLOSE_MANAGEMENT_ACCOUNT": (
        "The management account cannot be closed while the organization has members.",
        YOU,
        "Close or remove every member account first, then close it as its root user.",
    ),
    "CLOSE_ACCOUNT_QUOTA_EXCEEDED": (
        "As many accounts were closed in the last 30 days as may be.",
        YOU,
        "Wait until the first of them are 30 days past.",
    ),
    "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED": (
        "AWS is already closing as many accounts as it does at one time.",
        AWS,
        "Wait until they are closed, then try again.",
    ),
    "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED": (
        "The organization has more than 5,000 accounts, too many for the standard way to all features.",
        YOU,
        "Use the assisted migration in the console of AWS Organizations.",
    ),
    "RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION": _transfer("The chain of billing transfers would be too long."),
    "RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION": _transfer("There are too many inbound billing transfers."),
    "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION": _transfer("There are too many outbound billing transfers."),
    "RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION": _transfer(
        "The chain of billing transfers has too many inbound transfers."
    ),
    "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS": _transfer("A billing transfer is still under way."),
    "TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS": _transfer(
        "The organization that the billing goes to is being deleted."
    ),
    "TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS": _transfer(
        "The organization that the billing comes from is being deleted."
    ),
    "UNSUPPORTED_PRICING": _transfer("A pricing agreement with AWS excludes billing transfer."),
    "UNMET_BILLING_PREREQUISITE": _transfer("The present billing configuration is not supported."),
    "ACCOUNT_NOT_ACTIVE_FOR_TRANSFER_RESPONSIBILITY": _transfer(
        "The account is not fully active for billing transfer."
    ),
    "TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED": _transfer("The billing transfer is no longer active."),
}
