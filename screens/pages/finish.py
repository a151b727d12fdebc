"""Finish: what there is now, how to enter it, what waits on whom, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from screens.dialogues.export import ExportDialogue, ExportWish
from screens.pages.account_lines import AccountLine, account_lines, can_be_tended
from screens.pages.finish_meaning import checklist, compared_with_aws, how_far, in_numbers, what_waits
from screens.pages.page_screen import PageScreen
from screens.pages.taking_back import TakeBackDialogue
from screens.pages.tending import tend
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, ChoiceDialogue, CopyDialogue
from screens.widgets.keyline import Keys
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, heading, quiet, to_copy
from screens.widgets.reading import Reading
from screens.widgets.row import Cell, Row
from screens.widgets.sized import WIDE
from screens.widgets.words import counted
from state.errors import OrgwizardError
from state.saved.locations import working_directory
from state.setup import management_role_name
from state.text.printable import printable_lines
from wizard.checking import Checked
from wizard.exports import FORMATS, Files
from wizard.onboarding.begin_words import FOR_REAL
from wizard.onboarding.entering import WayToEnter, permission_to_enter, ways_to_enter
from wizard.onboarding.exporting import export, write
from wizard.onboarding.next_things import NextThing, OnFinish, next_things
from wizard.onboarding.since_last_time import compared, worth_comparing
from wizard.pages import digit_of
from wizard.plan.left_open import left_open
from wizard.progress_words import message_to_send

NOT_LOOKED = "Once AWS was looked at, every account stands here with its id. Sign in, then go to Organization."
KEYS = {OnFinish.MESSAGE: "m", OnFinish.FOR_REAL: "f", OnFinish.WAY_IN: "c", OnFinish.FILES: "w"}


class FinishScreen(PageScreen):
    """What do you have now, and what comes next?"""

    PAGE = "finish"
    AUTO_FOCUS = "#accounts"
    HINTS: ClassVar[dict[str, str]] = {
        "accounts": "Up and down choose an account. c copies how to enter it, o changes it, w writes files."
    }
    KEYS: ClassVar[Keys] = (
        ("c", "Copy", "act('copy')"),
        ("w", "Write files", "act('write')"),
        ("o", "Change", "act('tend')"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "act('copy')", "copy how to enter the account", show=False),
        Binding("m", "act('message')", "copy the message to whoever has to act", show=False),
        Binding("w", "act('write')", "write files to take along", show=False),
        Binding("v", "act('checklist')", "what auditors ask, line by line", show=False),
        Binding("u", "act('undo')", "take back what was made", show=False),
        Binding("o", "act('tend')", "another name, address or unit for the account, or its end", show=False),
        Binding("f", "act('for-real')", "use the rehearsed answers for real", show=False),
    ]

    class Compared(Message):
        """AWS was compared with the setup, or could not be."""

        def __init__(self, outcome: Checked | OrgwizardError) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self) -> None:
        super().__init__()
        self.compared: Checked | OrgwizardError | None = None
        self.comparing = False
        self.places: dict[str, AccountLine] = {}
        self.folder = str(working_directory())

    def compose_body(self) -> ComposeResult:
        yield Listing("Your accounts", id="accounts")
        with Horizontal(id="below"):
            yield Reading("How to enter", id="enter")
            yield Reading("Your next three things", id="next-things")
        yield Acts(
            Act("Write files", "write", "Profiles, Terraform, a hand-over and more, to take along. Key: w"),
            Act("Copy the way in", "copy", "The profiles for the highlighted account. Key: c"),
            Act("Message", "message", "Copies the message to whoever has to act. Key: m"),
            Act("Checklist", "checklist", "What auditors ask, line by line. Key: v"),
            Act("Change account", "tend", "Another name, address or unit for the highlighted one, or its end. Key: o"),
            Act("Take back", "undo", "What was made, and what of it can be taken back. Key: u"),
            Act("Done, leave", "leave", "Everything is saved.", main=not self.onboarding.rehearsal),
            Act(
                f"Use these answers for real {self.wizard.glyphs.arrow}",
                "for-real",
                "A setup of the same name, on the real AWS. Key: f",
                main=True,
            ),
        )

    # Comparing

    def begin(self) -> None:
        if worth_comparing(self.onboarding):
            self.comparing = True
            self.query_one("#next-things", Reading).show(self._next_things())
            self.run_worker(self._compare, thread=True, exit_on_error=False)

    def _compare(self) -> None:
        """In a thread of its own, so that no key waits for it."""
        self.post_message(self.Compared(compared(self.onboarding)))

    @on(Compared)
    def _told(self, event: Compared) -> None:
        self.comparing, self.compared = False, event.outcome
        self.query_one("#next-things", Reading).show(self._next_things())

    # Showing

    def show(self) -> None:
        self.places = {place.key: place for place in account_lines(self.onboarding, self.wizard.glyphs)}
        listed = self.query_one("#accounts", Listing)
        listed.show_lines(Line(key, self._row(place)) for key, place in self.places.items())
        progress = self.onboarding.progress
        listed.count(f"as seen {progress.at:%Y-%m-%d %H:%M} UTC" if progress else "")
        self.lead(how_far(self.onboarding.progress_lines))
        self.query_one("#next-things", Reading).show(self._next_things())
        self.show_meaning()

    def _row(self, place: AccountLine) -> Row:
        wide = self.app.size.width >= WIDE
        name = Content.assemble((f"{place.sign} ", place.style), (place.name, "bold $title"))
        told = Content.styled(place.told, place.style if place.style == "$forever" else "$muted")
        account_id = Content.styled(place.account_id, "$body")
        if not wide:
            return Row(Cell(name, 24), Cell(account_id, 14), Cell(told))
        return Row(Cell(name, 26), Cell(account_id, 14), Cell(Content.styled(place.unit, "$body"), 24), Cell(told))

    @property
    def place(self) -> AccountLine | None:
        """The highlighted account."""
        return self.places.get(self.query_one("#accounts", Listing).chosen)

    @property
    def ways(self) -> tuple[WayToEnter, ...]:
        """How the highlighted account is entered."""
        place, observed = self.place, self.onboarding.observed
        if place is None or place.wanted is None or observed is None:
            return ()
        return ways_to_enter(self.setup, observed, place.wanted)

    def show_meaning(self) -> None:
        place = self.place
        if place is not None:
            self.query_one("#enter", Reading).show(self._entering(place), f"How to enter {place.name}")
        observed = self.onboarding.observed
        self.offer(
            copy=bool(self.ways),
            message=bool(self._message()),
            checklist=observed is not None and observed.organization is not None,
            tend=self.onboarding.identity_confirmed and can_be_tended(place),
            undo=self.onboarding.identity_confirmed and self.onboarding.begun,
            leave=not self.onboarding.rehearsal,
            for_real=self.onboarding.rehearsal,
        )

    def _entering(self, place: AccountLine) -> Iterator[Block]:
        if place.wanted is None:
            if place.key == "management":
                yield Block("Sign in as you do now. Only identity and billing belong here, so come seldom.")
            else:
                yield Block(f"It is {place.told}. Whoever has credentials of that account enters it as before.")
            return
        ways = self.ways
        if not ways:
            yield Block(NOT_LOOKED)
            yield from heading("By which role")
            yield Block(f"{management_role_name(place.name)} in the management account, then the access role in it.")
        for way in ways:
            yield from _way(way, ("  c", "bold $accent"), (" copies", "$muted"))
        identity = self.onboarding.identity
        needed = permission_to_enter(self.setup, identity, place.wanted) if identity is not None else None
        if needed is not None:
            yield Block("")
            yield from _way(needed)

    def _next_things(self) -> Iterator[Block]:
        yield from compared_with_aws(self.onboarding.name, self.compared, comparing=self.comparing)
        for number, thing in enumerate(islice(next_things(self.onboarding), 3), start=1):
            yield from self._thing(number, thing)
        yield from heading("What waits")
        yield from what_waits(self.onboarding.progress_lines, self.wizard.glyphs)
        yield from (quiet(finding.what) for finding in left_open(self.setup))
        yield from heading("To take it back")
        yield quiet("Take back tells of everything that was made what can go again. Accounts can only be closed.")
        yield from heading("Later")
        yield to_copy(self._command("status"), "$ ")

    def _thing(self, number: int, thing: NextThing) -> Iterator[Block]:
        where = thing.where
        at = "" if where is None else KEYS[where] if isinstance(where, OnFinish) else digit_of(where)
        key = (f"  {at}", "bold $accent") if at else ("", "")
        yield Block(Content.assemble((thing.title, "bold $title"), key), Content.styled(f"{number} ", "bold $accent"))
        yield Block(Content.styled(thing.why, "$muted"), "  ")

    def _command(self, what: str) -> str:
        flag = " --rehearse" if self.onboarding.rehearsal else ""
        return f"orgwizard {what} {self.onboarding.name}{flag}"

    def _message(self) -> str:
        """What is to be sent to the first who has to act."""
        return message_to_send(self.onboarding.progress_lines)

    def glance(self) -> tuple[str, Iterable[Block]]:
        return "In numbers", in_numbers(self.setup, self.onboarding.progress_lines, self.wizard.glyphs)

    @on(OptionList.OptionHighlighted, "#accounts")
    def _highlighted(self) -> None:
        self.show_meaning()

    def resized(self) -> None:
        self.show()

    # Doing

    def act(self, key: str) -> None:
        place = self.place if can_be_tended(self.place) else None
        match key:
            case "copy" if self.ways:
                name = self.place.name if self.place else "account"
                self.wizard.copy("\n".join(way.text for way in self.ways), f"profiles-{name}.txt")
            case "message" if message := self._message():
                self.wizard.copy(message, "message.txt")
            case "write" if not self.asking:
                self._offer_files()
            case "checklist":
                self._show_checklist()
            case "tend" if place:
                tend(self, place.account_id, place.name)
            case "undo" if self.onboarding.identity_confirmed and not self.wizard.run_under_way:
                self.wizard.aside = None
                self.app.push_screen(TakeBackDialogue(self.onboarding), lambda _done: self.show())
            case "leave":
                self.run_worker(self.wizard.action_quit())
            case "for-real":
                self._ask_for_real()

    def _show_checklist(self) -> None:
        observed = self.onboarding.observed
        if observed is None:
            return
        text = checklist(self.setup, observed)
        dialogue = CopyDialogue("What auditors ask", "Line by line, as AWS was last looked at.", text)
        self.app.push_screen(dialogue, lambda copy: self.wizard.copy(text, "checklist.txt") if copy else None)

    def _ask_for_real(self) -> None:
        choices = (Choice("no", "Stay in the rehearsal"), Choice("yes", "Use these answers for real"))
        dialogue = ChoiceDialogue("From the rehearsal to AWS", FOR_REAL, choices)
        self.app.push_screen(dialogue, lambda choice: self._use_for_real() if choice == "yes" else None)

    def _use_for_real(self) -> None:
        """A rehearsed setup's answers become a setup of the same name on the real AWS, which is opened."""
        app = self.wizard
        real = app.real_onboardings.for_real()
        try:
            onboarding = real.begin_for_real(self.setup)
        except OrgwizardError as error:
            app.tell(error)
            return
        app.onboardings = app.real_onboardings = real
        app.take(onboarding)
        app.go_to("structure")

    def _offer_files(self, marked: tuple[str, ...] = (), at: str = "") -> None:
        self.app.push_screen(ExportDialogue(self.folder, self.wizard.glyphs, marked, at), self._export)

    def _export(self, wish: ExportWish | None) -> None:
        if wish is None:
            return
        self.folder = str(wish.folder)
        names = ", ".join(wish.formats)
        if wish.preview:
            self.ask(
                lambda: export(self.onboarding, names), lambda files: self._preview(wish, files), f"Making {names}."
            )
        else:
            self.ask(lambda: self._write(wish), self._wrote, f"Writing {names} to {wish.folder}.")

    def _preview(self, wish: ExportWish, files: Files) -> None:
        (name,) = wish.formats
        text = "\n".join(f"{file}\n\n{content}" for file, content in files.items())
        dialogue = CopyDialogue(f"{name}, as it would be written", FORMATS[name].title + ".", printable_lines(text))

        def back(copy: bool | None) -> None:
            if copy:
                self.wizard.copy(text, next(iter(files)).replace("/", "-"))
            self._offer_files(wish.marked, name)

        self.app.push_screen(dialogue, back)

    def _write(self, wish: ExportWish) -> tuple[Path, ...]:
        return write(self.onboarding, export(self.onboarding, *wish.formats), wish.folder)

    def _wrote(self, paths: tuple[Path, ...]) -> None:
        self.show()
        more = f" and {counted(len(paths) - 1, 'more file')} there" if len(paths) > 1 else ""
        self.tell_done(f"Wrote {paths[0]}{more}")

    def failed(self, error: OrgwizardError) -> None:
        self.wizard.tell(error)


def _way(way: WayToEnter, *copies: tuple[str, str]) -> Iterator[Block]:
    yield Block(Content.assemble((way.title, "bold $title"), *copies))
    yield from (Block(sentence) for sentence in way.sentences)
    yield Block("")
    yield from (to_copy(line) for line in way.text.splitlines())
    yield from heading(way.then)
    yield to_copy(way.command, "$ ")
