"""What can go wrong with files and answers. `wizard.errors` continues the tree with what AWS can refuse.

Every error is two whole sentences, shown as they are: what happened, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """What is the matter and what to do about it: whole sentences both, shown as they are.

    Problems of the answers, findings before a run, blocked claims and explained refusals are advice with more to tell.
    """

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


class OrgwizardError(Exception):
    """Something went wrong that the person in front of the screen can act on."""

    remedy = "Read the message above, correct what it names, and try again."
    problems: tuple[str, ...] = ()
    """What is wrong, where it is several things: complete lines, one each."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy or self.remedy

    @property
    def advice(self) -> Advice:
        """The same as it stands beside other advice."""
        return Advice(self.message, self.remedy)


class WrongInput(OrgwizardError):
    """What was typed or written cannot be used as it is. Nothing was done."""


class UnknownSetup(WrongInput):
    """No saved setup has the name, and no file is there either."""


class SetupInUse(OrgwizardError):
    """Another process has the setup open."""

    def __init__(self, message: str, remedy: str = "", *, can_be_taken_over: bool = False) -> None:
        super().__init__(message, remedy)
        self.can_be_taken_over = can_be_taken_over


class UnreadableState(OrgwizardError):
    """A saved file is damaged, of a newer format, or not ours. It is left exactly as it is."""


class StateNotWritable(OrgwizardError):
    """The disk refused: read-only, full, or not ours. Nothing was sent to AWS that is not recorded."""

    remedy = "Make the directory writable or free some space, or point ORGWIZARD_HOME elsewhere; then start again."


class TerminalFailed(OrgwizardError):
    """The terminal is gone, or does not do what a terminal does. Every answer was saved when it was given."""

    remedy = "Try another terminal, or the same questions one line at a time with --plain. Every answer given is saved."


class EditedElsewhere(OrgwizardError):
    """Another program wrote the saved answers since they were opened. Nothing was overwritten."""

    remedy = (
        "Close this setup and open it again to go on with what stands in the file; or restore the file as it was, and "
        "try again."
    )


class KeyringLocked(OrgwizardError):
    """The system's keyring is there and wants to be opened first."""

    remedy = (
        "Unlock it in your desktop's own keyring program, then try again; or go on without, and the secret is kept in "
        "memory only."
    )


class KeyringFailed(OrgwizardError):
    """The system's keyring is there and did not do what was asked."""

    remedy = "Try again, or go on without the keyring; a secret is then kept in memory only."


class InvalidSetup(WrongInput):
    """The answers, or the file they are in, have serious problems. `problems` are complete lines, one each."""

    def __init__(self, message: str, remedy: str = "", problems: Sequence[str] = ()) -> None:
        super().__init__(message, remedy)
        self.problems = tuple(problems)
