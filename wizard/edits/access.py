"""The questions about who gets into the accounts, and edits of the answers. Both front ends ask from this table."""

from __future__ import annotations

import re
from dataclasses import replace

from state.errors import Advice
from state.setup import Setup
from state.setup.access import Callers
from state.setup.access_rules import MOST_SESSION_HOURS
from wizard.edits.questions import Question

EVERYBODY = "Nobody named: every IAM user of the management account who signed in with MFA."
"""What holds when all of the questions are left empty."""


FOR_THE_BUNKER = "Only for the data bunker. Nobody named: the same as for the other accounts."


def _callers_question(whose: str, kind: str, label: str, hint: str) -> Question:
    """`whose` is `callers` for all accounts, `data_bunker` for the data bunker; `kind` a field of Callers."""
    return Question(
        key=f"{whose}-{kind}".replace("_", "-"),
        where=("access", whose, kind),
        label=label,
        hint=f"{hint} Commas or spaces between names.",
        now=lambda setup: ", ".join(getattr(getattr(setup.access, whose), kind)),
        answered=lambda setup, text: _with_callers(setup, whose, kind, names_in(text)),
    )


def _with_callers(setup: Setup, whose: str, kind: str, names: tuple[str, ...]) -> Setup:
    access = setup.access
    if whose == "data_bunker":
        return replace(setup, access=replace(access, data_bunker=_named(access.data_bunker, kind, names)))
    return replace(setup, access=replace(access, callers=_named(access.callers, kind, names)))


def _hours_problem(text: str) -> Advice | None:
    """How long a session may last."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= MOST_SESSION_HOURS:
        return None
    return Advice(f"{text!r} is no number of hours for a session.", f"Type 1 to {MOST_SESSION_HOURS}.")


def _with_session_hours(setup: Setup, text: str) -> Setup:
    if _hours_problem(text) is not None:
        return setup
    return replace(setup, access=replace(setup.access, session_hours=int(text)))


QUESTIONS = (
    _callers_question("callers", "users", "IAM users", "They need MFA with a code; a passkey does not work here."),
    _callers_question(
        "callers",
        "groups",
        "IAM groups",
        "Best for several people: who joins it later may enter. Every IAM user with MFA is trusted then.",
    ),
    _callers_question("callers", "roles", "IAM roles", "No MFA is asked of a role: its sessions never carry it."),
    _callers_question(
        "callers", "permission_sets", "Permission sets", "Of Identity Center, which asks for MFA itself at sign-in."
    ),
    _callers_question("data_bunker", "users", "Bunker: users", FOR_THE_BUNKER),
    _callers_question("data_bunker", "permission_sets", "Bunker: sets", FOR_THE_BUNKER),
    Question(
        key="break-glass",
        where=("access", "break_glass"),
        label="Break-glass",
        hint="Two IAM users for the day on which Identity Center does not work. How to make them in the console is "
        "told.",
        now=lambda setup: ", ".join(setup.access.break_glass),
        answered=lambda setup, text: replace(setup, access=replace(setup.access, break_glass=names_in(text))),
    ),
    Question(
        key="session-hours",
        where=("access", "session_hours"),
        label="Session hours",
        hint=f"How long such a role lasts before one signs in to it again, 1 to {MOST_SESSION_HOURS} hours.",
        now=lambda setup: str(setup.access.session_hours),
        answered=_with_session_hours,
        form=_hours_problem,
        numeric=True,
    ),
)
"""In the order they are asked. What is asked more rarely can be written in the setup file."""


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas or spaces between them, each once."""
    return tuple(dict.fromkeys(name for name in re.split(r"[,\s]+", text) if name))


def who_may_enter(callers: Callers) -> str:
    """Who may use a role into an account, in a few words."""
    named = [*callers.users, *callers.groups, *callers.roles, *callers.permission_sets]
    return ", ".join(named) if named else "people of the management account who signed in with MFA"


def _named(callers: Callers, kind: str, names: tuple[str, ...]) -> Callers:
    match kind:
        case "users":
            return replace(callers, users=names)
        case "groups":
            return replace(callers, groups=names)
        case "roles":
            return replace(callers, roles=names)
        case _:
            return replace(callers, permission_sets=names)
