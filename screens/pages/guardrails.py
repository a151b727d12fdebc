"""Guardrails: which protections are set, and what each means, costs and touches."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from screens.dialogues.questions import QuestionsDialogue
from screens.dialogues.who_can import WhoCanDialogue
from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act
from screens.widgets.keyline import Keys
from screens.widgets.levels import Levels
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, heading, item, quiet
from screens.widgets.reading import Reading
from screens.widgets.row import Cell, Row
from screens.widgets.sized import SLIM, WIDE
from screens.widgets.words import problems_at
from state.errors import OrgwizardError
from state.setup import Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, FOR_THE_WHOLE, Item, Level
from state.setup.scope_rules import left_out_of
from state.setup.text_rules import Where
from wizard.audit.keys import keys_to_every_account
from wizard.audit.who_can import who_can
from wizard.edits.guardrails import cycled, scope_questions, with_level
from wizard.edits.questions import is_at
from wizard.guardrails import GUARDRAILS
from wizard.guardrails.base import FREE, Group, Value
from wizard.guardrails.joining import INSIDE_OF_ACCOUNTS, LOOK_FIRST
from wizard.guardrails.words import (
    LEVELS,
    VALUES,
    WORDS,
    GuardrailStatus,
    cost_in_short,
    costs,
    guardrail_status,
    lacking,
    needs,
    scope_words,
    value_words,
)

PRICES = {
    Item.AUDIT_TRAIL: "storage",
    Item.OBJECT_LOCK: "storage",
    Item.BACKUPS: "storage",
    Item.MANAGEMENT_ROOT_USER: "",
}
"""What it costs, in a word; nothing is said where that takes a sentence."""
SIGNS = {
    GuardrailStatus.ON: (attrgetter("done"), "$good", "on"),
    GuardrailStatus.OFF: (attrgetter("off"), "$muted", "off"),
    GuardrailStatus.TAKEN_BACK: (attrgetter("failed"), "$forever", "undo"),
    GuardrailStatus.LACKING: (attrgetter("problem"), "$forever", "who"),
}
"""The sign out of the glyphs, its colour, and the word in the list."""
LONG_WORDS = {GuardrailStatus.TAKEN_BACK: "to be taken back", GuardrailStatus.LACKING: "on, but incomplete"}
SCOPE_MEANING = (
    "Where this guardrail holds. What you leave open is said on Review and Finish, and by Who can still do it."
)
NEEDED_BY = {Item.SECURITY_CONTACT: Value.CONTACT, Item.BUDGET: Value.BUDGET}
"""What Enter opens while it is missing."""


class GuardrailsScreen(PageScreen):
    """Which protections are set?"""

    PAGE = "guardrails"
    LEAD = "What is there already is compared first; nothing stricter is ever loosened."
    AUTO_FOCUS = "#guardrails"
    HINTS: ClassVar[dict[str, str]] = {
        "guardrails": "Space turns it on, off, or takes it back. Enter sets what it needs.",
    }
    KEYS: ClassVar[Keys] = (("/", "Filter", "filter"), ("o", "Where it holds", "scope"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", "turn on, off, or take back", show=False),
        Binding("o", "scope", "say where it holds, and for whom it does not", show=False),
        Binding("w", "act('who')", "who can still do what", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        offered = {level.value: words for level, words in LEVELS.items()}
        yield Levels("Level", offered, self.setup.guardrails.level.value, id="level")
        with Horizontal(id="work"):
            yield Listing("Protections", id="guardrails")
            yield Reading(id="meaning")
        yield self.acts(Act("Who can still do what?", "who", "What nobody can do any more with these on. Key: w"))

    # Drawing

    def show(self) -> None:
        listed = self.query_one("#guardrails", Listing)
        listed.show_lines(self._lines())
        listed.count("Space turns on or off")
        on_now = sum(self._status(each) is GuardrailStatus.ON for each in Item)
        short = f"Costs {cost_in_short(self.setup)}." if self.app.size.width >= SLIM else ""
        told = costs(self.setup) if self._wide else short
        self.query_one("#level", Levels).show(self.setup.guardrails.level.value, f"{on_now} of {len(Item)} on. {told}")
        self.show_meaning()

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= WIDE

    def resized(self) -> None:
        self.show()

    def _lines(self) -> Iterator[Line]:
        for title in Group:
            items = [each.item for each in GUARDRAILS if each.group is title]
            on_now = sum(self._status(each) is GuardrailStatus.ON for each in items)
            count = Cell(Content.styled(f"{on_now}/{len(items)}", "bold $muted"), 5, right=True)
            yield Line(f"group:{title}", Row(Content.styled(title.value, "bold $muted"), count), heading=True)
            yield from (Line(each.value, self._item_row(each), self._item_words(each)) for each in items)
        yield Line("group:needs", Row(Content.styled("What some of them need", "bold $muted")), heading=True)
        yield from (Line(value.value, self._value_row(value)) for value in Value)

    def _status(self, each: Item) -> GuardrailStatus:
        return guardrail_status(self.setup, each)

    def _item_words(self, each: Item) -> str:
        return f"{self._status(each).value} {WORDS[each].title} {WORDS[each].consequence}"

    def _item_row(self, each: Item) -> Row:
        sign_of, style, word = SIGNS[self._status(each)]
        sign = sign_of(self.wizard.glyphs)
        state = Content.assemble((f"{sign} ", style if word != "off" else "$faint"), (f"{word:<5}", style))
        price = [Cell(Content.styled(PRICES.get(each, "free"), "$muted"), 8, right=True)] if self._wide else []
        return Row(Cell(state, 7), Cell(WORDS[each].title), *price)

    def _value_row(self, value: Value) -> Row:
        sign = Content.styled(f"{self.wizard.glyphs.problem} ", "bold $bad") if self._problems(value) else "  "
        shown, title = Content.styled(value_words(self.setup, value), "$muted"), VALUES[value].title
        return Row(Cell(sign, 2), Cell(title, len(title) + 2), Cell(shown, right=True))

    def show_meaning(self) -> None:
        chosen, meaning = self._chosen(), self.query_one("#meaning", Reading)
        if isinstance(chosen, Item):
            meaning.show(self._about(chosen), WORDS[chosen].title)
        elif chosen is not None:
            meaning.show(self._about_value(chosen), VALUES[chosen].title)

    def _about(self, each: Item) -> Iterator[Block]:
        words, status = WORDS[each], self._status(each)
        sign_of, style, word = SIGNS[status]
        sign = sign_of(self.wizard.glyphs)
        yield Block(Content.assemble((f"{sign} {LONG_WORDS.get(status, word)}", style), (self._where(each), "$muted")))
        missing = lacking(self.setup, each) or needs(each)
        if missing:
            yield item(self.wizard.glyphs.problem, "bold $forever", missing)
        held = [joins.account for joins in self.setup.invitations if joins.account not in left_out_of(self.setup, each)]
        if each in LOOK_FIRST and held:
            invited = ", ".join(held[:3])
            first = Content.assemble(("Look first: ", "$forever"), f"in {invited}, {LOOK_FIRST[each]}.")
            yield item(self.wizard.glyphs.problem, "bold $forever", first)
        for problem in self._scope_problems(each):
            yield item(self.wizard.glyphs.problem, "bold $bad", Content.styled(problem, "$bad"))
        yield from heading("What follows")
        yield Block(words.consequence)
        yield from heading("Costs")
        yield Block("Nothing." if words.cost == FREE else words.cost)
        yield from heading("Undo")
        if each in CANNOT_TAKE_BACK:
            yield item(self.wizard.glyphs.forever, "$forever", "It cannot be taken back.")
        yield Block(words.undo)

    def _where(self, each: Item) -> str:
        if self.setup.guardrails.scope(each).narrowed:
            return f"  {scope_words(self.setup, each)}"
        if each not in INSIDE_OF_ACCOUNTS:
            return ""
        return f"  in each of {len(self.setup.accounts) + len(self.setup.invitations)} accounts"

    def _about_value(self, value: Value) -> Iterator[Block]:
        for problem in self._problems(value):
            yield item(self.wizard.glyphs.problem, "bold $bad", Content.styled(problem, "$bad"))
        yield Block(VALUES[value].meaning)
        yield from heading("As it stands")
        yield Block(value_words(self.setup, value))
        yield quiet("Enter changes it.")

    def _problems(self, value: Value) -> list[str]:
        """What has to be corrected about a value, as lines."""
        return self._wrong_at([question.where for question in VALUES[value].questions])

    def _scope_problems(self, each: Item) -> list[str]:
        """What has to be corrected about where a protection holds, as lines."""
        return self._wrong_at([("guardrails", "scopes", each.value)])

    def _wrong_at(self, places: list[Where]) -> list[str]:
        return [
            f"{problem.what} {problem.remedy}"
            for problem in problems_at(self.onboarding.problems(), "guardrails")
            if any(is_at(where, problem) for where in places)
        ]

    def _chosen(self) -> Item | Value | None:
        """What the highlighted line is about."""
        key = self.query_one("#guardrails", Listing).chosen
        if not key or key.startswith("group:"):
            return None
        return Item(key) if key in list(Item) else Value(key)

    # Choosing

    @on(Levels.Picked)
    def _level_picked(self, event: Levels.Picked) -> None:
        self.answer(with_level(self.setup, Level(event.value)))

    def action_turn(self) -> None:
        """The next choice for a protection, or the dialogue of a value."""
        chosen = self._chosen()
        if self.focused is not self.query_one("#guardrails"):
            return
        if isinstance(chosen, Item):
            self.answer(cycled(self.setup, chosen))
        elif chosen is not None:
            self._open(chosen)

    @on(OptionList.OptionSelected, "#guardrails")
    def _entered(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, Item) and self._status(chosen) is GuardrailStatus.LACKING and chosen in NEEDED_BY:
            self._open(NEEDED_BY[chosen])
        else:
            self.action_turn()

    def _open(self, value: Value) -> None:
        asked = VALUES[value]
        self.app.push_screen(QuestionsDialogue(asked.title, self.setup, asked.questions, asked.meaning), self._edited)

    def action_scope(self) -> None:
        """Say where the highlighted protection holds, and for whom it does not."""
        chosen = self._chosen()
        questions = scope_questions(chosen) if isinstance(chosen, Item) else ()
        if isinstance(chosen, Item) and questions:
            title = WORDS[chosen].title
            self.app.push_screen(QuestionsDialogue(title, self.setup, questions, SCOPE_MEANING), self._edited)
        elif isinstance(chosen, Item):
            self.notify(f"It holds as a whole. {FOR_THE_WHOLE[chosen]}", markup=False)

    def _edited(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)

    def action_filter(self) -> None:
        """Find a protection."""
        listed = self.query_one("#guardrails", Listing)
        listed.focus()
        listed.action_filter()

    def act(self, key: str) -> None:
        if key == "who":
            try:
                tables = who_can(self.setup, self.onboarding.observed)
            except OrgwizardError as error:
                self.wizard.tell(error)
            else:
                self.app.push_screen(WhoCanDialogue(tables, keys_to_every_account(self.setup)))
