"""The engine on a simulated AWS, without a directory around it: what a process has on disk is one journal.

One AWS serves many short runs: `Stage.enter` puts it and the journal back to any state they were ever in.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Never

from state.changes.base import Change
from state.errors import OrgwizardError
from state.observed import Observed
from state.observed.readiness import Readiness
from state.saved.journal import Journal
from state.setup import Setup
from tests.wizard.simulated.signing import ANNA
from wizard.aws.gateway import AwsGateway
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.proofs import Proofs
from wizard.aws.sessions import identify
from wizard.engine import run
from wizard.engine.events import Ending, Event, RunEnded
from wizard.gateway import EVERYTHING
from wizard.plan import Plan, make_plan
from wizard.plan.claims import claims_of, scope_of
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.operation import OPERATIONS, Caller
from wizard.simulated.scenarios import new_world
from wizard.simulated.session import simulated_session
from wizard.simulated.world import PARTITION, World

WRITES = frozenset(operation for (_, operation), how in OPERATIONS.items() if how.writes)
MOST_EVENTS = 20_000
"""A run that tells more than this goes round in circles."""


class Killed(BaseException):
    """The process ended here."""


def kill() -> Never:
    """Instead of SIGKILL: nothing in the program catches it."""
    raise Killed


@dataclass(frozen=True)
class State:
    """All that a killed process leaves behind: the bytes of its journal, and AWS."""

    journal: bytes
    world: World
    calls: Counter[str]


def copied(world: World) -> World:
    """An AWS like this one; `copy.deepcopy` takes three times as long."""
    copy: World = pickle.loads(pickle.dumps(world))  # noqa: S301 - written a moment ago
    return copy


def smaller(world: World) -> World:
    """An AWS of few Regions: what is done in each of them is done as often as in the whole."""
    world.climate.regions = ["eu-central-1", "eu-west-1", "us-east-1"]
    return world


class RecordingJournal(Journal):
    """Says when another entry has been made durable."""

    def __init__(self, file: Path, durable: Callable[[], None]) -> None:
        self._durable = durable
        super().__init__(file)

    def _append(self, line: bytes) -> None:
        super()._append(line)
        self._durable()


class Stage:
    """One setup, one simulated AWS, one journal."""

    def __init__(self, setup: Setup, home: Path, scenario: str = "default") -> None:
        self.journal_file = home / "journal.jsonl"
        self.want(setup)
        self.states: list[State] = []
        """Every state that the disk and AWS were in, when `run` was told to record."""
        self._beginning = smaller(new_world(scenario))
        world = copied(self._beginning)
        self.aws = SimulatedAws(world, SimulatedClock(world.time), die=kill)
        self.sign_in(ANNA)
        self.aws.calls.clear()

    @property
    def world(self) -> World:
        """AWS as it is now."""
        return self.aws.world

    @property
    def beginning(self) -> State:
        """Before anything was done."""
        return State(b"", self._beginning, Counter())

    def want(self, setup: Setup) -> None:
        """Carry out this setup from now on."""
        self.setup = replace(setup, management_account_id=ANNA.account_id)
        made = [each.change for each in Journal(self.journal_file).performed] if self.journal_file.exists() else []
        self.claims, self.scope = claims_of(self.setup, made), scope_of(self.setup, made)
        self._ready: tuple[Readiness, ...] = ()

    def sign_in(self, caller: Caller) -> None:
        """Another process, signed in as somebody: nothing that was in memory is left."""
        session = simulated_session(self.aws, caller)
        self.gateway = AwsGateway(session, identify(session), self.aws.clock)
        self._ready = ()

    def enter(self, state: State) -> None:
        """Make disk and AWS what they were."""
        self.journal_file.write_bytes(state.journal)
        self.aws.world = copied(state.world)
        self.aws.clock = self.gateway.clock = SimulatedClock(state.world.time)
        self.gateway._members = MemberAccounts(self.gateway._calls.clients, PARTITION, self.aws.clock)
        self.gateway._proofs = Proofs(self.gateway._members, self.aws.clock)
        self.aws.calls = Counter(state.calls)
        self._ready = ()

    def leave(self) -> State:
        """What a process that is killed now leaves behind."""
        self.world.time = self.aws.clock.now()
        journal = self.journal_file.read_bytes() if self.journal_file.exists() else b""
        return State(journal, copied(self.world), Counter(self.aws.calls))

    def look(self) -> Observed:
        """AWS as the program reads it: what was ready at the last look is not tried again, as in the program."""
        seen = self.gateway.observe(EVERYTHING, self.scope, Observed(readiness=self._ready))
        self._ready = tuple(each for each in seen.readiness if each.ready)
        return seen

    def plan(self) -> Plan:
        """What applying would do now."""
        return make_plan(self.claims, self.look())

    def run(
        self, approved: frozenset[Change] | None = None, *, journal: Journal | None = None, recording: bool = False
    ) -> list[Event]:
        """One process: signs in, approves what is planned unless told otherwise, runs to the end."""
        self.aws.signed_in()
        approved = self.plan().approved() if approved is None else approved
        if recording:
            journal = RecordingJournal(self.journal_file, self._record)
            self._record()
        self.aws._save = (lambda _world: self._record()) if recording else None
        journal = journal or Journal(self.journal_file)
        jitter = Random(0).uniform
        events: list[Event] = []
        for event in run(self.claims, self.scope, self.gateway, journal, self.aws.clock, approved, jitter=jitter):
            events.append(event)
            assert len(events) < MOST_EVENTS, "the run goes round in circles"
        return events

    def come_back(self, hours: float = 24) -> None:
        """Time passes before the next run."""
        self.aws.clock.advance(hours * 3600)

    def runs(self, most: int = 4) -> Iterator[list[Event]]:
        """Run until everything is done, coming back a day later after each run that ended in waiting."""
        for _ in range(most):
            events = self.run()
            yield events
            if ending_of(events) is Ending.DONE:
                return
            self.come_back()

    def sent(self) -> Counter[str]:
        """How often each write was sent to AWS."""
        return Counter({operation: count for operation, count in self.aws.calls.items() if operation in WRITES})

    def _record(self) -> None:
        self.states.append(self.leave())


def ending_of(events: list[Event]) -> Ending:
    """How the run ended."""
    ended = events[-1]
    assert isinstance(ended, RunEnded), ended
    return ended.ending


def done_once(world: World) -> Counter[str]:
    """How often each thing was made in this AWS, by the name that makes it one thing."""
    made: Counter[str] = Counter(f"account {each.email.lower()}" for each in world.accounts.values())
    made.update(f"creation {each.email.lower()}" for each in world.creations.values() if not each.failure_reason)
    made.update(f"open invitation {each.target}" for each in world.open_handshakes(_organization_id(world)))
    for organization in world.organizations.values():
        made[f"organization of {organization.management_account_id}"] += 1
        made.update(f"unit {each.unit_name} in {each.parent_id}" for each in organization.units.values())
    return made


def _organization_id(world: World) -> str:
    return next(iter(world.organizations), "")


def whole_sentences(error: OrgwizardError) -> bool:
    """Whether what happened and what to do are sentences."""
    texts = (error.message, error.remedy)
    return all(text[:1].isupper() or text[:1].islower() for text in texts) and all(text.endswith(".") for text in texts)
