"""The menu: everything the program can do, for people whose terminal keeps the keys to itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from screens.widgets.dialogue import Dialogue
from screens.widgets.listing import Line, Listing
from screens.widgets.row import Row
from wizard.pages import PAGES, digit_of, number_of


class MenuDialogue(Dialogue[str]):
    """Dismisses with `page:KEY`, `act:KEY`, `help`, `theme:NAME`, `suspend` or `quit`."""

    def __init__(self, acts: Sequence[tuple[str, str, str]], titles: Mapping[str, str], theme: str) -> None:
        """`acts` are the buttons of the page: key, label, hint."""
        super().__init__("Menu")
        self.acts = acts
        self.themes = titles
        self.theme_now = theme

    def compose_box(self) -> ComposeResult:
        yield Listing(id="menu-lines")

    def on_mount(self) -> None:
        """Everything, in groups."""
        listed = self.query_one(Listing)
        listed.show_lines(self._lines())
        listed.focus()

    def _lines(self) -> Iterator[Line]:
        pages = [(f"page:{page.key}", f"{number_of(page.key) or ''} {page.title}".strip()) for page in PAGES]
        yield from _group("Go to", pages)
        if self.acts:
            yield from _group("Do here", [(f"act:{key}", words) for key, words, _ in self.acts])
        yield from _group("Help", [("help", "Why this page exists, and its keys")])
        if self.themes:
            titles = [(f"theme:{name}", self._titled(name, title)) for name, title in self.themes.items()]
            yield from _group("Colours", titles)
        yield from _group(
            "Leave", [("suspend", "To the shell; fg comes back"), ("quit", "To leave; everything is saved")]
        )

    def _titled(self, name: str, title: str) -> str:
        return f"{title}, as now" if name == self.theme_now else title

    def on_key(self, event: events.Key) -> None:
        """A page by its digit."""
        meant = [page.key for page in PAGES if digit_of(page.key) == event.key]
        if meant and not self.query_one(Listing).typing:
            event.stop()
            self.dismiss(f"page:{meant[0]}")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _group(title: str, lines: Sequence[tuple[str, str]]) -> Iterator[Line]:
    yield Line(f"heading:{title}", Row(Content.styled(title, "bold $muted")), heading=True)
    for key, words in lines:
        yield Line(key, Row(f"  {words}"))


def commands(titles: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The same for the palette, which searches by typing: title, what it is, and what the dialogue would say.

    `titles` are the themes' that can be chosen.
    """
    for page in PAGES:
        yield f"Go to {page.title}", page.question, f"page:{page.key}"
    yield "Help", "Why this page exists", "help"
    for name, title in titles.items():
        yield f"Colours: {title}", "", f"theme:{name}"
    yield "To the shell", "`fg` comes back", "suspend"
    yield "Quit", "Everything is saved", "quit"
