"""A numbered list that is tended until it is as it should be: change one, add one, add several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from state.errors import Advice
from wizard.edits import Pasted, add_unit
from wizard.edits.structure import unit_fault
from wizard.plain.conversation import Back, Conversation, in_range
from wizard.plain.session import Session


@dataclass(frozen=True)
class Tended:
    """What can be done with a list."""

    noun: str
    lines: Callable[[], Sequence[str]]
    change: Callable[[int], None]
    actions: dict[str, tuple[str, Callable[[], None]]]
    """Letter to (what it does, in a few words; the doing)."""
    numbered: str = "changes one"
    """What typing a number does."""


def tend(talk: Conversation, tended: Tended) -> None:
    """Show the list and ask, until the answer is Enter. Going back from a change leads to the list again."""
    while True:
        lines = tended.lines()
        talk.number(lines)
        if not lines:
            talk.say(f"There is no {tended.noun} in the list.")
        offers = [f"number {tended.numbered}"] if lines else []
        offers += [f"{letter} {what}" for letter, (what, _) in tended.actions.items()]
        answer = talk.ask_line(f"Next ({', '.join(offers)}, Enter goes on):", "", _judge(tended, len(lines)))
        if not answer:
            return
        try:
            if answer in tended.actions:
                tended.actions[answer][1]()
            else:
                tended.change(int(answer) - 1)
        except Back:
            talk.say(f"Back at the list of {tended.noun}s.")


def _judge(tended: Tended, count: int) -> Callable[[str], Advice | None]:
    def judge(text: str) -> Advice | None:
        if text in tended.actions or (count and in_range(count)(text) is None):
            return None
        answers = [*([f"a number from 1 to {count}"] if count else []), *tended.actions]
        return Advice(f"{text!r} is none of the answers here.", f"Type {', '.join(answers)}, or Enter to go on.")

    return judge


def take_lines(session: Session, form: str, paste: Callable[[str], Pasted]) -> None:
    """Lines typed or pasted one below the other, until an empty one."""
    session.talk.say(f"One line each: {form}. An empty line ends.")
    while True:
        line = session.talk.ask_line("Line:")
        if not line:
            return
        pasted = paste(line)
        for rejected in pasted.rejected:
            session.talk.say(rejected.fault.what, rejected.fault.remedy)
        session.answer(pasted.setup)
        if pasted.added:
            session.talk.say("Added.")


def ask_new_unit(session: Session) -> str:
    """A unit that is not there yet; it is added."""
    path = session.talk.require(
        "Path of the new unit, such as Workloads/Test", lambda text: unit_fault(session.setup, "", text)
    )
    session.answer(add_unit(session.setup, path))
    return path
