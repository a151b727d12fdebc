"""What is tried again, how long, and why. Everything that is not in the table is never tried again by itself.

A timeout or an internal failure of AWS on a write is not here on purpose: the write may have been carried out, so it is
looked for first (see `AwsError.outcome_unknown`). Never retried either, because nothing changes by waiting: a missing
permission, invalid input, a quota, a name that is taken.

The engine waits between tries; botocore itself repeats reads only, a few times within seconds.
"""

from __future__ import annotations

from wizard.errors import Retry

MINUTE = 60.0
HOUR = 60 * MINUTE

_BUSY = Retry(5 * MINUTE, base=2, cap=30, why="AWS is carrying out another change of the organization")
_THROTTLED = Retry(5 * MINUTE, base=2, cap=30, why="AWS takes only so many calls a second")
_SPREADING = Retry(2 * MINUTE, base=3, cap=20, why="AWS takes a moment to know everywhere what was just allowed")

RETRIES: dict[str, Retry] = {
    # code, or code/Reason           seconds in all, first and longest pause, why
    "ConcurrentModificationException": _BUSY,
    "PolicyChangesInProgressException": Retry(
        5 * MINUTE, base=2, cap=30, why="AWS is still carrying out an earlier change of policies"
    ),
    # "can take up to one hour" (API: organizations.CreateAccount); nothing can be asked but the call itself.
    "FinalizingOrganizationException": Retry(HOUR, base=15, cap=60, why="AWS is still setting up the new organization"),
    # Five creations at a time (user guide, orgs_reference_limits); one takes minutes.
    "ConstraintViolationException/ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED": Retry(
        HOUR, base=15, cap=120, why="AWS creates only five accounts at a time"
    ),
    "ConstraintViolationException/ACCOUNT_CREATION_NOT_COMPLETE": Retry(
        15 * MINUTE, base=5, cap=60, why="the account is not completely set up yet"
    ),
    "TooManyRequestsException": _THROTTLED,
    "Throttling": _THROTTLED,
    "ThrottlingException": _THROTTLED,
    "ThrottledException": _THROTTLED,
    "RequestThrottled": _THROTTLED,
    "RequestThrottledException": _THROTTLED,
    "RequestLimitExceeded": _THROTTLED,
    "SlowDown": _THROTTLED,
    # A service may take a minute or two to learn that it may act in the organization, or of a bucket's policy
    # (CloudTrail user guide, creating-an-organizational-trail-prepare).
    "CloudTrailAccessNotEnabledException": _SPREADING,
    "InsufficientS3BucketPolicyException": _SPREADING,
    "ServiceAccessNotEnabled": _SPREADING,
    "ServiceAccessNotEnabledException": _SPREADING,
    "ConflictException": Retry(5 * MINUTE, base=5, cap=60, why="AWS is still carrying out an earlier change"),
    # A person or group made seconds ago may be unknown to the part of Identity Center that gives access to accounts.
    "sso-admin:CreateAccountAssignment/ResourceNotFoundException": Retry(
        MINUTE, base=3, cap=15, why="Identity Center takes a moment to know a new person everywhere"
    ),
    "NoSuchBucket": _SPREADING,
    "S3BucketDoesNotExistException": _SPREADING,
    "OperationAborted": Retry(5 * MINUTE, base=5, cap=60, why="S3 is still carrying out an earlier change"),
    # IAM takes seconds to know a new role everywhere (IAM user guide, troubleshoot_general).
    "NoSuchEntity": Retry(MINUTE, base=2, cap=10, why="IAM takes some seconds to know a new role everywhere"),
    "ConcurrentModification": Retry(MINUTE, base=2, cap=10, why="IAM is carrying out another change"),
    "EntityTemporarilyUnmodifiable": Retry(MINUTE, base=2, cap=10, why="IAM is still carrying out an earlier change"),
}

NOT_READY_YET = frozenset(
    {"AuthFailure", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken", "MissingAuthenticationToken"}
    | {"UnrecognizedClientException", "ExpiredToken", "ExpiredTokenException", "RequestExpired"}
    | {"NotSignedUp", "OptInRequired", "PendingVerification", "PendingVerificationException"}
    | {"RegionDisabledException", "SubscriptionRequiredException"}
)
"""What services answer to a session that the program has just been given in another account, while they do not know it
or the account (API: organizations.CreateAccount, "a few minutes"; EC2 user guide, errors-overview). To the person's own
credentials the same codes say something else."""
YOUNG_SESSION = Retry(2 * MINUTE, base=2, cap=20, why="AWS takes a moment to know a new session everywhere")
YOUNG_ACCOUNT = Retry(15 * MINUTE, base=5, cap=30, why="AWS is still setting the account up")
"""The same while the account is young, see `state.observed.readiness.SET_UP_WITHIN`."""
YOUNG_PRINCIPAL = _SPREADING
"""A policy that names an account, a role or a user that has only just been made is malformed for a moment."""
MALFORMED = frozenset({"MalformedPolicy", "MalformedPolicyDocument", "MalformedPolicyDocumentException"})

READ_FAILURE = Retry(MINUTE, base=2, cap=15, why="AWS failed to answer for a reason of its own")
"""An internal failure of AWS on a read; reading twice does no harm."""

CREATION_RETRIES: dict[str, Retry] = {
    # CreateAccountStatus.FailureReason; before another try AWS is looked at.
    "CONCURRENT_ACCOUNT_MODIFICATION": Retry(
        30 * MINUTE, base=15, cap=60, why="AWS is still working on an earlier request for the same account"
    ),
    "INTERNAL_FAILURE": Retry(HOUR, base=30, cap=30, why="AWS could not create it for a reason of its own", tries=1),
}

FIRST_HOUR = Retry(HOUR, base=60, cap=300, why="a new organization may be refused accounts for up to an hour")
"""ACCOUNT_NUMBER_LIMIT_EXCEEDED, while the organization is less than an hour old
(API: organizations.ConstraintViolationException)."""

LOST_ANSWER = Retry(
    10 * MINUTE, base=2, cap=30, why="no answer came and no trace of the request is to be found", tries=2
)
"""A write whose answer was lost and that AWS shows nothing of; what was looked for is asked again."""


GIVING_ACCESS = Retry(5 * MINUTE, base=10, cap=60, why="Identity Center could not change the account yet", tries=4)
"""A request to Identity Center that ended FAILED: in an account that is minutes old, and before IAM knows everywhere
what was just allowed, that passes (user guide, troubleshooting)."""


def retry_for(code: str, reason: str = "", operation: str = "") -> Retry | None:
    """How a refusal of `operation` with this code and Reason is tried again; None when it is not."""
    keys = (f"{operation}/{code}", f"{code}/{reason}", code)
    return next((RETRIES[key] for key in keys if key in RETRIES), None)
