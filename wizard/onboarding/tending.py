"""One wish about one account that exists, signed in to carry it out: looked at, approved, done, and resumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from state.changes.base import Change
from state.errors import WrongInput
from state.observed import Observed, Section
from state.saved.journal import Attempt, Journal
from state.setup import Setup
from wizard.adoption.things import of_everything
from wizard.clock import Clock
from wizard.engine import run
from wizard.engine.events import Event
from wizard.gateway import EVERYTHING, Gateway
from wizard.plan import Plan, make_plan
from wizard.plan.claims import scope_of
from wizard.plan.life import Act, Wish, account_meant, answers_afterwards, claims_for, wish_fault
from wizard.plan.life_words import what_follows

JOURNAL = "{}-{}.jsonl"
"""By act and account."""
TO_TELL = EVERYTHING | {Section.SURVEY}
"""What is read to tell what follows from it."""


class Tending:
    """The accounts of one organization, and what is wished of one of them."""

    def __init__(self, setup: Setup, gateway: Gateway, clock: Clock, journal_called: Callable[[str], Journal]) -> None:
        """`journal_called` opens a journal by its file's name: each account and act has one of its own, for what was
        begun with one wish is not to be judged by another."""
        self._setup = setup
        self._gateway = gateway
        self._clock = clock
        self._journal_called = journal_called
        self._scope = of_everything(scope_of(setup), setup)
        self.observed = Observed()
        """As of the last look."""

    def look(self) -> Observed:
        """Read AWS as it is. Blocks, and changes nothing. Raises AwsError."""
        self.observed = self._gateway.observe(TO_TELL, self._scope, Observed())
        return self.observed

    def wish(self, act: Act, account: str, value: str = "", code: str = "") -> Wish:
        """The wish, judged by the last look. Raises WrongInput."""
        wish = Wish(act, account_meant(self._setup, self.observed, account), value, code)
        if (fault := wish_fault(wish, self.observed)) is not None:
            raise WrongInput(fault.what, fault.remedy)
        return wish

    def follows(self, wish: Wish) -> tuple[str, ...]:
        """What somebody should know before."""
        return tuple(what_follows(wish, self._setup, self.observed, self._clock.now()))

    def plan(self, wish: Wish) -> Plan:
        """What would be done for it, as of the last look."""
        return make_plan(claims_for(wish, self._setup), self.observed)

    def run(self, wish: Wish, approved: frozenset[Change]) -> Iterator[Event]:
        """Do what was approved. Blocks between events; see `wizard.engine.run`."""
        journal = self._journal_called(JOURNAL.format(wish.act, wish.account.account_id))
        claims = claims_for(wish, self._setup)
        yield from run(claims, self._scope, self._gateway, journal, self._clock, approved)

    def answers(self, wish: Wish) -> Setup:
        """The setup once it is carried out."""
        return answers_afterwards(wish, self._setup)


def tended_in(directory: Path, journal_called: Callable[[str], Journal]) -> tuple[Attempt, ...]:
    """What was done with single accounts, by the journals of it in a setup's directory. Raises UnreadableState."""
    names = sorted(file.name for act in Act for file in directory.glob(JOURNAL.format(act, "*")))
    return tuple(attempt for name in names for attempt in journal_called(name).performed)
