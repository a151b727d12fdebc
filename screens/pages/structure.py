"""Structure: the tree of units and accounts beside what the highlighted line means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList

from screens.dialogues.edit_simple import EditUnitDialogue, PasteDialogue
from screens.dialogues.questions import (
    QuestionsDialogue,
    answered,
    edit_account,
    edit_invitation,
    fields_of,
    new_account,
)
from screens.pages.account_meaning import about_account, about_invitation, about_management, about_unit
from screens.pages.page_screen import PageScreen
from screens.pages.tree_rows import ACCOUNT, INVITATION, MANAGEMENT, UNIT, TreeRow, tree_line, tree_rows
from screens.widgets.act import Act
from screens.widgets.dialogue import Choice, ChoiceDialogue
from screens.widgets.field import Field
from screens.widgets.keyline import Keys
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, item, quiet
from screens.widgets.reading import Reading
from screens.widgets.words import counted
from state.setup import ROOT, Invitation, MemberAccount, Purpose, Setup, mailbox_name
from wizard import edits as editing
from wizard.edits.structure import QUESTIONS
from wizard.edits.workloads import CUSTOMER, WORKLOAD

MOST_ADDRESSES = 40
"""More than fit into any pane, and few enough to be written again at each key."""
PASTE = "One account a line: name, email address, unit, purpose. Only the name is needed."


class StructureScreen(PageScreen):
    """Which accounts, and how are they grouped?"""

    PAGE = "structure"
    LEAD = "Accounts keep mistakes, intruders and bills apart. Units hold accounts that share rules."
    AUTO_FOCUS = "#tree"
    FIELDS = QUESTIONS
    HINTS: ClassVar[dict[str, str]] = {
        "tree": "Enter edits, a adds an account, u a unit, m moves, Delete removes, p pastes.",
    }
    KEYS: ClassVar[Keys] = (("/", "Filter", "filter"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "act('add-account')", "add an account"),
        Binding("u", "act('add-unit')", "add a unit"),
        Binding("w", "act('add-workload')", "add a workload, in each environment", show=False),
        Binding("k", "act('add-customer')", "add a customer", show=False),
        Binding("e", "act('edit')", "edit the highlighted line (Enter does too)", show=False),
        Binding("m", "act('move')", "move it elsewhere", show=False),
        Binding("delete,backspace", "act('remove')", "remove it from the plan", show=False),
        Binding("p", "act('paste')", "paste several accounts", show=False),
        Binding("t", "act('template')", "another ready-made structure", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, TreeRow] = {}

    def compose_body(self) -> ComposeResult:
        names = Horizontal(id="names", classes="pane fields")
        names.border_title = Content("Names")
        with names:
            yield from fields_of(self.FIELDS, lambda: self.setup)
        with Horizontal(id="work"):
            with Vertical(id="left"):
                yield Listing("Structure", id="tree")
                yield Reading("Root emails", id="emails")
            yield Reading("What it means", id="meaning")
        yield self.acts(
            Act("+ Account", "add-account", "Adds an account to create, in the highlighted unit. Key: a"),
            Act("+ Unit", "add-unit", "Adds an organizational unit inside of the highlighted one. Key: u"),
            Act("Edit", "edit", "Opens the highlighted line. Key: Enter"),
            Act("Move", "move", "Puts the highlighted unit or account elsewhere. Key: m"),
            Act("Remove", "remove", "Takes the line out of the plan; nothing at AWS changes. Key: Delete"),
            Act("Template", "template", "Replaces the tree by a ready-made structure. Key: t"),
            Act("Paste", "paste", "Several accounts at once. Key: p"),
            Act("+ Workload", "add-workload", "Adds an account in each environment at once. Key: w"),
            Act("+ Customer", "add-customer", "Adds an account of a customer's own. Key: k"),
        )

    # Showing

    @property
    def listing(self) -> Listing:
        """The tree."""
        return self.query_one("#tree", Listing)

    def show(self) -> None:
        setup, glyphs = self.setup, self.wizard.glyphs
        identity = self.onboarding.identity
        management = (identity.account_alias if identity else "") or setup.management_account_id or "Management account"
        rows = tree_rows(setup, self.onboarding.problems(), glyphs, management)
        self.rows = {row.row_id: row for row in rows}
        lines = (Line(row.row_id, tree_line(row, glyphs), f"{row.name} {row.badge} {row.about}") for row in rows)
        self.listing.show_lines(lines)
        new = sum(not account.account_id for account in setup.accounts)
        there = len(setup.accounts) - new
        parts = [counted(len(setup.unit_paths()), "unit"), f"{new} new"]
        parts += [f"{there} there"] if there else []
        parts += [counted(len(setup.invitations), "invitation")] if setup.invitations else []
        self.listing.count(f" {glyphs.dot} ".join(parts))
        self.show_emails(setup)
        self.show_meaning()

    def show_emails(self, setup: Setup, most: int = MOST_ADDRESSES) -> None:
        """Every address as it would be, the part that differs in bold."""
        named = [(account, setup.email_of(account)) for account in setup.accounts[:most]]
        blocks: list[Block] = []
        for account, email in named:
            part = email_part(account)
            before, found, after = email.partition(part) if part and not account.email else (email, "", "")
            words = Content.assemble(before, (found, "bold $title"), after) if email else Content("(none yet)")
            blocks.append(Block(words))
        if len(setup.accounts) > most:
            blocks.append(quiet(f"and {len(setup.accounts) - most} more"))
        blocks.append(quiet("All must reach you: mail one first." if named else "No new account needs an address."))
        self.query_one("#emails", Reading).show(blocks, keep=True)

    @property
    def row(self) -> TreeRow | None:
        """The highlighted line."""
        return self.rows.get(self.listing.chosen)

    def show_meaning(self) -> None:
        row = self.row
        if row is not None:
            title, blocks = self._about(row)
            found = [item("!", "bold $bad", Content.styled(f"{p.what} {p.remedy}", "$bad")) for p in row.problems]
            self.query_one("#meaning", Reading).show([*found, *([Block("")] if found else []), *blocks], title)
        self.offer(edit=row is not None, move=self._movable(row), remove=self._movable(row))

    def _about(self, row: TreeRow) -> tuple[str, Iterator[Block]]:
        setup, glyphs = self.setup, self.wizard.glyphs
        if row.kind == MANAGEMENT:
            return row.name, about_management(self.onboarding, glyphs)
        if row.kind == UNIT:
            return row.key, about_unit(setup, row.key, glyphs)
        if row.kind == INVITATION:
            return row.name, about_invitation(setup, setup.invitations[row.number], glyphs)
        return row.name, about_account(setup, setup.accounts[row.number], glyphs)

    @staticmethod
    def _movable(row: TreeRow | None) -> bool:
        return row is not None and row.kind != MANAGEMENT

    # The fields above the tree

    def field_answered(self, field: Field) -> None:
        self.answer(answered(QUESTIONS, self.setup, field))

    @on(Input.Changed)
    def _preview(self, event: Input.Changed) -> None:
        """Every address changes as the pattern is typed."""
        field = next((node for node in event.input.ancestors if isinstance(node, Field)), None)
        if field is not None and field.is_mounted and field.id == "email_pattern":
            self.call_after_refresh(self._show_preview, field)

    def _show_preview(self, field: Field) -> None:
        """What was typed is on the screen already; of the addresses only those in sight follow at each key."""
        in_sight = self.query_one("#emails", Reading).size.height
        self.show_emails(answered(QUESTIONS, self.setup, field), in_sight)

    # Editing the tree

    @on(OptionList.OptionSelected, "#tree")
    def _selected(self) -> None:
        self.act("edit")

    def action_filter(self) -> None:
        """Find a line."""
        self.listing.focus()
        self.listing.action_filter()

    def act(self, key: str) -> None:
        row = self.row
        match key:
            case "paste":
                dialogue = PasteDialogue("Several accounts at once", PASTE, self.setup, editing.paste_accounts)
                self.app.push_screen(dialogue, self._pasted)
            case "template":
                self._ask_template()
            case "add-unit":
                self.app.push_screen(EditUnitDialogue(self.setup, above=self._unit_of(row)), self._add_unit)
            case "add-account":
                self.app.push_screen(new_account(self.setup, self._unit_of(row)), self._add_account)
            case "add-workload":
                self.app.push_screen(QuestionsDialogue("New workload", self.setup, (WORKLOAD,)), self._add_account)
            case "add-customer":
                self.app.push_screen(QuestionsDialogue("New customer", self.setup, (CUSTOMER,)), self._add_account)
            case "edit" if row is not None and row.kind == MANAGEMENT:
                self.query_one("#home_region", Field).input.focus()
            case "edit" if row is not None:
                self._edit(row)
            case "move" if row is not None and self._movable(row):
                self._ask_where(row)
            case "remove" if row is not None and self._movable(row):
                self._remove(row)

    def _unit_of(self, row: TreeRow | None) -> str:
        if row is None or row.kind == MANAGEMENT:
            return ROOT
        if row.kind == UNIT:
            return row.key
        items: tuple[MemberAccount | Invitation, ...] = (
            self.setup.accounts if row.kind == ACCOUNT else self.setup.invitations
        )
        return items[row.number].organizational_unit

    def _add_unit(self, path: str | None) -> None:
        if path:
            self.answer(editing.add_unit(self.setup, path))
            self.listing.point_at(f"{UNIT}:{path}")

    def _add_account(self, setup: Setup | None) -> None:
        if setup:
            self.answer(setup)
            self.listing.point_at(f"{ACCOUNT}:{len(self.setup.accounts) - 1}")

    def _pasted(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)

    def _edit(self, row: TreeRow) -> None:
        if row.kind == UNIT:
            self.app.push_screen(
                EditUnitDialogue(self.setup, row.key),
                lambda path: self.answer(editing.rename_unit(self.setup, row.key, path)) if path else None,
            )
        else:
            ask = edit_account if row.kind == ACCOUNT else edit_invitation
            self.app.push_screen(ask(self.setup, row.number), lambda new: self.answer(new) if new else None)

    def _ask_where(self, row: TreeRow) -> None:
        below = f"{row.key}/" if row.kind == UNIT else "/"
        places = [p for p in (ROOT, *self.setup.unit_paths()) if p != row.key and not p.startswith(below)]
        choices = [Choice(path, "Root (no unit)" if path == ROOT else path) for path in places]
        self.app.push_screen(
            ChoiceDialogue(f"Where does {row.name} belong?", "", choices, self._unit_of(row)),
            lambda place: self.answer(editing.move(self.setup, row.kind, row.key, place)) if place else None,
        )

    def _remove(self, row: TreeRow) -> None:
        if row.kind == UNIT:
            self.answer(editing.remove_unit(self.setup, row.key))
        elif row.kind == ACCOUNT:
            self.answer(editing.remove_account(self.setup, row.number))
        else:
            self.answer(editing.remove_invitation(self.setup, row.number))

    def _ask_template(self) -> None:
        from state.setup.ready_made import templates

        choices = [Choice(each.name, each.title, each.description) for each in templates()]
        text = "The tree of units and accounts is replaced by the one you choose. Invitations are kept."
        self.app.push_screen(ChoiceDialogue("Start from a ready-made structure", text, choices), self._use_template)

    def _use_template(self, name: str | None) -> None:
        if name:
            from state.setup.file import from_template

            invited = (each.account for each in self.setup.invitations if each.purpose is Purpose.SANDBOX)
            structure = from_template(name, self.setup.name, existing_account=next(invited, ""))
            self.answer(editing.with_structure_of(self.setup, structure))


def email_part(account: MemberAccount) -> str:
    """The part of an address that the pattern takes from the account's name."""
    return mailbox_name(account.account_name)
