"""Credentials that a person supplied: keys typed in, keys in the keyring, and roles of Identity Center.

Importing this imports nothing of boto3; what signs in does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from state.observed import Identity
from state.saved.keyring import SecretEntry, Secrets
from state.setup.access_key import AccessKey, access_key_from
from wizard.clock import Clock
from wizard.errors import NoCredentials
from wizard.gateway.world import AccessPortal, CredentialSource, Way, WayIn

if TYPE_CHECKING:
    import boto3
    import botocore.session

    from wizard.aws.device_sign_in import CenterRole, PortalSignIn

TYPED, KEPT, CENTER = "access-key:", "keyring:", "identity-center:"
"""How the keys of such sources begin."""
ACCESS_KEY = "access key"
"""The kind of such an entry in the keyring."""
WAYS_IN = (
    WayIn(
        Way.IDENTITY_CENTER,
        "IAM Identity Center, with a code",
        "Approve in any browser; no AWS CLI.",
    ),
    WayIn(Way.ACCESS_KEY, "An access key, typed in", "Of an IAM user, or a temporary one."),
    WayIn(Way.NO_ACCOUNT, "No AWS account yet", "What to prepare, and where to sign up."),
)
ROOT_NOT_KEPT = (
    "This is a root user's key, and it is not kept: nothing can limit it. Make an administrator to sign in with, then "
    "delete this key."
)
TEMPORARY_NOT_KEPT = "A temporary key is not kept, because it soon runs out."


class GivenCredentials:
    """What was supplied in this run, and what is in the keyring from earlier ones."""

    def __init__(
        self, secrets: Secrets, core: Callable[[], botocore.session.Session], region: Callable[[str], str] = str
    ) -> None:
        """`core` makes a botocore session of which nobody has credentials yet; `region` says which Region to call,
        given the setup's home Region."""
        self.secrets = secrets
        self._core = core
        self._region = region
        self._typed: dict[str, AccessKey] = {}
        self._roles: dict[str, CenterRole] = {}
        self._sources: dict[str, CredentialSource] = {}

    def sources(self) -> Iterator[CredentialSource]:
        """Newest first; then the keyring's. Asks neither AWS nor the keyring. Raises UnreadableState."""
        yield from reversed(self._sources.values())
        for entry in self.secrets.entries():
            if entry.kind == ACCESS_KEY:
                title = f"Access key ...{entry.name.rpartition('-')[2]} kept in the keyring"
                hint = f"Of account {entry.account_id}. `orgwizard secrets forget {entry.name}` deletes it."
                yield CredentialSource(f"{KEPT}{entry.name}", title, hint)

    def take_key(self, key: AccessKey) -> CredentialSource:
        """Hold a typed key."""
        source = CredentialSource(
            f"{TYPED}{key.ending}", f"Access key ...{key.ending}", "Typed in; it is in memory and gone when you leave."
        )
        self._typed[source.key] = key
        self._sources[source.key] = source
        return source

    def keep_key(self, source: CredentialSource, identity: Identity) -> str:
        """Move a typed key to the keyring, now that it is known whose it is; what came of it.

        Raises KeyringLocked, KeyringFailed, StateNotWritable; the key is held as before then.
        """
        key = self._typed[source.key]
        if identity.kind == "root user":
            return ROOT_NOT_KEPT
        if not key.long_term:
            return TEMPORARY_NOT_KEPT
        if not self.secrets.keeps:
            return self.secrets.why_not_kept()
        entry = SecretEntry(f"access-key-{identity.account_id}-{key.ending}", ACCESS_KEY, identity.account_id)
        self.secrets.put(entry, key.as_text())
        return f"The key is in this machine's keyring now. `orgwizard secrets forget {entry.name}` deletes it."

    def begin_device_sign_in(self, portal: AccessPortal, clock: Clock) -> PortalSignIn:
        """Ask Identity Center for a code. Blocks. Raises AwsError."""
        from wizard.aws.device_sign_in import begun

        return begun(self._core(), portal, clock, self._take_role)

    def _take_role(self, role: CenterRole) -> CredentialSource:
        key = f"{CENTER}{role.account.account_id}:{role.role_name}"
        title = f"{role.role_name} in {role.account.account_name or role.account.account_id}"
        hint = f"Identity Center, account {role.account.account_id}, for this run."
        self._roles[key] = role
        self._sources[key] = CredentialSource(key, title, hint)
        return self._sources[key]

    def session(self, source: CredentialSource, home_region: str) -> boto3.Session | None:
        """A session of a source that was supplied; None for any other. Blocks. Raises AwsError, KeyringLocked."""
        from botocore.credentials import Credentials

        from wizard.aws.sessions import session_of

        if source.key in self._roles:
            return session_of(self._core(), self._roles[source.key].credentials(), self._region(home_region))
        key = self._key(source)
        if key is None:
            return None
        credentials = Credentials(key.access_key_id, key.secret_access_key, key.session_token or None, method="typed")
        return session_of(self._core(), credentials, self._region(home_region))

    def ends(self, source: CredentialSource) -> datetime | None:
        """When a sign-in that renews its credentials is over for good; None where there is none."""
        role = self._roles.get(source.key)
        return role.ends if role is not None else None

    def _key(self, source: CredentialSource) -> AccessKey | None:
        if source.key.startswith(TYPED):
            return self._typed.get(source.key)
        if not source.key.startswith(KEPT):
            return None
        name = source.key.removeprefix(KEPT)
        key = access_key_from(self.secrets.get(name) or "")
        if key is None:
            raise NoCredentials(
                f"The keyring has no {name} any more.",
                f"Type the key in again, or take it off the list with `orgwizard secrets forget {name}`.",
            )
        return key
