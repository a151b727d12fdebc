"""What is configured on this machine to sign in with. boto3 is imported when somebody signs in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from state.setup import is_account_id
from wizard.clock import Clock, SystemClock
from wizard.errors import NoCredentials
from wizard.gateway.world import AccessPortal, CredentialSource, Route, Way, taken_unasked
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


class ConfiguredHere:
    """Profiles, the environment and the machine's own role. Making one imports nothing of boto3 and makes no call."""

    hints: Mapping[Way, str] = MappingProxyType({})

    def __init__(
        self, profile: str = "", region: str = "", prepare: Callable[[botocore.session.Session], None] | None = None
    ) -> None:
        """`profile` and `region` are what the person asked for on the command line. `prepare` may hook into botocore's
        events of each session before it is used."""
        self._profile = profile
        self._region = region
        self._prepare = prepare or (lambda _core: None)

    @property
    def device_code_first(self) -> bool:
        """Over SSH, in a container and without a display."""
        return not display_likely(os.environ, sys.platform)

    def sources(self) -> Iterator[CredentialSource]:
        """What was asked for, what boto3 would take by itself, then every profile.

        What was asked for is preferred, or else what boto3 would take. Uses no network and reads no secret. Files
        that cannot be read are one source that says why.
        """
        from wizard.aws.config_files import named_by_the_environment

        profiles, broken = _profiles()
        named = named_by_the_environment()
        # As in boto3: the profile asked for, the environment's key, the environment's profile, the default profile.
        likely = [_profile_source(self._profile, profiles)] if self._profile else []
        likely += _environment_sources()
        likely += [_profile_source(named, profiles)] if named else []
        likely += [_profile_source("default", profiles)] if "default" in profiles else []
        every = [*likely, *(_profile_source(name, profiles) for name in sorted(profiles)), *broken]
        sources = {source.key: replace(source, preferred=source == likely[0]) if likely else source for source in every}
        yield from sources.values()

    def open(self, source: CredentialSource, home_region: str, code: MfaCode) -> boto3.Session:
        """A session of one of them. Raises AwsError.

        The Region is the one asked for on the command line, else the environment's, else the profile's, else
        `home_region`.
        """
        from wizard.aws.sessions import open_session

        profile = source.key.removeprefix(PROFILE) if source.key.startswith(PROFILE) else ""
        session = open_session(
            profile, self._region, home_region, instance_roles=_instance_roles_wanted(), ask_code=code
        )
        self._prepare(session._session)
        return session

    def core(self) -> botocore.session.Session:
        """A botocore session of no profile, without credentials."""
        from wizard.aws.sessions import unconfigured

        core = unconfigured()
        self._prepare(core)
        return core

    def region(self, home_region: str) -> str:
        """Which Region to call without a profile."""
        from wizard.aws.endpoints import region_for

        return region_for(self._region, home_region)

    def routes(self) -> tuple[Route, ...]:
        """To Organizations and to STS, as the profile that would be used, the environment and the Region have it."""
        from wizard.aws.sessions import routes_of

        source = taken_unasked(tuple(self.sources()))
        only = source is not None and not source.preferred and source.key.startswith(PROFILE)
        return routes_of(source.key.removeprefix(PROFILE) if source and only else self._profile, self._region)

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """Of every profile and `sso-session` in ~/.aws/config that names one; none where that cannot be read."""
        try:
            config = _configuration(_core())
        except NoCredentials:
            return ()
        named = (*config.get("sso_sessions", {}).values(), *config["profiles"].values())
        found = (
            AccessPortal(str(each["sso_start_url"]), str(each.get("sso_region", "")))
            for each in named
            if "sso_start_url" in each
        )
        return tuple(dict.fromkeys(found))

    def signs_in(self) -> None:
        """Nothing has to be known of it here."""

    def clock_for_code(self) -> Clock:
        """A clock of its own: a stopped run must not stop a sign-in by device code."""
        return SystemClock()


def _profiles() -> tuple[Mapping[str, Mapping[str, Any]], tuple[CredentialSource, ...]]:
    """Every profile of ~/.aws/config and ~/.aws/credentials with its settings, as botocore merges them, and a source
    in the place of files that cannot be read."""
    from wizard.aws.config_files import passed_over

    core = _core()
    try:
        profiles, broken = _configuration(core)["profiles"], passed_over(core)
    except NoCredentials as error:
        profiles, broken = {}, error
    if broken is None:
        return profiles, ()
    return profiles, (CredentialSource(UNREADABLE, "Profiles of this machine", broken.message, remedy=broken.remedy),)


def _core() -> botocore.session.Session:
    import botocore.session

    return botocore.session.Session(include_builtin_handlers=False)  # no client is made of it


def _configuration(core: botocore.session.Session) -> Mapping[str, Any]:
    from wizard.aws.failures import explained

    with explained("the profiles in ~/.aws"):
        configuration: Mapping[str, Any] = core.full_config
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
    kind = next((hint for setting, hint in _KINDS if setting in settings), "No credentials of its own.")
    account_id = _account_in(settings)
    return f"Account {account_id}. {kind}" if account_id else kind


def _account_in(settings: Mapping[str, Any]) -> str:
    """The account that a profile says it is of; empty where it says none. `aws login` writes who signed in, as an
    ARN."""
    login = str(settings.get("login_session", "")).split(":")
    said = (settings.get("sso_account_id", ""), settings.get("aws_account_id", ""), login[4] if len(login) > 4 else "")
    return next((str(each) for each in said if is_account_id(str(each))), "")


def _environment_sources() -> list[CredentialSource]:
    """One or none. The EC2 instance's role only where AWS_EC2_METADATA_DISABLED is false: to try costs seconds."""
    hint = next((hint for variable, hint in _FROM_ENVIRONMENT.items() if os.environ.get(variable)), "")
    if not hint and _instance_roles_wanted():
        hint = "The role of the EC2 instance this runs on."
    return [CredentialSource(ENVIRONMENT, "The environment", hint)] if hint else []


def _instance_roles_wanted() -> bool:
    return os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "false"
