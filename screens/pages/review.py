"""Review: every change, account by account, against AWS as it is now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static

from screens.pages.approving import ApproveDialogue
from screens.pages.page_screen import PageScreen
from screens.pages.review_meaning import about_group, about_row, commands
from screens.pages.review_rows import BEFORE, LATER, NOW, PROBLEMS, Group, ReviewRow, plan_groups, problem_rows, summary
from screens.pages.review_sums import in_a_line, sums
from screens.runs.signing_in_again import fits
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import CopyDialogue
from screens.widgets.keyline import Keys
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, item, quiet
from screens.widgets.reading import Reading
from screens.widgets.row import Cell, Row
from screens.widgets.sized import SLIM
from screens.widgets.words import counted
from state.errors import OrgwizardError
from wizard.plan import Plan
from wizard.plan.by_account import ORGANIZATION_ITSELF

SIGN_IN_FIRST = "Sign in first: the review compares your answers with AWS as it is now. Nothing is changed by looking."
CONFIRM_FIRST = "You can read the plan. Before it can be approved, confirm the account on Sign in."
PERMISSIONS = (
    "The smallest IAM policy that this setup can be carried out with, for whoever manages permissions in the "
    "management account. The same from the command line: orgwizard permissions {name}{again}"
)
MOST_SHOWN = 400
"""Lines that a filter shows; more are told by their number."""


class ReviewScreen(PageScreen):
    """Is this what you want to happen?"""

    PAGE = "review"
    AUTO_FOCUS = "#changes"
    HINTS: ClassVar[dict[str, str]] = {
        "changes": "Enter opens and closes. / filters, ! only for good, c copies the command.",
    }
    KEYS: ClassVar[Keys] = (("/", "Filter", "filter"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark", "only_for_good", "only what cannot be undone, or all of it", show=False),
        Binding("c", "copy", "copy the command of the highlighted line", show=False),
        Binding("e", "expand_all", "open or close all groups", show=False),
        Binding("r", "act('look')", "compare with AWS again", show=False),
        Binding("right", "open(True)", "open the group", show=False),
        Binding("left", "open(False)", "close the group", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.groups: tuple[Group, ...] = ()
        self.opened: set[str] = set()
        self.only_for_good = False
        self._shown_plan: Plan | None = None
        self._at: dict[str, tuple[Group | None, ReviewRow | None]] = {}
        """Where each line belongs, by its key."""
        self._kept_lines: dict[str, Line] = {}
        """Of rows that were listed before: a filter shows many of the same at each key."""

    def compose_body(self) -> ComposeResult:
        yield Horizontal(*(Static("", classes="tile", markup=False) for _ in range(5)), id="tiles")
        yield Static("", id="summary", markup=False)
        with Horizontal(id="work"):
            yield Listing("Changes", id="changes", filters_itself=False)
            yield Reading(id="says")
        yield Acts(
            Act("Look again", "look", "Compares with AWS once more. Key: r"),
            Act("Permissions", "permissions", "The smallest IAM policy for this setup, to copy. It needs no AWS."),
            Act("Sign in", "to-sign-in", "Goes to the page Sign in.", main=True),
            Act("Approve", "approve", "Shows what is for good, and asks for the setup's name.", main=True),
            self.next_act(),
        )

    def begin(self) -> None:
        """Compare at once when somebody is signed in and the answers are good."""
        if self.wizard.plan is None and self._can_plan:
            self.act("look")

    @property
    def _can_plan(self) -> bool:
        return self.onboarding.identity is not None and not any(each.serious for each in self.onboarding.problems())

    # Showing

    @property
    def listing(self) -> Listing:
        """The list."""
        return self.query_one("#changes", Listing)

    def show(self) -> None:
        plan = self.wizard.plan
        problems = tuple(problem_rows(self.onboarding.problems()))
        wrong = (Group("problems", PROBLEMS, "", problems),) if problems else ()
        self.groups = wrong or (tuple(plan_groups(plan, self.setup)) if plan else ())
        self._at = {group.key: (group, None) for group in self.groups}
        self._at |= {row.key: (group, row) for group in self.groups for row in group.rows}
        self._kept_lines.clear()
        if plan is not self._shown_plan:
            self._shown_plan = plan
            self.opened = {group.key for group in self.groups if group.title and group.key != "kept"}
            self.opened = {group.key for group in self.groups[:2] if group.key in self.opened}
        confirmed = fits(self.onboarding)
        changes = len(plan.approved()) if plan else 0
        approve = plan is not None and confirmed and not problems and bool(changes)
        self.query_one("#approve", Act).relabel(f"Approve {counted(changes, 'change')}{self.wizard.glyphs.ellipsis}")
        self.offer(
            approve=approve,
            to_sign_in=not confirmed and not problems,
            look=self._can_plan,
            permissions=not problems,
            next=plan is not None and confirmed and not problems and not changes,
        )
        self._sum_up(plan, len(problems))
        self._list()

    def _sum_up(self, plan: Plan | None, problems: int) -> None:
        words = self._summary(plan, problems)
        self.lead(words)
        wide = self.app.size.width >= SLIM  # else the approval tells the cost
        parts = [] if plan is None or problems else list(sums(plan, self.setup, self.wizard.glyphs, cost=wide))
        tiles = self.query_one("#tiles")
        tiles.set_class(not parts, "-hidden")
        for number, tile in enumerate(self.query(".tile").results(Static)):
            tile.display = number < len(parts)
            if number < len(parts):
                tile.update(parts[number].tile)
        told = self.query_one("#summary", Static)
        counts = bool(parts) and fits(self.onboarding)  # else the words say why it cannot be approved
        told.update(in_a_line(parts) if counts else words)
        told.set_class(counts, "-sums")

    def _summary(self, plan: Plan | None, problems: int) -> str:
        if problems:
            return f"{counted(problems, 'answer')} to be corrected first. Enter goes to the page."
        if self.onboarding.identity is None:
            return SIGN_IN_FIRST
        if plan is None:
            return "AWS is being looked at." if self.asking else "Choose Look again to compare with AWS."
        if (unfit := self.onboarding.unfit) is not None:
            return f"{summary(plan)} {unfit.what}"
        return summary(plan) if self.onboarding.identity_confirmed else CONFIRM_FIRST

    def _list(self, at: str | None = None) -> None:
        self.listing.show_lines(self._lines(), at)
        made = [group for group in self.groups if group.section == NOW]
        accounts = sum(group.title != ORGANIZATION_ITSELF for group in made)
        changes = sum(group.number for group in made)
        title = f"{counted(changes, 'change')} in {counted(accounts, 'account')}" if changes else "Changes"
        self.listing.entitle(title)
        self.listing.count("only what is for good" if self.only_for_good else "/ filter")
        self.show_meaning()

    def _lines(self) -> Iterator[Line]:
        wanted = self.listing.wanted.lower().split()
        narrowed = bool(wanted) or self.only_for_good
        section, shown, left = "", 0, 0
        for group in self.groups:
            rows = self._matching(group.rows, wanted)
            if not rows:
                continue
            if narrowed and shown >= MOST_SHOWN:
                left += len(rows)
                continue
            if group.section != section:
                section = group.section
                style = "bold $forever" if section in (BEFORE, PROBLEMS) else "bold $muted"
                yield Line(f"section:{section}", Row(Content.styled(section, style)), heading=True)
            open_ = not group.title or narrowed or group.key in self.opened
            if group.title:
                yield Line(group.key, self._group_row(group, sum(row.number for row in rows), opened=open_))
            if open_:
                room = max(0, MOST_SHOWN - shown)
                yield from (self._line(row, inside=bool(group.title)) for row in rows[:room])
                shown, left = shown + len(rows[:room]), left + len(rows[room:])
        if left:
            yield Line("more", Row(Content.styled(f"  and {left} more: type more to filter", "$muted")), heading=True)
        if not self.groups or (narrowed and not section):
            words = "Nothing has these words." if narrowed else "Nothing to show yet."
            yield Line("none", Row(Content.styled(words, "$muted")), heading=True)

    def _matching(self, rows: Sequence[ReviewRow], wanted: list[str]) -> Sequence[ReviewRow]:
        """Word by word, each among those that had the one before: there may be thousands, at every key."""
        if self.only_for_good:
            rows = [row for row in rows if row.irreversible]
        for word in wanted:
            rows = [row for row in rows if word in row.words]
        return rows

    def _group_row(self, group: Group, number: int, *, opened: bool) -> Row:
        glyphs = self.wizard.glyphs
        sign = glyphs.opened if opened else glyphs.closed
        name = Content.assemble((f"{sign} ", "$muted"), (group.title, "bold $title"))
        later = f"{glyphs.waiting} yes" if group.section == LATER else ""
        lasting = Content.styled(f"{glyphs.forever} {group.for_good}" if group.for_good else later, "$forever")
        return Row(Cell(name), Cell(str(number), 5, right=True), Cell("", 2), Cell(lasting, 6))

    def _line(self, row: ReviewRow, *, inside: bool) -> Line:
        line = self._kept_lines.get(row.key)
        if line is None:
            line = self._kept_lines[row.key] = Line(row.key, self._row(row, inside=inside))
        return line

    def _row(self, row: ReviewRow, *, inside: bool) -> Row:
        glyphs = self.wizard.glyphs
        before = "    " if inside else ""
        if row.serious:
            return Row(Content.assemble((f"{glyphs.problem} ", "bold $forever"), (row.title, "$body")))
        looser = row.change is not None and row.change.loosens
        mark = glyphs.forever if row.irreversible else glyphs.problem if looser else ""
        lasting = Content.styled(mark, "$forever")
        return Row(Cell(Content.assemble(before, (row.title, "$body"))), Cell(lasting, 2))

    @property
    def group(self) -> Group | None:
        """The group that is highlighted, or that the highlighted row is in."""
        return self._at.get(self.listing.chosen, (None, None))[0]

    @property
    def row(self) -> ReviewRow | None:
        """The highlighted row; None on a group."""
        return self._at.get(self.listing.chosen, (None, None))[1]

    def show_meaning(self) -> None:
        says, row, group = self.query_one("#says", Reading), self.row, self.group
        if row is not None:
            says.show(about_row(row, self.wizard.glyphs), row.title)
        elif group is not None:
            says.show(about_group(group, self.wizard.glyphs, opened=group.key in self.opened), group.title)
        else:
            says.show([quiet(self._summary(self.wizard.plan, 0))], "What it means")

    def say(self, text: str) -> None:
        super().say(text)
        self.lead(text)
        self.query_one("#summary", Static).update(text)
        self.query_one("#summary", Static).remove_class("-sums")
        self.show_meaning()

    # Doing

    @on(OptionList.OptionSelected, "#changes")
    def _selected(self) -> None:
        row, group = self.row, self.group
        if row is not None and row.page:
            self.wizard.go_to(row.page)
        elif row is None and group is not None:
            self.opened ^= {group.key}
            self._list()

    def action_open(self, wide: bool) -> None:
        """Open or close the group that the highlight is in."""
        group = self.group
        if self.focused is not self.listing or group is None or not group.title:
            return
        if wide:
            self.opened |= {group.key}
            self._list()
        else:
            self.opened -= {group.key}
            self._list(group.key)

    def action_expand_all(self) -> None:
        """Open or close every group but what is kept."""
        openable = {group.key for group in self.groups if group.title and group.key != "kept"}
        self.opened = set() if openable <= self.opened else openable
        self._list()

    def action_only_for_good(self) -> None:
        """Only what cannot be undone, or everything again."""
        self.only_for_good = not self.only_for_good
        self._list()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.listing.focus()
        self.listing.action_filter()

    @on(Listing.Filtered, "#changes")
    def _filtered(self) -> None:
        self._list()

    def action_copy(self) -> None:
        """The command that does the same as the highlighted line."""
        row = self.row
        if row is not None and (text := commands(row)):
            self.wizard.copy(text, "command.txt")

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
        self.listing.focus()

    def failed(self, error: OrgwizardError) -> None:
        self.show()
        bad = item(self.wizard.glyphs.failed, "$bad", Content.styled(error.message, "$bad"))
        self.query_one("#says", Reading).show([bad, Block(""), Block(error.remedy)], "That did not work")
        self.query_one("#summary", Static).update(f"{error.message} {error.remedy}")
        self.lead(error.message)

    def _show_permissions(self) -> None:
        from wizard.audit.permissions import policy_for

        policy = json.dumps(policy_for(self.setup), indent=2)
        title, text = (
            "Permissions for this setup",
            PERMISSIONS.format(name=self.onboarding.name, again=" --rehearse" if self.onboarding.rehearsal else ""),
        )
        dialogue = CopyDialogue(title, text, policy)
        self.app.push_screen(dialogue, lambda copy: self.wizard.copy(policy, "permissions.json") if copy else None)

    def _ask_for_approval(self) -> None:
        plan, identity = self.wizard.plan, self.onboarding.identity
        if plan is not None and identity is not None:
            dialogue = ApproveDialogue(self.onboarding, plan, identity, self.wizard.glyphs)
            self.app.push_screen(dialogue, lambda approved: self._approve() if approved else None)

    def _approve(self) -> None:
        plan = self.wizard.plan
        if plan is not None:
            self.wizard.start_run(plan)
            self.wizard.go_to("apply")
