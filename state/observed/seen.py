"""What a look at AWS comes to: known, known to be absent, or unknown with a reason.

The third is never one of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from state.errors import Advice

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Known(Generic[Fact]):
    """AWS told it."""

    value: Fact


@dataclass(frozen=True, slots=True)
class Absent:
    """AWS told that there is none."""


@dataclass(frozen=True, slots=True)
class Unknown(Advice):
    """It could not be looked at: why, and who may look. Good enough for nothing, and no reason to make it anew."""

    passing: bool = False
    """Whether AWS may well tell it a little later."""


Seen: TypeAlias = Known[Fact] | Absent | Unknown

NOT_ASKED = Unknown("Nobody has looked yet.", "Look again, signed in.")


def value_of(seen: Seen[Fact]) -> Fact | None:
    """What AWS told; None where there is nothing, and also where nobody could look: ask `isinstance` to tell those
    apart before anything is said."""
    return seen.value if isinstance(seen, Known) else None
