"""Who supplies credentials, and what went wrong there: a program, a saved sign-in, a file or a variable.

botocore gets credentials in the middle of whatever call needs them, and lets out whatever a program's or a file's
contents make it raise: KeyError, JSONDecodeError, RuntimeError. Taken there and nowhere else, each has one cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from json import JSONDecodeError
from shlex import quote
from typing import Any, NoReturn, cast

import botocore.session
from botocore import exceptions as boto
from botocore.credentials import CredentialResolver, Credentials, ReadOnlyCredentials

from wizard.errors import CredentialsExpired, NoCredentials
from wizard.refusals.redaction import remember, said

LOOK = "Look at the profile in ~/.aws/config, or choose another one."
LOOK_AT_VARIABLES = "Look at the variables that begin with AWS_, or choose a profile with --profile."
GOES_ON = "Then go on, or run the same command again: everything done so far is kept, and nothing is done twice."
_DAMAGED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What contents that nobody foresaw make a program raise."""
_RUN_OUT = (
    boto.UnauthorizedSSOTokenError,
    boto.LoginRefreshRequired,
    boto.RefreshWithMFAUnsupportedError,
)
_SIGNS = re.compile(r"[\x21-\x7e]+")
"""All that keys and tokens are made of, and all that a header may hold."""
_PARAMETER = re.compile(r"(?:for parameter|in input:) \"?(\w+)")
"""As botocore names what it would not send."""
_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_PARTS = ("access key id", "secret access key", "session token")


class Kind(StrEnum):
    """How credentials are come by."""

    PROGRAM = "program"
    CENTER = "Identity Center"
    LOGIN = "console sign-in"
    OTHER = "other"


_TELLING = {
    "sso_session": Kind.CENTER,
    "sso_start_url": Kind.CENTER,
    "login_session": Kind.LOGIN,
    "credential_process": Kind.PROGRAM,
}
"""A setting of a profile that tells its kind."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """Whom the credentials of a session come from."""

    name: str
    """`profile acme`, in a sentence."""
    kind: Kind = Kind.OTHER
    profile: str = ""
    """The one that signs in, which may be the source of another; '' for the environment."""
    asked: str = ""
    """The one that was asked for, in a sentence."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """What goes wrong while credentials are got, with its cause. What AWS refuses passes."""
        try:
            yield
        except boto.BotoCoreError as error:
            self._raise_for(error)
        except OSError as error:
            what = "program" if self.kind is Kind.PROGRAM else "file"
            message = f"The {what} that {self.name} names cannot be used: {said(error)}."
            raise NoCredentials(message, self._look) from error
        except _DAMAGED as error:
            raise self._damaged(error) from error
        except RuntimeError as error:  # botocore has renewed them, and they have run out all the same
            renewed = f", and new ones that {self._giver} gave have run out too" if self.profile else ""
            raise CredentialsExpired(
                f"The credentials of {self.name} have run out{renewed}.",
                f"{self._again} If they are fresh, set this machine's clock. {GOES_ON}",
            ) from error

    def _raise_for(self, error: boto.BotoCoreError) -> NoReturn:
        if isinstance(error, boto.HTTPClientError) and "header value" in str(error):
            raise NoCredentials(f"A key or token of {self.name} contains a line break.", self._look) from error
        if isinstance(error, _RUN_OUT) or (isinstance(error, boto.TokenRetrievalError) and "expired" in str(error)):
            raise CredentialsExpired(f"The sign-in of {self.name} has run out.", f"{self._again} {GOES_ON}") from error
        if isinstance(error, boto.SSOTokenLoadError) and "not exist" in str(error):
            raise NoCredentials(f"There is no saved sign-in for {self.name}.", self._again) from error
        if isinstance(error, boto.ParamValidationError) and self.kind is not Kind.CENTER:
            raise NoCredentials(f"Nothing was sent: {self._parameter(error)} cannot be one.", self._look) from error
        if isinstance(error, boto.SSOTokenLoadError | boto.ParamValidationError):  # the latter would quote a token
            raise self._damaged(error) from error
        if isinstance(error, boto.CredentialRetrievalError) and self.kind is Kind.PROGRAM:
            raise NoCredentials(
                f"The program that supplies the credentials of {self.name} failed: "
                f"{said(error.kwargs.get('error_msg')) or 'it gave no explanation'}.",
                f"{self._again} {LOOK}",
            ) from error
        raise error

    def _damaged(self, error: Exception) -> NoCredentials:
        if self.kind is Kind.PROGRAM:
            return NoCredentials(f"The program that supplies the credentials of {self.name} {_said_by(error)}.", LOOK)
        if self.kind in (Kind.CENTER, Kind.LOGIN):
            return NoCredentials(f"The saved sign-in of {self.name} is damaged.", self._again)
        return NoCredentials(f"The credentials of {self.name} cannot be read: {_wrong_in_them(error)}.", self._look)

    def _parameter(self, error: boto.ParamValidationError) -> str:
        """What would have been sent, by AWS's name for it and without its value, which may be a secret."""
        found = _PARAMETER.search(str(error.kwargs.get("report", "")))
        return f"the {found[1]} of {self.asked or self.name}" if found else f"a setting of {self.asked or self.name}"

    @property
    def _look(self) -> str:
        return LOOK if self.profile else LOOK_AT_VARIABLES

    @property
    def _giver(self) -> str:
        return "its program" if self.kind is Kind.PROGRAM else "it"

    @property
    def _again(self) -> str:
        """What to do where the credentials come from."""
        here = "or sign in with a code in the wizard, by IAM Identity Center"
        match self.kind:
            case Kind.PROGRAM:
                return "Sign in again with that program."
            case Kind.CENTER:
                return f"Run `aws sso login --profile {quote(self.profile)}`, {here}."
            case Kind.LOGIN:
                return f"Run `aws login --profile {quote(self.profile)}`, {here}."
            case _:
                return "Sign in again with the same account."

    def insist(self, frozen: ReadOnlyCredentials, method: str) -> None:
        """Raises NoCredentials when a part can stand in no header: the HTTP library would quote it whole."""
        parts = (frozen.access_key, frozen.secret_key, frozen.token)
        for number, part in enumerate(parts):
            fault = _fault(part, needed=number < 2)
            if fault:
                what = _VARIABLES[number] if method == "env" else f"The {_PARTS[number]} of {self.name}"
                raise NoCredentials(f"{what} {fault}.", "Copy it again, with nothing before it, in it or behind it.")
        remember(frozen.secret_key, frozen.token)


def _fault(part: object, *, needed: bool) -> str:
    """What is wrong with a key or token, to follow its name; '' when nothing is."""
    if not part:
        return "is empty" if needed else ""
    if not isinstance(part, str):
        return "is no text"
    if _SIGNS.fullmatch(part):
        return ""
    return "contains a line break" if "\n" in part or "\r" in part else "contains a blank or a sign that none has"


def _said_by(error: Exception) -> str:
    """What a program did, by what its answer made botocore raise."""
    if isinstance(error, JSONDecodeError | UnicodeDecodeError | RecursionError):
        return "printed something that is not the JSON it should print"
    if untimely := _untimely(error):
        return f"gave an Expiration {untimely}"
    if str(error) in ("No closing quotation", "No escaped character"):
        return "cannot be started, because a quotation mark in its command is not closed"
    if isinstance(error, IndexError):
        return "cannot be started, because its command is empty"
    return f"did not print what AWS documents for such programs ({type(error).__name__})"


def _wrong_in_them(error: Exception) -> str:
    """What is wrong with credentials that no program gave."""
    untimely = _untimely(error)
    return f"they have an expiration {untimely}" if untimely else type(error).__name__


def _untimely(error: Exception) -> str:
    """What is wrong with a time, to follow it; '' when that is not what is wrong."""
    if type(error).__name__ == "ParserError":  # of dateutil, which is no dependency of ours
        return "that is no time"
    return "without a time zone" if isinstance(error, TypeError) and "naive" in str(error) else ""


class Watched:
    """Credentials of botocore's; using them raises errors with a remedy, and remembers what must not be shown."""

    def __init__(self, credentials: Credentials, supplier: Supplier) -> None:
        self._credentials = credentials
        self._supplier = supplier

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Those to sign with now. Raises NoCredentials, CredentialsExpired."""
        with self._supplier.explained():
            frozen = self._credentials.get_frozen_credentials()
        self._supplier.insist(frozen, self._credentials.method)
        return frozen

    def get_deferred_property(self, property_name: str) -> Any:
        """For botocore, which asks for an account id when it first needs one."""
        return lambda: getattr(self, property_name, None)

    def __getattr__(self, name: str) -> Any:
        """Everything else as botocore has it; a part of a key is one of those to sign with now."""
        whose = self.get_frozen_credentials() if name in ReadOnlyCredentials._fields else self._credentials
        return getattr(whose, name)


class WatchedChain(CredentialResolver):
    """The chain of places where credentials may be, watched."""

    def __init__(self, chain: CredentialResolver, supplier: Supplier) -> None:
        super().__init__(chain.providers)
        self._supplier = supplier

    def load_credentials(self) -> Credentials | None:
        """The first that are found. Raises NoCredentials."""
        with self._supplier.explained():
            found = super().load_credentials()
        return cast("Credentials", Watched(found, self._supplier)) if found is not None else None


def supplier_of(core: botocore.session.Session) -> Supplier:
    """Whom the credentials of this session come from, as far as its profile tells. Raises ConfigParseError."""
    profiles: Mapping[str, Mapping[str, Any]] = core.full_config["profiles"]
    asked = str(core.get_config_variable("profile") or "default")
    if asked not in profiles:
        return Supplier("the environment")
    profile, seen = asked, {asked}
    while (source := str(profiles.get(profile, {}).get("source_profile", ""))) in profiles and source not in seen:
        profile = source
        seen.add(source)
    settings = profiles.get(profile, {})
    kind = next((kind for setting, kind in _TELLING.items() if setting in settings), Kind.OTHER)
    name = f"profile {profile}" + (f", which profile {asked} takes its own from," if profile != asked else "")
    return Supplier(name, kind, profile, f"profile {asked}")
