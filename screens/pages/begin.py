"""A new setup in three questions: the account in use, the account for the organization, the structure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, ContentSwitcher, Input, OptionList, Static

from screens.pages.begin_meaning import GOOD_FOR, WHY, fresh_blocks, joining, preview, template_lines, use_lines
from screens.pages.begin_names import name_fields
from screens.pages.wizard_screen import WizardScreen
from screens.widgets.act import Act, Acts
from screens.widgets.banner import Banner
from screens.widgets.field import Field
from screens.widgets.hint_line import HintLine, hint_for
from screens.widgets.keyline import ALWAYS, KeyLine
from screens.widgets.listing import Listing
from screens.widgets.prose import Block
from screens.widgets.reading import Reading
from screens.widgets.row import bar
from screens.widgets.sized import WIDE
from screens.widgets.words import counted
from state.errors import OrgwizardError, StateNotWritable
from state.saved.draft import Draft
from state.setup.text_rules import account_written
from wizard.edits.beginning import NONE, SANDBOX, account_in_use_problem, setup_from
from wizard.onboarding.first_answers import FirstAnswers

if TYPE_CHECKING:
    from state.setup.ready_made import Template

PARTS = ("existing", "fresh", "answers")
QUESTIONS = {
    "existing": "Do you already use an AWS account for something?",
    "fresh": "Which account shall own the organization?",
    "answers": "What should it look like?",
}
KEYS = (("esc", "Back", "back"), ("^n", "Next", "next"), ("tab", "Next pane", "app.focus_next"))


class BeginScreen(WizardScreen[bool]):
    """Dismisses with True once a new setup is saved and open. Every answer is kept as its field is left."""

    AUTO_FOCUS = "#used"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "the question before"),
        Binding("ctrl+n", "next", "the question after"),
        Binding("f1", "app.help", "this help", show=False),
    ]

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.first_name = name
        self.templates: tuple[Template, ...] = ()

    @property
    def rehearsal(self) -> bool:
        """Whether AWS is to be a simulated one."""
        return self.wizard.onboardings.rehearsal

    # The three questions

    def compose(self) -> ComposeResult:
        self.answers = FirstAnswers(self.wizard.onboardings.home, self.rehearsal, self.first_name)
        yield Banner(self.wizard.glyphs)
        yield Static("", id="question", markup=False)
        yield Static("", id="steps-line", markup=False)
        with ContentSwitcher(initial="existing", id="parts"):
            with Vertical(id="existing"):
                yield from self._compose_existing()
            with Vertical(id="fresh"):
                yield Reading("A fresh account for the organization", id="fresh-text")
                yield Acts(self._back_act(), Act(f"The structure {self.wizard.glyphs.arrow}", "next-fresh", main=True))
            with Vertical(id="answers"):
                yield from self._compose_answers()
        yield HintLine()
        yield KeyLine((*KEYS, *ALWAYS))

    def _back_act(self) -> Act:
        return Act(f"{self.wizard.glyphs.back} Back", "back", "The question before. Nothing is lost.")

    def _compose_existing(self) -> ComposeResult:
        with Horizontal(id="work"):
            with Vertical(id="left"):
                yield Listing("The account in use", id="used")
                yield Field(
                    "Its id or email",
                    self.answers.draft.account,
                    id="existing-account",
                    check=account_in_use_problem,
                    hint="12 digits, or the root user's email. A mistyped address may be a stranger's.",
                    placeholder="such as 111122223333",
                )
            yield Reading("What joining means", id="existing-why")
        yield Acts(self._back_act(), Act(f"The new account {self.wizard.glyphs.arrow}", "next-existing", main=True))

    def _compose_answers(self) -> ComposeResult:
        with Horizontal(classes="both"):
            with Vertical(id="choices-side"):
                yield Listing("Structure", id="templates")
                names = Vertical(id="new-names", classes="pane")
                names.border_title = Content("Names")
                with names:
                    yield from name_fields(self.answers.draft)
                yield Reading("Why so many accounts?", id="why")
            yield Reading("What you will have", id="preview")
        yield Acts(
            self._back_act(),
            Act(f"Create the setup {self.wizard.glyphs.arrow}", "create", "Saves it on this machine.", main=True),
        )

    def on_mount(self) -> None:
        """Import what reads templates only now, after the first paint."""
        self.query_one(Banner).show("new setup", self.rehearsal)
        listed = self.query_one("#used", Listing)
        listed.show_lines(use_lines(), self.answers.draft.used or SANDBOX)
        listed.focus()
        self.query_one("#fresh-text", Reading).show(fresh_blocks(self.wizard.glyphs.dot))
        self.query_one("#why", Reading).show([Block(WHY)])
        self._show_part()
        self.call_after_refresh(self._list_templates)

    def _list_templates(self) -> None:
        from state.setup.ready_made import templates

        self.templates = templates()
        self.query_one("#templates", Listing).show_lines(
            template_lines(self.templates), self.answers.draft.template or self.templates[0].name
        )

    # Keeping what was answered

    def _keep(self, draft: Draft) -> None:
        """At once, before there is a setup that could hold it."""
        try:
            self.answers.keep(draft)
        except StateNotWritable as error:
            self.wizard.tell(error)

    def save_pending(self) -> None:
        """What is being typed is kept too."""
        self._keep(self._typed())

    def _typed(self) -> Draft:
        value = {key: self.query_one(f"#{key}", Field).value for key in ("name", "home_region", "email_pattern")}
        account = account_written(self.query_one("#existing-account", Field).value)
        return replace(self.answers.draft, account=account, **value)

    @on(Field.Entered)
    def _field_entered(self, event: Field.Entered) -> None:
        """The account is the whole question; the names are several, and the last leads to the button."""
        event.stop()
        if self.part == "existing":
            self.action_next()
        else:
            self.focus_next()

    @on(Field.Answered)
    def _field_answered(self, event: Field.Answered) -> None:
        if event.field.id == "existing-account" and account_written(event.value) != event.value:
            event.field.value = account_written(event.value)
        self._keep(self._typed())
        self._show_preview()

    # What the answers mean

    @on(OptionList.OptionHighlighted, "#used")
    def _answered_used(self, event: OptionList.OptionHighlighted) -> None:
        used = event.option_id or NONE
        self.query_one("#existing-account").display = used != NONE
        if self.answers.draft.used or used != SANDBOX:
            self._keep(replace(self.answers.draft, used=used))
        self.query_one("#existing-why", Reading).show(joining(used, self.wizard.glyphs))

    @on(OptionList.OptionSelected, "#used")
    def _chose_used(self, event: OptionList.OptionSelected) -> None:
        self._keep(replace(self.answers.draft, used=event.option_id or NONE))
        if event.option_id != NONE and not self.query_one("#existing-account", Field).value:
            self.query_one("#existing-account", Field).input.focus()
        else:
            self.action_next()

    @on(OptionList.OptionHighlighted, "#templates")
    def _template_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self.answers.draft.template or event.option_id != self.templates[0].name:
            self._keep(replace(self.answers.draft, template=event.option_id or ""))
        self._show_preview()

    @on(OptionList.OptionSelected, "#templates")
    def _template_chosen(self) -> None:
        self.query_one("#name", Field).input.focus()

    @on(Input.Changed)
    @on(Reading.Fitted)
    def _show_preview(self) -> None:
        key = self.query_one("#templates", Listing).chosen
        template = next((each for each in self.templates if each.name == key), None)
        if template is None:
            return
        setup = setup_from(self._whole_draft())
        shown = self.query_one("#preview", Reading)
        wide, room = self.app.size.width >= WIDE, max(20, shown.content_size.width - 1)
        not_for = GOOD_FOR.get(template.name, ("", ""))[1]
        tree = preview(setup, self.wizard.glyphs, not_for=not_for, about=20 if wide else 0, room=room)
        shown.show(tree, template.title, keep=True)
        parts = [f"{len(setup.accounts)} new", counted(len(setup.unit_paths()), "unit")]
        parts += [counted(len(setup.invitations), "invitation")] if setup.invitations else []
        shown.count(f" {self.wizard.glyphs.dot} ".join(parts))

    # Going on and back

    @property
    def part(self) -> str:
        """Which question is shown."""
        return self.query_one(ContentSwitcher).current or "existing"

    @part.setter
    def part(self, key: str) -> None:
        self.set_focus(None)  # or Textual moves the focus elsewhere once it notices that the button is hidden
        self.query_one(ContentSwitcher).current = key
        self._show_part()
        first = {"existing": "#used", "fresh": "#next-fresh", "answers": "#templates"}[key]
        self.call_after_refresh(self.query_one(first).focus)
        self.call_after_refresh(self._show_preview)

    def _show_part(self) -> None:
        number = PARTS.index(self.part) + 1
        self.query_one("#question", Static).update(QUESTIONS[self.part])
        line = Content.assemble(
            " ",
            bar(number, 3, 18, self.wizard.glyphs.bar),
            (f"  {number} of 3. All of it can be changed later.", "$muted"),
        )
        self.query_one("#steps-line", Static).update(line)

    def on_key(self, event: events.Key) -> None:
        """Whoever begins to type the account's id is taken to its field."""
        field, typed = self.query_one("#existing-account", Field), event.character or ""
        if typed.isdigit() and self.part == "existing" and field.display and self.query_one("#used").has_focus:
            event.stop()
            field.input.focus()
            field.input.insert_text_at_cursor(typed)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        hints = {
            "used": "Enter chooses. You can change your mind later, on Invitations.",
            "templates": "Up and down compare. Enter goes on to the names.",
            "fresh-text": "Up and down scroll.",
        }
        self.query_one(HintLine).show(hint_for(event.widget, hints))

    def action_back(self) -> None:
        """The question before; from the first back to Start. Nothing is lost."""
        self.save_pending()
        number = PARTS.index(self.part)
        if number:
            self.part = PARTS[number - 1]
        else:
            self.dismiss(False)

    def action_next(self) -> None:
        """The question after; from the last, create."""
        self.save_pending()
        field = self.query_one("#existing-account", Field)
        uses_one = self.query_one("#used", Listing).chosen != NONE
        if self.part == "existing" and uses_one and not self._target_is_good(field):
            field.input.focus()
        elif self.part == "answers":
            self._create()
        else:
            self.part = PARTS[PARTS.index(self.part) + 1]

    def _target_is_good(self, field: Field) -> bool:
        """Yes without saying which account is no answer."""
        fault = account_in_use_problem(field.value, wanted=True)
        field.tell(fault)
        return fault is None

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.act(event.button.id or "")

    def act(self, key: str) -> None:
        """A button, or the same in the menu."""
        match key:
            case "menu":
                self.wizard.action_menu()
            case "create":
                self._create()
            case "back":
                self.action_back()
            case _:
                self.action_next()

    # The new setup

    def _whole_draft(self) -> Draft:
        return replace(
            self._typed(),
            used=self.query_one("#used", Listing).chosen or NONE,
            template=self.query_one("#templates", Listing).chosen,
        )

    def _create(self) -> None:
        fields = [self.query_one(f"#{key}", Field) for key in ("name", "home_region", "email_pattern")]
        good = [field.judge() for field in fields]
        if not good[0]:
            fields[0].input.focus()
            return
        try:
            onboarding = self.wizard.onboardings.begin(setup_from(self._whole_draft()))
        except OrgwizardError as error:
            self.wizard.tell(error)
            return
        self.answers.forget()
        self.wizard.take(onboarding)
        self.dismiss(True)
