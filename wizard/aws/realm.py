"""AWS itself: what can be signed in with on this machine, and signing in. boto3 is imported when it is first used."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from state.observed import Identity
from wizard.clock import SystemClock
from wizard.gateway import CredentialSource, Gateway

ENVIRONMENT = "environment"
PROFILE = "profile:"

_FROM_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "The access key in AWS_ACCESS_KEY_ID.",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "The web identity in AWS_WEB_IDENTITY_TOKEN_FILE.",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "The role of the container this runs in.",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "The role of the container or shell this runs in, such as CloudShell.",
}
"""Variables that lead botocore to credentials, in its own order. Only their presence is looked at."""

_KINDS = (
    ("sso_session", "Identity Center; sign in first with `aws sso login`."),
    ("sso_start_url", "Identity Center; sign in first with `aws sso login`."),
    ("login_session", "Console sign-in; sign in first with `aws login`."),
    ("credential_process", "A program on this machine supplies the credentials."),
    ("web_identity_token_file", "A role, by a web identity token."),
    ("credential_source", "A role, by the role of this machine."),
    ("aws_access_key_id", "An access key kept on this machine."),
)
"""A setting of a profile that tells its kind, most telling first."""


class AwsRealm:
    """`wizard.gateway.Realm` for AWS. Making one imports nothing of boto3 and makes no call."""

    rehearsal = False

    def __init__(self, profile: str | None = None, region: str | None = None) -> None:
        """`profile` and `region` are what the person asked for on the command line."""
        self.clock = SystemClock()
        self._profile = profile or ""
        self._region = region or ""

    def credential_sources(self) -> Iterable[CredentialSource]:
        """What could be signed in with: what was asked for, what boto3 would take by itself, then every profile.

        The first is preferred, if it was asked for or boto3 would take it. Uses no network and reads no secret. Raises
        NoCredentials when the configuration files cannot be read.
        """
        profiles = _profiles()
        named = os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or ""
        # As in boto3: the profile asked for, the environment's key, the environment's profile, the default profile.
        likely = [_profile_source(self._profile, profiles)] if self._profile else []
        likely += _environment_sources()
        likely += [_profile_source(named, profiles)] if named else []
        likely += [_profile_source("default", profiles)] if "default" in profiles else []
        every = [*likely, *(_profile_source(name, profiles) for name in sorted(profiles))]
        sources = {source.key: replace(source, preferred=source == likely[0]) if likely else source for source in every}
        return tuple(sources.values())

    def sign_in(self, source: CredentialSource, home_region: str) -> tuple[Identity, Gateway]:
        """Use `source` and ask AWS who that is. Raises AwsError.

        The Region is the one asked for on the command line, else the profile's, else `home_region`.
        """
        from wizard.aws.gateway import AwsGateway
        from wizard.aws.sessions import expiry_of, identify, open_session

        profile = source.key.removeprefix(PROFILE) if source.key.startswith(PROFILE) else ""
        session = open_session(profile, self._region, home_region, instance_roles=_instance_roles_wanted())
        identity = replace(identify(session), source=source.title, expires_at=expiry_of(session))
        return identity, AwsGateway(session, identity, self.clock)

    def come_back(self) -> None:
        """Time passes by itself."""

    def start(self) -> None:
        """Let the clock sleep again."""
        self.clock.stopping.clear()

    def stop(self) -> None:
        """End a sleep of the clock at once."""
        self.clock.stopping.set()


def _profiles() -> Mapping[str, Mapping[str, Any]]:
    """Every profile of ~/.aws/config and ~/.aws/credentials with its settings, as botocore merges them."""
    import botocore.session

    from wizard.aws.failures import explained

    with explained("the profiles in ~/.aws"):
        profiles: Mapping[str, Mapping[str, Any]] = botocore.session.Session(profile=None).full_config["profiles"]
        return profiles


def _profile_source(name: str, profiles: Mapping[str, Mapping[str, Any]]) -> CredentialSource:
    return CredentialSource(f"{PROFILE}{name}", f"Profile {name}", _hint(name, profiles))


def _hint(name: str, profiles: Mapping[str, Mapping[str, Any]]) -> str:
    """What kind of profile it is, from which settings it has; no secret is looked at."""
    settings = profiles.get(name)
    if settings is None:
        return "Not found in ~/.aws/config or ~/.aws/credentials."
    if "role_arn" in settings and "source_profile" in settings:
        return f"Role {settings['role_arn']}, by profile {settings['source_profile']}."
    return next((hint for setting, hint in _KINDS if setting in settings), "No credentials of its own.")


def _environment_sources() -> list[CredentialSource]:
    """One or none. The EC2 instance's role only where AWS_EC2_METADATA_DISABLED is false: to try costs seconds."""
    hint = next((hint for variable, hint in _FROM_ENVIRONMENT.items() if os.environ.get(variable)), "")
    if not hint and _instance_roles_wanted():
        hint = "The role of the EC2 instance this runs on."
    return [CredentialSource(ENVIRONMENT, "The environment", hint)] if hint else []


def _instance_roles_wanted() -> bool:
    return os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "false"
