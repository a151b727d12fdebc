"""What AWS answers when it refuses or fails, as errors with a remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.aws.denials import denial
from wizard.errors import (
    AWS,
    AlreadyDone,
    AwsError,
    AwsRefused,
    CredentialsExpired,
    EmailNotVerified,
    NoCredentials,
    NotFound,
    NotReadyYet,
)
from wizard.refusals import refusal as meaning_of
from wizard.refusals.redaction import said as what_was_said
from wizard.refusals.retries import MALFORMED, NOT_READY_YET, READ_FAILURE, YOUNG_PRINCIPAL, YOUNG_SESSION, retry_for
from wizard.refusals.text_from_aws import one_line

EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
UNKNOWN_KEY = frozenset(
    {
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidAccessKeyId",
        "AuthFailure",
        "MissingAuthenticationToken",
    }
)
WRONG_SIGNATURE = frozenset({"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"})
WRONG_TIME = frozenset({"RequestTimeTooSkewed", "RequestInTheFuture"})
TIME_IN_WORDS = ("signature expired", "signature not yet current", "too skewed")
"""How a wrong clock shows in the message of a refused signature."""
NOT_IN_REGION = frozenset({"RegionDisabledException", "OptInRequired"})
NOT_SIGNED_UP = frozenset({"SubscriptionRequiredException", "PendingVerification", "PendingVerificationException"})
DENIED = frozenset(
    {"403", "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized", "AccountNotAuthorized"}
)
EXISTS = frozenset(
    {
        "AlreadyInOrganizationException",
        "DuplicateAccountException",
        "DuplicateHandshakeException",
        "DuplicateOrganizationalUnitException",
        "BucketAlreadyOwnedByYou",
        "DuplicatePolicyAttachmentException",
        "DuplicatePolicyException",
        "DuplicateRecordException",
        "EntityAlreadyExists",
        "HandshakeAlreadyInStateException",
        "ORGANIZATION_ALREADY_HAS_ALL_FEATURES",
        "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
        "PolicyTypeAlreadyEnabledException",
        "TrailAlreadyExistsException",
        "UNIQUENESS_CONSTRAINT_VIOLATION",
    }
)
"""Codes, and two Reasons of HandshakeConstraintViolationException."""
TAKEN_BY_ANYBODY = frozenset({"iam:CreateAccountAlias"})
"""Operations whose names are unique in all of AWS: that one exists says nothing about one's own account."""
MISSING = frozenset(
    {
        "AWSOrganizationsNotInUseException",
        "404",
        "AccountNotFoundException",
        "ChildNotFoundException",
        "CreateAccountStatusNotFoundException",
        "DestinationParentNotFoundException",
        "HandshakeNotFoundException",
        "NoSuchBucket",
        "NoSuchBucketPolicy",
        "NoSuchLifecycleConfiguration",
        "NoSuchEntity",
        "NoSuchPublicAccessBlockConfiguration",
        "NotFoundException",
        "ObjectLockConfigurationNotFoundError",
        "OrganizationalUnitNotFoundException",
        "ParentNotFoundException",
        "PolicyNotAttachedException",
        "PolicyNotFoundException",
        "ResourceNotFoundException",
        "RootNotFoundException",
        "SourceParentNotFoundException",
        "ServerSideEncryptionConfigurationNotFoundError",
        "TargetNotFoundException",
        "TrailNotFoundException",
    }
)
NOT_VERIFIED = frozenset({"AccountOwnerNotVerifiedException", "MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED"})
"""A code, and a Reason of HandshakeConstraintViolationException."""
INTERNAL = frozenset(
    {"ServiceException", "ServiceFailure", "ServiceUnavailable", "ServiceUnavailableException"}
    | {"InternalFailure", "InternalError", "InternalServerError", "InternalServiceError", "RequestTimeout"}
)
"""AWS does not know itself how far it got."""
NOT_KNOWN_THERE = frozenset(
    {"NotImplemented", "InvalidAction", "UnknownOperationException", "UnsupportedOperation"}
    | {"UnsupportedOperationException"}
)
"""An operation that a Region, or what answers in its place, does not have."""
SERVER_ERROR, NOT_IMPLEMENTED = 500, 501


def not_ready_yet(action: str, response: Mapping[str, Any], account_id: str) -> NotReadyYet | None:
    """What is said of the credentials, or of the account's sign-up, is about the session that the program was given a
    moment ago: never about whoever is signed in."""
    code, said = _code(response), _said(response)
    if code not in NOT_READY_YET:
        return None
    return NotReadyYet(
        f"Account {account_id} is not ready for {action.partition(':')[0]} yet: AWS refused {action}, "
        f"{said or 'without an explanation'} ({code}).",
        account_id,
        code=code,
        operation=action,
        request_id=_request_id(response),
        whose_move=AWS,
        retry=YOUNG_SESSION,
    )


def _code(response: Mapping[str, Any]) -> str:
    return one_line(str(response.get("Error", {}).get("Code", "")))


def _request_id(response: Mapping[str, Any]) -> str:
    return one_line(str(response.get("ResponseMetadata", {}).get("RequestId", "")))


def _said(response: Mapping[str, Any]) -> str:
    """AWS's own explanation; not a page of HTML from something between here and AWS."""
    said = what_was_said(str(response.get("Error", {}).get("Message") or response.get("Message") or ""))
    return "" if said.startswith("<") else said


def refusal(action: str, response: Mapping[str, Any], write: bool) -> AwsError:
    """AWS answered with an error; boto3 puts its modelled members, such as Reason, at the top of the answer."""
    code, said = _code(response), _said(response)
    reason = one_line(str(response.get("Reason") or ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    facts: dict[str, Any] = {
        "code": code,
        "reason": reason,
        "operation": action,
        "request_id": _request_id(response),
        "retry": retry_for(code, reason, action),
    }
    if code in MALFORMED and "principal" in said.lower():
        facts["retry"] = YOUNG_PRINCIPAL
    if code in EXPIRED:
        return CredentialsExpired(f"The sign-in has expired: {said or code}.")
    if (unusable := _unusable_credentials(code, said)) is not None:
        return unusable
    if code in NOT_IN_REGION | NOT_SIGNED_UP:
        return _not_open(action, said, facts)
    if code in DENIED or code == "AccessDeniedForDependencyException":
        return denial(action, said, facts)
    if code in NOT_KNOWN_THERE or status == NOT_IMPLEMENTED:
        return AwsRefused(
            f"AWS does not know {action} in this Region: {said or code} ({code}).",
            "Set it by hand where it can be set, turn off what needs it, or name another Region.",
            **facts,
        )
    if facts["retry"] is None and (code in INTERNAL or status >= SERVER_ERROR):
        return _internal_failure(action, said, facts, write)
    kind = _kind(code, reason) if action not in TAKEN_BY_ANYBODY else AwsRefused
    meaning = meaning_of(code, reason)
    words = f"{said or 'It gave no explanation'} ({'/'.join(filter(None, (code, reason)))})."
    if meaning is None:
        return kind(f"AWS refused {action}. {words}", **facts)
    facts["whose_move"] = meaning.whose_move
    return kind(f"{meaning.what} AWS refused {action}: {words}", meaning.remedy, **facts)


def _kind(code: str, reason: str) -> type[AwsRefused]:
    if EXISTS & {code, reason}:
        return AlreadyDone
    if NOT_VERIFIED & {code, reason}:
        return EmailNotVerified
    return NotFound if code in MISSING else AwsRefused


def _unusable_credentials(code: str, said: str) -> NoCredentials | None:
    """A key that AWS does not know, a secret that does not fit it, or a clock that is wrong."""
    if code in UNKNOWN_KEY:
        return NoCredentials(
            f"AWS does not know these credentials: {said or code}.",
            "Sign in anew, or choose another profile: the access key may have been deleted or made inactive. If it "
            "works elsewhere, the Region may not be enabled in this account: name another with --region.",
        )
    if code in WRONG_TIME or (code in WRONG_SIGNATURE and any(words in said.lower() for words in TIME_IN_WORDS)):
        return NoCredentials(
            f"The clock of this machine and AWS's are too far apart: {said or code}.",
            "Set this machine's clock, better let it be set by the network (`timedatectl set-ntp true`), then sign in "
            "again.",
        )
    if code in WRONG_SIGNATURE:
        return NoCredentials(
            f"AWS did not accept the signature: {said or code}.",
            "Check that the secret access key is complete and belongs to the access key id, and that this machine's "
            "clock is right, then sign in again.",
        )
    return None


def _not_open(action: str, said: str, facts: dict[str, Any]) -> AwsRefused:
    """The account may not use the Region, or AWS has not finished signing it up."""
    if facts["code"] in NOT_IN_REGION:
        return AwsRefused(
            f"AWS refused {action}, because the Region is not enabled in this account: {said or facts['code']}.",
            "Name a Region that is, with --region or as the setup's home Region, or enable it under Account in the "
            "console (that takes minutes to hours). An account that is minutes old is refused like this too: wait.",
            **facts,
        )
    return AwsRefused(
        f"AWS refused {action}, because it has not finished signing this account up: {said or facts['code']}.",
        "Complete the sign-up of the account in the console, the payment method included, then try again. It can take "
        "a day until AWS has verified it.",
        **facts,
    )


def _internal_failure(action: str, said: str, facts: dict[str, Any], write: bool) -> AwsRefused:
    facts |= {"outcome_unknown": write, "retry": None if write else READ_FAILURE}
    return AwsRefused(
        f"AWS failed to carry out {action} for a reason of its own: {said or facts['code']} ({facts['code']}).",
        "Start again in a few minutes; what AWS did in the meantime is found by looking.",
        **facts,
    )
