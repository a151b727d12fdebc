"""The setup file itself, made self-sufficient: applied again, it plans nothing."""

from __future__ import annotations

from dataclasses import replace

from state.observed import Observed
from state.setup import Setup
from state.setup.file import write_setup
from wizard.exports.format import Format


def setup_file(setup: Setup, _observed: Observed) -> str:
    """The setup with every address written out, so that a later change of the pattern cannot mean new accounts."""
    accounts = tuple(replace(account, email=setup.email_of(account)) for account in setup.accounts)
    return write_setup(replace(setup, accounts=accounts))


FORMAT = Format("setup", "The setup as a file, which can be applied again", ".yaml", False, setup_file)
