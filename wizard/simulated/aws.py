"""The simulated AWS: one world behind one lock. It carries out one call at a time, as far as the weather lets it."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, Never

from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.model import OperationModel
from botocore.parsers import ResponseParserError

from state.errors import OrgwizardError
from wizard.simulated import (  # noqa: F401 - each enters its operations into the table
    access_portal,
    account_identity,
    account_services,
    alternate_contacts,
    budgets,
    cloudtrail,
    ec2,
    iam,
    iam_account,
    iam_groups,
    iam_organizations,
    iam_users,
    identity_store,
    mfa,
    organizations,
    organizations_accounts,
    organizations_delegation,
    organizations_features,
    organizations_handshakes,
    organizations_policies,
    organizations_units,
    root_credentials,
    s3,
    s3_protection,
    s3control,
    sso_admin,
    sso_assignments,
    sts,
)
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.control_policies import insist_on_control_policies
from wizard.simulated.credentials import caller_by_key, caller_of
from wizard.simulated.event_history import note_event
from wizard.simulated.operation import FORGER, NOBODY, OPERATIONS, Answer, Call, Caller, Operation
from wizard.simulated.passing_time import catch_up
from wizard.simulated.refusals import Refusal, invalid_input
from wizard.simulated.root_sessions import task_allows
from wizard.simulated.shapes import check_answer, fault_in
from wizard.simulated.throttling import Throttle
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import World

Save = Callable[[World], None]
Die = Callable[[], Never]
ENDPOINT = "https://simulated.invalid/"


class NotSimulated(OrgwizardError):
    """The simulated AWS was asked for something it has no function for. The network is never asked instead."""


class SimulatedAws:
    """One world behind one lock. `calls` counts by operation; `world.rules` may be added to at any time.

    `die` is how the process ends where a rule kills it; SIGKILL, unless a test wants to go on living.
    """

    def __init__(self, world: World, clock: SimulatedClock, save: Save | None = None, die: Die | None = None) -> None:
        self.world = world
        self.clock = clock
        self.die = die or _die
        self.calls: Counter[str] = Counter()
        self._save = save
        self._lock = threading.RLock()
        self._throttle = Throttle()

    def answer(self, model: OperationModel, parameters: dict[str, Any], caller: Caller | None, region: str) -> Answer:
        """Carry out one call, as far as the weather lets it."""
        service = model.service_model.service_name
        operation = OPERATIONS.get((service, model.name))
        if operation is None:
            raise NotSimulated(
                f"The simulated AWS does not know {service}.{model.name}.",
                "Leave the rehearsal to use it on AWS itself.",
            )
        with self._lock:
            self.calls[model.name] += 1
            climate = self.world.climate
            self.clock.advance(climate.write_seconds if operation.writes else climate.read_seconds)
            catch_up(self.world, self.clock.now())
            struck = [rule for rule in self.world.rules if rule.strikes(model.name, region)]
            return self._carry_out(model, operation, parameters, caller, region, struck[0] if struck else None)

    def caller(self, access_key_id: str, secret: str, session_token: str | None) -> Caller | None:
        """Whose credentials these are; None for nobody's."""
        if session_token:
            return caller_of(session_token)
        return caller_by_key(self.world.access_keys, access_key_id, secret)

    def save(self) -> None:
        """Remember the world as it is now."""
        self.world.time = self.clock.now()
        if self._save:
            self._save(self.world)

    def signed_in(self) -> None:
        """Somebody signed in afresh: trouble with the old credentials is over."""
        with self._lock:
            for rule in self.world.rules:
                rule.signed_in()

    def _carry_out(
        self,
        model: OperationModel,
        operation: Operation,
        parameters: dict[str, Any],
        caller: Caller | None,
        region: str,
        rule: Rule | None,
    ) -> Answer:
        if rule:
            self.save()
            _strike_before(rule, caller, self.die)
        call = self._admitted(model, parameters, caller if operation.signed else NOBODY, region, rule)
        _note_use(call)
        try:
            answer = operation.answer(call)
        except Refusal:
            if rule and rule.effect == Effect.MALFORMED:
                _strike_after(rule, self.die)  # whatever AWS says, nobody can read it
            raise
        check_answer(model, answer)
        if operation.writes:
            note_event(call, model.service_model.service_name, model.name)
            self.save()
        if rule:
            _strike_after(rule, self.die)
        return answer

    def _admitted(
        self, model: OperationModel, parameters: dict[str, Any], caller: Caller | None, region: str, rule: Rule | None
    ) -> Call:
        """The call, unless the credentials, the rate or the parameters are refused."""
        service = model.service_model.service_name
        if caller is FORGER:
            raise Refusal("SignatureDoesNotMatch", "The request signature we calculated does not match the signature.")
        if caller is not NOBODY and (caller is None or caller.account_id not in self.world.accounts):
            raise Refusal("UnrecognizedClientException", "The security token included in the request is invalid.")
        if caller.task and not task_allows(caller.task, service, model.name, parameters):
            raise Refusal(
                "AccessDeniedException",
                f"User: {caller.arn} is not authorized to perform: {service}:{model.name} because no session policy "
                f"allows the {service}:{model.name} action",
            )
        self._insist_on_age(caller.account_id, service)
        insist_on_control_policies(self.world, caller, (service, model.name), parameters, region)
        now = self.clock.now()
        throttled = service == "organizations" and self.world.climate.throttled
        if throttled and not self._throttle.admits(caller.account_id, model.name, now):
            raise Refusal("TooManyRequestsException", "You have sent too many requests in too short a period of time.")
        fault = fault_in(model.input_shape, parameters)
        if fault:
            raise invalid_input(*fault) if service == "organizations" else Refusal("ValidationError", fault[1])
        failure = rule.reason if rule and rule.effect == Effect.CREATION_FAILS else ""
        return Call(self.world, now, caller, parameters, region, failure)

    def _insist_on_age(self, account_id: str, service: str) -> None:
        """A new account is let in by each service at its own time."""
        account = self.world.accounts.get(account_id)
        if account is None or account.usable_at is None:
            return
        age = (self.clock.now() - account.usable_at).total_seconds()
        for hesitation in self.world.climate.hesitations:
            if hesitation.service == service and age < hesitation.seconds:
                raise Refusal(hesitation.code, f"{service} does not know the account {account_id} yet.")


def _note_use(call: Call) -> None:
    """A role was used by whoever is in a session of it."""
    kind, _, rest = call.caller.principal.partition("/")
    account = call.world.accounts.get(call.caller.account_id) if kind == "assumed-role" else None
    role = account.roles.get(rest.partition("/")[0].lower()) if account else None
    if role is not None:
        role.last_used_at = call.now


def _strike_before(rule: Rule, caller: Caller | None, die: Die) -> None:
    match rule.effect:
        case Effect.ERROR:
            message = rule.message.replace("{arn}", caller.arn if caller else "")
            raise Refusal(rule.code, message or "The simulated weather is like this.", rule.reason)
        case Effect.CONNECTION_RESET_BEFORE:
            raise ConnectionClosedError(endpoint_url=ENDPOINT)
        case Effect.KILL_BEFORE:
            die()


def _strike_after(rule: Rule, die: Die) -> None:
    match rule.effect:
        case Effect.ANSWER_LOST:
            raise ReadTimeoutError(endpoint_url=ENDPOINT)
        case Effect.CONNECTION_CLOSED_AFTER:
            raise ConnectionClosedError(endpoint_url=ENDPOINT)
        case Effect.MALFORMED:
            raise ResponseParserError("Unable to parse response: <html>502 Bad Gateway</html>")
        case Effect.KILL_AFTER:
            die()


def _die() -> Never:
    """As after `kill -9`: nothing is flushed, closed or told."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)
