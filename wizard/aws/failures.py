"""What botocore raises, as errors with a remedy. The only place that catches its exceptions."""

from __future__ import annotations

import configparser
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, NoReturn

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError
from urllib3 import exceptions as urllib3

from wizard.aws.bounds import TooLarge
from wizard.aws.config_files import unreadable
from wizard.aws.denials import denial
from wizard.aws.lost_answers import no_answer
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
    Unreadable,
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

_NO_ANSWER = (boto.HTTPClientError, boto.ConnectionError, boto.IncompleteReadError, boto.ResponseStreamingError)
_EXPIRED_SIGN_IN = (boto.UnauthorizedSSOTokenError, boto.LoginRefreshRequired, boto.RefreshWithMFAUnsupportedError)
_NO_REGION = (boto.NoRegionError, boto.InvalidRegionError, boto.UnknownRegionError, boto.UnknownEndpointError)
_NO_SIGN_IN = (
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.ProfileNotFound,
    boto.SSOError,
    boto.TokenRetrievalError,
    boto.LoginError,
    boto.CredentialRetrievalError,
    boto.MetadataRetrievalError,
    boto.NoAuthTokenError,
    boto.InvalidConfigError,
    boto.ConfigNotFound,
    boto.UnknownCredentialError,
)

_OF_FILES_AND_PROGRAMS = (configparser.Error, subprocess.SubprocessError, boto.UndefinedModelAttributeError)
"""What reading the configuration, or a program that hands out credentials, may raise beside botocore's own errors."""
_OF_AN_ANSWER = (
    LookupError,
    ArithmeticError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    NotImplementedError,
    EOFError,
)
"""What comes of an answer that is not what the service model says."""


@contextmanager
def explained(action: str, *, write: bool = False, host: str = "AWS", entered: str = "") -> Iterator[None]:
    """Turn whatever goes wrong inside into an AwsError.

    `action` is the permission the call needs, such as `organizations:CreateAccount`; `host` is who is asked, and
    `entered` the account that the program's own session is in, where it is signed with one. With `write`, an error
    after which the change may have been made all the same says so: `outcome_unknown`.
    """
    try:
        yield
    except boto.ClientError as error:
        if error.operation_name not in action:  # getting credentials failed, so the call itself was never sent
            action, write = error.operation_name, False
        if entered and (young := _not_ready_yet(action, error.response, entered)) is not None:
            raise young from error
        raise _refusal(action, error.response, write) from error
    except boto.BotoCoreError as error:
        _raise_unsent(action, error)
    except ResponseParserError as error:
        raise _unreadable(action, host, error, write) from error
    except (urllib3.HTTPError, HTTPException) as error:
        raise no_answer(action, boto.HTTPClientError(error=error)) from error
    except (*_OF_FILES_AND_PROGRAMS, OSError) as error:
        told = what_was_said(error) if isinstance(error, OSError) else type(error).__name__  # no command, and no line
        message = f"A file or program that the credentials come from cannot be used: {told}."
        raise NoCredentials(message) from error
    except _OF_AN_ANSWER as error:
        raise _unreadable(action, host, error, write) from error
    except RuntimeError as error:  # botocore has no name of its own for this
        message = f"The program or service that supplies the credentials gave expired ones: {what_was_said(error)}."
        raise CredentialsExpired(message) from error


def _raise_unsent(action: str, error: boto.BotoCoreError) -> NoReturn:
    """An error of botocore's own: no answer, no way to sign, or nothing that could be sent."""
    text = what_was_said(error)
    if isinstance(error, _NO_ANSWER):
        raise no_answer(action, error) from error
    if isinstance(error, _EXPIRED_SIGN_IN):
        raise CredentialsExpired(f"The sign-in has expired: {text}.") from error
    if isinstance(error, boto.MissingDependencyException):
        raise NoCredentials(
            f"These credentials need a part of botocore that is not installed: {text}.",
            'Install it beside orgwizard with `pip install "botocore[crt]"`, or choose another profile.',
        ) from error
    if isinstance(error, _NO_REGION):
        raise AwsError(
            f"{action} was not sent, because the Region cannot be used: {text}.",
            "Name a Region such as eu-west-1, with --region, AWS_REGION, the profile or the setup's home Region.",
        ) from error
    if isinstance(error, boto.ConfigParseError):
        raise unreadable(error) from error
    if isinstance(error, boto.ProfileNotFound):
        raise NoCredentials(f"{text}.", "Choose one of the profiles listed, or add it to ~/.aws/config.") from error
    if isinstance(error, _NO_SIGN_IN):
        raise NoCredentials(f"There are no usable credentials: {text}.") from error
    raise AwsError(
        f"{action} was not sent: {text}.",
        "Correct what the message names, in the setup or in ~/.aws/config, then try again.",
    ) from error


def _not_ready_yet(action: str, response: Mapping[str, Any], account_id: str) -> NotReadyYet | None:
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


def _refusal(action: str, response: Mapping[str, Any], write: bool) -> AwsError:
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
            "Set it by hand where it can be set, choose `leave` for what needs it, or name another Region.",
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


def _unreadable(action: str, host: str, error: Exception, write: bool) -> Unreadable:
    """A read may be asked again: what answered in AWS's place may be gone. A write may have been carried out."""
    match error:
        case KeyError():
            what = f"{what_was_said(error)} is not in it"
        case ResponseParserError():
            what = what_was_said(error)
        case _:
            what = f"it makes no sense ({type(error).__name__})"
    unreadable = Unreadable(f"The answer to {action} from {host} is not what AWS documents: {what}.")
    unreadable.outcome_unknown = write
    unreadable.retry = None if write or isinstance(error, TooLarge) else READ_FAILURE
    return unreadable
