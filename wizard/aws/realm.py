"""AWS itself: what can be signed in with on this machine, and signing in. boto3 is imported when it is first used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from state.observed import Identity
from state.saved.keyring import Secrets
from state.setup.access_key import AccessKey
from wizard.aws.given_credentials import WAYS_IN, GivenCredentials
from wizard.aws.listings import Listings
from wizard.clock import SystemClock
from wizard.errors import NoCredentials
from wizard.gateway import AccessPortal, CredentialSource, DeviceSignIn, Gateway, Route, WayIn
from wizard.machine.browser import display_likely

if TYPE_CHECKING:
    import boto3
    import botocore.session

    from wizard.aws.mfa import MfaCode

ENVIRONMENT = "environment"
PROFILE = "profile:"
UNREADABLE = "unreadable"

_FROM_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "The access key in AWS_ACCESS_KEY_ID.",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "The web identity in AWS_WEB_IDENTITY_TOKEN_FILE.",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "The role of the container this runs in.",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "The role of the container or shell this runs in, such as CloudShell.",
}
"""Variables that lead botocore to credentials, in its own order. Only their presence is looked at."""

_KINDS = (
    ("sso_session", "Identity Center: `aws sso login` first."),
    ("sso_start_url", "Identity Center: `aws sso login` first."),
    ("login_session", "Console sign-in: `aws login` first."),
    ("credential_process", "A program on this machine gives them."),
    ("web_identity_token_file", "A role, by a web identity token."),
    ("credential_source", "A role, by the role of this machine."),
    ("aws_access_key_id", "An access key kept on this machine."),
)
"""A setting of a profile that tells its kind, most telling first."""


class AwsRealm:
    """`wizard.gateway.Realm` for AWS. Making one imports nothing of boto3 and makes no call."""

    rehearsal = False

    def __init__(
        self,
        profile: str | None = None,
        region: str | None = None,
        *,
        mfa_code: str = "",
        secrets: Secrets | None = None,
        prepare: Callable[[botocore.session.Session], None] | None = None,
    ) -> None:
        """`profile`, `region` and `mfa_code` are what the person asked for on the command line; the code serves the
        first sign-in that takes one. Without `secrets` nothing typed in is kept. `prepare` may hook into botocore's
        events of each session before it is used."""
        self.clock = SystemClock()
        self._listings = Listings()
        self._profile = profile or ""
        self._region = region or ""
        self._mfa_code = mfa_code
        self._prepare = prepare or (lambda _core: None)
        self.given = GivenCredentials(secrets or Secrets(None), self._unconfigured, self._region_without_profile)

    def credential_sources(self) -> Iterable[CredentialSource]:
        """What was supplied in this run; then what could be signed in with on this machine: what was asked for, what
        boto3 would take by itself, then every profile.

        What was asked for is preferred, or else what boto3 would take. Uses no network and reads no secret. Files
        that cannot be read are one source that says why.
        """
        profiles, broken = _profiles()
        named = os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or ""
        # As in boto3: the profile asked for, the environment's key, the environment's profile, the default profile.
        likely = [_profile_source(self._profile, profiles)] if self._profile else []
        likely += _environment_sources()
        likely += [_profile_source(named, profiles)] if named else []
        likely += [_profile_source("default", profiles)] if "default" in profiles else []
        every = [*likely, *(_profile_source(name, profiles) for name in sorted(profiles)), *broken]
        sources = {source.key: replace(source, preferred=source == likely[0]) if likely else source for source in every}
        return (*self.given.sources(), *sources.values())

    def ways_in(self) -> tuple[WayIn, ...]:
        """All of them."""
        return WAYS_IN

    @property
    def device_code_first(self) -> bool:
        """Over SSH, in a container and without a display."""
        return not display_likely(os.environ, sys.platform)

    def sign_in(self, source: CredentialSource, home_region: str, mfa_code: str = "") -> tuple[Identity, Gateway]:
        """Use `source` and ask AWS who that is. Raises AwsError, KeyringLocked.

        The Region is the one asked for on the command line, else the environment's, else the profile's, else
        `home_region`. A code that the
        profile does not ask for makes a session with MFA of a user's own keys.
        """
        from wizard.aws.mfa import MfaCode, code_judged
        from wizard.aws.signing_in import signed_in

        code = MfaCode(mfa_code or self._mfa_code)
        try:
            with code_judged():
                session = self.given.session(source, home_region)
                session = session or self._opened(source, home_region, code)
                ends = self.given.ends(source)
                return signed_in(session, source, code, self.clock, self._unconfigured, ends, self._listings)
        finally:
            self._mfa_code = "" if code.used else self._mfa_code

    def _opened(self, source: CredentialSource, home_region: str, code: MfaCode) -> boto3.Session:
        from wizard.aws.sessions import open_session

        profile = source.key.removeprefix(PROFILE) if source.key.startswith(PROFILE) else ""
        session = open_session(
            profile, self._region, home_region, instance_roles=_instance_roles_wanted(), ask_code=code
        )
        self._prepare(session._session)
        return session

    def _region_without_profile(self, home_region: str) -> str:
        from wizard.aws.endpoints import region_for

        return region_for(self._region, home_region)

    def _unconfigured(self) -> botocore.session.Session:
        from wizard.aws.sessions import unconfigured

        core = unconfigured()
        self._prepare(core)
        return core

    def routes(self) -> tuple[Route, ...]:
        """To Organizations and to STS, as the profile that would be used, the environment and the Region have it."""
        from wizard.aws.sessions import routes_of

        return routes_of(self._profile, self._region)

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """Of every profile and `sso-session` in ~/.aws/config that names one; none where that cannot be read."""
        try:
            config = _configuration()
        except NoCredentials:
            return ()
        named = (*config.get("sso_sessions", {}).values(), *config["profiles"].values())
        found = (
            AccessPortal(str(each["sso_start_url"]), str(each.get("sso_region", "")))
            for each in named
            if "sso_start_url" in each
        )
        return tuple(dict.fromkeys(found))

    def begin_device_sign_in(self, portal: AccessPortal) -> DeviceSignIn:
        """Ask Identity Center for a code. Blocks. Raises AwsError."""
        return self.given.begin_device_sign_in(portal, SystemClock())  # a stopped run must not stop this

    def take_key(self, key: AccessKey) -> CredentialSource:
        """A typed key as something to sign in with, held in memory."""
        return self.given.take_key(key)

    def keep_key(self, source: CredentialSource, identity: Identity) -> str:
        """Put a typed key into the keyring; what came of it. Raises KeyringLocked, KeyringFailed, StateNotWritable."""
        return self.given.keep_key(source, identity)

    def why_not_kept(self) -> str:
        """Why a typed key cannot be kept on this machine; '' when it can."""
        return self.given.secrets.why_not_kept()

    def listen(self, tell: Callable[[str], None]) -> None:
        """Be told how far long lists are read."""
        self._listings.listen(tell)

    def come_back(self) -> None:
        """Time passes by itself."""

    def start(self) -> None:
        """Let the clock sleep again."""
        self.clock.stopping.clear()

    def stop(self) -> None:
        """End a sleep of the clock at once."""
        self.clock.stopping.set()


def _profiles() -> tuple[Mapping[str, Mapping[str, Any]], tuple[CredentialSource, ...]]:
    """Every profile of ~/.aws/config and ~/.aws/credentials with its settings, as botocore merges them, and a source
    in the place of files that cannot be read."""
    try:
        return _configuration()["profiles"], ()
    except NoCredentials as error:
        return {}, (CredentialSource(UNREADABLE, "Profiles of this machine", error.message, remedy=error.remedy),)


def _configuration() -> Mapping[str, Any]:
    import botocore.session

    from wizard.aws.failures import explained

    with explained("the profiles in ~/.aws"):
        configuration: Mapping[str, Any] = botocore.session.Session(profile=None).full_config
        return configuration


def _profile_source(name: str, profiles: Mapping[str, Mapping[str, Any]]) -> CredentialSource:
    remedy = "" if name in profiles else "Correct the name in AWS_PROFILE or --profile, or add the profile there."
    return CredentialSource(f"{PROFILE}{name}", f"Profile {name}", _hint(name, profiles), remedy=remedy)


def _hint(name: str, profiles: Mapping[str, Mapping[str, Any]]) -> str:
    """What kind of profile it is, from which settings it has; no secret is looked at."""
    settings = profiles.get(name)
    if settings is None:
        return "It is not in ~/.aws/config or ~/.aws/credentials."
    if "role_arn" in settings and "source_profile" in settings:
        code = "; asks for an MFA code" if "mfa_serial" in settings else ""
        return f"Role {settings['role_arn']}, by profile {settings['source_profile']}{code}."
    return next((hint for setting, hint in _KINDS if setting in settings), "No credentials of its own.")


def _environment_sources() -> list[CredentialSource]:
    """One or none. The EC2 instance's role only where AWS_EC2_METADATA_DISABLED is false: to try costs seconds."""
    hint = next((hint for variable, hint in _FROM_ENVIRONMENT.items() if os.environ.get(variable)), "")
    if not hint and _instance_roles_wanted():
        hint = "The role of the EC2 instance this runs on."
    return [CredentialSource(ENVIRONMENT, "The environment", hint)] if hint else []


def _instance_roles_wanted() -> bool:
    return os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "false"
