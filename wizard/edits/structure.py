"""The questions of the page Structure."""

from __future__ import annotations

from dataclasses import replace

from state.errors import Advice
from state.setup import Setup
from wizard.edits import add_unit, rename_unit
from wizard.edits.questions import Question, fault_at

NAME = Question(
    key="name",
    where=("name",),
    label="Name",
    hint="The setup's name on this machine: lower-case letters, digits and hyphens. AWS never sees it.",
    now=lambda setup: setup.name,
    answered=lambda setup, text: replace(setup, name=text),
    example="acme",
)
HOME_REGION = Question(
    key="home_region",
    where=("home_region",),
    label="Home Region",
    hint="The AWS Region your team works in, such as eu-west-1.",
    now=lambda setup: setup.home_region,
    answered=lambda setup, text: replace(setup, home_region=text),
    example="eu-west-1",
)
MAIL_FIRST = (
    "Send a mail to one of these addresses before the real run: not every provider delivers those with a plus, and "
    "whoever reads it owns the account."
)

EMAIL_PATTERN = Question(
    key="email_pattern",
    where=("email_pattern",),
    label="Email pattern",
    hint="Gives every account its own address: {account} becomes the account's name. The mailbox must exist and be "
    "your team's, because whoever reads it can take the account over.",
    now=lambda setup: setup.email_pattern,
    answered=lambda setup, text: replace(setup, email_pattern=text),
    example="aws+{account}@your-company.com",
)
QUESTIONS = (HOME_REGION, EMAIL_PATTERN)
"""In the order they are asked."""
UNIT_HINT = "A unit holds accounts that share rules. Accounts can be moved later at no cost."


def unit_fault(setup: Setup, old: str, new: str) -> Advice | None:
    """What is wrong with the path `new` for the unit at `old`, or for a new unit where `old` is empty."""
    if new != old and new in setup.unit_paths():
        return Advice(f"There is a unit {new} already.", "Choose another name, or another place for it.")
    after = rename_unit(setup, old, new) if old else add_unit(setup, new)
    numbers = range(len(after.organizational_units))
    return next((fault for n in numbers if (fault := fault_at(after, ("organizational_units", n)))), None)
