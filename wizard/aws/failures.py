"""What botocore raises, as errors with a remedy. The only place that catches its exceptions."""

from __future__ import annotations

import configparser
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import NoReturn

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError
from urllib3 import exceptions as urllib3

from wizard.aws.bounds import TooLarge
from wizard.aws.config_files import unreadable
from wizard.aws.error_answers import not_ready_yet, refusal
from wizard.aws.lost_answers import no_answer
from wizard.errors import (
    AwsError,
    CredentialsExpired,
    NoCredentials,
    Unreadable,
)
from wizard.refusals.redaction import said as what_was_said
from wizard.refusals.retries import READ_FAILURE

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
        if entered and (young := not_ready_yet(action, error.response, entered)) is not None:
            raise young from error
        raise refusal(action, error.response, write) from error
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
    if isinstance(error, boto.InvalidConfigError):
        raise NoCredentials(
            f"{action} was not sent, because a setting cannot be used: {text}.",
            "Correct it in ~/.aws/config or in the variable that begins with AWS_, or choose another profile.",
        ) from error
    if isinstance(error, _NO_SIGN_IN):
        raise NoCredentials(f"There are no usable credentials: {text}.") from error
    raise AwsError(
        f"{action} was not sent: {text}.",
        "Correct what the message names, in the setup or in ~/.aws/config, then try again.",
    ) from error


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
