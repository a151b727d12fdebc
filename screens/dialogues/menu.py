"""The menu: everything the program can do, for people whose terminal keeps the keys to itself."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.widgets.dialogue import Dialogue
from wizard.pages import PAGES, number_of


class MenuDialogue(Dialogue[str]):
    """Dismisses with `step:KEY`, `help`, `theme:NAME`, `suspend` or `quit`."""

    def __init__(self) -> None:
        super().__init__("Menu")

    def compose_box(self) -> ComposeResult:
        pages = [Option(Content(f"{number_of(s.key)}  {s.title}"), id=f"step:{s.key}") for s in PAGES]
        yield OptionList(
            *pages,
            None,
            Option(Content("?  Help: why this step exists"), id="help"),
            Option(Content("   Colours: dark"), id="theme:textual-dark"),
            Option(Content("   Colours: light"), id="theme:textual-light"),
            Option(Content("   Colours: those of the terminal"), id="theme:ansi-dark"),
            Option(Content("   Suspend (fg comes back)"), id="suspend"),
            Option(Content("   Quit (everything is saved)"), id="quit"),
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
