"""The questions about who gets into the accounts, and edits of the answers. Both front ends ask from this table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from state.errors import Advice
from state.setup import Setup
from state.setup.access import Callers
from state.setup.text_rules import caller_name_problem
from state.setup.validation import MOST_SESSION_HOURS

EVERYBODY = "Nobody named: every IAM user of the management account who signed in with MFA."


@dataclass(frozen=True, slots=True)
class CallersQuestion:
    """One kind of caller of one kind of account."""

    whose: str
    """`callers` for all accounts, `data_bunker` for the data bunker."""
    kind: str
    """`users`, `groups`, `roles` or `permission_sets`."""
    label: str
    hint: str

    @property
    def key(self) -> str:
        """Which question it is."""
        return f"{self.whose}-{self.kind}".replace("_", "-")

    def answer(self, setup: Setup) -> str:
        """The names, with commas between them."""
        return ", ".join(getattr(getattr(setup.access, self.whose), self.kind))

    def answered(self, setup: Setup, text: str) -> Setup:
        """The setup with these names."""
        access, names = setup.access, names_in(text)
        if self.whose == "data_bunker":
            return replace(setup, access=replace(access, data_bunker=_named(access.data_bunker, self.kind, names)))
        return replace(setup, access=replace(access, callers=_named(access.callers, self.kind, names)))

    def problem(self, text: str) -> Advice | None:
        """The first name that is none."""
        faults = (caller_name_problem(name, self.kind) for name in names_in(text))
        return next((fault for fault in faults if fault is not None), None)


QUESTIONS = (
    CallersQuestion("callers", "users", "IAM users", "They need MFA with a code; a passkey does not work here."),
    CallersQuestion(
        "callers", "groups", "IAM groups", "Each is given the permission; every IAM user with MFA is trusted then."
    ),
    CallersQuestion("callers", "roles", "IAM roles", "No MFA is asked of a role: its sessions never carry it."),
    CallersQuestion(
        "callers", "permission_sets", "Permission sets", "Of Identity Center, which asks for MFA itself at sign-in."
    ),
    CallersQuestion(
        "data_bunker", "users", "Bunker: users", "Only for the data bunker. Nobody named: the same as above."
    ),
    CallersQuestion(
        "data_bunker", "permission_sets", "Bunker: sets", "Only for the data bunker. Nobody named: the same as above."
    ),
)
"""In the order they are asked. What is asked more rarely can be written in the setup file."""


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas or spaces between them, each once."""
    return tuple(dict.fromkeys(name for name in re.split(r"[,\s]+", text) if name))


def hours_problem(text: str) -> Advice | None:
    """How long a session may last."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= MOST_SESSION_HOURS:
        return None
    return Advice(f"{text!r} is no number of hours for a session.", f"Type 1 to {MOST_SESSION_HOURS}.")


def with_session_hours(setup: Setup, text: str) -> Setup:
    """With sessions of this length; anything but a number of hours changes nothing."""
    if hours_problem(text) is not None:
        return setup
    return replace(setup, access=replace(setup.access, session_hours=int(text)))


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
