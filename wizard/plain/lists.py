"""A list that is tended until it is as it should be: change one, add one, add several. It is read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wizard.edits import Pasted, add_unit
from wizard.edits.structure import unit_fault
from wizard.plain.conversation import FEW, Back, Undo, chosen_from, picked
from wizard.plain.session import Session, counted


@dataclass(frozen=True)
class Entry:
    """One line of a list."""

    name: str
    """What it is called, and chosen by."""
    about: str = ""
    """The rest of it, as a sentence or several."""

    def __str__(self) -> str:
        return f"{self.name}: {self.about}" if self.about else self.name


@dataclass(frozen=True)
class Tended:
    """What can be done with a list."""

    noun: str
    entries: Callable[[], Sequence[Entry]]
    change: Callable[[int], None]
    actions: dict[str, tuple[str, Callable[[], None]]]
    """Letter to (what it does, in a few words; the doing)."""
    numbered: str = "changes one"
    """What typing a number or a name does."""


def tend(session: Session, tended: Tended, *, quietly: bool = False) -> None:
    """Say what is in the list in a line, and ask until the answer is Enter. Going back from a change leads here.

    `quietly` leaves the line out, where the list has just been read.
    """
    talk = session.talk
    if not quietly:
        talk.say(summary(tended.noun, tended.entries()))
    while True:
        entries = tended.entries()
        offers = [f"number or name {tended.numbered}, l lists"] if entries else []
        offers += [f"{letter} {what}" for letter, (what, _) in tended.actions.items()]
        names = [entry.name for entry in entries]
        try:
            answer = talk.ask_line(
                f"Next ({', '.join(offers)}, Enter goes on):", "", chosen_from(names, tended.actions.keys())
            )
            if not answer:
                return
            if answer in tended.actions:
                tended.actions[answer][1]()
            elif not talk.looked_up(answer, [str(entry) for entry in entries]):
                tended.change(picked(answer, names))
        except Back:
            if not names and not tended.actions:
                raise
            talk.say(f"Back at the list of {tended.noun}s.")
        except Undo as undo:
            session.undo(again=undo.again)


def summary(noun: str, entries: Sequence[Entry]) -> str:
    """`2 units: Security, Sandbox.`; of a long list only how long it is."""
    if not entries:
        return f"There is no {noun} in the list."
    names = ", ".join(entry.name for entry in entries)
    return f"{counted(len(entries), noun)}{f': {names}' if len(entries) <= FEW else ''}."


def take_lines(session: Session, form: str, paste: Callable[[str], Pasted]) -> None:
    """Lines typed or pasted one below the other, until an empty one."""
    session.talk.say(f"One line each: {form}. An empty line ends.")
    while True:
        line = session.talk.ask_line("Line:")
        if not line:
            return
        pasted = paste(line)
        for rejected in pasted.rejected:
            session.talk.say(str(rejected.fault))
        new = [path for path in pasted.setup.unit_paths() if path not in session.setup.unit_paths()]
        session.answer(pasted.setup)
        if pasted.added:
            session.talk.say(f"Added, with the new unit {', '.join(new)}." if new else "Added.")


def ask_new_unit(session: Session) -> str:
    """A unit that is not there yet; it is added."""
    path = session.talk.require(
        "Path of the new unit, such as Workloads/Test", lambda text: unit_fault(session.setup, "", text)
    )
    session.answer(add_unit(session.setup, path))
    return path
