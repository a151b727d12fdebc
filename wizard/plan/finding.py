"""One thing that somebody should know before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass

from state.errors import Advice


@dataclass(frozen=True, slots=True)
class Finding(Advice):
    """One thing to know before anything is changed."""

    serious: bool
    """Something is lost for good, unsafe, or bound to fail half-way."""
