"""Step 1: the tree of organizational units and accounts."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.dialogues.edit_simple import EditUnitDialogue
from screens.dialogues.questions import answered, edit_account, edit_invitation, fields_of, new_account
from screens.pages.page_screen import PageScreen
from screens.pages.tree_rows import ACCOUNT, INVITATION, UNIT, TreeRow, line, tree_rows
from screens.widgets.act import Act
from screens.widgets.dialogue import Choice, ChoiceDialogue
from screens.widgets.field import Field
from screens.widgets.words import will_create
from state.setup import ROOT, Invitation, MemberAccount, Setup
from state.setup.validation import problems_of
from wizard import edits as editing
from wizard.edits.structure import QUESTIONS

ABOUT_UNITS = (
    "A unit holds accounts that share rules. Accounts can be moved later at no cost.\n\n"
    "Each account has the address of its root user. It is unique in all of AWS; a shared mailbox is better than a "
    "person's."
)


class StructureScreen(PageScreen):
    """Which accounts, and how are they grouped?"""

    PAGE = "structure"
    AUTO_FOCUS = "#tree"
    HINTS: ClassVar[dict[str, str]] = {
        "tree": "Enter edits the line. U adds a unit, A an account, M moves, Delete removes.",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "act('add-unit')", "Unit"),
        Binding("a", "act('add-account')", "Account"),
        Binding("m", "act('move')", "Move", show=False),
        Binding("delete,backspace", "act('remove')", "Remove", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[TreeRow, ...] = ()

    def compose_body(self) -> ComposeResult:
        with Vertical(id="columns"):
            with Vertical(id="main"):
                yield from fields_of(QUESTIONS, lambda: self.setup)
                yield OptionList(id="tree")
                yield Static("", id="says", classes="status", markup=False)
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(ABOUT_UNITS, id="detail-text", markup=False)
        yield self.acts(
            Act("+ Unit", "add-unit", "Adds an organizational unit inside of the highlighted one. Key: U"),
            Act("+ Account", "add-account", "Adds an account to create, in the highlighted unit. Key: A"),
            Act("Edit", "edit", "Opens the highlighted line. Key: Enter"),
            Act("Move", "move", "Puts the highlighted unit or account elsewhere. Key: M"),
            Act("Remove", "remove", "Takes the line out of the plan; nothing at AWS changes. Key: Delete"),
            Act("Template", "template", "Replaces the tree by a ready-made structure."),
        )

    # Showing

    def show(self) -> None:
        self.draw(self.setup)

    def draw(self, setup: Setup) -> None:
        """The tree of `setup`, which may be what somebody is just typing."""
        tree = self.query_one("#tree", OptionList)
        before = self.row.row_id if self.row else ""
        self.rows = tree_rows(setup, problems_of(setup), self.wizard.glyphs)
        width = self.line_width
        widest = max(len(row.branches + row.name) for row in self.rows) + 1
        name_width = min(widest, max(20, width // 2))
        prompts = [self._prompt(row, width, name_width) for row in self.rows]
        if [tree.get_option_at_index(n).id for n in range(tree.option_count)] == [row.row_id for row in self.rows]:
            for number, prompt in enumerate(prompts):
                tree.replace_option_prompt_at_index(number, prompt)
        else:
            tree.clear_options()
            tree.add_options(Option(p, id=row.row_id) for p, row in zip(prompts, self.rows, strict=True))
            ids = [row.row_id for row in self.rows]
            tree.highlighted = ids.index(before) if before in ids else 0
        self.show_detail()

    def _prompt(self, row: TreeRow, width: int, name_width: int) -> Content:
        name, badge, address, mark = line(row, width, name_width, self.wizard.glyphs)
        bold = "bold" if row.kind == UNIT else ""
        return Content.assemble((name, bold), (badge, "dim"), address, (mark, "bold $text-error"))

    @property
    def row(self) -> TreeRow | None:
        """The highlighted line."""
        number = self.query_one("#tree", OptionList).highlighted
        return self.rows[number] if number is not None and number < len(self.rows) else None

    def show_detail(self) -> None:
        """What is to be said about the highlighted line, and what all of it creates."""
        row = self.row
        problem = row.problems[0] if row and row.problems else None
        says = f"{self.wizard.glyphs.problem} {problem.what} {problem.remedy}\n" if problem else ""
        said = self.query_one("#says", Static)
        said.update(f"{says}{will_create(self.setup)}")
        said.set_class(not says, "-only-counts")
        parts = [self._about(row) if row else "", will_create(self.setup) + "."]
        self.query_one("#detail-text", Static).update("\n\n".join(part for part in parts if part))

    def _about(self, row: TreeRow) -> str:
        if row.kind == UNIT:
            title = "Root, the top of the organization" if row.key == ROOT else f"Organizational unit {row.key}"
            return f"{title}\n\n{ABOUT_UNITS}"
        if row.kind == INVITATION:
            return (
                f"{row.name}\n\nAn account that exists already. It is invited; once its owner has accepted, it is "
                "moved to this unit. Nothing inside it is changed."
            )
        account = self.setup.accounts[row.number]
        role = self.setup.organization_access_role_of(account)
        return (
            f"{row.name}\n\nA new account for: {account.purpose.value.replace('-', ' ')}.\n{row.address}\n\n"
            f"AWS makes the administrator role {role} in it.\n\n"
            "An account can only be closed, never deleted, and its address is used up for good."
        )

    @on(OptionList.OptionHighlighted, "#tree")
    def _highlighted(self) -> None:
        self.show_detail()

    def resized(self) -> None:
        self.show()

    # The fields above the tree

    def field_answered(self, field: Field) -> None:
        self.answer(answered(QUESTIONS, self.setup, field))

    @on(Input.Changed)
    def _preview(self, event: Input.Changed) -> None:
        """Every address changes as the pattern is typed."""
        field = next((node for node in event.input.ancestors if isinstance(node, Field)), None)
        if field is not None and field.is_mounted and self.rows:
            self.draw(answered(QUESTIONS, self.setup, field))

    # Editing the tree

    @on(OptionList.OptionSelected, "#tree")
    def _selected(self) -> None:
        self.act("edit")

    def action_act(self, key: str) -> None:
        """A key that does the same as a button; only while no field is being typed in."""
        self.act(key)

    def act(self, key: str) -> None:
        row = self.row
        if row is None:
            return
        match key:
            case "add-unit":
                self.app.push_screen(EditUnitDialogue(self.setup, above=self._unit_of(row)), self._add_unit)
            case "add-account":
                self.app.push_screen(new_account(self.setup, self._unit_of(row)), self._add_account)
            case "edit" if row.row_id != f"{UNIT}:{ROOT}":
                self._edit(row)
            case "move" if row.row_id != f"{UNIT}:{ROOT}":
                self._ask_where(row)
            case "remove" if row.row_id != f"{UNIT}:{ROOT}":
                self._remove(row)
            case "template":
                self._ask_template()

    def _unit_of(self, row: TreeRow) -> str:
        if row.kind == UNIT:
            return row.key
        items: tuple[MemberAccount | Invitation, ...] = (
            self.setup.accounts if row.kind == ACCOUNT else self.setup.invitations
        )
        return items[row.number].organizational_unit

    def _add_unit(self, path: str | None) -> None:
        if path:
            self.answer(editing.add_unit(self.setup, path))
            self._point_at(f"{UNIT}:{path}")

    def _add_account(self, setup: Setup | None) -> None:
        if setup:
            self.answer(setup)
            self._point_at(f"{ACCOUNT}:{len(self.setup.accounts) - 1}")

    def _point_at(self, row_id: str) -> None:
        ids = [row.row_id for row in self.rows]
        if row_id in ids:
            self.query_one("#tree", OptionList).highlighted = ids.index(row_id)

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
        self.notify(f"Removed from the plan: {row.name}. Nothing at AWS was changed.", markup=False)

    def _ask_template(self) -> None:
        from state.setup.file import templates

        choices = [Choice(each.name, each.title, each.description) for each in templates()]
        text = "The tree of units and accounts is replaced by the one you choose. Invitations are kept."
        self.app.push_screen(ChoiceDialogue("Start from a ready-made structure", text, choices), self._use_template)

    def _use_template(self, name: str | None) -> None:
        if name:
            from state.setup.file import from_template

            self.answer(editing.with_structure_of(self.setup, from_template(name, self.setup.name)))
