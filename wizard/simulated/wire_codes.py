"""What each service calls its refusals on the wire: they differ, and most S3 and EC2 codes are in no service model."""

from __future__ import annotations

from botocore.model import OperationModel

_IDENTITY = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "TooManyRequestsException": "Throttling",
    "UnrecognizedClientException": "InvalidClientTokenId",
}
_STORAGE = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "TooManyRequestsException": "SlowDown",
    "UnrecognizedClientException": "InvalidToken",
    "ValidationError": "MalformedXML",
}
_OWN_CODES = {
    "iam": _IDENTITY,
    "sts": _IDENTITY,
    "s3": _STORAGE,
    "s3control": _STORAGE,
    "ec2": {
        "AccessDeniedException": "UnauthorizedOperation",
        "ExpiredTokenException": "RequestExpired",
        "TooManyRequestsException": "RequestLimitExceeded",
        "UnrecognizedClientException": "AuthFailure",
        "ValidationError": "InvalidParameterValue",
    },
    "cloudtrail": {"TooManyRequestsException": "ThrottlingException", "ValidationError": "ValidationException"},
    "account": {"ValidationError": "ValidationException"},
    "identitystore": {"TooManyRequestsException": "ThrottlingException", "ValidationError": "ValidationException"},
    "sso-admin": {"TooManyRequestsException": "ThrottlingException", "ValidationError": "ValidationException"},
    "budgets": {"TooManyRequestsException": "ThrottlingException", "ValidationError": "InvalidParameterException"},
}
"""By service: what it says instead of the code that Organizations has."""

UNLISTED_CODES = {
    "s3": frozenset(
        {
            "BucketAlreadyExists",
            "BucketAlreadyOwnedByYou",
            "BucketNotEmpty",
            "IllegalLocationConstraintException",
            "InvalidAccessKeyId",
            "InvalidBucketName",
            "InvalidBucketState",
            "InvalidLocationConstraint",
            "MalformedPolicy",
            "NoSuchBucket",
            "NoSuchBucketPolicy",
            "NoSuchLifecycleConfiguration",
            "NoSuchPublicAccessBlockConfiguration",
            "NoSuchTagSet",
            "ObjectLockConfigurationNotFoundError",
            "OwnershipControlsNotFoundError",
        }
    ),
    "ec2": frozenset({"DeclarativePolicyViolation", "DryRunOperation", "InvalidParameterValue", "MissingParameter"}),
}
"""Codes of a service that its model leaves out (S3: API/ErrorResponses; EC2: errors-overview)."""

_STATUS = {
    "AccessDenied": 403,
    "AuthFailure": 401,
    "BucketAlreadyExists": 409,
    "BucketAlreadyOwnedByYou": 409,
    "BucketNotEmpty": 409,
    "DryRunOperation": 412,
    "InvalidAccessKeyId": 403,
    "InvalidBucketState": 409,
    "SlowDown": 503,
    "RequestLimitExceeded": 503,
    "UnauthorizedOperation": 403,
}
_WITHOUT_A_BODY = {400: "Bad Request", 403: "Forbidden", 404: "Not Found"}


def wire_code(model: OperationModel, code: str) -> str:
    """How the operation's service calls this refusal."""
    return _OWN_CODES.get(model.service_model.service_name, {}).get(code, code)


def status_of(code: str) -> int:
    """The HTTP status of a code that the service model does not know."""
    missing = code.startswith("NoSuch") or code.endswith("NotFoundError")
    return _STATUS.get(code, 404 if missing else 400)


def without_a_body(model: OperationModel, status: int) -> tuple[str, str] | None:
    """(code, message) that botocore makes of an error answer to HEAD, which has nothing but its status."""
    if model.http.get("method") != "HEAD":
        return None
    return str(status), _WITHOUT_A_BODY.get(status, "Bad Request")
