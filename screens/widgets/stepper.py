"""The pages and how each stands, by phase: a rail at the side where there is room, else a strip of two lines or one."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.glyphs import Glyphs
from screens.widgets.row import Cell, Row
from screens.widgets.sized import SLIM
from wizard.pages import PAGES, Mark, PageMark, number_of, page_named

Marks = dict[str, PageMark]
PHASES = (
    ("Plan", ("structure",)),
    ("Connect", ("sign-in", "organization")),
    ("Accounts", ("invitations", "accounts", "people", "guardrails")),
    ("Build", ("review", "apply", "finish")),
)
NUMBERED = tuple(page for page in PAGES if page.key != "start")
SHORT = {"accounts": "Accounts", "invitations": "Invite"}
"""What a page is called where there is little room."""
STYLES = {
    Mark.DONE: "$good",
    Mark.PROBLEM: "bold $bad",
    Mark.WAITING: "$forever",
    Mark.LEFT: "$forever",
    Mark.UNTOUCHED: "$muted",
}


def phase_of(key: str) -> tuple[str, tuple[str, ...]]:
    """The phase that a page belongs to, and the pages in it; the last one for a page that is in none."""
    return next((phase for phase in PHASES if key in phase[1]), PHASES[-1])


def _counts(keys: tuple[str, ...], marks: Marks) -> str:
    return f"{sum(marks[key].mark is Mark.DONE for key in keys)}/{len(keys)}"


class PageChosen(Message):
    """Somebody wants to go to a page."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class PageList(OptionList):
    """The pages as a list."""

    hint = "The pages, in the suggested order. Enter opens one; any order will do."

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__(id="side", classes="pane", markup=False)
        self.glyphs = glyphs
        self.here = here
        self.border_title = Content("Pages")

    def show(self, marks: Marks) -> None:
        """Write every line anew."""
        options: list[Option] = []
        for name, keys in PHASES:
            if options and self.app.size.height >= 32:
                options.append(Option(Content(""), disabled=True))
            line = Row(
                Content.styled(name.upper(), "bold $muted"), Cell(Content.styled(_counts(keys, marks), "$muted"), 4)
            )
            options.append(Option(line, id=f"phase:{name}", disabled=True))
            options += [Option(self._line(key, marks[key]), id=key) for key in keys]
        if [option.id for option in options] == [option.id for option in self.options]:
            for number, option in enumerate(options):
                self.options[number]._set_prompt(option.prompt)
            self._clear_caches()
            return
        self.set_options(options)
        self.highlighted = next((n for n, each in enumerate(options) if each.id == self.here), None)

    def _line(self, key: str, mark: PageMark) -> Row:
        glyphs, style, here = self.glyphs, STYLES[mark.mark], key == self.here
        title = f"{number_of(key)} {page_named(key).title}"
        sign = (f"{glyphs.here} ", "bold $accent") if here else (f"{glyphs.of(mark.mark)} ", style)
        words = Content.assemble(sign, (title, "bold $accent" if here else "$body"))
        parts = [glyphs.of(mark.mark)] if here and mark.mark in (Mark.PROBLEM, Mark.WAITING, Mark.LEFT) else []
        parts += [str(mark.count)] if mark.count else []
        count = " ".join(parts)
        return Row(words, Cell(Content.styled(count, style), len(count) + 1, right=True)) if count else Row(words)

    def on_resize(self) -> None:
        """Where it is low, phases stand close together; the present page stays in sight."""
        self.call_after_refresh(self.scroll_to_highlight)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self.post_message(PageChosen(event.option_id or ""))


class PageStrip(Static, can_focus=True):
    """The pages by name in two lines; in one, the present and the next page, where there is even less room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    hint = "The pages. Left and right choose one, Enter opens it; any order will do."

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__("", id="strip", markup=False)
        self.glyphs = glyphs
        self.here = here
        self.pointed = here
        self.marks: Marks = {}
        self.places: list[tuple[int, int, int, str]] = []
        """(line, first column, column after the last, page)."""

    def show(self, marks: Marks) -> None:
        """Write the lines anew."""
        self.marks = marks
        self.places = []
        if self.app.size.width < SLIM:
            lines = [self._brief()]
        else:
            lines = self._by_phase(counts=True)
            if max(line.rstrip().cell_length for line in lines) > self.app.size.width:
                lines = self._by_phase(counts=False)
        self.update(Content("\n").join(lines))

    def _by_phase(self, *, counts: bool) -> list[Content]:
        """Two phases a line."""
        self.places = []
        return [self._phases(0, PHASES[:2], counts=counts), self._phases(1, PHASES[2:], counts=counts)]

    def _phases(self, number: int, phases: tuple[tuple[str, tuple[str, ...]], ...], *, counts: bool) -> Content:
        line = Content(" ")
        for position, (name, keys) in enumerate(phases):
            before = f" {name.upper()} " if position else f"{name.upper():<8} "
            line += Content.styled(before, "bold $muted")
            for key in keys:
                line = self._add(line, number, key, counts=counts)
        return line

    def _brief(self) -> Content:
        name, keys = phase_of(self.here)
        line = Content.styled(f" {name.upper()} {_counts(keys, self.marks)}  ", "bold $muted")
        line = self._add(line, 0, self.pointed if self.has_focus else self.here)
        following = NUMBERED[number_of(self.here) : number_of(self.here) + 1]
        if following and not self.has_focus:
            line += Content.styled(" next: ", "$muted")
            line = self._add(line, 0, following[0].key)
        return line

    def _add(self, line: Content, number: int, key: str, *, counts: bool = True) -> Content:
        mark = self.marks[key]
        count = f" {mark.count}" if mark.count and counts else ""
        title = SHORT.get(key, page_named(key).title)
        sign, style = self.glyphs.of(mark.mark), STYLES[mark.mark]
        begin = line.cell_length
        if self.has_focus and key == self.pointed:
            line += Content.styled(f"{sign}{title}{count}", "bold $fill-text on $fill")
        elif key == self.here:
            line += Content.styled(f"{self.glyphs.here}{title}{count}", "bold $tint-text on $tint")
        else:
            line += Content.assemble((sign, style), (f"{title}{count}", "$body"))
        self.places.append((number, begin, line.cell_length, key))
        return line + Content(" ")

    def on_resize(self) -> None:
        """Two lines or one."""
        if self.marks:
            self.show(self.marks)

    def action_move(self, by: int) -> None:
        """Point at the page before or after."""
        keys = [page.key.value for page in NUMBERED]
        self.pointed = keys[(keys.index(self.pointed) + by) % len(keys)] if self.pointed in keys else keys[0]
        self.show(self.marks)

    def action_choose(self) -> None:
        """Open the page pointed at."""
        self.post_message(PageChosen(self.pointed))

    def on_focus(self) -> None:
        """Show what is pointed at."""
        self.show(self.marks)

    def on_blur(self) -> None:
        """Point at nothing but the present page."""
        self.pointed = self.here
        if self.marks:
            self.show(self.marks)

    def on_click(self, event: events.Click) -> None:
        """Open the page under the pointer."""
        for line, start, end, key in self.places:
            if event.y == line and start <= event.x < end:
                self.post_message(PageChosen(key))
