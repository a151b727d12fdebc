"""The tree of what can go wrong between the program and AWS. Every error has a remedy.

OrgwizardError                 state.errors
├─ UnknownSetup, SetupInUse, UnreadableState, StateNotWritable
├─ InvalidSetup                the answers have problems; carries them
├─ WrongInput                  the command line cannot mean anything
├─ KeyringLocked, KeyringFailed
└─ AwsError                    AWS, or the way to it
   ├─ NoCredentials            nothing to sign in with
   ├─ MfaCodeNeeded            signing in needs the code of an MFA device; carries its serial number
   ├─ MfaCodeRefused           the code was wrong, or used already
   ├─ DeviceSignInEnded        a sign-in by device code was denied, or its code ran out
   ├─ CredentialsExpired       signed in too long ago
   ├─ Unreachable              no answer came; the write may have been carried out all the same
   ├─ Unreadable               an answer came that is none of AWS's
   └─ AwsRefused               AWS answered no; carries code, reason, operation and request id
      ├─ NotPermitted
      │  └─ WrongIdentity      another account than the setup's, a root user; nothing was sent
      ├─ NotReadyYet           a new account does not know the session, or a service, yet
      ├─ AlreadyDone           the wished-for state exists already; look again
      ├─ EmailNotVerified      somebody has to follow a link first; whatever else is wanted goes on
      └─ NotFound
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from state.errors import OrgwizardError

YOU = "you"
AWS = "AWS"
OWNER = "the owner of the account"
"""Whose move it may be; somebody else is named in words."""


@dataclass(frozen=True, slots=True)
class Retry:
    """That and how a refusal is worth another try: full jitter between `base` and `cap`, for `budget` seconds."""

    budget: float
    base: float = 2.0
    cap: float = 60.0
    why: str = "AWS asked to try again later"
    tries: int = 0
    """How often at most; 0 for as often as fits into the budget."""


class AwsError(OrgwizardError):
    """AWS, or the way to it."""

    retry: Retry | None = None
    """Set when AWS refused, and the same call may succeed later."""
    outcome_unknown: bool = False
    """Whether a write may have been carried out although no answer came; only looking tells."""

    @property
    def passing(self) -> bool:
        """Whether the same question may well be answered a little later."""
        return self.retry is not None or self.outcome_unknown


class NoCredentials(AwsError):
    """There is nothing to sign in with."""

    remedy = "Choose another profile, or set up credentials with `aws configure` or `aws sso login`, then try again."


class MfaCodeNeeded(AwsError):
    """Signing in needs the code that an MFA device shows now. `serial` is the device's serial number."""

    remedy = "Sign in again with the code, on the page Sign in or with --mfa-code."

    def __init__(self, serial: str) -> None:
        super().__init__(f"These credentials need a code of the MFA device {serial}.")
        self.serial = serial


class MfaCodeRefused(AwsError):
    """AWS did not take the code."""

    remedy = (
        "A code can be used only once. Wait until the device shows the next one, at most 30 seconds, and type that; if "
        "it is refused too, check that the device is the one named and that its clock is right."
    )


class DeviceSignInEnded(AwsError):
    """A sign-in by device code came to nothing."""

    remedy = "Begin again; a new code is shown then."


class CredentialsExpired(AwsError):
    """The credentials were valid once."""

    remedy = (
        "Sign in again with the same account, then go on, or run the same command again: everything done so far is "
        "kept, and nothing is done twice."
    )


class Unreachable(AwsError):
    """No answer came. A write may have been carried out all the same: only looking tells."""

    outcome_unknown = True
    remedy = "Check the network, proxy and Region, then start again; what AWS did in the meantime is found by looking."


class Unreadable(AwsError):
    """An answer came that is not what AWS documents: a page of a proxy's, or half of one."""

    remedy = "Check whether a proxy or AWS_ENDPOINT_URL stands between this machine and AWS, then start again."


class AwsRefused(AwsError):
    """AWS answered with an error."""

    remedy = "The code above is AWS's own. Look it up in the documentation of the operation, or copy it to AWS Support."

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        code: str = "",
        reason: str = "",
        operation: str = "",
        request_id: str = "",
        whose_move: str = "",
        retry: Retry | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        super().__init__(message, remedy)
        self.code = code
        self.reason = reason
        self.operation = operation
        self.request_id = request_id
        self.whose_move = whose_move
        """YOU, AWS or OWNER, where that is known."""
        self.retry = retry
        self.outcome_unknown = outcome_unknown


class NotPermitted(AwsRefused):
    """The caller is outside the management account, or lacks a permission there."""

    remedy = (
        "Sign in to the management account with an identity that may do this, then try again. "
        "`orgwizard permissions SETUP` prints the smallest policy to ask an administrator for."
    )


class LacksPermission(NotPermitted):
    """No policy of the caller's own says that it may, and one more statement would."""


class DeniedByControlPolicy(NotPermitted):
    """A service control policy of the organization denies it, whatever else allows it."""


class WrongIdentity(NotPermitted):
    """Whoever is signed in may carry nothing out here: another account, a root user, or nobody has confirmed it."""


class NotReadyYet(AwsRefused):
    """An account that the program has just stepped into does not know the program's session, or the service, yet."""

    remedy = (
        "New accounts take some minutes, rarely a day: start again later. If it stays so, sign in to the account in "
        "the console and open the service there, which completes its sign-up; or open a case with AWS Support for it."
    )

    def __init__(self, message: str, account_id: str, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.account_id = account_id


class AlreadyDone(AwsRefused):
    """What was asked for exists already, perhaps from an earlier try whose answer was lost."""

    remedy = "Look again: the thing is there."


class EmailNotVerified(AwsRefused):
    """The management account's address was never verified. No API tells so before, or sends the link again
    (user guide, about-email-verification)."""

    on_whom = "whoever reads the mail of the management account's root user"


class NotFound(AwsRefused):
    """What the call is about is not there (any more, or yet)."""


def whose_move(error: OrgwizardError) -> str:
    """Who has to act before it can go on: `you`, `AWS`, or somebody in words.

    AWS's own reasons say so; what AWS takes later by itself is AWS's move, and everything else is for whoever reads it.
    """
    if isinstance(error, EmailNotVerified):
        return error.on_whom
    if isinstance(error, AwsRefused) and error.whose_move:
        return error.whose_move
    return AWS if isinstance(error, AwsError) and error.retry is not None else YOU
