"""Ways into other accounts: each is entered once, and its session kept in memory while it lasts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from botocore.credentials import Credentials

from state.setup.partitions import REGIONS_FOR_EVERYBODY
from wizard.aws.calls import Calls, Entered
from wizard.aws.sessions import Clients
from wizard.clock import Clock
from wizard.gateway import SessionCredentials

SESSION_SECONDS = 3600
"""The longest that a session entered from another role's may last (API: sts.AssumeRole)."""
ROOT_SESSION_SECONDS = 900
"""The longest that a privileged root session may last (API: sts.AssumeRoot)."""
SPARE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    """What AWS gave to enter with."""

    credentials: Credentials = field(repr=False)
    until: datetime


class MemberAccounts:
    """The accounts that the signed-in identity can step into. Safe to share between threads."""

    def __init__(self, clients: Clients, partition: str, clock: Clock, session_name: str = "orgwizard") -> None:
        """`session_name` is what an account's own trail says of who was there (API: sts.AssumeRole)."""
        self._clients = clients
        self._session_name = session_name
        self._partition = partition
        self._clock = clock
        self._entered: dict[tuple[str, str], Session] = {}
        self._entering = threading.Lock()
        self.sleep = clients.sleep

    def enter(self, account_id: str, role_name: str, region: str) -> Calls:
        """Calls through the named role (API: sts.AssumeRole). Raises AwsError.

        It is assumed in `region` itself, which so proves to answer; but not in one that has to be enabled first, where
        the caller's own credentials may be unknown.
        """
        entered = self._session((account_id, role_name), lambda: self._assumed(account_id, role_name, region))
        return Calls(self._clients, region, entered)

    def enter_anew(self, account_id: str, role_name: str, region: str) -> Calls:
        """The same with a session of its own, which later entries use too. Raises AwsError, and then those go on with
        the one there was."""
        key, session = (account_id, role_name), self._assumed(account_id, role_name, region)
        with self._entering:
            self._entered[key] = session
        return Calls(self._clients, region, Entered(account_id, session.credentials, lambda: self._forget(key)))

    def through(self, role_arns: Sequence[str]) -> SessionCredentials:
        """A session of the last of these roles, each assumed from the one before; it is kept nowhere. Raises AwsError,
        and IndexError where none is named."""
        session = self._assume(Calls(self._clients), role_arns[0])
        for before, arn in pairwise(role_arns):
            entered = Entered(before.split(":")[4], session.credentials, lambda: None)
            session = self._assume(Calls(self._clients, entered=entered), arn)
        given = session.credentials
        return SessionCredentials(given.access_key, given.secret_key, given.token or "", session.until)

    def _assumed(self, account_id: str, role_name: str, region: str) -> Session:
        calls = Calls(self._clients, region if region in REGIONS_FOR_EVERYBODY else "")
        return self._assume(calls, f"arn:{self._partition}:iam::{account_id}:role/{role_name}")

    def _assume(self, calls: Calls, role_arn: str) -> Session:
        return calls.ask(
            "sts",
            "AssumeRole",
            _session_in,
            RoleArn=role_arn,
            RoleSessionName=self._session_name,
            DurationSeconds=SESSION_SECONDS,
        )

    def enter_as_root(self, account_id: str, task: str, region: str) -> Calls:
        """Calls as the account's root user, as far as one of AWS's task policies goes (API: sts.AssumeRoot).

        Raises AwsError. AWS takes the call in Regions only, not at the global endpoint.
        """

        def assume() -> Session:
            return Calls(self._clients, region).ask(
                "sts",
                "AssumeRoot",
                _session_in,
                TargetPrincipal=account_id,
                TaskPolicyArn={"arn": f"arn:{self._partition}:iam::aws:policy/root-task/{task}"},
                DurationSeconds=ROOT_SESSION_SECONDS,
            )

        return Calls(self._clients, region, self._session((account_id, task), assume))

    def _session(self, key: tuple[str, str], assume: Callable[[], Session]) -> Entered:
        """That of an earlier entry while it lasts, else a new one."""
        with self._entering:
            entered = self._entered.get(key)
        if entered is None or self._clock.now() >= entered.until - SPARE:
            entered = assume()
            with self._entering:
                self._entered[key] = entered
        return Entered(key[0], entered.credentials, lambda: self._forget(key))

    def _forget(self, key: tuple[str, str]) -> None:
        with self._entering:
            self._entered.pop(key, None)


def _session_in(answer: Mapping[str, Any]) -> Session:
    given = answer["Credentials"]
    credentials = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    return Session(credentials, given["Expiration"])
