"""The setup file itself, made self-sufficient: applied again, it plans nothing."""

from __future__ import annotations

from dataclasses import replace

from state.setup.file import write_setup
from wizard.edits.memory import forget
from wizard.exports.format import REHEARSED, Files, Format, Proof, Taken, comment


def setup_file(taken: Taken) -> Files:
    """The setup with every address written out, so that a later change of the pattern cannot mean new accounts. From a
    rehearsal come the answers only: its ids are made up."""
    rehearsal = taken.inventory.rehearsal
    setup = forget(taken.setup) if rehearsal else taken.setup
    accounts = tuple(replace(account, email=setup.email_of(account)) for account in setup.accounts)
    told = comment([f"Taken from a rehearsal, without its ids. {REHEARSED}"]) if rehearsal else ""
    return {f"{taken.name}.yaml": told + write_setup(replace(setup, accounts=accounts))}


def _proof(taken: Taken) -> Proof:
    return Proof(f"orgwizard plan {taken.name}.yaml", "It says that nothing is to be done.")


FORMAT = Format(
    "setup", "The setup as a file, which can be applied again", False, setup_file, _proof, "orgwizard itself"
)
