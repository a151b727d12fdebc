"""AWS itself, as the place where a setup is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from state.saved.keyring import Secrets
from wizard.aws.configured import ConfiguredHere
from wizard.aws.sign_in import AwsSignIn
from wizard.clock import SystemClock
from wizard.gateway.world import Route

if TYPE_CHECKING:
    import botocore.session


class AwsWorld:
    """`wizard.gateway.world.World` for AWS. Making one imports nothing of boto3 and makes no call."""

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
        self._here = ConfiguredHere(profile or "", region or "", prepare)
        self.sign_in = AwsSignIn(self._here, secrets or Secrets(None), self.clock, mfa_code)

    def routes(self) -> tuple[Route, ...]:
        """To Organizations and to STS, as the profile that would be used, the environment and the Region have it."""
        return self._here.routes()

    def come_back(self) -> None:
        """Time passes by itself."""

    def start(self) -> None:
        """Let the clock sleep again."""
        self.clock.stopping.clear()

    def stop(self) -> None:
        """End a sleep of the clock at once."""
        self.clock.stopping.set()
