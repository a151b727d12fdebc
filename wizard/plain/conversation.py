"""Saying lines and asking questions. Lines are only ever appended, and every question takes `<`, `?` and `q`."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Collection, Iterable, Sequence

import questionary
from prompt_toolkit.application import get_app_session
from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import clear_typeahead, get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from state.errors import Advice, OrgwizardError, WrongInput
from state.text.printable import printable
from wizard.edits.questions import Offer
from wizard.machine import streams
from wizard.pages import PAGES, Page
from wizard.plain.typewriter import Typewriter

BACK, EXPLAIN, LEAVE, NONE, UNDO, REDO = "<", "?", "q", "-", "undo", "redo"
LIST, FIND = "l", "/"
INSTRUCTIONS = (
    "At every question: Enter keeps what is shown, < goes back, ? explains, undo takes the last edit back, q leaves. "
    "Lists take a number or a name, also a part of it; l reads one, / and a word finds. Every answer is saved at once."
)

ROOM = 8
"""Columns that an answer should find beside its question."""
FEW = 9
"""As many lines as are read without being asked for."""

PASTE = 0.05
"""Seconds between two lines of one paste, at most."""

Judge = Callable[[str], Advice | None]


class Back(Exception):
    """The person wants to go back."""


class Leave(Exception):
    """The person wants to leave."""


class Undo(Exception):
    """The person wants the last edit taken back, or made again."""

    def __init__(self, again: bool = False) -> None:
        super().__init__()
        self.again = again


class Conversation:
    """One person at one terminal, or the keyboard that a test hands in."""

    def __init__(self, keyboard: Input | None = None) -> None:
        self.keyboard = keyboard
        self.subject: Page = PAGES[0]
        """What `?` explains."""
        self.breaks_lines = os.environ.get("ACCESSIBLE") != "1"
        """A screen reader pauses where a line ends, so there a sentence stays in one."""
        self._paper = Typewriter(sys.stdout)
        self._keys = KeyBindings()
        for key in ("c-r", "c-s"):  # searching would open a second line
            self._keys.add(key, eager=True)(_nothing)

    # Saying

    def say(self, *lines: str) -> None:
        """Each line, broken between words where somebody looks at it."""
        if not self.breaks_lines:
            self._print(printable(line) for line in lines)
            return
        width = max(20, shutil.get_terminal_size().columns - 1)
        for line in lines:
            text = printable(line)  # before it is broken into lines
            indent = " " * (len(text) - len(text.lstrip()) + 2)
            broken = textwrap.wrap(
                text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
            )
            self._print(broken or [""])

    def show(self, text: str) -> None:
        """Text to be copied: broken nowhere but where it is."""
        self._print(text.split("\n"))

    def number(self, lines: Sequence[str]) -> None:
        """A list to choose from."""
        self.say(*(f"{number} {line}" for number, line in enumerate(lines, start=1)))

    def tell(self, error: OrgwizardError) -> None:
        """What happened, and what to do."""
        self.say(f"Problem: {error.message}", *(f"  {problem}" for problem in error.problems), error.remedy)

    def explain(self, hint: str = "") -> None:
        """Why the page at hand is there, and where AWS documents it."""
        if hint:
            self.say(hint)
        self.say(f"{self.subject.title}: {self.subject.why}", "AWS documents it at")
        self.show(self.subject.documentation)
        self.say(INSTRUCTIONS)

    def _print(self, lines: Iterable[str]) -> None:
        for line in lines:
            streams.out(line)

    # Asking

    def ask(
        self, question: str, now: str = "", judge: Judge | None = None, *, hint: str = "", clears: bool = False
    ) -> str:
        """An answer that `judge` finds no fault with, or `now` as it stands. Raises Back and Leave."""
        shown = f"{question} (now {now or 'none'}{f', {NONE} for none' if clears and now else ''}):"
        return self.ask_line(shown, now, judge, hint=hint, clears=clears)

    def ask_line(
        self, prompt: str, now: str = "", judge: Judge | None = None, *, hint: str = "", clears: bool = False
    ) -> str:
        """The same, with the whole prompt given."""
        while True:
            typed = self._read(prompt)
            if typed == BACK:
                raise Back
            if typed == LEAVE:
                raise Leave
            if typed in (UNDO, REDO):
                raise Undo(again=typed == REDO)
            if typed == EXPLAIN:
                self.explain(hint)
                continue
            if not typed:
                return now
            answer = "" if clears and typed == NONE else typed
            fault = judge(answer) if judge else None
            if fault is None:
                return answer
            self.say(fault.what, fault.remedy)

    def ask_afresh(self, prompt: str, judge: Judge | None = None) -> str:
        """A line that was typed while the question stood: for what must be meant. Raises Back and Leave."""
        if self.keyboard is None:
            streams.forget_typed_ahead()
            clear_typeahead(get_app_session().input)
        return self.ask_line(prompt, "", judge)

    def require(self, question: str, judge: Judge | None = None, *, hint: str = "") -> str:
        """An answer that cannot be left out."""
        while True:
            answer = self.ask_line(f"{question}:", "", judge, hint=hint)
            if answer:
                return answer
            self.say("This needs an answer; < goes back.")

    def agree(self, question: str, now: bool | None = None, *, hint: str = "") -> bool:
        """Yes or no; without `now` Enter alone is neither."""
        words = {True: "y or n, Enter for y", False: "y or n, Enter for n", None: "y or n"}
        while True:
            answer = self.ask_line(f"{question} ({words[now]}):", "", _yes_or_no, hint=hint)
            if answer:
                return answer.lower().startswith("y")
            if now is not None:
                return now
            self.say("Type y for yes or n for no.")

    def choose(self, question: str, offers: Sequence[Offer], now: int | None = None, *, hint: str = "") -> int:
        """The index of one of `offers`, chosen by its number or name; `now` is what Enter gives.

        What each means is read when asked for; a long list is not read at all before.
        """
        names = [offer.title for offer in offers]
        if len(offers) <= FEW:
            self.number(names)
        many, explained = len(offers) > FEW, any(offer.meaning for offer in offers)
        more = ", l says more" if explained else ", l lists" if many else ""
        enter = "" if now is None else f", Enter for {names[now]}"
        shown = f"{question}{f', one of {len(offers)}' if many else ''} (number or name{more}{enter}):"
        while True:
            answer = self.ask_line(shown, "", chosen_from(names), hint=hint)
            if answer and not self.looked_up(answer, [full(offer) for offer in offers]):
                return picked(answer, names)
            if not answer and now is not None:
                return now
            if not answer:
                self.say(f"Type a number from 1 to {len(names)}, or a name.")

    def looked_up(self, answer: str, lines: Sequence[str]) -> bool:
        """Whether the answer was no answer but asked for the list, or for those lines of it that hold a word."""
        if answer == LIST:
            self.number(lines)
        elif answer.startswith(FIND):
            word = answer.removeprefix(FIND).strip().casefold()
            found = [f"{number} {line}" for number, line in enumerate(lines, start=1) if word in line.casefold()]
            self.say(*(found or [f"Nothing in the list holds {word!r}."]))
        else:
            return False
        return True

    def ask_secret(self, question: str, judge: Judge, *, hint: str = "", wraps: bool = False) -> str:
        """An answer that shows as asterisks; '' only where `judge` lets it pass. Raises Back and Leave.

        One that `wraps` may be several lines, with breaks between them: a terminal breaks what is copied out of it.
        """
        while True:
            typed = self._read(f"{question}:", masked=True)
            while wraps and typed and self._more_is_waiting():
                typed += "\n" + self._read("", masked=True)
            if typed == BACK:
                raise Back
            if typed == LEAVE:
                raise Leave
            if typed == EXPLAIN:
                self.explain(hint)
                continue
            fault = judge(typed)
            if fault is None:
                return typed
            self.say(fault.what, fault.remedy)

    def _more_is_waiting(self) -> bool:
        """Whether another line has come already: nobody types that fast, so it is the rest of a paste."""
        keyboard = self.keyboard or get_app_session().input
        keys = get_typeahead(keyboard)
        store_typeahead(keyboard, keys)
        return bool(keys) or streams.readable_within(keyboard.fileno(), PASTE)

    def _read(self, prompt: str, *, masked: bool = False) -> str:
        """One line. A prompt that would leave little room for it is said before."""
        if len(prompt) + ROOM > shutil.get_terminal_size().columns:
            self.say(prompt)
            prompt = "Answer:"
        if "standard output" in streams.LOST:
            raise EOFError("nobody can read the question")
        try:
            question = questionary.text(
                printable(prompt),
                qmark=">",
                input=self.keyboard,
                output=self._paper,
                key_bindings=self._keys,
                is_password=masked,
            )
            answer: str = question.unsafe_ask()
        except streams.TERMINAL_ERRORS as error:
            raise EOFError("the terminal is gone") from error
        return answer.strip()


def in_order(questions: Sequence[Callable[[], None]]) -> None:
    """Ask one after the other; back from one is the one before, and from the first out of here."""
    number = 0
    while number < len(questions):
        try:
            questions[number]()
        except Back:
            if number == 0:
                raise
            number -= 1
        else:
            number += 1


def full(offer: Offer) -> str:
    """What can be chosen, with what it means."""
    return f"{offer.title}. {offer.meaning}" if offer.meaning else offer.title


def picked(text: str, names: Sequence[str]) -> int:
    """The index of the one name that `text` means: its number, the name, how it begins, or a part of it. Raises
    WrongInput when it is none of them, or several."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(names):
        return int(text) - 1
    wanted, folded = text.casefold(), [name.casefold() for name in names]
    for alike in (str.__eq__, str.startswith, str.__contains__):
        found = [number for number, name in enumerate(folded) if alike(name, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(names[number] for number in found[:3])
            raise WrongInput(f"{text!r} may be {several}{' and more' if len(found) > 3 else ''}.", "Type more of it.")
    numbers = f"a number from 1 to {len(names)}, or a name" if names else "another answer"
    raise WrongInput(f"{text!r} is not in the list.", f"Type {numbers}.")


def chosen_from(names: Sequence[str], others: Collection[str] = ()) -> Judge:
    """One of the names or `others`, or a look at the list."""

    def judge(text: str) -> Advice | None:
        if text in others or text == LIST or text.startswith(FIND):
            return None
        try:
            picked(text, names)
        except WrongInput as error:
            return error.advice
        return None

    return judge


def _yes_or_no(text: str) -> Advice | None:
    if text.lower() in ("y", "yes", "n", "no"):
        return None
    return Advice(f"{text!r} is neither yes nor no.", "Type y for yes or n for no.")


def _nothing(_event: KeyPressEvent) -> None:
    """Swallow a key."""
