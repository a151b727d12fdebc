"""Each trouble on the way to AWS, and each kind of denial, has a sentence of its own and its own remedy."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from botocore import exceptions as boto
from urllib3.exceptions import NameResolutionError

from tests.wizard.aws.test_failures import client_error, error_of
from wizard.errors import (
    AwsError,
    AwsRefused,
    CredentialsExpired,
    DeniedByControlPolicy,
    NoCredentials,
    NotPermitted,
    Unreachable,
)

HOST = "sts.eu-nowhere-1.amazonaws.com"
URL = f"https://{HOST}/"
PROXY = "http://anna:planted-password@proxy.acme.example:3128"
NO_CONNECTION: Any = None
NO_NAME = NameResolutionError(HOST, NO_CONNECTION, socket.gaierror(-2, "Name or service not known"))
UNTRUSTED = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain"
EMPTY = "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:4154)"
TOO_EARLY = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid"
SCP = "User: arn:aws:iam::1:user/a is not authorized to perform: x with an explicit deny in a {}: arn:aws:p-1"

CASES: tuple[tuple[Exception, type[AwsError], str, str], ...] = (
    (
        boto.EndpointConnectionError(endpoint_url=URL, error=NO_NAME),
        Unreachable,
        "eu-nowhere-1 is no Region",
        "--region",
    ),
    (boto.EndpointConnectionError(endpoint_url=URL, error=OSError(111, "refused")), Unreachable, HOST, "firewall"),
    (boto.ConnectTimeoutError(endpoint_url=URL), Unreachable, "did not take the connection in time", "HTTPS_PROXY"),
    (boto.ReadTimeoutError(endpoint_url=URL), Unreachable, "did not answer in time", "found by looking"),
    (boto.ConnectionClosedError(endpoint_url=URL), Unreachable, "was closed before the answer", "network"),
    (
        boto.ProxyConnectionError(proxy_url=PROXY, error=OSError("refused")),
        Unreachable,
        "proxy proxy.acme.example:3128 cannot be reached",
        "NO_PROXY",
    ),
    (
        boto.ProxyConnectionError(proxy_url=PROXY, error=OSError("Tunnel connection failed: 407 Authentication")),
        Unreachable,
        "asks for a user name and a password",
        "HTTPS_PROXY",
    ),
    (boto.SSLError(endpoint_url=URL, error=OSError(UNTRUSTED)), Unreachable, "does not trust", "AWS_CA_BUNDLE"),
    (boto.SSLError(endpoint_url=URL, error=OSError(TOO_EARLY)), Unreachable, "not valid at the time", "clock"),
    (boto.SSLError(endpoint_url=URL, error=OSError("EOF")), Unreachable, "no safe connection", "proxy"),
    (boto.SSLError(endpoint_url=URL, error=OSError(2, "No such file")), Unreachable, "with certificates", "CA_BUNDLE"),
    (boto.SSLError(endpoint_url=URL, error=OSError(EMPTY)), Unreachable, "with certificates", "AWS_CA_BUNDLE"),
    (
        boto.HTTPClientError(error=FileNotFoundError(2, "No such file or directory")),
        Unreachable,
        "file with certificates",
        "AWS_CA_BUNDLE",
    ),
    (
        boto.HTTPClientError(error=ValueError(f"Failed to parse: {PROXY}")),
        Unreachable,
        "Failed to parse: http://proxy.acme.example:3128",
        "proxy",
    ),
    (boto.NoRegionError(), AwsError, "Region cannot be used", "eu-west-1"),
    (boto.InvalidRegionError(region_name="eu west 1"), AwsError, "Region cannot be used", "eu-west-1"),
    (client_error("RegionDisabledException", "STS is not activated"), AwsRefused, "Region is not enabled", "console"),
    (client_error("OptInRequired", "You are not subscribed"), AwsRefused, "Region is not enabled", "wait"),
    (client_error("SubscriptionRequiredException"), AwsRefused, "signing this account up", "payment method"),
    (client_error("RequestTimeTooSkewed", "The difference is too large"), NoCredentials, "clock", "timedatectl"),
    (
        client_error("InvalidSignatureException", "Signature expired: 20261125T1 is now earlier than 20261125T2"),
        NoCredentials,
        "clock",
        "timedatectl",
    ),
    (client_error("SignatureDoesNotMatch", "Signature not yet current: 2"), NoCredentials, "clock", "timedatectl"),
    (client_error("SignatureDoesNotMatch", "Check your key"), NoCredentials, "signature", "secret access key"),
    (client_error("ExpiredToken"), CredentialsExpired, "expired", "Sign in again"),
    (client_error("InvalidClientTokenId"), NoCredentials, "does not know these credentials", "deleted"),
    (
        client_error("AccessDeniedException", SCP.format("service control policy")),
        DeniedByControlPolicy,
        "is a member account",
        "Sign in to the management account",
    ),
    (
        client_error("AccessDenied", "because no service control policy allows the organizations:X action"),
        DeniedByControlPolicy,
        "is a member account",
        "Sign in to the management account",
    ),
    (client_error("AccessDenied", SCP.format("resource control policy")), NotPermitted, "resource control", "Ask"),
    (client_error("AccessDenied", SCP.format("permissions boundary")), NotPermitted, "boundary of this", "boundary"),
    (client_error("AccessDenied", SCP.format("session policy")), NotPermitted, "narrowed", "Sign in again"),
    (client_error("AccessDenied", SCP.format("VPC endpoint policy")), NotPermitted, "VPC endpoint", "network's owner"),
    (
        client_error("AccessDenied", SCP.format("identity-based policy")),
        NotPermitted,
        "permit",
        "orgwizard permissions",
    ),
    (
        client_error("AccessDenied", "Roles may not be assumed by root accounts.", operation="AssumeRole"),
        NotPermitted,
        "root user can assume no role",
        "administrator",
    ),
)


def title(value: Any) -> str:
    return f"{type(value).__name__}" if isinstance(value, Exception) else ""


@pytest.mark.parametrize(("raised", "kind", "says", "advises"), CASES, ids=title)
def test_each_trouble_has_its_own_sentence_and_remedy(
    raised: Exception, kind: type[AwsError], says: str, advises: str
) -> None:
    error = error_of(raised)

    assert type(error) is kind
    assert says in error.message
    assert advises in error.remedy
    assert error.message.endswith(".")
    assert error.remedy.endswith(".")
    assert not error.message.endswith("..")
    assert "{" not in error.message + error.remedy
    assert "choose Retry" not in error.remedy, (
        "the command line has no button, and nor have the screens one of that name"
    )


def test_a_proxys_password_is_in_no_sentence() -> None:
    for raised, *_ in CASES:
        error = error_of(raised)
        assert "planted-password" not in error.message + error.remedy
        assert "anna:" not in error.message
