"""People: who signs in with Identity Center, and what each may do in which account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from screens.dialogues.edit_simple import PasteDialogue
from screens.dialogues.permission_sets import PermissionSetsDialogue
from screens.dialogues.questions import QuestionsDialogue
from screens.pages.page_screen import PageScreen
from screens.widgets.access_table import NOTHING, AccessTable, Column, Named
from screens.widgets.act import Act
from screens.widgets.prose import Block, item, quiet
from screens.widgets.reading import Reading
from screens.widgets.titled import AROUND
from screens.widgets.words import problems_at
from state.setup import Setup
from state.setup.people import MANAGEMENT, AccountAssignment, PeopleFrom, Person, given_by
from wizard.edits import people as editing
from wizard.edits.people import Spot
from wizard.edits.people_questions import CENTER_QUESTIONS, person_questions, questions_of_new_person
from wizard.onboarding.people import center_words, is_given, sign_in_words

PASTE = (
    "One person a line: email address (or user name), name, groups. Only the first is needed; a spreadsheet's columns "
    "can be pasted as they are. Several groups stand with spaces between them."
)
EMPTY = (
    "Nobody signs in with Identity Center yet. a adds a person, p pastes several, u gives groups their usual access. "
    "Leave it empty if IAM users are enough."
)
GROUP = "group:"


class PeopleScreen(PageScreen):
    """Who signs in, and what may each do where?"""

    PAGE = "people"
    LEAD = "Each signs in once, with MFA, and gets into what is given here. Optional."
    AUTO_FOCUS = "#access"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "open", "say what may be done there", show=False),
        Binding("a", "act('add')", "add a person"),
        Binding("e", "act('edit')", "edit the person", show=False),
        Binding("delete,backspace", "act('remove')", "take the person out", show=False),
        Binding("p", "act('paste')", "paste several people", show=False),
        Binding("u", "act('usual')", "give groups their usual access", show=False),
        Binding("s", "act('settings')", "where people are kept, the Region, the settings", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        with Vertical(id="people"):
            yield AccessTable("Who may do what", id="access")
            yield Reading(id="meaning")
        yield self.acts(
            Act("+ Person", "add", "Adds somebody who signs in. Key: a"),
            Act("Edit", "edit", "Opens the person of this row. Key: e"),
            Act("Remove", "remove", "Takes the person and their access out. Key: Delete"),
            Act("Usual access", "usual", "Gives three groups what small teams usually give them. Key: u"),
            Act("Settings", "settings", "Where people are kept, the Region, the sign-in settings. Key: s"),
            Act("Paste", "paste", "Several people at once. Key: p"),
        )

    # Drawing

    @property
    def table(self) -> AccessTable:
        """People against accounts."""
        return self.query_one("#access", AccessTable)

    def show(self) -> None:
        setup, codes = self.setup, editing.codes_of(self.setup)
        accounts = editing.accounts_to_give(setup)
        columns = [Column(each, "management" if each == MANAGEMENT else each) for each in accounts]
        people = [Named(each.user_name, self._title(each), self._cells(each, codes)) for each in setup.people]
        groups = [Named(GROUP + each, f"[{each}]", self._cells_of(each, codes)) for each in editing.groups_of(setup)]
        self.table.show(columns, [*people, *groups])
        self.table.count_of(len(people), len(groups))
        self.offer(edit=bool(setup.people), remove=bool(setup.people))
        self.show_meaning()

    def _title(self, person: Person) -> str:
        number = [each.user_name for each in self.setup.people].index(person.user_name)
        wrong = any(each.serious for each in problems_at(self.onboarding.problems(), "people", number))
        return f"{self.wizard.glyphs.problem} {person.user_name}" if wrong else person.user_name or "(name missing)"

    def _cells(self, person: Person, codes: dict[str, str]) -> tuple[str, ...]:
        """Letters of what is given by name; in brackets what comes by a group."""
        cells = []
        for account in editing.accounts_to_give(self.setup):
            own = [codes.get(name, "?") for name in editing.sets_of(self.setup, Spot(person.user_name, account))]
            by_group = {codes.get(name, "?") for name, _ in editing.sets_by_group(self.setup, person, account)}
            words = [*own, *(f"({code})" for code in sorted(by_group - set(own)))]
            cells.append(" ".join(words) or NOTHING)
        return tuple(cells)

    def _cells_of(self, group: str, codes: dict[str, str]) -> tuple[str, ...]:
        spots = (Spot(group, account, is_group=True) for account in editing.accounts_to_give(self.setup))
        found = ([codes.get(name, "?") for name in editing.sets_of(self.setup, spot)] for spot in spots)
        return tuple(" ".join(each) or NOTHING for each in found)

    @on(AccessTable.Pointed)
    def _pointed(self) -> None:
        self._write_meaning()

    def show_meaning(self) -> None:
        pointed, meaning = self.table.pointed, self.query_one("#meaning", Reading)
        if pointed is None:
            meaning.show([Block(EMPTY), *self._center()], "What it means")
            return
        who, account = pointed
        title = who.removeprefix(GROUP) if not account else f"{who.removeprefix(GROUP)} in {account}"
        whole = [Block(Content.styled(title, "bold $title"))] if len(title) > meaning.outer_size.width - AROUND else []
        blocks = [*self._problems(who), *self._about(who, account), *self._signed_in(who), *self._center()]
        meaning.show([*whole, *blocks], title)

    def _problems(self, who: str) -> Iterator[Block]:
        number = self._number(who)
        for each in problems_at(self.onboarding.problems(), "people", number) if number is not None else ():
            yield item("!", "bold $bad", Content.styled(f"{each.what} {each.remedy}", "$bad"))

    def _about(self, who: str, account: str) -> Iterator[Block]:
        codes, sets = editing.codes_of(self.setup), {each.name: each for each in editing.sets_to_choose(self.setup)}
        person = next((each for each in self.setup.people if each.user_name == who), None)
        spot = Spot(who.removeprefix(GROUP), account, who.startswith(GROUP))
        found = [(name, "") for name in editing.sets_of(self.setup, spot)]
        found += [(name, f" By group {group}.") for name, group in self._by_group(person, account)]
        for name, how in found:
            meaning = editing.meaning_of(sets[name]) if name in sets else "not a permission set of this setup"
            yield item(codes.get(name, "?"), "bold $accent", f"{name}: {meaning}.{how}")
        if not found:
            yield quiet("Nothing is given here. Enter gives something.")
        for each in given_by(self.setup.assignments).withdrawn:
            if spot.has(each):
                yield item("-", "$forever", f"{each.permission_set} is taken away with the next run.")

    def _signed_in(self, who: str) -> Iterator[Block]:
        person = next((each for each in self.setup.people if each.user_name == who), None)
        words = sign_in_words(self.onboarding, person) if person else ""
        if words:
            yield quiet(words)

    def _by_group(self, person: Person | None, account: str) -> tuple[tuple[str, str], ...]:
        return editing.sets_by_group(self.setup, person, account) if person else ()

    def _center(self) -> Iterator[Block]:
        words = center_words(self.onboarding)
        wish = self.setup.identity_center
        if words:
            yield quiet(f"Identity Center: {words}")
            done = f"made on {wish.settings_done}" if wish.settings_done else "not made yet, as far as anybody said"
            source = "another provider" if wish.people_from is PeopleFrom.IDENTITY_PROVIDER else "Identity Center"
            yield quiet(f"People are in {source}. Sign-in settings: {done}. s changes it.")

    # Changing

    def _number(self, who: str) -> int | None:
        names = [each.user_name for each in self.setup.people]
        return names.index(who) if who in names else None

    def _given(self, one: AccountAssignment) -> bool:
        return is_given(self.onboarding, one)

    @on(AccessTable.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """What somebody may do in the account that is pointed at; on a name, the person."""
        pointed = self.table.pointed
        if pointed is None or self.focused is not self.table:
            return
        who, account = pointed
        if not account:
            self.act("edit")
            return
        spot = Spot(who.removeprefix(GROUP), account, who.startswith(GROUP))
        person = next((each for each in self.setup.people if each.user_name == who), None)
        by_group = self._by_group(person, account)
        note = f"By group: {', '.join(f'{name} ({group})' for name, group in by_group)}." if by_group else ""
        dialogue = PermissionSetsDialogue(
            f"{spot.principal} in {account}",
            editing.sets_to_choose(self.setup),
            editing.sets_of(self.setup, spot),
            note,
        )

        def chosen(names: tuple[str, ...] | None) -> None:
            if names is not None:
                self.answer(editing.with_sets(self.setup, spot, names, self._given))

        self.app.push_screen(dialogue, chosen)

    def act(self, key: str) -> None:
        number = self._number(self.table.pointed[0]) if self.table.pointed else None
        match key:
            case "add":
                blank, questions = editing.with_new_person(self.setup), questions_of_new_person(len(self.setup.people))
                dialogue = QuestionsDialogue("New person", blank, questions)
                self.app.push_screen(dialogue, self._added)
            case "edit" if number is not None:
                questions = person_questions(number)
                title = self.setup.people[number].user_name
                self.app.push_screen(QuestionsDialogue(title, self.setup, questions), self._edited)
            case "remove" if number is not None:
                self.answer(editing.remove_person(self.setup, number, self._given))
            case "paste":
                paste = PasteDialogue("Several people at once", PASTE, self.setup, editing.paste_people)
                self.app.push_screen(paste, self._edited)
            case "usual":
                self.answer(editing.usual_access(self.setup))
            case "settings":
                dialogue = QuestionsDialogue("Identity Center", self.setup, CENTER_QUESTIONS)
                self.app.push_screen(dialogue, self._edited)

    def _added(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)
            self.table.point_at(len(self.setup.people) - 1)

    def _edited(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)
