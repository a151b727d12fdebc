"""Whatever boto3 raises becomes an error that says what happened and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from wizard.aws import translate
from wizard.aws.failures import explained
from wizard.errors import (
    AlreadyDone,
    AwsError,
    AwsRefused,
    CredentialsExpired,
    EmailNotVerified,
    LacksPermission,
    NoCredentials,
    NotFound,
    Unreachable,
    Unreadable,
)
from wizard.refusals.retries import RETRIES

ACTION = "organizations:CreateAccount"
URL = "https://organizations.us-east-1.amazonaws.com/"


def client_error(
    code: str, message: str = "No", status: int = 400, operation: str = "CreateAccount", **members: Any
) -> Any:
    answer = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"RequestId": "r-42", "HTTPStatusCode": status},
        **members,
    }
    return boto.ClientError(answer, operation)  # type: ignore[arg-type]


def error_of(raised: Exception, *, write: bool = True) -> AwsError:
    with pytest.raises(AwsError) as caught, explained(ACTION, write=write):
        raise raised
    assert caught.value.__cause__ is raised
    return caught.value


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AccessDeniedException", LacksPermission),
        ("AccessDenied", LacksPermission),
        ("AccessDeniedForDependencyException", LacksPermission),
        ("ExpiredToken", CredentialsExpired),
        ("ExpiredTokenException", CredentialsExpired),
        ("RequestExpired", CredentialsExpired),
        ("InvalidClientTokenId", NoCredentials),
        ("UnrecognizedClientException", NoCredentials),
        ("SignatureDoesNotMatch", NoCredentials),
        ("RequestTimeTooSkewed", NoCredentials),
        ("AccountOwnerNotVerifiedException", EmailNotVerified),
        ("AlreadyInOrganizationException", AlreadyDone),
        ("DuplicateOrganizationalUnitException", AlreadyDone),
        ("DuplicateAccountException", AlreadyDone),
        ("DuplicateHandshakeException", AlreadyDone),
        ("PolicyTypeAlreadyEnabledException", AlreadyDone),
        ("EntityAlreadyExists", AlreadyDone),
        ("AWSOrganizationsNotInUseException", NotFound),
        ("CreateAccountStatusNotFoundException", NotFound),
        ("NoSuchEntity", NotFound),
        ("ConstraintViolationException", AwsRefused),
        ("SomethingNewException", AwsRefused),
    ],
)
def test_each_code_is_its_kind_of_error(code: str, kind: type[AwsError]) -> None:
    error = error_of(client_error(code))

    assert type(error) is kind
    assert error.message.endswith(".")
    assert error.remedy.endswith(".")
    assert not error.outcome_unknown


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (boto.NoCredentialsError(), NoCredentials),
        (boto.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), NoCredentials),
        (boto.ProfileNotFound(profile="acme"), NoCredentials),
        (boto.SSOTokenLoadError(error_msg="no token"), NoCredentials),
        (boto.TokenRetrievalError(provider="sso", error_msg="no token"), NoCredentials),
        (boto.CredentialRetrievalError(provider="process", error_msg="exit 1"), NoCredentials),
        (boto.MissingDependencyException(msg="awscrt"), NoCredentials),
        (boto.ConfigParseError(path="~/.aws/config"), NoCredentials),
        (FileNotFoundError(2, "No such file", "my-credential-program"), NoCredentials),
        (boto.UnauthorizedSSOTokenError(), CredentialsExpired),
        (boto.LoginRefreshRequired(), CredentialsExpired),
        (boto.EndpointConnectionError(endpoint_url=URL), Unreachable),
        (boto.ConnectTimeoutError(endpoint_url=URL), Unreachable),
        (boto.ReadTimeoutError(endpoint_url=URL), Unreachable),
        (boto.ConnectionClosedError(endpoint_url=URL), Unreachable),
        (boto.ProxyConnectionError(proxy_url="http://proxy"), Unreachable),
        (boto.SSLError(endpoint_url=URL, error=OSError("self-signed")), Unreachable),
        (boto.ParamValidationError(report="Email is missing"), AwsError),
        (boto.NoRegionError(), AwsError),
        (ResponseParserError("not JSON"), Unreadable),
        (KeyError("CreateAccountStatus"), Unreadable),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_never_got_an_answer_is_explained(raised: Exception, kind: type[AwsError]) -> None:
    error = error_of(raised)

    assert type(error) is kind
    assert error.message.endswith(".")
    assert error.remedy.endswith(".")
    assert error.retry is None


@pytest.mark.parametrize(
    "raised",
    [
        boto.ReadTimeoutError(endpoint_url=URL),
        boto.ConnectionClosedError(endpoint_url=URL),
        client_error("ServiceException"),
        client_error("InternalFailure", status=500),
        client_error("502", status=502),
        KeyError("CreateAccountStatus"),
        ResponseParserError("not JSON"),
    ],
    ids=str,
)
def test_a_write_that_may_have_been_made_says_so_and_is_not_tried_again(raised: Exception) -> None:
    error = error_of(raised)

    assert error.outcome_unknown
    assert error.retry is None


@pytest.mark.parametrize("raised", [client_error("ServiceException"), client_error("503", status=503)], ids=str)
def test_a_read_that_failed_inside_aws_is_tried_again(raised: Exception) -> None:
    error = error_of(raised, write=False)

    assert error.retry is not None
    assert error.retry.budget == 60
    assert not error.outcome_unknown


@pytest.mark.parametrize("name", RETRIES)
def test_what_the_table_of_retries_names_is_tried_again(name: str) -> None:
    code, _, reason = name.partition("/")

    error = error_of(client_error(code, Reason=reason) if reason else client_error(code))

    assert error.retry == RETRIES[name]
    assert not error.outcome_unknown


def test_throttling_by_a_503_is_a_refusal_and_not_an_unknown_outcome() -> None:
    error = error_of(client_error("Throttling", status=503))

    assert error.retry is not None
    assert not error.outcome_unknown


def test_a_quota_is_never_tried_again() -> None:
    error = error_of(client_error("ConstraintViolationException", Reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED"))

    assert error.retry is None
    assert isinstance(error, AwsRefused)
    assert (error.code, error.reason) == ("ConstraintViolationException", "ACCOUNT_NUMBER_LIMIT_EXCEEDED")
    assert (error.operation, error.request_id) == (ACTION, "r-42")
    assert "as many accounts as it may have" in error.message
    assert "Service Quotas" in error.remedy


def test_a_missing_permission_is_named() -> None:
    assert ACTION in error_of(client_error("AccessDeniedException")).remedy
    dependency = error_of(client_error("AccessDeniedForDependencyException"))
    assert "iam:CreateServiceLinkedRole" in dependency.remedy


def test_a_denied_role_on_the_way_is_not_blamed_on_the_call() -> None:
    error = error_of(client_error("AccessDenied", operation="AssumeRole"))

    assert "AssumeRole" in error.message
    assert ACTION not in error.message


def test_a_call_that_lacked_credentials_was_never_sent() -> None:
    assert not error_of(client_error("InternalFailure", status=500, operation="AssumeRole")).outcome_unknown


def test_an_unknown_reason_shows_raw() -> None:
    error = error_of(client_error("ConstraintViolationException", "Mind the moon", Reason="MOON"))

    assert "Mind the moon (ConstraintViolationException/MOON)." in error.message


def test_awss_text_is_one_short_printable_line() -> None:
    error = error_of(client_error("Odd", "{0} %s\n\x1b[31mred\x07" + "word " * 2000))

    assert "{0} %s [31mred word word" in error.message
    assert error.message.isprintable()
    assert len(error.message) < 600


def test_a_page_of_html_is_not_shown() -> None:
    error = error_of(client_error("502", "<html><body>Bad Gateway", status=502))

    assert "<" not in error.message


def test_an_error_that_is_explained_already_passes_through() -> None:
    explained_before = NoCredentials("No code.")

    with pytest.raises(NoCredentials) as caught, explained(ACTION):
        raise explained_before

    assert caught.value is explained_before


def test_an_address_that_is_not_verified_is_told_by_a_reason_too() -> None:
    error = client_error("HandshakeConstraintViolationException", Reason="MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED")

    assert isinstance(error_of(error), EmailNotVerified)


def test_whatever_aws_sends_beside_its_message_is_a_line_of_text_too() -> None:
    response: Any = {
        "Error": {"Code": "Odd\x1b[2JCode", "Message": "No\nmore"},
        "Reason": "SOME\u202eTHING\n",
        "ResponseMetadata": {"RequestId": "r-\x07\r42", "HTTPStatusCode": 400},
    }
    with pytest.raises(AwsRefused) as refused, explained("organizations:CreateAccount"):
        raise boto.ClientError(response, "CreateAccount")

    error = refused.value
    for text in (error.message, error.code, error.reason, error.request_id):
        assert text.isprintable()
    assert "\n" not in error.message


@pytest.mark.parametrize("arn", ["arn:aws:iam::1:user/\x1b[2J", "nonsense", "arn:aws:iam::111111111111:user/a b", ""])
def test_a_callers_arn_that_is_none_is_no_answer(arn: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        translate.identity({"Account": "111111111111", "Arn": arn}, ())
