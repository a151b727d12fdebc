"""What an export format is: a module here writes one text, and ends in the `FORMAT` that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from state.observed import Observed
from state.setup import Setup


@dataclass(frozen=True, slots=True)
class Format:
    """One thing that a team can take away, the same text every time for the same facts."""

    name: str
    """What the command line calls it."""
    title: str
    """What it is and what it is for, without a full stop."""
    suffix: str
    """What the name of its file ends in, after the setup's name."""
    needs_aws: bool
    """Whether it tells what is there; the others are made of the answers alone."""
    write: Callable[[Setup, Observed], str]

    def file_name(self, setup_name: str) -> str:
        """Where it usually goes: `acme-inventory.json`."""
        return setup_name + self.suffix
