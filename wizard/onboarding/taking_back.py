"""Everything that was made for a setup taken back, as far as that goes: looked at, approved, done, and resumed.

The same engine does it that made it. It keeps a journal of its own: what was begun to make something has to be followed
up by what makes it, and what was begun to take it back by this.
"""

from __future__ import annotations

from collections.abc import Iterator

from state.changes.base import Change
from state.observed import Observed, Section
from state.saved.journal import Attempt, Journal
from state.setup import Setup
from wizard.clock import Clock
from wizard.engine import run
from wizard.engine.events import Event
from wizard.gateway import EVERYTHING, Gateway
from wizard.plan.undoing import Undo, undo_of, undo_scope

UNDOING_JOURNAL = "undoing.jsonl"
TO_TELL = EVERYTHING | {Section.SURVEY}
"""What is read to tell what somebody else has added to what was made."""


class TakingBack:
    """One setup's changes, signed in to take them back."""

    def __init__(
        self, setup: Setup, made: tuple[Attempt, ...], gateway: Gateway, journal: Journal, clock: Clock
    ) -> None:
        """`made` is every change ever made for the setup, and those of which nobody knows yet."""
        self._setup = setup
        self._made = made
        self._gateway = gateway
        self._journal = journal
        self._clock = clock
        self._scope = undo_scope(setup, made)
        self.undo: Undo | None = None
        """As of the last look."""

    def look(self) -> Undo:
        """What can be taken back as things are. Blocks, and changes nothing. Raises AwsError."""
        observed = self._gateway.observe(TO_TELL, self._scope, Observed())
        self.undo = undo_of(self._setup, self._made, observed)
        return self.undo

    def run(self, approved: frozenset[Change]) -> Iterator[Event]:
        """Do what was approved of the last look. Blocks between events; see `wizard.engine.run`."""
        undo = self.undo or self.look()
        yield from run(undo.claims, self._scope, self._gateway, self._journal, self._clock, approved)
