"""Step 6: which protections are set, what each means and costs, and what some of them need."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.dialogues.questions import QuestionsDialogue
from screens.dialogues.who_can import WhoCanDialogue
from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act
from screens.widgets.dialogue import Choice
from screens.widgets.picker import Picker
from screens.widgets.words import problems_at, shortened
from state.errors import OrgwizardError
from state.setup import Setup
from state.setup.guardrails import Item, Level
from wizard.audit.who_can import who_can
from wizard.edits.guardrails import cycled, with_level
from wizard.edits.questions import is_at
from wizard.guardrails.base import Value
from wizard.guardrails.words import (
    LEVELS,
    VALUES,
    WORDS,
    GuardrailStanding,
    about,
    costs,
    standing_of_guardrail,
    value_words,
)


class GuardrailsScreen(PageScreen):
    """Which protections are set?"""

    PAGE = "guardrails"
    AUTO_FOCUS = "#guardrails"
    HINTS: ClassVar[dict[str, str]] = {
        "guardrails": "Enter or Space turns one on, off, or takes it back; on a value it opens it.",
        "says-scroll": "Up and down scroll.",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", "On, off", show=False),
        Binding("w", "act('who')", "Who can?", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        with Vertical(id="main"):
            offered = [_choice(level, *words.split(": ", 1)) for level, words in LEVELS.items()]
            level = self.setup.guardrails.level.value
            yield Picker("Level", offered, level, id="level", hint="What all of them are preset to.")
            yield OptionList(id="guardrails")
            with VerticalScroll(id="says-scroll", can_focus=False):
                yield Static("", id="says", classes="status", markup=False)
            yield Static("", id="costs", classes="status", markup=False)
        yield self.acts(
            Act("Who can still do it?", "who", "What nobody can do any more once these are in force. Key: W"),
        )

    # Drawing

    def show(self) -> None:
        listed = self.query_one("#guardrails", OptionList)
        before = listed.highlighted or 0
        listed.clear_options()
        listed.add_options(Option(self._item_line(item), id=item.value) for item in Item)
        listed.add_option(Option(Content.styled("What some of them need", "bold"), disabled=True))
        listed.add_options(Option(self._value_line(value), id=value.value) for value in Value)
        listed.highlighted = before
        self.query_one("#costs", Static).update(costs(self.setup))

    def resized(self) -> None:
        self.show()

    def _item_line(self, item: Item) -> Content:
        stand = standing_of_guardrail(self.setup, item)
        glyphs = self.wizard.glyphs
        sign = {
            GuardrailStanding.ON: glyphs.done,
            GuardrailStanding.OFF: glyphs.untouched,
            GuardrailStanding.TAKEN_BACK: glyphs.failed,
            GuardrailStanding.LACKING: glyphs.problem,
        }[stand]
        return self._fitting(f"{sign} {stand.value:<10}  {WORDS[item].title}")

    def _value_line(self, value: Value) -> Content:
        sign = self.wizard.glyphs.problem if self._problems(value) else " "
        return self._fitting(f"{sign} {VALUES[value].title}: {value_words(self.setup, value)}")

    def _fitting(self, text: str) -> Content:
        return shortened(Content(text), self.line_width, self.wizard.glyphs.ellipsis)

    @on(OptionList.OptionHighlighted, "#guardrails")
    def _say_about(self) -> None:
        chosen = self._chosen()
        self.query_one("#says-scroll").scroll_home(animate=False)
        self.query_one("#says", Static).update(self._about(chosen) if chosen else "")

    def _about(self, chosen: Item | Value) -> str:
        if isinstance(chosen, Item):
            return "\n".join(about(self.setup, chosen))
        problems = self._problems(chosen)
        return "\n".join((*problems, VALUES[chosen].meaning))

    def _problems(self, value: Value) -> list[str]:
        """What has to be corrected about a value, as lines."""
        sign = self.wizard.glyphs.problem
        return [
            f"{sign} {problem.what} {problem.remedy}"
            for problem in problems_at(self.onboarding.problems(), "guardrails")
            if any(is_at(question.where, problem) for question in VALUES[value].questions)
        ]

    def _chosen(self) -> Item | Value | None:
        """What the highlighted line is about."""
        listed = self.query_one("#guardrails", OptionList)
        option = listed.highlighted_option
        if option is None or option.id is None:
            return None
        return Item(option.id) if option.id in list(Item) else Value(option.id)

    # Choosing

    @on(Picker.Picked)
    def _level_picked(self, event: Picker.Picked) -> None:
        self.answer(with_level(self.setup, Level(event.value)))

    @on(OptionList.OptionSelected, "#guardrails")
    def action_turn(self) -> None:
        """The next choice for a protection, or the dialogue of a value."""
        if self.focused is not self.query_one("#guardrails"):
            return
        chosen = self._chosen()
        if isinstance(chosen, Item):
            self.answer(cycled(self.setup, chosen))
        elif chosen is not None:
            value = VALUES[chosen]
            dialogue = QuestionsDialogue(value.title, self.setup, value.questions, value.meaning)
            self.app.push_screen(dialogue, self._edited)

    def _edited(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)

    def action_act(self, key: str) -> None:
        """A key that does the same as a button."""
        self.act(key)

    def act(self, key: str) -> None:
        if key == "who":
            try:
                tables = who_can(self.setup, self.onboarding.observed)
            except OrgwizardError as error:
                self.wizard.tell(error)
            else:
                self.app.push_screen(WhoCanDialogue(tables))


def _choice(level: Level, title: str, meaning: str) -> Choice:
    return Choice(level.value, title, f"{meaning[:1].upper()}{meaning[1:]}.")
