"""boto3 sessions from what is configured on this machine. Secrets stay where they are: nothing here reads one."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import boto3
import botocore.session
from botocore.config import Config
from botocore.utils import JSONFileCache

from state.observed import Identity
from wizard.aws import translate
from wizard.aws.failures import explained
from wizard.errors import NoCredentials, NotPermitted

FALLBACK_REGION = "us-east-1"
"""For somebody who named no Region anywhere; Organizations and IAM are global within a partition."""

READING = Config(
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 5},
    user_agent_extra="orgwizard",
)
"""A read may be repeated freely."""

GLANCING = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 1},
    user_agent_extra="orgwizard",
)
"""A read that nothing depends on, so that nobody waits for it."""

WRITING = Config(
    connect_timeout=10,
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 1},
    user_agent_extra="orgwizard",
)
"""A write is sent once. By default botocore sends it again after a timeout or a 5xx, and CreateAccount has no
idempotency token (measured with botocore 1.44)."""


class BorrowedCache(JSONFileCache):
    """Sessions that `aws` itself made for profiles with an MFA device, read and never written."""

    def __init__(self, directory: Path) -> None:
        super().__init__(str(directory))
        self._own: dict[str, Any] = {}

    def __contains__(self, cache_key: str) -> bool:
        return cache_key in self._own or bool(super().__contains__(cache_key))

    def __getitem__(self, cache_key: str) -> Any:
        return self._own[cache_key] if cache_key in self._own else super().__getitem__(cache_key)

    def __setitem__(self, cache_key: str, value: Any) -> None:
        self._own[cache_key] = value

    def __delitem__(self, cache_key: str) -> None:
        del self._own[cache_key]


def open_session(profile: str, region: str, home_region: str, *, instance_roles: bool) -> boto3.Session:
    """A session of `profile`, or of the environment for ''. Makes no call.

    The Region is `region`, else the profile's or the environment's, else `home_region`. Without `instance_roles` the
    chain of credentials ends before the EC2 metadata service: off EC2 the question costs seconds, and on EC2 a profile
    without credentials would silently become the machine's role. A profile that names that source itself keeps it.
    Raises NoCredentials when there is no such profile.
    """
    with explained("sts:GetCallerIdentity"):
        core = botocore.session.Session(profile=profile or None)
        resolver = core.get_component("credential_provider")
        if not instance_roles:
            resolver.remove("iam-role")
        assume_role = resolver.get_provider("assume-role")
        assume_role._prompter = _ask_nobody(profile)  # botocore has no other seam for this
        assume_role.cache = BorrowedCache(Path("~/.aws/cli/cache").expanduser())
        chosen = region or core.get_config_variable("region") or home_region or FALLBACK_REGION
        return boto3.Session(botocore_session=core, region_name=chosen)


def identify(session: boto3.Session, region: str = "") -> Identity:
    """Whose credentials these are (API: sts.GetCallerIdentity, iam.ListAccountAliases).

    Who may not read the account's alias has none. Raises AwsError.
    """
    clients = Clients(session, region)
    return read_identity(clients.reading("sts"), clients.reading("iam"))


def expiry_of(session: boto3.Session) -> datetime | None:
    """When the session's credentials end or are renewed; None where nothing on this machine tells.

    botocore keeps the moment to itself, and knows it once the first call was signed.
    """
    moment = getattr(session.get_credentials(), "_expiry_time", None)
    return moment if isinstance(moment, datetime) else None


def read_identity(sts: Any, iam: Any) -> Identity:
    """The same with clients at hand."""
    with explained("sts:GetCallerIdentity"):
        caller = sts.get_caller_identity()
    aliases: list[str] = []
    try:
        with explained("iam:ListAccountAliases"):
            aliases = iam.list_account_aliases()["AccountAliases"]
    except NotPermitted:
        aliases = []
    with explained("sts:GetCallerIdentity"):
        return translate.identity(caller, aliases)


class Clients:
    """boto3's clients of one session, each made when it is first needed. Safe to share between threads."""

    def __init__(self, session: boto3.Session, region: str = "") -> None:
        self._session = session
        self._region = region or session.region_name or FALLBACK_REGION
        self._made: dict[tuple[str, str, Config], Any] = {}
        self._making = threading.Lock()  # making clients is not thread-safe in boto3, using them is

    def reading(self, service: str) -> Any:
        """The client for calls that change nothing."""
        return self._client(service, READING)

    def glancing(self, service: str, region: str = "") -> Any:
        """The client for questions whose answer is welcome and not needed, in another Region if one is named."""
        return self._client(service, GLANCING, region)

    def inside(self, service: str, credentials: Mapping[str, str], region: str) -> Any:
        """A client with a member account's temporary credentials, made for one question and not kept."""
        make: Any = self._session.client
        with self._making:
            return make(service, region_name=region or self._region, config=GLANCING, **credentials)

    def writing(self, service: str) -> Any:
        """The client that sends each call exactly once."""
        return self._client(service, WRITING)

    def _client(self, service: str, config: Config, region: str = "") -> Any:
        key = service, region or self._region, config
        with self._making:
            if key not in self._made:
                make: Any = self._session.client
                with explained(f"{service}:*"):
                    self._made[key] = make(service, region_name=region or self._region, config=config)
            return self._made[key]


def _ask_nobody(profile: str) -> Any:
    def refuse(_prompt: str) -> NoReturn:
        name = f"Profile {profile}" if profile else "The environment's profile"
        option = f" --profile {profile}" if profile else ""
        raise NoCredentials(
            f"{name} asks for an MFA code, which botocore would ask for behind this screen.",
            f"Run `aws sts get-caller-identity{option}` in another terminal: it asks for the code and keeps the "
            "session, which is used here for as long as it lasts. Then try again.",
        )

    return refuse
