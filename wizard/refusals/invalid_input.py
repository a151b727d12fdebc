"""What each Reason of an InvalidInputException means: a sentence, whose move it is, and what to do.

From the API's own descriptions (organizations.InvalidInputException). Use `wizard.refusals`, which looks up here.
"""

from __future__ import annotations

from wizard.errors import YOU
from wizard.refusals.constraints import Row

_CORRECT = "Correct it in the setup; AWS's own words name the parameter."
_DEFECT = "Nothing in a setup leads here; report it as a defect of the program, with AWS's own words."


def _of_text(sentence: str, remedy: str = _CORRECT) -> Row:
    return sentence, YOU, remedy


def _ours(sentence: str) -> Row:
    """Only a mistake in the program can cause it."""
    return sentence, YOU, _DEFECT


INVALID_INPUTS: dict[str, Row] = {
    "INVALID_PARTY_TYPE_TARGET": _of_text(
        "The invited account is given in a form that AWS does not take.",
        "Write the account's 12-digit id, in quotes, or its root user's address.",
    ),
    "INVALID_EMAIL_ADDRESS_TARGET": _of_text(
        "AWS does not accept the address of the invited account's owner.",
        "Correct the address, or invite the account by its 12-digit id.",
    ),
    "INVALID_FULL_NAME_TARGET": _of_text("The name has characters that AWS does not take."),
    "INVALID_ROLE_NAME": _of_text(
        "AWS does not accept the name of the organization access role.",
        "Choose another name of letters, digits and _+=,.@- that does not begin with AWSServiceRoleFor.",
    ),
    "INVALID_PATTERN": _of_text(
        "A value has characters that AWS does not take, or looks like a script.",
        "Use letters, digits, spaces and hyphens in names; AWS's own words name the parameter.",
    ),
    "MAX_LENGTH_EXCEEDED": _of_text("A text is longer than AWS takes."),
    "MIN_LENGTH_EXCEEDED": _of_text("A text is shorter than AWS takes."),
    "MAX_VALUE_EXCEEDED": _of_text("A number is larger than AWS takes."),
    "MIN_VALUE_EXCEEDED": _of_text("A number is smaller than AWS takes."),
    "DUPLICATE_TAG_KEY": _of_text("Two tags have the same key.", "Keep one of them; AWS tells case apart."),
    "INVALID_SYSTEM_TAGS_PARAMETER": _of_text("Tag keys that begin with aws: belong to AWS.", "Rename the tag."),
    "INVALID_LIST_MEMBER": _of_text("One of several values is not one that AWS takes."),
    "INPUT_REQUIRED": _of_text("A value that AWS requires is missing."),
    "TARGET_NOT_SUPPORTED": _of_text("AWS does not do this to that account or organizational unit."),
    "MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS": _ours("An account can only move within one organization."),
    "UNRECOGNIZED_SERVICE_PRINCIPAL": _of_text("AWS knows no service by that principal."),
    "IMMUTABLE_POLICY": _of_text("AWS's own policies cannot be changed.", "Make a copy with another name."),
    "NON_DETACHABLE_POLICY": _of_text("This policy of AWS's cannot be detached.", "Leave it attached."),
    "INVALID_SYNTAX_ORGANIZATION_ARN": _ours("The ARN is not that of an organization."),
    "INVALID_SYNTAX_POLICY_ID": _ours("The id is not that of a policy."),
    "INVALID_ENUM": _ours("A value is not one of those AWS knows."),
    "INVALID_ENUM_POLICY_TYPE": _ours("AWS does not know this type of policy."),
    "INVALID_PATTERN_TARGET_ID": _ours("The id is not that of a root, organizational unit or account."),
    "INVALID_NEXT_TOKEN": _ours("AWS did not recognize the page that was asked for."),
    "MAX_LIMIT_EXCEEDED_FILTER": _ours("AWS takes only one filter at a time."),
    "CALLER_REQUIRED_FIELD_MISSING": _ours("AWS misses the caller's account, management account or organization."),
    "INVALID_RESOURCE_POLICY_JSON": _ours("The resource policy is not valid JSON."),
    "INVALID_PRINCIPAL": _ours("The policy names a principal that AWS does not accept."),
    "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY": _ours("The resource policy names an action that AWS does not accept."),
    "UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY": _ours("The resource policy names a policy type AWS does not accept."),
    "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY": _ours("The resource policy names a resource AWS does not accept."),
    "UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER": _ours("The billing transfer cannot do that."),
    "START_DATE_NOT_BEGINNING_OF_MONTH": _ours("The billing transfer does not start with a month."),
    "START_DATE_NOT_BEGINNING_OF_DAY": _ours("The billing transfer does not start with a day."),
    "START_DATE_TOO_EARLY": _ours("The billing transfer starts too early."),
    "START_DATE_TOO_LATE": _ours("The billing transfer starts too late."),
    "INVALID_START_DATE": _ours("The billing transfer's start is not one that AWS accepts."),
    "END_DATE_NOT_END_OF_MONTH": _ours("The billing transfer does not end with a month."),
    "END_DATE_TOO_EARLY": _ours("The billing transfer ends too early."),
    "END_DATE_TOO_LATE": _ours("The billing transfer ends too late."),
    "INVALID_END_DATE": _ours("The billing transfer ends within the notice period agreed with the partner."),
}
