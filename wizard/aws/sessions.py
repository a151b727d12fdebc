"""boto3 sessions from what is configured on this machine. Secrets stay where they are: nothing here reads one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import CredentialProvider, CredentialResolver, Credentials
from botocore.exceptions import ConfigParseError, ProfileNotFound
from botocore.utils import JSONFileCache

from state.observed import Identity
from wizard.aws import translate
from wizard.aws.bounds import bounded
from wizard.aws.config_files import named_by_the_environment, passed_over
from wizard.aws.endpoints import FALLBACK_REGION, making_a_client, nothing_sent, region_for, route_to
from wizard.aws.failures import explained
from wizard.aws.listings import Listings
from wizard.aws.service_models import with_shared_models
from wizard.aws.suppliers import LOOK, Supplier, WatchedChain, supplier_of
from wizard.errors import MfaCodeNeeded, NoCredentials, NotPermitted
from wizard.gateway.world import Route

MFA_PROMPT = "Enter MFA code for "
"""How botocore's question for a code begins; the device's serial number follows."""

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

_UNSIGNED = READING.merge(Config(signature_version=UNSIGNED))

WRITING = Config(
    connect_timeout=10,
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 1},
    user_agent_extra="orgwizard",
)
"""A write is sent once. By default botocore sends it again after a timeout or a 5xx, and CreateAccount has no
idempotency token (measured with botocore 1.44)."""


_SIGNED_WITH = "orgwizard:signed-with"
"""A name that no parameter of AWS's has."""


_PARTS = {"AccessKeyId", "SecretAccessKey", "SessionToken"}

GIVEN = Supplier("what was typed in or signed in to")


class BorrowedCache(JSONFileCache):
    """Sessions that `aws` itself made for profiles with an MFA device, read and never written."""

    def __init__(self, directory: Path) -> None:
        super().__init__(str(directory))
        self._own: dict[str, Any] = {}

    def __contains__(self, cache_key: str) -> bool:
        return self._found(cache_key) is not None

    def __getitem__(self, cache_key: str) -> Any:
        return self._found(cache_key)

    def _found(self, cache_key: str) -> Any:
        """None also for a file that is empty or damaged: there was a session, and another is made."""
        if cache_key in self._own:
            return self._own[cache_key]
        try:
            found = super().__getitem__(cache_key)
            datetime.fromisoformat(str(found["Credentials"]["Expiration"]).replace("UTC", "+00:00"))
            return found if found["Credentials"].keys() >= _PARTS else None
        except (LookupError, TypeError, ValueError, AttributeError):
            return None

    def __setitem__(self, cache_key: str, value: Any) -> None:
        self._own[cache_key] = value

    def __delitem__(self, cache_key: str) -> None:
        del self._own[cache_key]


class Given(CredentialProvider):
    """Credentials that are at hand already."""

    METHOD = "given"

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    def load(self) -> Credentials:
        """Those."""
        return self._credentials


def session_of(core: botocore.session.Session, credentials: Credentials, region: str) -> boto3.Session:
    """A session with these credentials and no others, whatever is configured. Makes no call."""
    core.register_component("credential_provider", WatchedChain(CredentialResolver([Given(credentials)]), GIVEN))
    return boto3.Session(botocore_session=core, region_name=region or FALLBACK_REGION)


def session_without_credentials(core: botocore.session.Session, region: str) -> boto3.Session:
    """A session for calls that nobody signs: no credentials are looked for. Makes no call."""
    core.register_component("credential_provider", CredentialResolver([]))
    return boto3.Session(botocore_session=core, region_name=region)


def unconfigured() -> botocore.session.Session:
    """A botocore session of no profile, not even the one that AWS_PROFILE names.

    What the default profile says of endpoints and certificates holds; a file that cannot be read is done without,
    because nothing that is typed in needs it.
    """
    core = configured_as("")
    try:
        core.get_scoped_config()
    except ConfigParseError:
        core = configured_as("")
        for setting in ("config_file", "credentials_file"):
            core.set_config_variable(setting, os.devnull)
    return core


def configured_as(profile: str) -> botocore.session.Session:
    """A botocore session with the settings of this profile, or of the default one for ''.

    Credentials of the environment come before the profile's, as where AWS_PROFILE names it.
    """
    return with_shared_models(botocore.session.Session(session_vars={"profile": (None, None, profile or None, None)}))


def open_session(
    profile: str, region: str, home_region: str, *, instance_roles: bool, ask_code: Callable[[str], str] | None = None
) -> boto3.Session:
    """A session of `profile`, or of the environment for ''. Makes no call.

    `ask_code` answers botocore's question for the code of an MFA device; without it MfaCodeNeeded is raised when the
    credentials are first used, unless the AWS CLI keeps a session that is still good.

    The Region is `region`, else the environment's, else the profile's, else `home_region`. Without `instance_roles` the
    chain of credentials ends before the EC2 metadata service: off EC2 the question costs seconds, and on EC2 a profile
    without credentials would silently become the machine's role. A profile that names that source itself keeps it.
    Raises NoCredentials when there is no such profile, AwsError when the Region or another setting cannot be used.
    """
    with nothing_sent("sts"):
        core = _core(profile)
        chosen = region_for(region, home_region, core)
        core.set_config_variable("region", chosen)
        resolver = core.get_component("credential_provider")
        if not instance_roles:
            resolver.remove("iam-role")
        assume_role = resolver.get_provider("assume-role")
        assume_role._prompter = ask_code or ask_nobody  # botocore has no other seam for this
        assume_role.cache = BorrowedCache(Path("~/.aws/cli/cache").expanduser())
        core.register_component("credential_provider", WatchedChain(resolver, supplier_of(core)))
        return boto3.Session(botocore_session=core, region_name=chosen)


def _core(profile: str) -> botocore.session.Session:
    """A botocore session of `profile`, or of the environment for ''. Raises what botocore raises, and NoCredentials
    where a profile is missing because its file is passed over."""
    if profile:
        core = with_shared_models(botocore.session.Session(profile=profile))
    else:
        core = configured_as(named_by_the_environment())
    try:
        core.get_scoped_config()
    except ProfileNotFound as error:
        raise passed_over(core) or error from error
    return core


def routes_of(profile: str, region: str) -> tuple[Route, ...]:
    """How Organizations and STS would be reached with a session of `profile`, or of the environment for ''.

    Looks for no credentials and makes no call. Raises AwsError.
    """
    with nothing_sent("sts"):
        core = _core(profile)
        session = session_without_credentials(core, region_for(region, "", core))
        make: Any = session.client
        routes = []
        for service in ("organizations", "sts"):
            with making_a_client(core, service):
                routes.append(route_to(core, service, make(service, config=_UNSIGNED).meta.endpoint_url))
        return tuple(routes)


def identify(session: boto3.Session, region: str = "") -> Identity:
    """Whose credentials these are (API: sts.GetCallerIdentity, iam.ListAccountAliases).

    Who may not read the account's alias has none. Raises AwsError.
    """
    clients = Clients(session, region)
    return read_identity(clients.reading("sts"), clients.reading("iam"))


def expiry_of(session: boto3.Session) -> datetime | None:
    """When the session's credentials run out; None when they do not, or botocore does not know. Makes no call."""
    expires_at = getattr(session.get_credentials(), "_expiry_time", None)  # botocore has no public name for it
    if not isinstance(expires_at, datetime):
        return None
    try:
        return expires_at.astimezone(UTC)
    except OverflowError:  # whoever means "never" writes the last moment that there is
        return datetime.max.replace(tzinfo=UTC)


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
    """boto3's clients of one session, each made when it is first needed. Safe to share between threads.

    One client serves every account: a call may bring the credentials it is signed with, see `signed_with`.
    """

    def __init__(
        self,
        session: boto3.Session,
        region: str = "",
        sleep: Callable[[float], None] = lambda _seconds: None,
        listings: Listings | None = None,
    ) -> None:
        """`sleep` is how time passes before something is asked again; `listings` follow what has many pages."""
        self.sleep = sleep
        self.listings = listings or Listings()
        self._session = session
        self._region = region or session.region_name or FALLBACK_REGION
        self._made: dict[tuple[str, str, Config], Any] = {}
        self._making = threading.Lock()  # making clients is not thread-safe in boto3, using them is

    def reading(self, service: str, region: str = "") -> Any:
        """The client for calls that change nothing, in another Region if one is named."""
        return self._client(service, READING, region)

    def glancing(self, service: str, region: str = "") -> Any:
        """The client for questions whose answer is welcome and not needed, in another Region if one is named."""
        return self._client(service, GLANCING, region)

    def writing(self, service: str, region: str = "") -> Any:
        """The client that sends each call exactly once."""
        return self._client(service, WRITING, region)

    def _client(self, service: str, config: Config, region: str = "") -> Any:
        key = service, region or self._region, config
        with self._making:
            if key not in self._made:
                make: Any = self._session.client
                with making_a_client(self._session._session, service):
                    client = bounded(make(service, region_name=key[1], config=config))
                client.meta.events.register("provide-client-params", _sign_with, unique_id="orgwizard-signs-with")
                self._made[key] = client
            return self._made[key]


def signed_with(credentials: Credentials | None) -> dict[str, Any]:
    """What to add to the parameters of a call that is made with other credentials than the session's own.

    They travel with the call and are kept nowhere else, so that accounts cannot be mixed up between threads; a client
    that does not know of them refuses the call.
    """
    return {} if credentials is None else {_SIGNED_WITH: credentials}


def _sign_with(params: dict[str, Any], context: dict[str, Any], **_event: Any) -> None:
    """Take the credentials out of the parameters and lay them where botocore's signer looks for a request's own."""
    credentials = params.pop(_SIGNED_WITH, None)
    if credentials is not None:
        context.setdefault("signing", {})["request_credentials"] = credentials


def ask_nobody(prompt: str) -> NoReturn:
    """Instead of botocore's own question for an MFA code, which would be asked behind the screen."""
    serial = prompt.removeprefix(MFA_PROMPT).rstrip(": ")
    if not serial:
        raise NoCredentials("The profile has an mfa_serial without a serial number.", LOOK)
    raise MfaCodeNeeded(serial)
