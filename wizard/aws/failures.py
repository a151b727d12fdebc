"""What botocore raises, as errors with a remedy. The only place that catches its exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from wizard.aws.retries import READ_FAILURE, retry_for
from wizard.errors import (
    AlreadyDone,
    AwsError,
    AwsRefused,
    CredentialsExpired,
    EmailNotVerified,
    NoCredentials,
    NotFound,
    NotPermitted,
    Unreachable,
)
from wizard.reasons import refusal as meaning_of

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
WRONG_SIGNATURE = frozenset(
    {"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature", "RequestTimeTooSkewed"}
)
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

LONGEST = 400
"""Characters of foreign text that are shown."""

_UNHEARD = (boto.HTTPClientError, boto.ConnectionError, boto.IncompleteReadError, boto.ResponseStreamingError)
_EXPIRED_SIGN_IN = (boto.UnauthorizedSSOTokenError, boto.LoginRefreshRequired, boto.RefreshWithMFAUnsupportedError)
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
    boto.ConfigParseError,
    boto.ConfigNotFound,
    boto.UnknownCredentialError,
)


@contextmanager
def explained(action: str, *, write: bool = False) -> Iterator[None]:
    """Turn whatever goes wrong inside into an AwsError.

    `action` is the permission the call needs, such as `organizations:CreateAccount`. With `write`, an error after
    which the change may have been made all the same says so: `outcome_unknown`.
    """
    try:
        yield
    except boto.ClientError as error:
        if error.operation_name not in action:  # getting credentials failed, so the call itself was never sent
            action, write = error.operation_name, False
        raise _refusal(action, error.response, write) from error
    except boto.BotoCoreError as error:
        _raise_unsent(action, error)
    except ResponseParserError as error:
        raise _malformed(action, error, write) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise _malformed(action, error, write) from error
    except OSError as error:
        message = f"A file or program that the credentials come from cannot be used: {one_line(str(error))}."
        raise NoCredentials(message) from error


def one_line(text: str) -> str:
    """Foreign text as one printable line without a full stop at its end."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(printable.split()).rstrip(".")
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


def _raise_unsent(action: str, error: boto.BotoCoreError) -> NoReturn:
    """An error of botocore's own: no answer, no way to sign, or nothing that could be sent."""
    text = one_line(str(error))
    if isinstance(error, _UNHEARD):
        raise Unreachable(f"No answer to {action} came from AWS: {text}.") from error
    if isinstance(error, _EXPIRED_SIGN_IN):
        raise CredentialsExpired(f"The sign-in has expired: {text}.") from error
    if isinstance(error, boto.MissingDependencyException):
        raise NoCredentials(
            f"These credentials need a part of botocore that is not installed: {text}.",
            'Install it beside orgwizard with `pip install "botocore[crt]"`, or choose another profile.',
        ) from error
    if isinstance(error, boto.ProfileNotFound):
        raise NoCredentials(f"{text}.", "Choose one of the profiles listed, or add it to ~/.aws/config.") from error
    if isinstance(error, _NO_SIGN_IN):
        raise NoCredentials(f"There are no usable credentials: {text}.") from error
    raise AwsError(
        f"{action} was not sent: {text}.",
        "Correct what the message names, in the setup or in ~/.aws/config, then try again.",
    ) from error


def _refusal(action: str, response: Mapping[str, Any], write: bool) -> AwsError:
    """AWS answered with an error; boto3 puts its modelled members, such as Reason, at the top of the answer."""
    code = str(response.get("Error", {}).get("Code", ""))
    said = one_line(str(response.get("Error", {}).get("Message") or response.get("Message") or ""))
    said = "" if said.startswith("<") else said  # a page of HTML from something between here and AWS
    reason = str(response.get("Reason") or "")
    metadata = response.get("ResponseMetadata", {})
    facts: dict[str, Any] = {
        "code": code,
        "reason": reason,
        "operation": action,
        "request_id": str(metadata.get("RequestId", "")),
        "retry": retry_for(code, reason),
    }
    if code in EXPIRED:
        return CredentialsExpired(f"The sign-in has expired: {said or code}.")
    if code in UNKNOWN_KEY:
        return NoCredentials(
            f"AWS does not know these credentials: {said or code}.",
            "Sign in anew, or choose another profile: the access key may have been deleted.",
        )
    if code in WRONG_SIGNATURE:
        return NoCredentials(
            f"AWS did not accept the signature: {said or code}.",
            "Check that this machine's clock is right and that the secret key is complete, then sign in again.",
        )
    if code in DENIED or code == "AccessDeniedForDependencyException":
        return _not_permitted(action, said, facts)
    if facts["retry"] is None and (code in INTERNAL or metadata.get("HTTPStatusCode", 0) >= 500):
        return _internal_failure(action, said, facts, write)
    kind = _kind(code, reason) if action not in TAKEN_BY_ANYBODY else AwsRefused
    meaning = meaning_of(code, reason)
    words = f"{said or 'It gave no explanation'} ({'/'.join(filter(None, (code, reason)))})."
    if meaning is None:
        return kind(f"AWS refused {action}. {words}", **facts)
    return kind(f"{meaning.message} AWS refused {action}: {words}", meaning.remedy, **facts)


def _kind(code: str, reason: str) -> type[AwsRefused]:
    if EXISTS & {code, reason}:
        return AlreadyDone
    if NOT_VERIFIED & {code, reason}:
        return EmailNotVerified
    return NotFound if code in MISSING else AwsRefused


def _not_permitted(action: str, said: str, facts: dict[str, Any]) -> NotPermitted:
    missing = "iam:CreateServiceLinkedRole" if facts["code"] == "AccessDeniedForDependencyException" else action
    return NotPermitted(
        f"AWS does not permit {missing}: {said or facts['code']}.",
        f"Sign in to the management account with an identity that has the permission {missing}, then choose Retry. "
        "`orgwizard permissions SETUP` prints the smallest policy to ask an administrator for.",
        **facts,
    )


def _internal_failure(action: str, said: str, facts: dict[str, Any], write: bool) -> AwsRefused:
    facts |= {"outcome_unknown": write, "retry": None if write else READ_FAILURE}
    return AwsRefused(
        f"AWS failed to carry out {action} for a reason of its own: {said or facts['code']} ({facts['code']}).",
        "Start again in a few minutes; what AWS did in the meantime is found by looking.",
        **facts,
    )


def _malformed(action: str, error: Exception, write: bool) -> AwsError:
    unreadable = AwsError(
        f"The answer to {action} is not what AWS documents: {type(error).__name__} {one_line(str(error))}.",
        "Check whether a proxy or AWS_ENDPOINT_URL stands between this machine and AWS, then start again.",
    )
    unreadable.outcome_unknown = write
    return unreadable
