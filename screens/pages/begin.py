"""A new setup: is there an account already, is there a fresh one for the organization, and the first answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, ContentSwitcher, Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.act import Act, Acts
from screens.widgets.banner import Banner
from screens.widgets.field import Field
from screens.widgets.sized import SizedScreen
from screens.widgets.words import will_create
from state.errors import OrgwizardError
from state.setup import Setup
from state.setup.validation import email_pattern_problem, invitation_target_problem, name_problem, region_problem
from wizard.edits.stand_ins import with_stand_ins
from wizard.edits.structure import EMAIL_PATTERN, HOME_REGION
from wizard.onboarding.begin_words import ID_IS_SAFER, IN_USE, WHAT_BECOMES_OF_IT, fresh_account

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from state.setup.file import Template

FRESH = "\n".join(fresh_account())


class BeginScreen(SizedScreen[bool]):
    """Dismisses with True once a new setup is saved and open."""

    AUTO_FOCUS = "#used"
    PAGES = ("existing", "fresh", "answers")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("ctrl+n", "next", "Next"),
    ]

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.first_name = name
        self.existing = ""
        self.templates: tuple[Template, ...] = ()

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)

    # The three pages

    def compose(self) -> ComposeResult:
        yield Banner(self.wizard.glyphs)
        with ContentSwitcher(initial="existing", id="body"):
            with Vertical(id="existing"):
                yield from self._compose_existing()
            with Vertical(id="fresh"):
                yield Static("A fresh account for the organization", id="question", markup=False)
                with VerticalScroll(id="fresh-scroll"):
                    yield Static(FRESH, markup=False)
                yield Acts(Act("Next: First answers", "next-fresh", main=True), classes="acts")
            with Vertical(id="answers"):
                yield from self._compose_answers()
        yield Static("", id="hint", markup=False)
        yield Footer(show_command_palette=False)

    def _compose_existing(self) -> ComposeResult:
        yield Static(IN_USE, id="question", markup=False)
        yield OptionList(
            Option(Content("Yes, we use an account. It will be invited, as a sandbox."), id="yes"),
            Option(Content("No, or nothing that has to be kept."), id="no"),
            id="used",
        )
        yield Field(
            "Its id or email",
            id="existing-account",
            check=lambda text: invitation_target_problem(text) if text else None,
            hint=f"12 digits, or the root user's email. {ID_IS_SAFER}",
            placeholder="such as 111122223333",
        )
        yield Static(
            WHAT_BECOMES_OF_IT,
            id="existing-why",
            classes="quiet",
            markup=False,
        )
        yield Acts(Act("Next", "next-existing", main=True), classes="acts")

    def _compose_answers(self) -> ComposeResult:
        draft = Setup(name=self.first_name or "", home_region="")
        if self.wizard.onboardings.rehearsal:
            draft = with_stand_ins(Setup(name=self.first_name or "acme", home_region=""))
        yield Static("What shall it be called, and what shall it look like?", id="question", markup=False)
        yield Field(
            "Name",
            draft.name,
            id="name",
            check=name_problem,
            hint="The setup's name on this machine: lower-case letters, digits and hyphens. AWS never sees it.",
            placeholder="acme",
        )
        yield Field(
            "Home Region",
            draft.home_region,
            id="home_region",
            check=region_problem,
            hint=HOME_REGION.hint,
            placeholder="such as eu-west-1",
        )
        yield Field(
            "Email pattern",
            draft.email_pattern,
            id="email_pattern",
            check=lambda text: email_pattern_problem(text) if text else None,
            hint=EMAIL_PATTERN.hint,
            placeholder="like aws+{account}@ and your own domain",
        )
        yield Static("Structure to begin with", id="template-title", classes="quiet", markup=False)
        yield OptionList(id="templates")
        yield Static("", id="preview", markup=False)
        yield Acts(Act("Create the setup", "create", "Saves these answers on this machine.", main=True), classes="acts")

    def on_mount(self) -> None:
        """Import what reads templates only now, after the first paint."""
        self.query_one(Banner).show("a new setup", self.wizard.onboardings.rehearsal, "")
        self.query_one("#used", OptionList).highlighted = 0
        self.call_after_refresh(self._list_templates)

    def _list_templates(self) -> None:
        from state.setup.file import templates

        self.templates = templates()
        listed = self.query_one("#templates", OptionList)
        listed.add_options(Option(Content(each.title), id=each.name) for each in self.templates)
        listed.highlighted = 0

    # Going on and back

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        hints = {
            "used": "Enter chooses. You can change your mind later on the Invitations step.",
            "templates": "Up and down choose a structure to begin with; every part of it can be changed later.",
            "fresh-scroll": "Up and down scroll.",
        }
        for node in event.widget.ancestors_with_self:
            hint = getattr(node, "hint", "") or hints.get(node.id or "", "")
            if hint:
                self.query_one("#hint", Static).update(hint)
                return
        self.query_one("#hint", Static).update("")

    @on(OptionList.OptionHighlighted, "#used")
    def _answered_used(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#existing-account").display = event.option_id == "yes"

    @on(OptionList.OptionSelected, "#used")
    def _chose_used(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == "yes":
            self.query_one("#existing-account", Field).input.focus()
        else:
            self.action_next()

    @on(OptionList.OptionHighlighted, "#templates")
    @on(OptionList.OptionSelected, "#templates")
    def _show_preview(self) -> None:
        setup, number = self._setup(), self.query_one("#templates", OptionList).highlighted
        if setup is None or number is None:
            return
        emails = [email for email in (setup.email_of(account) for account in setup.accounts) if email]
        example = f"\nThe first address: {emails[0]}" if emails else ""
        words = f"{self.templates[number].description}\n\n{will_create(setup)}{example}"
        self.query_one("#preview", Static).update(words)

    @on(Input.Changed)
    @on(Field.Answered)
    def _field_answered(self) -> None:
        self._show_preview()

    @property
    def page(self) -> str:
        """Which page is shown."""
        return self.query_one(ContentSwitcher).current or "existing"

    @page.setter
    def page(self, key: str) -> None:
        self.set_focus(None)  # or Textual moves the focus elsewhere once it notices that the button is hidden
        self.query_one(ContentSwitcher).current = key
        first = {"existing": "#used", "fresh": "#next-fresh", "answers": "#name Input"}[key]
        self.call_after_refresh(self.query_one(first).focus)

    def action_back(self) -> None:
        """The page before; from the first back to the start."""
        number = self.PAGES.index(self.page)
        if number:
            self.page = self.PAGES[number - 1]
        else:
            self.dismiss(False)

    def action_next(self) -> None:
        """The page after; from the last, create."""
        field = self.query_one("#existing-account", Field)
        if self.page == "existing" and self._uses_one and not field.judge():
            field.input.focus()
        elif self.page == "answers":
            self._create()
        else:
            self.page = self.PAGES[self.PAGES.index(self.page) + 1]

    @property
    def _uses_one(self) -> bool:
        return self.query_one("#used", OptionList).highlighted == 0

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "menu":
            self.wizard.action_menu()
        elif event.button.id == "create":
            self._create()
        else:
            self.action_next()

    # The new setup

    def _setup(self) -> Setup | None:
        """The answers so far as a setup."""
        number = self.query_one("#templates", OptionList).highlighted
        if number is None:
            return None
        from state.setup.file import from_template

        value = {key: self.query_one(f"#{key}", Field).value for key in ("name", "home_region", "email_pattern")}
        existing = self.query_one("#existing-account", Field).value if self._uses_one else ""
        return from_template(
            self.templates[number].name, value["name"], value["home_region"], value["email_pattern"], existing
        )

    def _create(self) -> None:
        good = [self.query_one(f"#{key}", Field).judge() for key in ("name", "home_region", "email_pattern")]
        if not good[0]:
            self.query_one("#name", Field).input.focus()
            return
        try:
            setup = self._setup()
            if setup is None:
                return
            onboarding = self.wizard.onboardings.begin(setup)
        except OrgwizardError as error:
            self.wizard.tell(error)
            return
        self.wizard.take(onboarding)
        self.dismiss(True)
