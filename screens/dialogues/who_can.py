"""Who can still do it, under the guardrails as they are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Dialogue
from wizard.audit.who_can import EXPLANATION, Table, grouped

NOBODY = "There is no account to ask about yet. Add one on Accounts & roles."


class WhoCanDialogue(Dialogue[None]):
    """The answers for each account, to scroll through."""

    def __init__(self, tables: Sequence[Table], keys: tuple[str, Sequence[str]]) -> None:
        """`keys` are those to every account, as `wizard.audit.keys` tells them."""
        super().__init__("Who can still do it?")
        self.tables = tables
        self.keys = keys

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="who-can"):
            yield Static(Content("\n").join(self._lines()), markup=False)
        yield Acts(Act("Close", "close", main=True), classes="acts")

    def _lines(self) -> Iterator[Content]:
        yield Content(EXPLANATION if self.tables else NOBODY)
        for table in self.tables:
            yield Content.assemble("\n", (f"In account {table.account_name}", "bold underline"))
            for question, lines in grouped(table):
                yield from _asked(question, lines)
        yield Content.assemble("\n", ("In the management account", "bold underline"))
        yield from _asked(*self.keys)

    def on_mount(self) -> None:
        """Up and down scroll at once."""
        self.query_one("#who-can").focus()

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)


def _asked(question: str, lines: Sequence[str]) -> Iterator[Content]:
    yield Content.styled(question, "bold")
    yield from (Content(f"  {line}") for line in lines)
