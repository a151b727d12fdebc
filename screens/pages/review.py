"""Step 7: every change, against AWS as it is now."""

from __future__ import annotations

import json
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.pages.page_screen import PageScreen
from screens.pages.review_rows import KEPT, PROBLEMS, ReviewRow, plan_rows, problem_rows, summary
from screens.widgets.act import Act
from screens.widgets.dialogue import ConfirmDialogue, CopyDialogue
from screens.widgets.typing_line import TypingLine
from screens.widgets.words import counted, shortened
from state.errors import OrgwizardError
from wizard.plan import Plan

SIGN_IN_FIRST = "Sign in first: the review compares your answers with AWS as it is now. Nothing is changed by looking."
CONFIRM_FIRST = "You can read the plan. Before it can be approved, confirm the account on the Sign in step."
PERMISSIONS = (
    "The smallest IAM policy that this setup can be carried out with, for whoever manages permissions in the "
    "management account. The same from the command line: orgwizard permissions {name}"
)


class ReviewScreen(PageScreen):
    """Is this what you want to happen?"""

    PAGE = "review"
    AUTO_FOCUS = "#changes, #to-sign-in, #next"
    HINTS: ClassVar[dict[str, str]] = {
        "changes": "Enter shows the exact call, or goes to a problem. / filters.",
        "filter": "Words that must be in a line, such as account or undone. Escape leaves the filter.",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter"),
        Binding("e", "expand_all", "Expand all", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ReviewRow, ...] = ()
        self.opened: set[ReviewRow] = set()
        self.shown: list[ReviewRow | None] = []

    def compose_body(self) -> ComposeResult:
        with Vertical(id="main"):
            yield Static("", id="summary", classes="status", markup=False)
            yield TypingLine(id="filter", placeholder="filter", compact=True, classes="-hidden")
            yield OptionList(id="changes")
            yield Static("", id="says", classes="status", markup=False)
        yield self.acts(
            Act("Approve and start", "approve", "Unlocks the changes and goes on to Apply.", main=True),
            Act("Sign in", "to-sign-in", "Goes to the Sign in step."),
            Act("Look again", "look", "Compares with AWS once more."),
            Act("Permissions", "permissions", "The smallest IAM policy for this setup, to copy. It needs no AWS."),
        )

    def begin(self) -> None:
        """Compare at once when somebody is signed in and the answers are good."""
        if self.wizard.plan is None and self._can_plan:
            self.act("look")

    @property
    def _can_plan(self) -> bool:
        return self.onboarding.identity is not None and not list(problem_rows(self.onboarding.problems()))

    # Showing

    def show(self) -> None:
        plan = self.wizard.plan
        problems = tuple(problem_rows(self.onboarding.problems()))
        self.rows = problems or (tuple(plan_rows(plan)) if plan else ())
        self.query_one("#summary", Static).update(self._summary(plan, len(problems)))
        signed_in = self.onboarding.identity is not None
        confirmed = signed_in and self.onboarding.identity_confirmed and self.onboarding.unfit is None
        self.query_one("#approve").display = plan is not None and confirmed and not problems
        self.query_one("#to-sign-in").display = not confirmed
        self.query_one("#look").display = self._can_plan
        self.query_one("#permissions").display = not problems
        self.query_one("#next").display = False
        self._list()

    def _summary(self, plan: Plan | None, problems: int) -> str:
        if problems:
            return f"{counted(problems, 'answer')} to be corrected first. Enter goes to the step."
        if self.onboarding.identity is None:
            return SIGN_IN_FIRST
        if plan is None:
            return "AWS is being looked at." if self.asking else "Choose Look again to compare with AWS."
        if (unfit := self.onboarding.unfit) is not None:
            return f"{summary(plan)} {unfit.what}"
        return summary(plan) if self.onboarding.identity_confirmed else f"{summary(plan)} {CONFIRM_FIRST}"

    def _list(self) -> None:
        listed = self.query_one("#changes", OptionList)
        before = listed.highlighted
        wanted = self.query_one("#filter", Input).value
        matching = [row for row in self.rows if row.matches(wanted)]
        self.shown = []
        listed.clear_options()
        for row in matching:
            if not self.shown or self._last_group() != row.group:
                number = sum(other.group == row.group for other in matching)
                self.shown.append(None)
                listed.add_option(Option(Content.styled(f"{row.group} ({number})", "bold"), disabled=True))
            self.shown.append(row)
            listed.add_option(Option(self._prompt(row)))
        if matching:
            listed.highlighted = before if before is not None and before < len(self.shown) and before > 0 else 1
        listed.display = bool(self.rows)
        self._say()

    @property
    def row(self) -> ReviewRow | None:
        """The highlighted line."""
        number = self.query_one("#changes", OptionList).highlighted
        return self.shown[number] if number is not None and number < len(self.shown) else None

    @on(OptionList.OptionHighlighted, "#changes")
    def _say(self) -> None:
        says = self.query_one("#says", Static)
        says.display = bool(self.rows)
        says.update(self.row.about if self.row else "")

    def _last_group(self) -> str:
        return next((row.group for row in reversed(self.shown) if row is not None), "")

    def _prompt(self, row: ReviewRow) -> Content:
        glyphs = self.wizard.glyphs
        sign = glyphs.arrow if row.group == PROBLEMS else glyphs.opened if row in self.opened else glyphs.closed
        parts: list[Content | str | tuple[str, str]] = [f"{sign} "]
        if row.serious:
            parts.append((f"{glyphs.problem} ", "bold $text-error"))
        parts.append(row.title)
        if row.irreversible:
            parts.append(("  cannot be undone", "bold $text-warning"))
        if row.note:
            parts.append((f"  {row.note}", "dim"))
        line = shortened(Content.assemble(*parts), self.line_width, glyphs.ellipsis)
        if row not in self.opened:
            return line
        return Content.assemble(line, *(f"\n    {text}" for text in row.expanded().splitlines()), "\n")

    def say(self, text: str) -> None:
        super().say(text)
        self.query_one("#summary", Static).update(text)

    def resized(self) -> None:
        self._list()

    # Doing

    @on(OptionList.OptionSelected, "#changes")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        row = self.shown[event.option_index]
        if row is None:
            return
        if row.page:
            self.wizard.go_to(row.page)
            return
        self.opened ^= {row}
        event.option_list.replace_option_prompt_at_index(event.option_index, self._prompt(row))

    def action_expand_all(self) -> None:
        """Open or close every row but what is kept."""
        openable = {row for row in self.rows if row.group not in (KEPT, PROBLEMS)}
        self.opened = set() if openable <= self.opened else openable
        self._list()

    def action_filter(self) -> None:
        """Show the filter and type into it."""
        field = self.query_one("#filter", Input)
        field.remove_class("-hidden")
        field.focus()

    @on(Input.Changed, "#filter")
    def _filtered(self) -> None:
        self._list()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.query_one("#changes").focus()

    def action_back(self) -> None:
        """First out of the filter, then back."""
        field = self.query_one("#filter", Input)
        if field.has_focus:
            field.value = ""
            field.add_class("-hidden")
            self.query_one("#changes").focus()
        else:
            super().action_back()

    def act(self, key: str) -> None:
        match key:
            case "look" if not self.asking:
                self.wizard.plan = None
                self.ask(self.onboarding.plan, self._planned, "Comparing your answers with AWS as it is now.")
            case "to-sign-in":
                self.wizard.go_to("sign-in")
            case "approve":
                self._ask_for_approval()
            case "permissions":
                self._show_permissions()

    def _planned(self, plan: Plan) -> None:
        self.wizard.plan = plan
        self.show()
        self.query_one("#changes").focus()

    def failed(self, error: OrgwizardError) -> None:
        self.show()
        self.query_one("#summary", Static).update(f"{error.message} {error.remedy}")

    def _show_permissions(self) -> None:
        from wizard.audit.permissions import policy_for

        policy = json.dumps(policy_for(self.setup), indent=2)
        title, text = "Permissions for this setup", PERMISSIONS.format(name=self.onboarding.name)
        dialogue = CopyDialogue(title, text, policy)
        self.app.push_screen(dialogue, lambda copy: self.wizard.copy(policy, "permissions.json") if copy else None)

    def _ask_for_approval(self) -> None:
        plan = self.wizard.plan
        if plan is None:
            return
        lasting = [change for change, _ in (*plan.changes, *plan.later) if change.irreversible]
        if not lasting:
            self._approve()
            return
        titles = "\n".join(f"  {change.full_title}" for change in lasting)
        identity = self.onboarding.identity
        account = f"in account {identity.account_id}" if identity else ""
        text = (
            f"{counted(len(plan.approved()), 'change')} will be made {account}. These cannot be undone:\n\n{titles}\n\n"
            "You can stop at any time; what AWS was already asked for goes on there."
        )
        dialogue = ConfirmDialogue("Approve the changes", text, self.onboarding.name, "Approve and start")
        self.app.push_screen(dialogue, lambda approved: self._approve() if approved else None)

    def _approve(self) -> None:
        plan = self.wizard.plan
        if plan is not None:
            self.wizard.start_run(plan)
            self.wizard.go_to("apply")
