"""What a team takes away from its setup: one module per format, the same text every time for the same facts."""

from __future__ import annotations

from collections.abc import Callable

from state.observed import Observed
from state.setup import Setup
from wizard.exports.inventory import inventory
from wizard.exports.setup import setup_file

FORMATS: dict[str, Callable[[Setup, Observed], str]] = {"setup": setup_file, "inventory": inventory}
"""Format name to the function that writes it."""

NEEDS_AWS = frozenset({"inventory"})
"""Formats that tell what is there, and so need a reading; the others are made of the answers alone."""
