"""Ways into other accounts: each is entered once, and its session kept in memory while it lasts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from wizard.aws.calls import Calls
from wizard.aws.sessions import Clients, MemberClients
from wizard.clock import Clock

SESSION_NAME = "orgwizard"
SESSION_SECONDS = 3600
"""The longest that a session entered from another role's may last (API: sts.AssumeRole)."""
ROOT_SESSION_SECONDS = 900
"""The longest that a privileged root session may last (API: sts.AssumeRoot)."""
SPARE = timedelta(minutes=5)


class MemberAccounts:
    """The accounts that the signed-in identity can step into. Safe to share between threads."""

    def __init__(self, clients: Clients, partition: str, clock: Clock) -> None:
        self._clients = clients
        self._partition = partition
        self._clock = clock
        self._entered: dict[tuple[str, str], tuple[Clients, datetime]] = {}
        self._entering = threading.Lock()

    def enter(self, account_id: str, role_name: str, region: str) -> Calls:
        """Calls through the named role (API: sts.AssumeRole). Raises AwsError."""
        role_arn = f"arn:{self._partition}:iam::{account_id}:role/{role_name}"

        def assume() -> tuple[dict[str, str], datetime]:
            return Calls(self._clients).ask(
                "sts",
                "AssumeRole",
                _credentials,
                RoleArn=role_arn,
                RoleSessionName=SESSION_NAME,
                DurationSeconds=SESSION_SECONDS,
            )

        return Calls(self._session((account_id, role_name), assume), region)

    def enter_as_root(self, account_id: str, task: str, region: str) -> Calls:
        """Calls as the account's root user, as far as one of AWS's task policies goes (API: sts.AssumeRoot).

        Raises AwsError. AWS takes the call in Regions only, not at the global endpoint.
        """

        def assume() -> tuple[dict[str, str], datetime]:
            return Calls(self._clients, region).ask(
                "sts",
                "AssumeRoot",
                _credentials,
                TargetPrincipal=account_id,
                TaskPolicyArn={"arn": f"arn:{self._partition}:iam::aws:policy/root-task/{task}"},
                DurationSeconds=ROOT_SESSION_SECONDS,
            )

        return Calls(self._session((account_id, task), assume), region)

    def _session(self, key: tuple[str, str], assume: Callable[[], tuple[dict[str, str], datetime]]) -> Clients:
        with self._entering:
            clients, until = self._entered.get(key, (None, self._clock.now()))
        if clients is not None and self._clock.now() < until - SPARE:
            return clients
        credentials, until = assume()
        clients = MemberClients(self._clients, credentials)
        with self._entering:
            self._entered[key] = clients, until
        return clients


def _credentials(answer: Mapping[str, Any]) -> tuple[dict[str, str], datetime]:
    """As boto3's clients take them, and until when they last. They are kept nowhere but in those clients."""
    given = answer["Credentials"]
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }, given["Expiration"]
